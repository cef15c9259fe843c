/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/identity.h"

static struct auth_identity
by_password(const struct account *a, struct lockout *lockout)
{
	return (struct auth_identity){
		.user = a->user,
		.password = &a->password,
		.lockout = lockout,
	};
}

void
identities_take(struct run *r)
{
	const struct config *c = r->config;

	r->who = by_password(&c->http, r->lockout);
	r->who.ccache = c->ccache;
	r->who.keytab = c->keytab;
	r->rpc_who =
	    c->rpc.user != NULL ? by_password(&c->rpc, r->lockout) : r->who;
	r->second_who = by_password(&c->second, r->lockout);
}

void
identity_adopt_form(struct run *r)
{
	if (r->config->rpc.user == NULL)
		r->rpc_who = r->form_who;
	r->who = r->form_who;
}

bool
identity_given(const struct run *r)
{
	return r->who.user != NULL || r->who.ccache != NULL ||
	    r->who.keytab != NULL ||
	    strlist_has(&r->config->http_auth, "negotiate");
}

bool
identity_given_rpc(const struct run *r)
{
	return r->rpc_who.user != NULL || identity_given(r);
}

bool
identity_suits(const struct auth_identity *who, const struct auth_mech *mech)
{
	return secret_given(who->password) == (mech != &auth_kerberos);
}
