/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A probe is a table of stages; a stage gets events and says what is next.
 * The engine alone does deadlines, timing, outcomes, logging, cancelling and
 * closing, so that a stage is only the protocol.
 */
#ifndef RPCDIAG_PROBE_ENGINE_H
#define RPCDIAG_PROBE_ENGINE_H

#include "model/check.h"
#include "net/loop.h"

struct run;
struct probe;

enum event_kind {
	EV_ENTER,    /* the stage begins */
	EV_RESOLVED, /* data: const struct resolve_result */
	EV_CONN,     /* what: enum conn_event */
	EV_FORWARD,  /* what: enum forward_end */
	EV_EXCHANGE, /* what: enum exchange_event */
	EV_VCONN,    /* what: enum vconn_event */
	EV_DIRECT,   /* what: enum direct_event */
	EV_RPC,	     /* what: enum rpc_event */
	EV_TOKEN,    /* what: enum auth_result */
	EV_ALARM,    /* what probe_alarm asked for */
	EV_TOLD,     /* by another probe, what they know */
};

struct event {
	enum event_kind kind;
	int what;
	const void *data;
};

enum step {
	STEP_WAIT, /* more events are needed */
	STEP_NEXT, /* on to the next stage; past the last one it is DONE */
	STEP_FAIL, /* the check failed; its facts say how */
	STEP_DONE, /* the whole probe is done, and the check passed */
};

struct stage {
	const char *name; /* NULL ends a table */
	enum step (*run)(struct probe *p, const struct event *ev);
	int steps; /* its deadline, in units of --timeout; 0 = 1 */
};

enum probe_end {
	PROBE_DONE,
	PROBE_FAILED,
	PROBE_TIMEOUT, /* a stage's deadline */
	PROBE_CUT,     /* the run's deadline, or the user, came first */
};

struct probe_type {
	const char *name;
	const struct stage *stages;
	size_t state_size;
	/* Called once, before the check is closed: write what facts are
	 * still unwritten and release what state holds. */
	void (*end)(struct probe *p, enum probe_end how);
};

struct probe {
	struct probe *next;
	struct run *run;
	const struct probe_type *type;
	struct check *check; /* the one being worked on */
	void *state;	     /* type->state_size bytes, zeroed */
	unsigned at;	     /* index of the stage */
	int64_t entered_us;
	struct timer deadline, alarm;
	bool idle; /* this stage waits for other probes */
	bool over;
};

/* Start a probe on a check that was just added; state is what its type keeps
 * there, copied. The first stage is entered at once. */
void probe_start(struct run *r, const struct probe_type *type,
    struct check *check, const void *state);
/* Hand an event to the current stage. */
void probe_feed(struct probe *p, const struct event *ev);
/* Progress was made: the stage's deadline starts anew. */
void probe_touch(struct probe *p);
/* Raise EV_ALARM after so long, which the stage's deadline does not count. */
void probe_alarm(struct probe *p, int64_t us);
/* Close the current check as passed and work on a child of it from here. */
void probe_child(struct probe *p, const char *id, enum stage_id stage);
/* End the current check with an outcome of its own, before probe_child. */
void probe_outcome(struct probe *p, enum outcome o);
/* Was a check of this id started, and has it ended? */
bool probe_ended(const struct run *r, const char *id);
/* How many probes are still at work. */
size_t probes_running(const struct run *r);
/* Say what is waited for, to whoever wants to know. */
void probes_tell_waiting(struct run *r);
/* End all of them as PROBE_CUT. */
void probes_cut(struct run *r);

#endif
