/* SPDX-License-Identifier: Apache-2.0 */
/* Reports made by hand: what the probes would have seen at some site. */
#ifndef RPCDIAG_TESTS_VERDICT_SITE_H
#define RPCDIAG_TESTS_VERDICT_SITE_H

#include "model/report.h"

#define SITE_SERVER "mbx1.contoso.test"
#define SITE_RTT_MS 20
#define SITE_REFUSED_MS 1020 /* Windows retries for a second */

/* The target alone, nothing run. */
void site_begin(struct report *r);
/* Every check of a site without a fault. */
void site_healthy(struct report *r);
/* For cmocka: *state becomes a healthy site, which site_close ends. */
int site_open(void **state);
int site_close(void **state);
/* Healthy up to and including the first answers; nothing behind them ran. */
void site_front(struct report *r);
/* The check of this id; made when it is not there. */
struct check *site_check(
    struct report *r, const char *id, enum stage_id stage, enum outcome out);
void site_skip(
    struct report *r, const char *id, enum stage_id stage, const char *why);

/* The answer of an HTTP check. */
void site_answer(struct report *r, const char *id, int status,
    const char *reason, const char *server, const char *author);
void site_schemes(struct report *r, const char *id, const char *schemes);
/* http.get, http.out and http.verb alike, nothing after them. */
void site_refuses(struct report *r, int status, const char *author);

/* A tunnel that ends in "503 RPC Error: <error>" after so long. */
void site_tunnel_error(struct report *r, int port, uint32_t error, int64_t ms);
/* A tunnel that ends in another HTTP answer on a channel. */
void site_tunnel_http(
    struct report *r, int port, const char *channel, int status);
/* A tunnel that stays silent after it reached this. */
void site_tunnel_silent(struct report *r, int port, const char *reached);
void site_repeat(struct report *r, int port, int trial, bool works);
/* The record that says the proxy tried to connect, and why it could not. */
void site_connect_record(struct report *r, int port, uint32_t winsock);
/* An echo with a mechanism: the status of its answer, or 0 and why no token
 * could be made. */
void site_logon(
    struct report *r, const char *mechanism, int status, const char *fault);
/* Cells of the comparison at the RPC server. */
struct site_cell {
	int port;	       /* 0 = all three */
	const char *mechanism; /* NULL ends a list */
	const char *level;     /* NULL = privacy */
	const char *result;
	const char *fault; /* or NULL */
};

void site_cell(struct report *r, const struct site_cell *c);
void site_cells(struct report *r, const struct site_cell *v, size_t max);
/* Both families of a listener: "ok", "refused", "timeout"; NULL = none. */
void site_inside(
    struct report *r, int port, const char *ipv4, const char *ipv6);

#endif
