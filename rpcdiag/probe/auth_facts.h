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
/* What FACT_AUTH_RESULT of a cell amounts to: outcome, words and the number a
 * Windows client shows. fault is the status of a fault that came, or 0. */
void logon_result_facts(struct check *c, uint32_t fault);
/* Which machine sent the challenge; n may be NULL: none came. */
void node_domain_fact(struct check *c, const struct ntlm_challenge *n);
void node_fact(
    struct check *c, enum fact_key key, const struct ntlm_challenge *n);

#endif
