/* SPDX-License-Identifier: Apache-2.0 */
#include "net/direct.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/pdu_stream.h"
#include "net/pdu_trace.h"

static const char greeting_text[] = "ncacn_http/1.0";
#define GREETING_SIZE (sizeof(greeting_text) - 1) /* no NUL, no line end */

struct direct {
	struct loop *loop;
	struct conn *conn;
	direct_fn *fn;
	void *arg;
	bool greeting; /* still to come */
	bool connected, greeted, ended, closed;
	const char *error; /* static; NULL = the connection's own */
	struct span pdu;
};

static void
direct_end(struct direct *d, const char *error)
{
	if (d->ended)
		return;
	d->ended = true;
	d->error = error;
	d->fn(d->arg, DIRECT_ENDED);
}

/* True once nothing more of it is to come. */
static bool
greeting_take(struct direct *d, struct buf *in)
{
	size_t n = in->n < GREETING_SIZE ? in->n : GREETING_SIZE;

	if (!d->greeting)
		return true;
	if (memcmp(buf_text(in), greeting_text, n) != 0) {
		direct_end(d, "something else than ncacn_http listens there");
		return false;
	}
	if (n < GREETING_SIZE)
		return false;
	buf_drop(in, GREETING_SIZE);
	d->greeting = false;
	d->greeted = true;
	d->fn(d->arg, DIRECT_OPENED);
	return !d->closed;
}

static void
on_data(struct direct *d)
{
	struct buf *in = conn_in(d->conn);
	struct pdu_head head;
	enum pdu_next next;

	if (!greeting_take(d, in))
		return;
	while (!d->ended && !d->closed &&
	    (next = pdu_stream_next(in, &head, &d->pdu)) != PDU_NEXT_NONE) {
		if (next != PDU_NEXT_PDU) {
			direct_end(d, "what came is no RPC");
			return;
		}
		pdu_trace("received", d->pdu);
		d->fn(d->arg, DIRECT_PDU);
		if (!d->closed)
			buf_drop(in, head.frag_length);
	}
}

static void
on_conn(void *arg, enum conn_event ev)
{
	struct direct *d = arg;

	if (ev == CONN_OPENED) {
		d->connected = true;
		d->greeted = !d->greeting;
		if (d->greeted)
			d->fn(d->arg, DIRECT_OPENED);
	} else if (ev == CONN_DATA) {
		on_data(d);
	} else {
		direct_end(d, NULL);
	}
}

struct direct *
direct_open(struct loop *l, const struct conn_spec *spec, bool greeting,
    direct_fn *fn, void *arg)
{
	struct direct *d = mem_new(sizeof(*d));

	d->loop = l;
	d->fn = fn;
	d->arg = arg;
	d->greeting = greeting;
	d->conn = conn_open(l, spec, on_conn, d);
	return d;
}

static void
direct_free(void *arg)
{
	free(arg);
}

void
direct_close(struct direct *d)
{
	if (d == NULL || d->closed)
		return;
	d->closed = true;
	conn_close(d->conn);
	loop_later(d->loop, direct_free, d);
}

bool
direct_send(struct direct *d, struct span pdu)
{
	pdu_trace("sent", pdu);
	return conn_send(d->conn, pdu);
}

struct span
direct_pdu(const struct direct *d)
{
	return d->pdu;
}

void
direct_result(const struct direct *d, struct direct_result *out)
{
	*out = (struct direct_result){
		.connected = d->connected,
		.greeted = d->greeted,
		.protocol = d->error != NULL,
		.conn_end = conn_end(d->conn),
		.error = d->error != NULL ? d->error : conn_error(d->conn),
	};
}
