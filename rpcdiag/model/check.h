/* SPDX-License-Identifier: Apache-2.0 */
/* One check and what it saw: a row of the report's checks[]. */
#ifndef RPCDIAG_MODEL_CHECK_H
#define RPCDIAG_MODEL_CHECK_H

#include "model/eeinfo_view.h"
#include "model/fact.h"

enum stage_id {
	STAGE_DNS,
	STAGE_TCP,
	STAGE_TLS,
	STAGE_HTTP,
	STAGE_ECHO,
	STAGE_TUNNEL,
	STAGE_BIND,
	STAGE_CALL,
	STAGE_REPEAT,
	STAGE_INSIDE,
	STAGE_N
};

enum outcome {
	OUTCOME_PASS,
	OUTCOME_FAIL,
	OUTCOME_SKIP, /* not tested; detail says why */
	OUTCOME_INFO, /* tested, and neither good nor bad by itself */
	OUTCOME_N
};

enum family { FAMILY_NONE, FAMILY_IPV4, FAMILY_IPV6, FAMILY_N };

struct check {
	char *id;     /* unique in a report: "tunnel.6004" */
	char *parent; /* id of the check it hangs under, or NULL */
	enum stage_id stage;
	int endpoint;  /* 0 = none */
	char *address; /* "192.0.2.1:443", "[::1]:443"; NULL = none */
	enum family family;
	char *http_auth; /* NULL = none */
	char *rpc_auth;
	char *rpc_level;
	int trial; /* from 1; 0 = the only one */
	enum outcome outcome;
	bool has_status; /* status_code holds a Win32, NCA or NT number */
	uint32_t status_code;
	int http_status; /* 0 = no answer */
	char *http_reason;
	char *http_server;
	struct eeinfo_view *eeinfo;
	size_t neeinfo;
	int64_t started_us; /* since the start of the run */
	int64_t duration_us;
	char *detail; /* one line for people; NULL = nothing to add */
	struct fact_set facts;
};

/* All the checks of a run, in the order they were started. Owns them; their
 * addresses stay valid until checks_clear. */
struct checks {
	struct check **v;
	size_t n;
};

/* id and parent are copied. */
struct check *checks_add(
    struct checks *c, const char *id, const char *parent, enum stage_id stage);
struct check *checks_find(const struct checks *c, const char *id);
/* The n-th (from 0) check of a stage and endpoint (-1 = any), or NULL. */
struct check *checks_nth(
    const struct checks *c, enum stage_id stage, int endpoint, size_t n);
void checks_clear(struct checks *c);
/* It got a page for people (HTML, a form), not what a program expects. */
bool check_is_page(const struct check *c);

/* The table entry of an enum as it stands in the report; never NULL. */
const char *stage_text(enum stage_id s);
const char *outcome_text(enum outcome o);
const char *family_text(enum family f); /* "ipv4", "ipv6", "" */

#endif
