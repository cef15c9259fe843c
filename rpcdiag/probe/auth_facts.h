/* SPDX-License-Identifier: Apache-2.0 */
/* From the words of auth/ to the fields of a check. */
#ifndef RPCDIAG_PROBE_AUTH_FACTS_H
#define RPCDIAG_PROBE_AUTH_FACTS_H

#include "auth/auth.h"
#include "model/check.h"
#include "wire/ntlm.h"

/* Why no token was made; e may be NULL: nothing to say. */
/* package: NULL = nothing to say. */
void auth_package_fact(struct check *c, const char *package);
void auth_error_facts(struct check *c, const struct auth_error *e);
/* Which machine sent the challenge; n may be NULL: none came. */
void node_domain_fact(struct check *c, const struct ntlm_challenge *n);
void node_fact(
    struct check *c, enum fact_key key, const struct ntlm_challenge *n);

#endif
