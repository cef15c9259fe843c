/* SPDX-License-Identifier: Apache-2.0 */
#include "report/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "model/status.h"
#include "report/utf8.h"

void
say(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	char *part;

	va_start(ap, fmt);
	part = mem_vprintf(fmt, ap);
	va_end(ap);
	if (b->n == 0 || buf_adds(b, ", "))
		if (!buf_adds(b, part))
			b->max = b->n; /* full: further parts are dropped too */
	free(part);
}

const char *
say_find(const struct say_word *list, const char *value)
{
	if (value == NULL)
		return NULL;
	for (; list->value != NULL; list++)
		if (strcmp(list->value, value) == 0)
			return list->words;
	return value;
}

const char *
say_result(
    const struct check *c, enum fact_key key, const struct say_word *list)
{
	if (fact_is(&c->facts, key, "failure"))
		return c->detail == NULL ? "failed" : c->detail;
	return say_find(list, fact_str(&c->facts, key));
}

char *
say_label(const struct check *c)
{
	/* What hangs under the tunnel of its endpoint, and what it is called
	 * there. */
	static const struct {
		const char *kind;
		const char *shown;
	} kinds[] = { { "call", "" }, { "bind", "bind " },
		{ "auth", "auth " } };
	const char *rest = c->id, *shown = "";
	char *printable, *s;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		char *prefix = c->endpoint == 0
		    ? mem_printf("%s.referral.", kinds[i].kind)
		    : mem_printf("%s.%d.", kinds[i].kind, c->endpoint);

		if (strncmp(c->id, prefix, strlen(prefix)) == 0) {
			rest = c->id + strlen(prefix);
			shown = kinds[i].shown;
		}
		free(prefix);
	}
	printable = utf8_printable(rest);
	for (char *p = printable; *p != '\0'; p++)
		if (*p == '.')
			*p = ' ';
	s = mem_printf("%s%s", shown, printable);
	free(printable);
	return s;
}

/* Numbers that people know in decimal stand so; the others only in hex. */
static char *
say_code(uint32_t code)
{
	const struct status_name *s = status_find(code);
	const char *name = s == NULL ? "" : s->name;

	if (code > 0xffff)
		return mem_printf(
		    "0x%08x%s%s", (unsigned)code, s == NULL ? "" : " ", name);
	return mem_printf("%u (0x%x)%s%s", (unsigned)code, (unsigned)code,
	    s == NULL ? "" : " ", name);
}

char *
say_status(uint32_t code)
{
	char *own = say_code(code);
	char *win32;
	char *both;

	if (status_of_fault(code) == code)
		return own;
	win32 = say_code(status_of_fault(code));
	both = mem_printf("%s = %s", own, win32);
	free(own);
	free(win32);
	return both;
}

char *
say_eeinfo(const struct eeinfo_view *e)
{
	char *status = say_status(e->status);
	char *raw;
	char *s;
	struct buf b;

	buf_init(&b, SAY_MAX);
	if (e->computer != NULL)
		say(&b, "on %s", e->computer);
	if (e->component_name != NULL)
		say(&b, "%s", e->component_name);
	else
		say(&b, "component %u", (unsigned)e->component);
	say(&b, "%s", status);
	if (e->location_text != NULL)
		say(&b, "%s (location %u)", e->location_text,
		    (unsigned)e->location);
	else
		say(&b, "location %u", (unsigned)e->location);
	for (size_t i = 0; i < e->params.n; i++)
		say(&b, "%s%s", i == 0 ? "parameters " : "", e->params.v[i]);
	raw = buf_take(&b);
	s = utf8_printable(raw);
	free(raw);
	free(status);
	return s;
}

char *
say_fact(const struct fact *f)
{
	if (f->absent)
		return mem_strdup("not there");
	switch (fact_fields[f->key].type) {
	case FACT_STR:
		return mem_strdup(f->s);
	case FACT_INT:
		return mem_printf("%lld", (long long)f->i);
	case FACT_LIST:
		return strlist_join(&f->list, ", ");
	default:
		return mem_strdup(f->b ? "yes" : "no");
	}
}

char *
say_seconds(int64_t us)
{
	if (us < 0)
		us = 0;
	return mem_printf(
	    "%lld.%06lld", (long long)us / 1000000, (long long)us % 1000000);
}

char *
say_duration(int64_t us)
{
	if (us <= 0)
		return mem_strdup("");
	if (us < 1000)
		return mem_strdup("<1 ms");
	return mem_printf("%lld ms", (long long)((us + 500) / 1000));
}

static const struct say_word tcp_words[] = {
	{ "ok", "connected" },
	{ "refused", "connection refused" },
	{ "timeout", "no answer" },
	{ "unreachable", "no route" },
	{ NULL, NULL },
};

static void
say_dns(const struct check *c, struct buf *b)
{
	static const struct say_word results[] = {
		{ "ok", "found" },
		{ "nxdomain", "the name does not exist" },
		{ "nodata", "the name has no address" },
		{ "timeout", "no answer from the name server" },
		{ NULL, NULL },
	};
	const struct fact *list = fact_get(&c->facts, FACT_DNS_ADDRESSES);
	const char *result = say_result(c, FACT_DNS_RESULT, results);
	const char *tried = say_result(c, FACT_TCP_RESULT, tcp_words);
	const char *server = fact_str(&c->facts, FACT_DNS_SERVER);
	bool forward = fact_str(&c->facts, FACT_FORWARD_PROXY) != NULL;

	if (list != NULL && !list->absent && list->list.n > 0)
		for (size_t i = 0; i < list->list.n; i++)
			say(b, "%s", list->list.v[i]);
	else if (result != NULL)
		say(b, "%s", result);
	if (server != NULL)
		say(b, "asked %s", server);
	if (c->address != NULL && tried != NULL)
		say(b, "%s: %s", c->address, tried);
	if (forward)
		say(b, "forward proxy");
}

static void
say_tcp(const struct check *c, struct buf *b)
{
	const char *result = say_result(c, FACT_TCP_RESULT, tcp_words);

	if (c->address != NULL)
		say(b, "%s", c->address);
	if (result != NULL)
		say(b, "%s", result);
	if (fact_str(&c->facts, FACT_FORWARD_PROXY) != NULL)
		say(b, "forward proxy");
}

/* Whom a certificate names instead of the host. */
static void
say_names(const struct fact_set *f, struct buf *b)
{
	const struct fact *names = fact_get(f, FACT_TLS_NAMES);

	if (names == NULL || names->absent || names->list.n == 0)
		say(b, "certificate for another name");
	else if (names->list.n == 1)
		say(b, "certificate for %s only", names->list.v[0]);
	else
		say(b, "certificate for %s and %zu more, not for the host",
		    names->list.v[0], names->list.n - 1);
}

/* What is wrong with a certificate, or for how long it is right. */
static void
say_certificate(const struct fact_set *f, struct buf *b)
{
	int64_t days = fact_int(f, FACT_TLS_DAYS_LEFT, 0);
	const char *verify = fact_str(f, FACT_TLS_VERIFY);
	size_t before = b->n;

	if (fact_false(f, FACT_TLS_TRUSTED) && verify != NULL)
		say(b, "certificate not trusted: %s", verify);
	else if (fact_false(f, FACT_TLS_TRUSTED))
		say(b, "certificate not trusted");
	if (fact_false(f, FACT_TLS_NAME_OK))
		say_names(f, b);
	if (fact_false(f, FACT_TLS_IN_TIME) && days < 0)
		say(b, "certificate expired %lld days ago", (long long)-days);
	else if (fact_false(f, FACT_TLS_IN_TIME))
		say(b, "certificate outside its validity");
	if (fact_false(f, FACT_TLS_MSSTD_OK))
		say(b, "principal name (msstd) does not match");
	if (fact_false(f, FACT_TLS_FINGERPRINT_OK))
		say(b, "not the certificate that others see");
	if (b->n == before && fact_get(f, FACT_TLS_DAYS_LEFT) != NULL)
		say(b, "certificate valid %lld days", (long long)days);
}

/* Ours, where one was asked for. */
static void
say_client_certificate(const struct fact_set *f, struct buf *b)
{
	bool failed = fact_str(f, FACT_TLS_RESULT) != NULL &&
	    !fact_is(f, FACT_TLS_RESULT, "ok");

	if (fact_true(f, FACT_TLS_CLIENT_CERT_SHOWN))
		say(b,
		    failed ? "client certificate refused"
			   : "client certificate shown");
	else if (fact_true(f, FACT_TLS_CLIENT_CERT_ASKED))
		say(b,
		    failed ? "client certificate required"
			   : "client certificate asked for");
}

static void
say_tls(const struct check *c, struct buf *b)
{
	static const struct say_word results[] = {
		{ "ok", "handshake done" },
		{ "alert", "the server broke off the handshake" },
		{ "reset", "connection reset in the handshake" },
		{ "closed", "connection closed in the handshake" },
		{ "timeout", "no answer to the handshake" },
		{ "not_tls", "the server does not speak TLS" },
		{ NULL, NULL },
	};
	const char *result = say_result(c, FACT_TLS_RESULT, results);
	const char *version = fact_str(&c->facts, FACT_TLS_VERSION);
	const struct fact *alert = fact_get(&c->facts, FACT_TLS_ALERT);

	if (version != NULL)
		say(b, "%s", version);
	else if (result != NULL)
		say(b, "%s", result);
	if (alert != NULL && !alert->absent)
		say(b, "alert %lld", (long long)alert->i);
	say_client_certificate(&c->facts, b);
	say_certificate(&c->facts, b);
}

/* A logon that is bound to its TLS connection in another way than usual. */
static void
say_binding(const struct check *c, struct buf *b)
{
	const char *word = fact_str(&c->facts, FACT_EXTENDED_PROTECTION);
	static const struct say_word bindings[] = {
		{ "none", "without a channel binding" },
		{ "wrong", "with a wrong channel binding" },
		{ "origin",
		    "with the channel binding of the server past the device" },
		{ NULL, NULL },
	};
	const char *how =
	    say_find(bindings, fact_str(&c->facts, FACT_AUTH_BINDING));

	if (fact_get(&c->facts, FACT_HTTP_ACCEPTED) == NULL)
		say_http(c, b);
	else if (fact_true(&c->facts, FACT_HTTP_ACCEPTED))
		say(b, "accepted %s", how);
	else
		say(b, "refused %s", how);
	if (word != NULL)
		say(b, "extended protection is %s", word);
}

/* Challenges asked for on one connection, and none of them answered. */
static void
say_challenges(const struct check *c, struct buf *b)
{
	const char *node = fact_str(&c->facts, FACT_NODE_NAME);

	say(b, "%lld NTLM challenges on one connection",
	    (long long)fact_int(&c->facts, FACT_AUTH_CHALLENGES, 0));
	if (node != NULL && fact_get(&c->facts, FACT_AUTH_APART) == NULL)
		say(b, "all of %s", node);
}

static void
say_echo(const struct check *c, struct buf *b)
{
	static const struct say_word aparts[] = {
		{ "computers", "several computers answer on one connection" },
		{ "again", "the last message was challenged anew" },
		{ "closed", "the connection was closed between the messages" },
		{ NULL, NULL },
	};
	const char *apart =
	    say_find(aparts, fact_str(&c->facts, FACT_AUTH_APART));

	if (fact_get(&c->facts, FACT_AUTH_BINDING) != NULL)
		say_binding(c, b);
	else if (c->http_auth != NULL && strcmp(c->http_auth, "challenge") == 0)
		say_challenges(c, b);
	else if (fact_true(&c->facts, FACT_ECHO_PDU))
		say(b, "the RPC proxy answered the echo");
	else
		say_http(c, b);
	say_auth_package(c, b);
	if (apart != NULL)
		say(b, "%s", apart);
}

static void (*const sayers[STAGE_N])(const struct check *, struct buf *) = {
	[STAGE_DNS] = say_dns,
	[STAGE_TCP] = say_tcp,
	[STAGE_TLS] = say_tls,
	[STAGE_HTTP] = say_http,
	[STAGE_ECHO] = say_echo,
	[STAGE_TUNNEL] = say_tunnel,
	[STAGE_BIND] = say_bind,
	[STAGE_CALL] = say_call,
	[STAGE_REPEAT] = say_tunnel,
	[STAGE_INSIDE] = say_inside,
};

/* What a repetition repeats, or asks of a server past the device. */
static enum stage_id
kind_of(const struct check *c)
{
	if (c->stage != STAGE_REPEAT && c->stage != STAGE_INSIDE)
		return c->stage;
	if (fact_get(&c->facts, FACT_TUNNEL_TARGET) != NULL)
		return STAGE_TUNNEL;
	if (fact_get(&c->facts, FACT_HTTP_METHOD) == NULL)
		return c->stage;
	return fact_get(&c->facts, FACT_ECHO_PDU) != NULL ? STAGE_ECHO
							  : STAGE_HTTP;
}

/* That of a server past the device. */
static void
say_other_certificate(const struct fact_set *f, struct buf *b)
{
	if (fact_false(f, FACT_TLS_SHARED))
		say(b, "another certificate");
	if (fact_false(f, FACT_TLS_TRUSTED) ||
	    fact_false(f, FACT_TLS_NAME_OK) || fact_false(f, FACT_TLS_IN_TIME))
		say_certificate(f, b);
}

char *
say_check(const struct check *c)
{
	struct buf b;
	char *raw;
	char *s;

	buf_init(&b, SAY_MAX);
	if (c->outcome != OUTCOME_SKIP) {
		if (fact_get(&c->facts, FACT_TLS_SHARED) != NULL &&
		    c->address != NULL)
			say(&b, "%s", c->address);
		sayers[kind_of(c)](c, &b);
		if (c->stage == STAGE_HTTP)
			say_client_certificate(&c->facts, &b);
		if (fact_get(&c->facts, FACT_TLS_SHARED) != NULL)
			say_other_certificate(&c->facts, &b);
		if (fact_str(&c->facts, FACT_AUTH_USER) != NULL)
			say(&b, "as %s", fact_str(&c->facts, FACT_AUTH_USER));
		if (c->has_status &&
		    !fact_true(&c->facts, FACT_TUNNEL_CONTROL)) {
			char *status = say_status(c->status_code);

			say(&b, "%s", status);
			free(status);
		}
	}
	if (b.n == 0 && c->detail != NULL)
		say(&b, "%s", c->detail);
	raw = buf_take(&b);
	s = utf8_printable(raw);
	free(raw);
	return s;
}
