/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/logon.h"

#include <ctype.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lab/sock.h"

#define CREDENTIALS_MAX 1024
#define DC_TIME CLOCK_MS(2500) /* NetLogon waits longer */

void
logon_init(struct logon *l, const char *schemes, const struct account *account)
{
	*l = (struct logon){ .account = account };
	strlist_split(&l->schemes, schemes, " ");
}

void
logon_clear(struct logon *l)
{
	strlist_clear(&l->schemes);
}

const char *
logon_field(const struct logon *l)
{
	return l->forward ? "Proxy-Authorization" : "Authorization";
}

const char *
logon_demand(const struct logon *l)
{
	return l->forward ? "Proxy-Authenticate" : "WWW-Authenticate";
}

static bool
password_matches(const struct account *a, const char *given)
{
	return strlen(given) == a->password.n &&
	    CRYPTO_memcmp(given, a->password.p, a->password.n) == 0;
}

/* What a stranger sent goes into the trace: keep it on one line. */
static void
log_logon(const struct logon *l, const char *user, bool good)
{
	char shown[64];
	size_t n = 0;

	for (; user[n] != '\0' && n < sizeof(shown) - 1; n++)
		shown[n] = isprint((unsigned char)user[n]) ? user[n] : '?';
	shown[n] = '\0';
	if (good)
		log_at(LOG_STEPS, "logon by Basic user=%s at %s", shown,
		    l->computer);
	else
		log_at(LOG_STEPS, "logon refused user=%s", shown);
}

/* text: "user:password" (RFC 7617). */
static const struct account *
credentials_take(const struct logon *l, const char *text)
{
	size_t n = strcspn(text, ":");
	char *user = mem_strndup(text, n);
	const struct account *a = account_find(l->account, user);

	if (a != NULL &&
	    (a->disabled || text[n] != ':' ||
		!password_matches(a, text + n + 1) ||
		(l->qualified && strpbrk(user, "\\@") == NULL)))
		a = NULL;
	log_logon(l, user, a != NULL);
	free(user);
	return a;
}

bool
logon_reaches_dc(const struct logon *l)
{
	int fd;

	if (!l->account->has_dc)
		return true;
	if (sock_connect(&l->account->dc, DC_TIME, &fd) == SOCK_OK) {
		close(fd);
		return true;
	}
	log_at(LOG_STEPS, "no domain controller answers");
	return false;
}

const struct account *
logon_accepted(const struct logon *l, const struct http_head *head)
{
	static const char prefix[] = "Basic ";
	const size_t skip = sizeof(prefix) - 1;
	struct span value = http_field(head, logon_field(l), 0);
	const struct account *a = NULL;
	struct buf plain;

	if (!strlist_has(&l->schemes, "Basic") || value.n < skip ||
	    strncasecmp((const char *)value.p, prefix, skip) != 0)
		return NULL;
	buf_init(&plain, CREDENTIALS_MAX);
	if (base64_decode(span_sub(value, skip, value.n), &plain) &&
	    logon_reaches_dc(l))
		a = credentials_take(l, buf_text(&plain));
	buf_wipe(&plain);
	return a;
}

bool
logon_put_challenges(const struct logon *l, struct buf *out)
{
	char *realm = mem_printf(
	    " realm=\"%s\"", l->realm != NULL ? l->realm : LOGON_REALM);
	bool ok = true;

	for (size_t i = 0; i < l->schemes.n; i++) {
		bool basic = strcasecmp(l->schemes.v[i], "Basic") == 0;

		ok = ok &&
		    buf_printf(out, "%s: %s%s\r\n", logon_demand(l),
			l->schemes.v[i], basic ? realm : "");
	}
	free(realm);
	return ok;
}
