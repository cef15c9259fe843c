/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A channel whose lifetime ends gets a successor, and the virtual connection
 * goes on ([MS-RPCH] 3.2.2.5.5 to 3.2.2.5.10, 3.2.2.5.12). The client begins
 * this for IN, the server for OUT; whether the successor came to the same
 * proxy (IN_R2, OUT_R2) or to another one (IN_R1, OUT_R1) the answer tells.
 */
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "base/random.h"
#include "net/vconn_state.h"

#define NEAR_PART 4		 /* of a lifetime are left: time to begin */
#define NEAR_MOST (4u << 20)	 /* bytes; of a long lifetime that is enough */
#define LAST_WORDS 1024		 /* for acks, pings, A7 and A5 */
#define OUT_SUCCESSOR_LENGTH 120 /* A3, then A11 or C1 (2.1.2.1.2) */

static struct rts_recycling
recycling(const struct vconn *v, const struct channel *from,
    const struct guid *successor)
{
	return (struct rts_recycling){
		.vc_cookie = v->vc_cookie,
		.predecessor = from->cookie,
		.successor = *successor,
		.window = VCONN_WINDOW,
	};
}

/* Say one PDU of the sequence on a channel. */
static bool
say(struct vconn *v, struct channel *on, enum rts_name name,
    const struct channel *from, const struct channel *to)
{
	struct rts_recycling r = recycling(v, from, &to->cookie);
	struct buf pdu;
	bool ok;

	buf_init(&pdu, RTS_PDU_MAX);
	ok = rts_put_recycling(name, &r, &pdu) &&
	    channel_send(on, buf_span(&pdu));
	buf_clear(&pdu);
	log_at(LOG_EVENTS, "%s sent", rts_name_text(name));
	if (!ok)
		vconn_finish(v, VCONN_PROTOCOL, on->is_in,
		    "no room for the recycling of a channel");
	return ok;
}

static void
open_heir(struct vconn *v, struct succession *s, const struct channel *from,
    enum rts_name first, uint64_t length)
{
	struct channel_ask ask = { .is_in = from->is_in, .length = length };
	struct rts_recycling r;
	struct buf pdu;

	random_fill(ask.cookie.b, sizeof(ask.cookie.b));
	r = recycling(v, from, &ask.cookie);
	buf_init(&pdu, RTS_PDU_MAX);
	if (rts_put_recycling(first, &r, &pdu)) {
		ask.first = buf_span(&pdu);
		s->heir = channel_open(v, &ask);
	}
	buf_clear(&pdu);
	log_at(LOG_EVENTS, "%s channel: a successor is asked for with %s",
	    from->is_in ? "IN" : "OUT", rts_name_text(first));
}

/* OUT_R1/A2, OUT_R2/A2 (3.2.2.5.6). */
static bool
open_out(struct vconn *v, const struct rts_pdu *p)
{
	(void)p;
	open_heir(v, &v->out_line, v->out, OUT_R1_A3, OUT_SUCCESSOR_LENGTH);
	return true;
}

/* OUT_R1/A6 (3.2.2.5.7). */
static bool
confirm_r1(struct vconn *v, const struct rts_pdu *p)
{
	struct channel *heir = v->out_line.heir;

	exchange_taken(heir->x);
	vconn_note_timeout(v, p);
	return say(v, v->in, OUT_R1_A7, v->out, heir);
}

/* OUT_R2/A6 (3.2.2.5.9). */
static bool
confirm_r2(struct vconn *v, const struct rts_pdu *p)
{
	struct channel *heir = v->out_line.heir;

	(void)p;
	exchange_taken(heir->x);
	return say(v, heir, OUT_R2_C1, v->out, heir) &&
	    say(v, v->in, OUT_R2_A7, v->out, heir);
}

/* The successor becomes the default channel; whatever else the predecessor
 * says does not count. */
static void
switch_out(struct vconn *v)
{
	channel_close(v->out);
	v->out = v->out_line.heir;
	v->out_line.heir = NULL;
	v->out_line.done++;
}

/* OUT_R1/A10 (3.2.2.5.8). */
static bool
end_r1(struct vconn *v, const struct rts_pdu *p)
{
	struct channel *heir = v->out_line.heir;

	(void)p;
	if (!say(v, heir, OUT_R1_A11, v->out, heir))
		return false;
	switch_out(v);
	return true;
}

/* OUT_R2/B3 (3.2.2.5.10). */
static bool
end_r2(struct vconn *v, const struct rts_pdu *p)
{
	(void)p;
	switch_out(v);
	return true;
}

/* IN_R1/A4, IN_R2/A4 (3.2.2.5.5): A5 is the last PDU of the predecessor, whose
 * connection stays until that is through. Only another proxy tells a window. */
static bool
switch_in(struct vconn *v, const struct rts_pdu *p)
{
	const struct rts_cmd *window = rts_find(p, RTS_RECEIVE_WINDOW_SIZE, 0);
	struct channel *heir = v->in_line.heir;

	exchange_taken(heir->x);
	if (!say(v, v->in, IN_R1_A5, v->in, heir))
		return false;
	vconn_note_timeout(v, p);
	if (window != NULL)
		v->in_window = window->u32;
	heir->send.window = v->in_window;
	channel_close(v->past_in);
	v->past_in = v->in;
	v->in = heir;
	v->in_line.heir = NULL;
	v->in_line.done++;
	return true;
}

static const struct move {
	enum rts_name name;
	bool in; /* the virtual channel it is about */
	enum succession_state from, to;
	bool (*act)(struct vconn *v, const struct rts_pdu *p);
} moves[] = {
	{ OUT_R1_A2, false, SUCCESSION_OPENED, SUCCESSION_A6W, open_out },
	{ OUT_R1_A6, false, SUCCESSION_A6W, SUCCESSION_A10W, confirm_r1 },
	{ OUT_R1_A10, false, SUCCESSION_A10W, SUCCESSION_OPENED, end_r1 },
	{ OUT_R2_A6, false, SUCCESSION_A6W, SUCCESSION_B3W, confirm_r2 },
	{ OUT_R2_B3, false, SUCCESSION_B3W, SUCCESSION_OPENED, end_r2 },
	{ IN_R1_A4, true, SUCCESSION_A4W, SUCCESSION_OPENED, switch_in },
	{ IN_R2_A4, true, SUCCESSION_A4W, SUCCESSION_OPENED, switch_in },
};

static void
make_move(struct vconn *v, const struct move *m, const struct rts_pdu *p)
{
	struct succession *s = m->in ? &v->in_line : &v->out_line;

	/* what is not expected, or answers what was not sent, is a protocol
	 * error (3.2.2.5.11) */
	if (s->state != m->from || (s->heir != NULL && !s->heir->began)) {
		char *why =
		    mem_printf("%s out of turn", rts_name_text(m->name));

		vconn_finish(v, VCONN_PROTOCOL, false, why);
		free(why);
		return;
	}
	s->state = m->to;
	if (!m->act(v, p) || s->state != SUCCESSION_OPENED)
		return;
	log_at(LOG_EVENTS, "%s channel: the successor took over",
	    m->in ? "IN" : "OUT");
	vconn_flush(v);
}

void
succession_take(struct vconn *v, enum rts_name name, const struct rts_pdu *p)
{
	for (size_t i = 0; i < sizeof(moves) / sizeof(moves[0]); i++)
		if (moves[i].name == name)
			make_move(v, &moves[i], p);
}

bool
succession_has_room(const struct vconn *v, size_t n)
{
	return n + LAST_WORDS <= channel_room(v->in);
}

void
succession_look(struct vconn *v)
{
	struct succession *s = &v->in_line;
	uint64_t near = v->in->length / NEAR_PART;

	if (near > NEAR_MOST)
		near = NEAR_MOST;
	if (v->state != VCONN_OPENED || s->state != SUCCESSION_OPENED ||
	    channel_room(v->in) > near)
		return;
	s->state = SUCCESSION_A4W;
	open_heir(v, s, v->in, IN_R1_A1, v->in->length);
}

void
succession_on_heir(struct channel *c, enum exchange_event ev)
{
	/* its answer may be there before the predecessor's last PDU, and what
	 * follows waits in the body until then */
	if (ev == EXCHANGE_DONE || ev == EXCHANGE_ENDED)
		vconn_finish_by(c->v, c);
}
