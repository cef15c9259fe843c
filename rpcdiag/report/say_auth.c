/* SPDX-License-Identifier: Apache-2.0 */
/* Words for what Kerberos says, on either side of a logon. */
#include <string.h>

#include "report/say.h"

/* Numbers that a KDC has for an account it does not let in, RFC 4120 7.5.9. */
static const char *
account_words(int64_t number)
{
	static const struct {
		int number;
		const char *words;
	} rows[] = {
		{ 1, "the account has expired" },
		{ 12, "a policy keeps the account out: hours, machine, card" },
		{ 18, "the account is disabled, locked out or expired" },
		{ 21, "the account is not valid yet" },
		{ 23, "the password has expired" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].number == number)
			return rows[i].words;
	return "the account may not log on";
}

/* The library's own words speak to programmers; they stand where we have
 * none. */
void
say_auth_fault(const struct check *c, struct buf *b)
{
	static const struct fault_row {
		const char *fault;
		const char *words;
		const char *before; /* the name, if there is one */
		enum fact_key name;
	} rows[] = {
		{ "password", "the KDC refuses the password", " of ",
		    FACT_AUTH_CLIENT },
		{ "user", "the KDC does not know the user", " ",
		    FACT_AUTH_CLIENT },
		{ "target", "the KDC does not know the service", " ",
		    FACT_AUTH_SPN },
		{ "kdc", "no KDC was reached", " for ", FACT_AUTH_CLIENT },
		{ "ticket", "the server cannot read the ticket", " for ",
		    FACT_AUTH_SPN },
		{ "clock", "the clocks differ too much", NULL, FACT_N },
		{ "credentials", "no credentials for this mechanism", NULL,
		    FACT_N },
		{ "mechanism", "the mechanism is not installed here", NULL,
		    FACT_N },
		{ "token", "the server's token is not acceptable", NULL,
		    FACT_N },
	};
	const struct fact_set *f = &c->facts;
	const char *text = fact_str(f, FACT_AUTH_TEXT);

	if (fact_is(f, FACT_AUTH_FAULT, "account")) {
		say(b, "%s",
		    account_words(fact_int(f, FACT_KERBEROS_ERROR, 0)));
		return;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct fault_row *r = &rows[i];
		const char *name =
		    r->before == NULL ? NULL : fact_str(f, r->name);

		if (!fact_is(f, FACT_AUTH_FAULT, r->fault))
			continue;
		say(b, "%s%s%s", r->words, name == NULL ? "" : r->before,
		    name == NULL ? "" : name);
		return;
	}
	if (text != NULL)
		say(b, "%s", text);
}

void
say_auth_package(const struct check *c, struct buf *b)
{
	static const struct say_word packages[] = {
		{ "kerberos", "with Kerberos" },
		{ "ntlm", "with NTLM" },
		{ NULL, NULL },
	};
	const char *mechanism =
	    c->rpc_auth != NULL ? c->rpc_auth : c->http_auth;
	const char *package = fact_str(&c->facts, FACT_AUTH_PACKAGE);

	if (package != NULL && mechanism != NULL &&
	    strcmp(mechanism, "negotiate") == 0)
		say(b, "%s", say_find(packages, package));
}

void
say_kdc(const struct check *c, struct buf *b)
{
	static const struct say_word results[] = {
		{ "ok", "the KDC lets the account in" },
		{ "refused", NULL }, /* then why */
		{ "none", NULL },
		{ NULL, NULL },
	};
	const char *words = say_result(c, FACT_KDC_RESULT, results);

	if (words != NULL)
		say(b, "%s", words);
	say_auth_fault(c, b);
	if (fact_is(&c->facts, FACT_KDC_RESULT, "none") &&
	    fact_str(&c->facts, FACT_AUTH_FAULT) == NULL)
		say(b, "no KDC answered");
}
