/* SPDX-License-Identifier: Apache-2.0 */
/*
 * idle.*: one tunnel, held open. It is bound, a call is answered, and from
 * there it is left alone, called now and then, or made to carry much; a call
 * at the end proves that it is still alive. Any answer does, also a fault.
 */
#include "base/clock.h"
#include "base/mem.h"
#include "probe/hold.h"
#include "probe/http_facts.h"
#include "probe/tunnel_facts.h"
#include "probe/tunnel_stages.h"
#include "wire/mgmt.h"

/* Bytes behind the arguments of a large call: a server reads what it needs and
 * passes over the rest; one fragment of the least size there is (C706). */
#define PADDING 1024
/* A server that minds the padding ends the tunnel sooner than any device. */
#define LARGE_CALLS_LEAST 16

struct hold_state {
	struct tunnel_state t;
	struct hold hold;
	int64_t began_us; /* the first answer; 0 = it did not come */
	int64_t heard_us; /* the last one */
	int64_t asked_us; /* the last call, or the end if that came first */
	int64_t quiet_us; /* before that */
	unsigned large;	  /* calls answered */
	bool asked;	  /* a call is waiting for its answer */
};

static enum step
bind_it(struct probe *p, const struct event *ev)
{
	struct hold_state *s = p->state;

	(void)ev;
	return rpc_bind(&s->t.rpc, s->hold.iface) ? STEP_NEXT : STEP_FAIL;
}

static enum step
await_bound(struct probe *p, const struct event *ev)
{
	enum rpc_event got = tunnel_rpc(p, ev);

	if (got == RPC_NOTHING)
		return STEP_WAIT;
	return got == RPC_BOUND ? STEP_NEXT : STEP_FAIL;
}

/* Something is sent after a silence, or ends it. */
static void
note_time(struct hold_state *s)
{
	s->asked_us = clock_mono_us();
	if (s->heard_us != 0)
		s->quiet_us = s->asked_us - s->heard_us;
}

static enum step
call(struct probe *p)
{
	static const uint8_t padding[PADDING];
	struct hold_state *s = p->state;
	bool large = s->hold.traffic == HOLD_BYTES && s->began_us != 0;
	bool mgmt = s->hold.iface == &ifaces[IFACE_MGMT];

	note_time(s);
	s->asked = true;
	return rpc_call(&s->t.rpc,
		   mgmt ? MGMT_IS_SERVER_LISTENING : s->hold.iface->harmless,
		   span_of(padding, large ? PADDING : 0))
	    ? STEP_WAIT
	    : STEP_FAIL;
}

static bool
is_full(const struct hold_state *s)
{
	struct vconn_result r;

	vconn_result(s->t.vconn, &r);
	return r.sent >= HOLD_BYTES_MAX;
}

/* A call was answered: what comes next, and when? */
static enum step
go_on(struct probe *p)
{
	struct hold_state *s = p->state;
	int64_t left;

	s->asked = false;
	s->heard_us = clock_mono_us();
	if (s->began_us == 0)
		s->began_us = s->heard_us;
	else
		s->large++;
	left = s->began_us + s->hold.hold_us - s->heard_us;
	if (left <= 0 || (s->hold.traffic == HOLD_BYTES && is_full(s)))
		return STEP_DONE;
	if (s->hold.traffic == HOLD_BYTES) {
		probe_touch(p);
		return call(p);
	}
	if (s->hold.traffic == HOLD_CALLS && s->hold.pause_us < left)
		left = s->hold.pause_us;
	probe_alarm(p, left);
	return STEP_WAIT;
}

static enum step
hold(struct probe *p, const struct event *ev)
{
	switch (ev->kind) {
	case EV_ENTER:
	case EV_ALARM:
		return call(p);
	default:
		break;
	}
	switch (tunnel_rpc(p, ev)) {
	case RPC_NOTHING:
		return STEP_WAIT;
	case RPC_REPLY:
	case RPC_FAULT:
		return go_on(p);
	default:
		return STEP_FAIL;
	}
}

static const char *
end_word(const struct vconn_result *r, enum probe_end how)
{
	if (how == PROBE_DONE)
		return "alive";
	if (how == PROBE_TIMEOUT)
		return "mute";
	if (r->end == VCONN_HTTP)
		return "http";
	if (r->end == VCONN_LOST && r->conn_end == CONN_CLOSED)
		return "closed";
	return r->end == VCONN_LOST && r->conn_end == CONN_RESET ? "reset"
								 : "failure";
}

static void
hold_facts(struct probe *p, enum probe_end how)
{
	static const char *const traffics[] = {
		[HOLD_NONE] = "none",
		[HOLD_CALLS] = "calls",
		[HOLD_BYTES] = "bytes",
	};
	struct hold_state *s = p->state;
	struct fact_set *f = &p->check->facts;
	struct vconn_result r;

	if (!s->asked && how != PROBE_DONE)
		note_time(s);
	vconn_result(s->t.vconn, &r);
	fact_put_str(f, FACT_HOLD_TRAFFIC, traffics[s->hold.traffic]);
	fact_put_str(f, FACT_HOLD_END, end_word(&r, how));
	fact_put_int(f, FACT_HOLD_MS, (s->asked_us - s->began_us) / 1000);
	fact_put_int(f, FACT_HOLD_QUIET_MS, s->quiet_us / 1000);
	fact_put_int(f, FACT_HOLD_SENT, r.sent);
	fact_put_int(f, FACT_HOLD_RECEIVED, r.received);
	tunnel_recycling_facts(p->check, &r);
	if (r.end == VCONN_HTTP && r.answer != NULL)
		http_facts(p->check, r.answer);
}

/* Only what was held for a while tells anything of being held; what the run's
 * end cut while all was well, or a server that minds padding, tells nothing. */
static bool
is_telling(const struct hold_state *s, enum probe_end how)
{
	struct vconn_result r;

	if (s->began_us == 0 || how == PROBE_CUT ||
	    (how == PROBE_TIMEOUT && !s->asked))
		return false;
	vconn_result(s->t.vconn, &r);
	if (r.end == VCONN_UNSAFE) /* we did not log on to a new channel */
		return false;
	return how == PROBE_DONE || s->hold.traffic != HOLD_BYTES ||
	    s->large >= LARGE_CALLS_LEAST;
}

static void
hold_end(struct probe *p, enum probe_end how)
{
	struct hold_state *s = p->state;
	struct check *c = p->check;

	if (is_telling(s, how)) {
		hold_facts(p, how);
	} else {
		c->outcome = OUTCOME_SKIP;
		if (c->detail == NULL)
			mem_set(&c->detail, "the tunnel could not be held");
	}
	tunnel_close(&s->t);
}

static const struct stage stages[] = {
	TUNNEL_STAGES,
	{ "bind", bind_it, 0 },
	{ "await bind_ack", await_bound, 0 },
	{ "hold the tunnel", hold, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type hold_type = {
	.name = "hold",
	.stages = stages,
	.state_size = sizeof(struct hold_state),
	.end = hold_end,
};

void
probe_hold(struct run *r, const struct tunnel_ask *ask, const struct hold *hold)
{
	struct hold_state s = { .hold = *hold };
	struct check *c = tunnel_check(r, ask);

	tunnel_ask_take(&s.t, ask);
	s.t.no_pings = hold->traffic == HOLD_NONE;
	probe_start(r, &hold_type, c, &s);
}
