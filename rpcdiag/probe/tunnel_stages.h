/* SPDX-License-Identifier: Apache-2.0 */
/* The first stages of every probe that goes through a virtual connection. */
#ifndef RPCDIAG_PROBE_TUNNEL_STAGES_H
#define RPCDIAG_PROBE_TUNNEL_STAGES_H

#include "net/direct.h"
#include "net/rpc.h"
#include "net/vconn.h"
#include "probe/probes.h"

/* A Windows proxy gives a back end that does not answer 21 s to connect; its
 * own word on that is worth waiting for. */
#define TUNNEL_OUT_STEPS 3

struct tunnel_state { /* the first member of a probe's state */
	char *server;
	int port;
	enum tunnel_work work;
	const char *node_scheme;
	int64_t in_after_us;
	bool one_session;
	const struct peer_address *in_at, *out_at;
	bool no_pings; /* as in struct vconn_spec */
	bool may_fail; /* which says nothing bad of the site */
	const struct auth_identity *who; /* NULL = the run's own */
	const struct guid *association;
	struct vconn *vconn;
	struct direct *direct; /* in its place, where there is no proxy */
	struct rpc rpc;
	bool rpc_ready;
	bool closed; /* the tunnel ended under a bind or call */
};

struct rpc_logon {		      /* to the RPC server */
	const struct auth_mech *mech; /* NULL = none */
	enum auth_level level;
	const char *level_name;		 /* as --rpc-level has it */
	const struct auth_identity *who; /* outlives the probe */
};

enum step tunnel_open(struct probe *p, const struct event *ev);
enum step tunnel_await_200(struct probe *p, const struct event *ev);
enum step tunnel_await_a3(struct probe *p, const struct event *ev);
/* Writes the tunnel's facts; past it the state's rpc is ready. */
enum step tunnel_await_c2(struct probe *p, const struct event *ev);
/* ".integrity": what an id has behind it below privacy, else "". */
const char *rpc_logon_suffix(const struct rpc_logon *logon);
/* How the check logs on; nothing without a mechanism. */
void rpc_logon_facts(struct check *c, const struct rpc_logon *logon);
/* Before the first bind: log on. */
void tunnel_secure(struct probe *p, const struct rpc_logon *logon);
/* Was a logon held back for the account's sake? Then the check says so. */
bool tunnel_is_held(struct check *c, const struct tunnel_state *s);
/* What an event means to the association; RPC_NOTHING = keep waiting. */
enum rpc_event tunnel_rpc(struct probe *p, const struct event *ev);
/* The service class that Exchange registers for the interface of a port. */
const char *tunnel_service(int port);
/* Copy what is asked for into a state that is zero. */
void tunnel_ask_take(struct tunnel_state *s, const struct tunnel_ask *ask);
/* Close everything the state holds. */
void tunnel_close(struct tunnel_state *s);
/* Add the check of a tunnel and what it asks for. */
struct check *tunnel_check(struct run *r, const struct tunnel_ask *ask);

/* The rows that such a stage table begins with. */
#define TUNNEL_STAGES \
	{ "open IN and OUT, send CONN/A1 and CONN/B1", tunnel_open, 0 }, \
	    { "await 200 on OUT", tunnel_await_200, TUNNEL_OUT_STEPS }, \
	    { "await CONN/A3", tunnel_await_a3, 0 }, \
	{ \
		"await CONN/C2", tunnel_await_c2, 0 \
	}

#endif
