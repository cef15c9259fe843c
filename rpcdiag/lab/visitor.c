/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/visitor.h"

#include <strings.h>

#include "base/base64.h"
#include "base/log.h"

#define TOKEN_MAX 16384
#define INITIAL_TOKEN 0x60 /* RFC 2743 3.1 */

static const struct {
	const char *scheme;
	enum acceptor_package package;
} packages[] = {
	{ "NTLM", ACCEPTOR_NTLM },
	{ "Negotiate", ACCEPTOR_SPNEGO },
};

#define NPACKAGES (sizeof(packages) / sizeof(packages[0]))

void
visitor_init(struct visitor *v, const struct logon *logon)
{
	*v = (struct visitor){ .logon = logon };
	buf_init(&v->challenge, TOKEN_MAX);
}

static void
forget(struct visitor *v)
{
	acceptor_free(v->acceptor);
	v->acceptor = NULL;
	v->scheme = NULL;
	buf_clear(&v->challenge);
}

void
visitor_clear(struct visitor *v)
{
	forget(v);
}

/* Negotiate may carry a bare NTLM message, too ([MS-SPNG] 3.2.5.2). */
static struct acceptor *
new_acceptor(const struct visitor *v, size_t i, struct span token)
{
	bool bare = token.n > 0 && token.p[0] == 'N';

	return acceptor_new(bare ? ACCEPTOR_NTLM : packages[i].package,
	    v->logon->computer, v->logon->bindings, v->logon->protection);
}

/* Whoever is refused begins anew, perhaps after a word on why. */
static void
refuse(struct visitor *v, size_t i)
{
	acceptor_free(v->acceptor);
	v->acceptor = NULL;
	v->scheme = v->challenge.n > 0 ? packages[i].scheme : NULL;
}

/* Kernel-mode authentication has lost what the first message began. */
static bool
has_lost_context(const struct visitor *v)
{
	const struct logon *l = v->logon;

	return l->breaks_ntlm && atomic_load(l->ntlm_works) == 0;
}

static void
count_logon(const struct visitor *v)
{
	const struct logon *l = v->logon;

	if (l->breaks_ntlm && atomic_load(l->ntlm_works) > 0)
		atomic_fetch_sub(l->ntlm_works, 1);
}

/* The client's next token; its first one begins anew. */
static void
take_token(struct visitor *v, size_t i, struct span token)
{
	uint32_t type = ntlm_message_type(token);
	bool begins = v->acceptor == NULL || type == NTLM_NEGOTIATE ||
	    (token.n > 0 && token.p[0] == INITIAL_TOKEN);

	if (v->accepted && !begins)
		return;
	begins = begins || has_lost_context(v);
	if (begins) {
		forget(v);
		v->acceptor = new_acceptor(v, i, token);
		v->accepted = false;
	}
	buf_clear(&v->challenge);
	if (type == NTLM_AUTHENTICATE && !logon_reaches_dc(v->logon)) {
		forget(v);
		return;
	}
	switch (acceptor_step(v->acceptor, token, &v->challenge)) {
	case ACCEPTOR_MORE:
		v->scheme = packages[i].scheme;
		return;
	case ACCEPTOR_DONE:
		v->who =
		    account_find(v->logon->account, acceptor_user(v->acceptor));
		if (v->who != NULL && v->who->disabled) {
			log_at(
			    LOG_STEPS, "logon refused user=%s", v->who->user);
			refuse(v, i);
			return;
		}
		v->accepted = true;
		count_logon(v);
		v->scheme = v->challenge.n > 0 ? packages[i].scheme : NULL;
		return;
	default:
		refuse(v, i);
	}
}

static void
read_field(struct visitor *v, struct span value)
{
	for (size_t i = 0; i < NPACKAGES; i++) {
		const char *scheme = packages[i].scheme;
		size_t n = strlen(scheme);
		struct buf token;

		if (!strlist_has(&v->logon->schemes, scheme) || value.n <= n ||
		    value.p[n] != ' ' ||
		    strncasecmp((const char *)value.p, scheme, n) != 0)
			continue;
		buf_init(&token, TOKEN_MAX);
		if (base64_decode(span_sub(value, n + 1, value.n), &token))
			take_token(v, i, buf_span(&token));
		buf_wipe(&token);
	}
}

bool
visitor_let_in(struct visitor *v, const struct http_head *head)
{
	read_field(v, http_field(head, logon_field(v->logon), 0));
	if (!v->accepted)
		v->who = logon_accepted(v->logon, head);
	return v->accepted || v->who != NULL;
}

static bool
put_token(const struct visitor *v, struct buf *out)
{
	return buf_printf(out, "%s: %s ", logon_demand(v->logon), v->scheme) &&
	    base64_encode(buf_span(&v->challenge), out) &&
	    buf_adds(out, "\r\n");
}

bool
visitor_put_challenges(const struct visitor *v, struct buf *out)
{
	return v->scheme == NULL ? logon_put_challenges(v->logon, out)
				 : put_token(v, out);
}

bool
visitor_put_last(struct visitor *v, struct buf *out)
{
	bool ok = !v->accepted || v->scheme == NULL || put_token(v, out);

	v->scheme = NULL;
	return ok;
}
