/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/rpc_end.h"

#include "base/clock.h"
#include "base/log.h"
#include "lab/pdu_stream.h"
#include "lab/sock.h"

#define FOREIGN_CONNECT_TIME CLOCK_S(10)

bool
rpc_end_open(struct rpc_end *e, const struct rpc_service *service,
    const struct addr *foreign, const struct stream *caller,
    const struct guid *id)
{
	int fd;

	*e = (struct rpc_end){ 0 };
	if (foreign != NULL) {
		if (sock_connect(foreign, FOREIGN_CONNECT_TIME, &fd) !=
		    SOCK_OK) {
			log_at(LOG_STEPS, "the RPC server cannot be reached");
			return false;
		}
		e->foreign = stream_new(fd);
	}
	rpc_assoc_init(&e->assoc, service, id, sock_is_v6(caller->fd));
	buf_init(&e->from_foreign, PDU_STREAM_MAX);
	return true;
}

void
rpc_end_close(struct rpc_end *e)
{
	rpc_assoc_clear(&e->assoc);
	buf_clear(&e->from_foreign);
	stream_free(e->foreign);
	e->foreign = NULL;
}

bool
rpc_end_feed(struct rpc_end *e, struct span pdu, struct buf *out)
{
	if (e->foreign != NULL)
		return stream_write(e->foreign, pdu);
	return rpc_assoc_feed(&e->assoc, pdu, out);
}

bool
rpc_end_drain(struct rpc_end *e, struct buf *out)
{
	enum stream_io io = stream_fill(e->foreign, &e->from_foreign);
	enum pdu_next next;
	struct span pdu;

	while (
	    (next = pdu_stream_next(&e->from_foreign, &pdu)) == PDU_NEXT_OK) {
		if (!buf_add(out, pdu.p, pdu.n))
			return false;
		buf_drop(&e->from_foreign, pdu.n);
	}
	return next == PDU_NEXT_MORE && (io == STREAM_OK || io == STREAM_AGAIN);
}
