/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/auth_facts.h"

#include "base/mem.h"
#include "model/logon_result.h"
#include "model/status.h"

static const char *const fault_names[] = {
	[AUTH_FAULT_NONE] = "other",
	[AUTH_FAULT_PASSWORD] = "password",
	[AUTH_FAULT_USER] = "user",
	[AUTH_FAULT_ACCOUNT] = "account",
	[AUTH_FAULT_TARGET] = "target",
	[AUTH_FAULT_KDC] = "kdc",
	[AUTH_FAULT_CLOCK] = "clock",
	[AUTH_FAULT_NO_CREDENTIALS] = "credentials",
	[AUTH_FAULT_NO_MECHANISM] = "mechanism",
	[AUTH_FAULT_TICKET] = "ticket",
	[AUTH_FAULT_TOKEN] = "token",
	[AUTH_FAULT_OTHER] = "other",
};

void
auth_package_fact(struct check *c, const char *package)
{
	if (package != NULL)
		fact_put_str(&c->facts, FACT_AUTH_PACKAGE, package);
}

void
auth_error_facts(struct check *c, const struct auth_error *e)
{
	if (e == NULL || e->fault == AUTH_FAULT_NONE)
		return;
	fact_put_str(&c->facts, FACT_AUTH_FAULT, fault_names[e->fault]);
	if (e->text[0] != '\0')
		fact_put_str(&c->facts, FACT_AUTH_TEXT, e->text);
	if (e->client[0] != '\0')
		fact_put_str(&c->facts, FACT_AUTH_CLIENT, e->client);
	if (e->target[0] != '\0')
		fact_put_str(&c->facts, FACT_AUTH_SPN, e->target);
	if (e->kerberos != 0)
		fact_put_int(&c->facts, FACT_KERBEROS_ERROR, e->kerberos);
	mem_set(&c->detail, auth_fault_text(e->fault));
}

void
logon_result_facts(struct check *c, uint32_t fault)
{
	static const enum outcome outcomes[] = {
		[LOGON_GOOD] = OUTCOME_PASS,
		[LOGON_BAD] = OUTCOME_FAIL,
		[LOGON_OPEN] = OUTCOME_INFO,
	};
	const struct logon_result *r =
	    logon_result_find(fact_str(&c->facts, FACT_AUTH_RESULT),
		fact_str(&c->facts, FACT_AUTH_FAULT));

	if (r == NULL)
		return;
	c->outcome = outcomes[r->kind];
	c->status_code = fault != 0 ? status_of_fault(fault) : r->status;
	c->has_status = c->status_code != 0 && r->kind != LOGON_GOOD;
	mem_set(&c->detail, r->text);
}

void
node_fact(struct check *c, enum fact_key key, const struct ntlm_challenge *n)
{
	const char *name;

	if (n == NULL)
		return;
	name = n->dns_computer[0] != '\0' ? n->dns_computer : n->nb_computer;
	if (name[0] != '\0')
		fact_put_str(&c->facts, key, name);
}

void
node_domain_fact(struct check *c, const struct ntlm_challenge *n)
{
	if (n != NULL && n->nb_domain[0] != '\0')
		fact_put_str(&c->facts, FACT_NODE_DOMAIN, n->nb_domain);
}
