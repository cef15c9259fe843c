/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client for the tests of authentication: one association over plain TCP to
 * the mgmt interface, one call, and what came of it in one line.
 * Usage: rpc_auth_probe ADDRESS PORT MECHANISM LEVEL [KEY=VALUE...]
 *        keys: user, password, ccache, keytab, service, host, spn, patience,
 *        tampered, stripped, log, group (hexadecimal, to be joined), held (the
 *        connection stays open until standard input ends)
 * A mechanism called "none" does without security.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/conn.h"
#include "net/pdu_stream.h"
#include "net/pdu_trace.h"
#include "net/rpc.h"
#include "wire/mgmt.h"

#define PATIENCE_S 20
#define TICK_US CLOCK_MS(100)

struct probe {
	struct loop *loop;
	struct conn *conn;
	struct rpc rpc;
	bool tampered; /* a bit of the reply is turned over */
	bool stripped; /* the verifier of the reply is cut off */
	bool sent, over;
	struct timer tick;
	int ticks; /* every 100 ms: does the loop turn? */
};

static const char *const event_names[] = {
	[RPC_NOTHING] = "nothing",
	[RPC_BOUND] = "bound",
	[RPC_REJECTED] = "rejected",
	[RPC_NAK] = "nak",
	[RPC_REPLY] = "reply",
	[RPC_FAULT] = "fault",
	[RPC_BROKEN] = "broken",
	[RPC_NO_TOKEN] = "no-token",
	[RPC_REFUSED] = "refused",
	[RPC_UNSIGNED] = "unsigned",
	[RPC_UNVERIFIED] = "unverified",
};

static void
on_rpc(void *arg, enum rpc_event ev)
{
	struct probe *p = arg;

	if (ev == RPC_NOTHING)
		return;
	if (ev == RPC_BOUND && !p->sent) {
		p->sent = true;
		if (rpc_call(
			&p->rpc, MGMT_IS_SERVER_LISTENING, span_of(NULL, 0)))
			return;
		ev = RPC_NO_TOKEN;
	}
	printf("event=%s group=%08x proven=%d status=%08x reason=%u "
	       "fault=\"%s\" minor=%u text=\"%s\"\n",
	    event_names[ev], p->rpc.group, p->rpc.proven, p->rpc.status,
	    p->rpc.reason, auth_fault_text(p->rpc.error.fault),
	    p->rpc.error.minor, p->rpc.error.text);
	p->over = true;
}

static void
on_tick(void *arg)
{
	struct probe *p = arg;

	p->ticks++;
	loop_arm(p->loop, &p->tick, clock_mono_us() + TICK_US);
}

/* A response without what stands behind its stub. */
static void
strip(struct buf *pdu)
{
	static const uint8_t none[2];
	uint16_t n = (uint16_t)(pdu->p[8] | pdu->p[9] << 8);
	uint16_t auth = (uint16_t)(pdu->p[10] | pdu->p[11] << 8);

	n = (uint16_t)(n - auth - PDU_TRAILER_SIZE);
	pdu->p[8] = (uint8_t)n;
	pdu->p[9] = (uint8_t)(n >> 8);
	memcpy(pdu->p + 10, none, sizeof(none));
}

static void
on_data(struct probe *p)
{
	struct buf *in = conn_in(p->conn);
	struct pdu_head head;
	struct span pdu;

	while (!p->over && pdu_stream_next(in, &head, &pdu) == PDU_NEXT_PDU) {
		if (p->tampered && head.type == PDU_RESPONSE)
			in->p[PDU_HEADER_SIZE + 9] ^= 1;
		pdu_trace("received", pdu);
		if (p->stripped && head.type == PDU_RESPONSE) {
			strip(in);
			if (pdu_stream_next(in, &head, &pdu) != PDU_NEXT_PDU)
				return;
		}
		on_rpc(p, rpc_feed(&p->rpc, pdu));
		buf_drop(in, head.frag_length);
	}
}

static void
on_conn(void *arg, enum conn_event ev)
{
	struct probe *p = arg;

	if (ev == CONN_OPENED && !rpc_bind(&p->rpc, &ifaces[IFACE_MGMT]))
		on_rpc(p, RPC_NO_TOKEN);
	if (ev == CONN_DATA)
		on_data(p);
	if (ev == CONN_ENDED && !p->over) {
		printf("event=closed proven=%d error=\"%s\"\n", p->rpc.proven,
		    conn_error(p->conn));
		p->over = true;
	}
}

static bool
send_pdu(void *arg, struct span pdu)
{
	pdu_trace("sent", pdu);
	return conn_send(((struct probe *)arg)->conn, pdu);
}

static const char *
value_of(int argc, char **argv, const char *key)
{
	size_t n = strlen(key);

	for (int i = 5; i < argc; i++)
		if (strncmp(argv[i], key, n) == 0 && argv[i][n] == '=')
			return argv[i] + n + 1;
	return NULL;
}

static void
secure(struct probe *p, const struct auth_mech *mech, int argc, char **argv)
{
	static struct secret password;
	static struct auth_identity who; /* borrowed until rpc_clear */
	const char *text = value_of(argc, argv, "password");
	const char *service = value_of(argc, argv, "service");
	struct rpc_security s = {
		.loop = p->loop,
		.mech = mech,
		.spec.who = &who,
		.spec.service = service == NULL ? "host" : service,
		.spec.host = value_of(argc, argv, "host"),
		.spec.spn = value_of(argc, argv, "spn"),
		.spec.level = (enum auth_level)atoi(argv[4]),
		.event = on_rpc,
		.arg = p,
	};

	who = (struct auth_identity){
		.user = value_of(argc, argv, "user"),
		.password = &password,
		.ccache = value_of(argc, argv, "ccache"),
		.keytab = value_of(argc, argv, "keytab"),
	};
	if (text != NULL)
		secret_set(&password, text, strlen(text));
	rpc_secure(&p->rpc, &s);
	secret_clear(&password);
}

int
main(int argc, char **argv)
{
	struct conn_spec spec = { 0 };
	struct probe p = { 0 };
	const struct auth_mech *mech;
	const char *patience;
	int64_t ends;

	if (argc < 5)
		return 3;
	log_set(value_of(argc, argv, "log") != NULL ? LOG_BYTES : LOG_QUIET);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	p.loop = loop_new();
	p.tampered = value_of(argc, argv, "tampered") != NULL;
	spec.host = spec.address = argv[1];
	spec.port = atoi(argv[2]);
	rpc_init(&p.rpc, send_pdu, &p);
	mech = auth_mech_find(argv[3]);
	if (mech != NULL)
		secure(&p, mech, argc, argv);
	if (value_of(argc, argv, "group") != NULL)
		p.rpc.group =
		    (uint32_t)strtoul(value_of(argc, argv, "group"), NULL, 16);
	p.stripped = value_of(argc, argv, "stripped") != NULL;
	p.tick = (struct timer){ .fn = on_tick, .arg = &p };
	on_tick(&p);
	patience = value_of(argc, argv, "patience");
	ends = clock_mono_us() +
	    CLOCK_S(patience == NULL ? PATIENCE_S : atoi(patience));
	p.conn = conn_open(p.loop, &spec, on_conn, &p);
	while (!p.over && clock_mono_us() < ends)
		loop_turn(p.loop, ends);
	if (!p.over)
		printf("event=timeout ticks=%d\n", p.ticks);
	if (value_of(argc, argv, "held") != NULL) {
		fflush(stdout);
		while (getchar() != EOF)
			;
	}
	loop_disarm(p.loop, &p.tick);
	conn_close(p.conn);
	rpc_clear(&p.rpc);
	loop_free(p.loop);
	curl_global_cleanup();
	return 0;
}
