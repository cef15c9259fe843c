/* SPDX-License-Identifier: Apache-2.0 */
/* Questions to a report that several columns ask. */
#ifndef RPCDIAG_VERDICT_SEEN_H
#define RPCDIAG_VERDICT_SEEN_H

#include "model/report.h"

#define ENDPOINT_STORE 6001
#define ENDPOINT_REFERRAL 6002
#define ENDPOINT_DIRECTORY 6004
#define ENDPOINT_MAPPER 593
#define ENDPOINT_RD_GATEWAY 3388

static inline bool
seen_ran(const struct check *c)
{
	return c != NULL && c->outcome != OUTCOME_SKIP;
}

/* A rule of the device turned it away, in a 5xx of all things. */
bool seen_is_denied(const struct check *c);

/* The site took connections, and from some moment on no more; or it says that
 * it was asked too often (429). */
bool seen_kept_out(const struct report *r);

/* What a forward proxy says, or a server past the device, is another's. */
static inline bool
seen_is_of_proxy(const struct check *c)
{
	return seen_ran(c) && c->stage != STAGE_INSIDE &&
	    !fact_true(&c->facts, FACT_HTTP_FORWARD);
}

/* The stage at which a failure ended the run; STAGE_N when none did. */
enum stage_id seen_stop(const struct report *r);
/* "-" when the run was ended by a failure below this stage, else NULL. */
const char *seen_below(const struct report *r, enum stage_id stage);

/* The symbol of an HTTP answer, as in column H0; NULL when not tested. */
const char *seen_http(const struct check *c);
/* Columns H0 and WANT, but for what a watch adds. */
const char *seen_h0(const struct report *r);
const char *seen_want(const struct report *r);
/* The last answer of the forward proxy to CONNECT; NULL when there is none. */
const struct check *seen_connect(const struct report *r);
/* What it says: "ok"; "denied" (403, 407); of the target "nx", "ref", "to" or
 * "unr" (one of them), "lost" (nx, or it has no way of its own); "fwd" when it
 * is no forward proxy; NULL = not asked. */
const char *seen_forward(const struct report *r);
/* TCP led nowhere. */
bool seen_unreached(const struct report *r);
/* TLS did, for whichever reason; certificates that are merely bad are none. */
bool seen_handshake_failed(const struct report *r);

/* The first answer without credentials, or NULL. */
const struct check *seen_first_answer(const struct report *r);
/* The first check that sent credentials and got an answer. */
const struct check *seen_logon(const struct report *r);
/* Not the logon of an experiment, which differs on purpose from what a client
 * of the account would send. */
bool seen_is_usual(const struct check *c);
/* How NTLM was refused, given that it was: "fail", "half" (its first message
 * got no challenge), "apart" (its messages do not meet). */
const char *seen_ntlm_refusal(const struct report *r);
/* A mechanism was refused by the front end and none was accepted. */
bool seen_logon_refused(const struct report *r);

/* The port that stands for a column's: the port itself, or the only one that
 * was asked for. 0 when none does. */
int seen_endpoint(const struct report *r, int port);
bool seen_asked(const struct report *r, int port);
/* The symbol of one tunnel, as in column E6001, or NULL. */
const char *seen_tunnel(const struct report *r, const struct check *c);
/* All trials of an endpoint taken together; "mix" when they differ. */
const char *seen_endpoint_symbol(const struct report *r, int endpoint);
/* What the service behind an endpoint answers to calls under a logon, when a
 * row has a symbol for it; else NULL. */
const char *seen_service(const struct report *r, int endpoint);
/* Such a call. */
bool seen_is_service(const struct check *c);
/* The symbol of the tunnel to whom clients are sent for the address book; NULL
 * when they stay. */
const char *seen_referral(const struct report *r);
/* A tunnel or repeat to a real target that ran and did not get through. */
bool seen_tunnel_failed(const struct report *r, const struct check *c);
/* A check of RPC authentication that got an answer from the server, or the
 * library's reason why there was nothing to send; by auth_result. */
const char *seen_rpc_auth(const struct check *c);
const struct check *seen_control(const struct report *r);

/* What held tunnels died of: "idle" (silence), "life" (age), "bytes"; "const"
 * when none did before its announced time; NULL = none was held, or it cannot
 * be told. */
const char *seen_held(const struct report *r);
/* The silence that kills a tunnel, when something does before the announced
 * time: from the longest that one outlived to the shortest that one did not,
 * or the same twice where the end itself was seen. False: nothing did. */
struct idle_limit {
	int64_t least_ms, most_ms;
};
bool seen_idle_limit(const struct report *r, struct idle_limit *out);

/* How the answers to a check went on while they were watched: "stable", "flips"
 * (once, and for good), "mixed"; NULL = not watched. */
const char *seen_watch_of(const struct report *r, const char *id);
/* The same for all of them together. */
const char *seen_watch(const struct report *r);
/* The first check of a watch that shows a change for good, or NULL. */
const struct check *seen_flip(const struct report *r);

/* The symbol of WSA for a status of a record; NULL = none of Winsock's. */
const char *seen_winsock(uint32_t status);

#endif
