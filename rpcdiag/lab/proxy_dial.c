/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the RPC proxy to the RPC server, and what the client is told when that
 * fails ([MS-RPCH] 3.2.3.5.3, 3.2.3.5.11; [MS-EERR] for the records).
 */
#include "base/base64.h"
#include "base/clock.h"
#include "base/log.h"
#include "lab/crew.h"
#include "lab/eerr.h"
#include "lab/proxy.h"
#include "lab/sock.h"
#include "wire/rpc_error.h"

#define GREETING "ncacn_http/1.0" /* [MS-RPCH] 2.1.2.2.1, no line end */
#define CONNECT_TRIES 3		  /* Windows repeats a SYN that met a RST */
#define CONNECT_PAUSE CLOCK_MS(500)
#define REASON_MAX 1024 /* [MS-RPCH] 2.1.2.1.3 */
#define ERROR_ACCESS_DENIED 5
#define RPC_S_SERVER_UNAVAILABLE 1722
#define RPC_S_SERVER_TOO_BUSY 1723
#define RPC_P_RECEIVE_FAILED 0xc0021009
#define LOCATION_CONNECT_EX 317 /* ConnectEx failed, Winsock's code */
#define LOCATION_RESOLVE 320	/* name resolution failed */

enum dial {
	DIAL_OK,
	DIAL_DENIED,
	DIAL_BUSY,
	DIAL_NOT_LISTED, /* ValidPorts */
	DIAL_NO_SUCH_NAME,
	DIAL_REFUSED,
	DIAL_TIMEOUT,
	DIAL_GREETING,
	DIAL_STOPPED,
	DIAL_N
};

/* What the client hears; winsock != 0 also makes error records. */
static const struct {
	uint32_t code;
	uint32_t winsock;
	uint16_t location;
} dial_errors[DIAL_N] = {
	[DIAL_DENIED] = { ERROR_ACCESS_DENIED, 0, 0 },
	[DIAL_BUSY] = { RPC_S_SERVER_TOO_BUSY, 0, 0 },
	[DIAL_NOT_LISTED] = { RPC_S_SERVER_UNAVAILABLE, 0, 0 },
	[DIAL_NO_SUCH_NAME] = { RPC_S_SERVER_UNAVAILABLE, 11001,
	    LOCATION_RESOLVE },
	[DIAL_REFUSED] = { RPC_S_SERVER_UNAVAILABLE, 10061,
	    LOCATION_CONNECT_EX },
	[DIAL_TIMEOUT] = { RPC_S_SERVER_UNAVAILABLE, 10060,
	    LOCATION_CONNECT_EX },
	[DIAL_GREETING] = { RPC_P_RECEIVE_FAILED, 0, 0 },
};

/* The proxy's own record first, the origin last ([MS-EERR] 2.2.1). */
static bool
make_records(const struct proxy *p, enum dial d, struct buf *blob)
{
	struct eeinfo e = { .n = 2 };

	if (p->no_eeinfo || dial_errors[d].winsock == 0)
		return false;
	e.record[0] = eerr_record(EEINFO_COMPONENT_HTTP_PROXY,
	    EEINFO_LOCATION_PROXY_CONNECT, dial_errors[d].code);
	e.record[1] = eerr_record(
	    EERR_WINSOCK, dial_errors[d].location, dial_errors[d].winsock);
	eerr_name(&e.record[0], p->computer);
	return eeinfo_encode(&e, blob);
}

static void
say_rpc_error(const struct proxy *p, struct http_conn *c, enum dial d)
{
	struct http_reply r = {
		.minor = 0, .status = 503, .close = true, .fields = p->fields
	};
	struct buf blob;
	struct buf reason;
	struct buf body;

	buf_init(&blob, EERR_BLOB_MAX);
	buf_init(&reason, REASON_MAX);
	buf_init(&body, 2 * EERR_BLOB_MAX);
	if (make_records(p, d, &blob) && buf_adds(&body, "RPC EEInfo:") &&
	    base64_encode(buf_span(&blob), &body) && buf_adds(&body, "\r\n")) {
		r.type = "text/plain";
		r.body = buf_span(&body);
	}
	/* Records that do not fit the reason phrase stand in the body only. */
	if (rpc_error_format(dial_errors[d].code, buf_span(&blob), &reason) ||
	    rpc_error_format(dial_errors[d].code, span_of(NULL, 0), &reason)) {
		r.reason = buf_text(&reason);
		http_conn_reply(c, &r);
	}
	log_at(LOG_STEPS, "refused: %d %s", r.status, buf_text(&reason));
	buf_clear(&blob);
	buf_clear(&reason);
	buf_clear(&body);
}

bool
proxy_has_place(struct proxy *p, struct http_conn *c)
{
	if (crowd_enter(&p->channels))
		return true;
	say_rpc_error(p, c, DIAL_BUSY);
	return false;
}

static enum dial
connect_server(const struct proxy *p, const struct addr *to, int *fd)
{
	enum sock_result r = SOCK_FAILED;

	for (int i = 0; i < CONNECT_TRIES; i++) {
		if (i > 0 && !crew_sleep(CONNECT_PAUSE))
			return DIAL_STOPPED;
		r = sock_connect_from(&p->source, to, p->connect_us, fd);
		if (r != SOCK_REFUSED)
			break;
	}
	switch (r) {
	case SOCK_OK:
		return DIAL_OK;
	case SOCK_TIMEOUT:
		return DIAL_TIMEOUT;
	case SOCK_STOPPED:
		return DIAL_STOPPED;
	default:
		return DIAL_REFUSED;
	}
}

static enum dial
await_greeting(const struct proxy *p, struct stream *s, struct buf *from)
{
	int64_t deadline = clock_mono_us() + p->connect_us;
	struct span expected = span_str(GREETING);

	while (from->n < expected.n)
		if (stream_read(s, from, deadline) != STREAM_OK)
			return crew_stopping() ? DIAL_STOPPED : DIAL_GREETING;
	if (!span_eq(span_sub(buf_span(from), 0, expected.n), expected))
		return DIAL_GREETING;
	buf_drop(from, expected.n);
	return DIAL_OK;
}

static enum dial
dial(const struct proxy *p, const struct proxy_target *t, struct buf *from,
    struct stream **out)
{
	struct addr addrs[HOSTS_ADDRS];
	enum dial d;
	int fd;

	if (p->access_denied)
		return DIAL_DENIED;
	if (!p->guid_names_only && !valid_ports_match(&p->valid_ports, t))
		return DIAL_NOT_LISTED;
	if (hosts_find(p->hosts, t->server, t->port, addrs) == 0)
		return DIAL_NO_SUCH_NAME;
	/* rpcproxy.dll takes the first address and never the next one. */
	d = connect_server(p, &addrs[0], &fd);
	if (d != DIAL_OK)
		return d;
	*out = stream_new(fd);
	d = await_greeting(p, *out, from);
	if (d != DIAL_OK) {
		stream_free(*out);
		*out = NULL;
	}
	return d;
}

struct stream *
proxy_dial(const struct proxy *p, struct http_conn *c,
    const struct proxy_target *target, struct buf *from)
{
	struct stream *server = NULL;
	enum dial d = dial(p, target, from, &server);

	if (d != DIAL_OK && d != DIAL_STOPPED)
		say_rpc_error(p, c, d);
	return server;
}
