/* SPDX-License-Identifier: Apache-2.0 */
/* Words for what HTTP, the tunnel and the RPC in it answered. */
#include <string.h>

#include "model/logon_result.h"
#include "report/say.h"

/* "401 Unauthorized", where it came, and who wrote it if that matters. */
static void
say_answer(const struct check *c, struct buf *b, const char *on)
{
	static const struct say_word authors[] = {
		{ "rpcproxy", "the RPC proxy" },
		{ "exchange", "Exchange" },
		{ "iis", "IIS" },
		{ "http.sys", "HTTP.SYS (no application pool)" },
		{ "device", "a device in front" },
		{ "unknown", NULL },
		{ NULL, NULL },
	};
	const char *author =
	    say_find(authors, fact_str(&c->facts, FACT_HTTP_AUTHOR));

	if (c->http_reason != NULL && c->http_reason[0] != '\0')
		say(b, "%d %s%s", c->http_status, c->http_reason, on);
	else
		say(b, "%d%s", c->http_status, on);
	if (fact_true(&c->facts, FACT_HTTP_FORWARD))
		author = "the forward proxy";
	if (author != NULL && c->http_status >= 300 && c->http_status != 401)
		say(b, "from %s", author);
}

static void
say_schemes(const struct check *c, struct buf *b)
{
	const struct fact *f = fact_get(&c->facts, FACT_HTTP_SCHEMES);

	if (f == NULL)
		return;
	if (f->absent || f->list.n == 0) {
		if (c->http_status == 401)
			say(b, "no scheme offered");
		return;
	}
	for (size_t i = 0; i < f->list.n; i++)
		say(b, "%s%s", i == 0 ? "offers " : "", f->list.v[i]);
}

/* How the logon to a forward proxy went, and what a proxy says is wrong. */
static void
say_forward(const struct check *c, struct buf *b)
{
	const char *mechanism = fact_str(&c->facts, FACT_FORWARD_AUTH);
	const char *error = fact_str(&c->facts, FACT_FORWARD_ERROR);

	if (mechanism != NULL && fact_get(&c->facts, FACT_AUTH_FAULT) != NULL)
		say(b, "no token for a logon with %s", mechanism);
	else if (mechanism != NULL && c->http_status != 0)
		say(b, "logon with %s %s", mechanism,
		    c->http_status == 407 ? "refused" : "accepted");
	if (error != NULL && c->http_status >= 500)
		say(b, "%s", error);
}

void
say_http(const struct check *c, struct buf *b)
{
	static const struct say_word results[] = {
		{ "answered", NULL },
		{ "timeout", "no answer" },
		{ "closed", "closed without an answer" },
		{ "reset", "connection reset" },
		{ "garbage", "the answer is not HTTP" },
		{ NULL, NULL },
	};
	const struct fact_set *f = &c->facts;
	const char *result = say_result(c, FACT_HTTP_RESULT, results);
	const char *location = fact_str(f, FACT_HTTP_LOCATION);
	const char *title = fact_str(f, FACT_HTTP_TITLE);

	if (c->http_status != 0)
		say_answer(c, b, "");
	if (result != NULL)
		say(b, "%s", result);
	if (fact_false(f, FACT_HTTP_ACCEPTED))
		say(b, "logon refused");
	else if (fact_true(f, FACT_HTTP_ACCEPTED))
		say(b, "logon accepted");
	say_forward(c, b);
	if (fact_get(f, FACT_HTTP_ACCEPTED) == NULL)
		say_schemes(c, b);
	say_auth_fault(c, b);
	if (location != NULL)
		say(b, "points to %s", location);
	else if (title != NULL && c->http_status != 401 &&
	    !fact_true(f, FACT_HTTP_FORWARD))
		say(b, "page \"%s\"", title);
}

/* How far the channels came before it ended. */
static const struct say_word reached_words[] = {
	{ "nothing", NULL },
	{ "out-200", "after 200 on OUT" },
	{ "conn-a3", "after CONN/A3" },
	{ "conn-c2", "after CONN/C2" },
	{ NULL, NULL },
};

static const struct say_word end_words[] = {
	{ "http", NULL },
	{ "timeout", "silence" },
	{ "closed", "connection closed" },
	{ "reset", "connection reset" },
	{ "protocol", "protocol error" },
	{ NULL, NULL },
};

static void
say_tunnel_end(const struct check *c, struct buf *b)
{
	const struct fact_set *f = &c->facts;
	const char *reached = fact_str(f, FACT_TUNNEL_REACHED);
	const char *after = say_find(reached_words, reached);
	const char *words = say_result(c, FACT_TUNNEL_END, end_words);
	const char *on =
	    fact_is(f, FACT_TUNNEL_CHANNEL, "in") ? " on the IN channel" : "";

	if (c->http_status != 0 && fact_get(f, FACT_TUNNEL_RPC_ERROR) != NULL &&
	    c->has_status)
		say(b, "%d RPC Error", c->http_status); /* then which */
	else if (c->http_status != 0 && fact_is(f, FACT_TUNNEL_END, "http"))
		say_answer(c, b, on);
	else if (fact_is(f, FACT_TUNNEL_END, "timeout") && after == NULL)
		say(b, "no answer%s", on);
	else if (fact_is(f, FACT_TUNNEL_END, "apart"))
		say(b, "not waited for, its channels are at two front ends");
	else if (words != NULL)
		say(b, "%s%s%s%s", words, on, after == NULL ? "" : " ",
		    after == NULL ? "" : after);
	else if (after != NULL)
		say(b, "ended %s", after);
}

/* The control asks for a host no list can hold: a refusal is what is right. */
static void
say_control(const struct check *c, struct buf *b)
{
	if (fact_is(&c->facts, FACT_TUNNEL_REACHED, "conn-c2"))
		say(b, "open to a host that does not exist");
	else if (fact_is(&c->facts, FACT_TUNNEL_END, "http"))
		say(b, "refused, as it must be");
	else
		say_tunnel_end(c, b);
}

void
say_tunnel(const struct check *c, struct buf *b)
{
	const struct fact_set *f = &c->facts;
	const char *target = fact_str(f, FACT_TUNNEL_TARGET);

	if (fact_get(f, FACT_HOLD_END) != NULL) {
		say_hold(c, b);
		return;
	}
	if (fact_get(f, FACT_IN_ALIVE) != NULL) {
		say(b, "the IN channel %s",
		    fact_true(f, FACT_IN_ALIVE) ? "answers" : "is silent");
		return;
	}
	if (fact_true(f, FACT_TUNNEL_CONTROL)) {
		say_control(c, b);
		return;
	}
	if (c->outcome == OUTCOME_PASS)
		say(b, "open to %s", target == NULL ? "the server" : target);
	else
		say_tunnel_end(c, b);
}

/* A logon to the RPC server; a tunnel of its own may have failed before. */
static void
say_rpc_auth(const struct check *c, struct buf *b)
{
	const struct fact_set *f = &c->facts;
	const char *result = fact_str(f, FACT_AUTH_RESULT);
	const char *evidence = fact_str(f, FACT_AUTH_EVIDENCE);
	const struct logon_result *r =
	    logon_result_find(result, fact_str(f, FACT_AUTH_FAULT));

	if (result == NULL) {
		say_tunnel_end(c, b);
		return;
	}
	if (r == NULL || strcmp(result, "no_token") != 0 ||
	    fact_str(f, FACT_AUTH_FAULT) == NULL)
		say(b, "%s", r == NULL ? result : r->text);
	if (fact_is(f, FACT_AUTH_RESULT, "accepted"))
		say_auth_package(c, b);
	say_auth_fault(c, b);
	if (evidence != NULL && (r == NULL || r->kind != LOGON_GOOD))
		say(b, "%s", evidence);
}

void
say_bind(const struct check *c, struct buf *b)
{
	static const struct say_word results[] = {
		{ "accepted", "accepted" },
		{ "rejected", "interface rejected" },
		{ "nak", "refused (bind_nak)" },
		{ "fault", "fault" },
		{ "timeout", "no answer" },
		{ "closed", "connection closed" },
		{ "protocol", "protocol error" },
		{ NULL, NULL },
	};
	const char *result;
	const struct fact *reason = fact_get(&c->facts, FACT_BIND_REASON);

	result = fact_str(&c->facts, FACT_BIND_RESULT);
	if (c->rpc_auth != NULL && result == NULL) {
		say_rpc_auth(c, b);
		return;
	}
	if (result != NULL)
		say(b, "%s", say_find(results, result));
	else if (fact_str(&c->facts, FACT_TUNNEL_END) != NULL)
		say_tunnel_end(c, b); /* its own, and it did not open */
	if (reason != NULL && !reason->absent &&
	    !fact_is(&c->facts, FACT_BIND_RESULT, "accepted"))
		say(b, "reason %lld", (long long)reason->i);
}

const char *
say_dn(const char *dn)
{
	const char *name = strrchr(dn, '=');

	return name == NULL || name[1] == '\0' ? dn : name + 1;
}

/* A name that was typed, so to speak, and what the address book made of it. */
static void
say_match(const struct check *c, struct buf *b)
{
	const struct fact_set *f = &c->facts;
	const char *home = fact_str(f, FACT_BOOK_HOME);

	if (fact_is(f, FACT_BOOK_MATCH, "one"))
		say(b, "%s is in the address book",
		    say_dn(fact_str(f, FACT_BOOK_NAME)));
	else if (fact_is(f, FACT_BOOK_MATCH, "several"))
		say(b, "several entries match %s",
		    say_dn(fact_str(f, FACT_BOOK_NAME)));
	else if (fact_is(f, FACT_BOOK_MATCH, "none"))
		say(b, "no entry matches %s",
		    say_dn(fact_str(f, FACT_BOOK_NAME)));
	if (home != NULL)
		say(b, "with a mailbox on %s", say_dn(home));
}

/* What the service told besides. */
static void
say_service(const struct check *c, struct buf *b)
{
	const struct fact_set *f = &c->facts;
	const struct fact *entries = fact_get(f, FACT_BOOK_ENTRIES);

	if (fact_str(f, FACT_STORE_VERSION) != NULL)
		say(b, "the store is %s", fact_str(f, FACT_STORE_VERSION));
	if (fact_str(f, FACT_MAILBOX_SERVER) != NULL)
		say(b, "the mailbox is on %s",
		    say_dn(fact_str(f, FACT_MAILBOX_SERVER)));
	if (fact_str(f, FACT_SERVER_FQDN) != NULL)
		say(b, "%s is %s", say_dn(fact_str(f, FACT_SERVER_DN)),
		    fact_str(f, FACT_SERVER_FQDN));
	if (fact_str(f, FACT_REFERRAL_SERVER) != NULL)
		say(b, "clients are sent to %s",
		    fact_str(f, FACT_REFERRAL_SERVER));
	if (entries != NULL && !entries->absent)
		say(b, "%lld entr%s in the address list", (long long)entries->i,
		    entries->i == 1 ? "y" : "ies");
	if (fact_get(f, FACT_BOOK_FOUND) != NULL)
		say(b, "the mailbox is %sin the address book",
		    fact_true(f, FACT_BOOK_FOUND) ? "" : "not ");
	say_match(c, b);
}

/* A connection of those that two accounts share an association with. */
static void
say_member(const struct check *c, struct buf *b)
{
	static const struct say_word roles[] = {
		{ "first", "in a new association" },
		{ "same", "the same account again" },
		{ "apart", "another account apart" },
		{ "other", "another account in it" },
		{ "again", "another account apart" },
		{ NULL, NULL },
	};
	static const struct say_word results[] = {
		{ "ok", "accepted" },
		{ "refused", "refused" },
		{ "lost", "accepted, and refused later" },
		{ "silent", "no answer" },
		{ "unclear", NULL }, /* then the detail */
		{ NULL, NULL },
	};
	static const struct say_word waits[] = {
		{ "parked", "waits for notifications" },
		{ "answered", "is told of notifications" },
		{ "fault", "may not wait for notifications" },
		{ NULL, NULL },
	};
	const struct fact_set *f = &c->facts;
	const char *result =
	    say_find(results, fact_str(f, FACT_ASSOCIATION_RESULT));
	const char *wait = fact_str(f, FACT_ASSOCIATION_WAIT);

	say(b, "%s%s%s", say_find(roles, fact_str(f, FACT_ASSOCIATION_ROLE)),
	    result == NULL ? "" : ": ", result == NULL ? "" : result);
	if (result == NULL && c->detail != NULL)
		say(b, "%s", c->detail);
	for (const struct say_word *w = waits; w->value != NULL; w++)
		if (wait != NULL && strcmp(w->value, wait) == 0)
			say(b, "%s", w->words);
}

void
say_call(const struct check *c, struct buf *b)
{
	static const struct say_word results[] = {
		{ "ok", "answered" },
		{ "error", NULL }, /* then what it returned */
		{ "fault", "fault" },
		{ "timeout", "no answer" },
		{ "closed", "connection closed" },
		{ "protocol", "protocol error" },
		{ NULL, NULL },
	};
	const char *result = fact_str(&c->facts, FACT_CALL_RESULT);
	const struct fact *ifs = fact_get(&c->facts, FACT_MGMT_INTERFACES);

	if (fact_str(&c->facts, FACT_ASSOCIATION_ROLE) != NULL)
		say_member(c, b);
	else if (fact_get(&c->facts, FACT_MGMT_LISTENING) != NULL)
		say(b, "the server %s",
		    fact_true(&c->facts, FACT_MGMT_LISTENING)
			? "listens"
			: "does not listen");
	else if (ifs != NULL && !ifs->absent)
		say(b, "%zu interface%s", ifs->list.n,
		    ifs->list.n == 1 ? "" : "s");
	else
		say_service(c, b);
	if (b->n == 0 && say_find(results, result) != NULL)
		say(b, "%s", say_find(results, result));
	say_recycling(c, b);
}

void
say_inside(const struct check *c, struct buf *b)
{
	static const struct say_word connects[] = {
		{ "ok", NULL }, /* the greeting tells more */
		{ "refused", "refused" },
		{ "timeout", "no answer" },
		{ "unreachable", "no route" },
		{ "unresolved", "no such name" },
		{ NULL, NULL },
	};
	static const struct say_word greetings[] = {
		{ "ok", "greets" },
		{ "wrong", "greets as something else" },
		{ "none", "connects, no greeting" },
		{ NULL, NULL },
	};
	const struct fact_set *f = &c->facts;
	const char *family = c->family == FAMILY_IPV4 ? "IPv4 "
	    : c->family == FAMILY_IPV6		      ? "IPv6 "
						      : "";
	const char *connect = say_result(c, FACT_INSIDE_CONNECT, connects);
	const char *greeting = fact_str(f, FACT_INSIDE_GREETING);
	const char *bind = fact_str(f, FACT_INSIDE_BIND);

	if (strcmp(c->id, "kdc") == 0)
		say_kdc(c, b);
	else if (c->endpoint == 0 && c->facts.n == 0)
		say(b, "the listeners, without the RPC proxy");
	else if (connect != NULL)
		say(b, "%s%s", family, connect);
	else if (greeting != NULL)
		say(b, "%s%s", family, say_find(greetings, greeting));
	else if (fact_is(f, FACT_INSIDE_CONNECT, "ok"))
		say(b, "%sconnects", family);
	if (bind != NULL)
		say(b, "bind %s", bind);
}
