/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of a run, for the files of this folder. */
#ifndef RPCDIAG_PROBE_RUN_STATE_H
#define RPCDIAG_PROBE_RUN_STATE_H

#include "auth/auth.h"
#include "net/client_cert.h"
#include "net/conn.h"
#include "net/lockout.h"
#include "probe/engine.h"
#include "probe/node_facts.h"
#include "probe/run.h"

#define RUN_ADDRESSES_MAX 16

struct peer_address {
	char text[64]; /* numeric, without brackets */
	int port;
	int family; /* 4 or 6 */
	int index;  /* from 1: tcp.1, tcp.2, ... */
};

enum gate { /* may credentials go out? */
	GATE_SHUT,
	GATE_TRYING, /* one connection tries them */
	GATE_OPEN,   /* they were accepted, or none are needed */
	GATE_REFUSED,
};

enum way { /* through the forward proxy, where there is one */
	WAY_UNKNOWN,
	WAY_OPEN,
	WAY_DENIED, /* it wants another client, or a logon */
	WAY_SHUT,   /* it leads nowhere */
};

#define SWEEP_MECHS 3

struct sweep_mech {
	bool settled, wanted; /* whether it is compared at all */
	bool accepted, refused;
	const struct check *ahead; /* whose refusal is reserved; or NULL */
	unsigned silent;	   /* cells without an answer */
	unsigned open;		   /* cells that have not ended */
	enum auth_level level;	   /* of the last one that began */
	unsigned running;	   /* of these: that log on */
};

struct sweep { /* of sweep.c alone */
	struct sweep_mech mech[SWEEP_MECHS];
	bool wrong_at_kdc; /* the password */
	unsigned silent, running;
	unsigned waiting; /* cells that will log on when they may */
};

struct run {
	const struct config *config;
	struct report *report;
	run_progress *progress;
	run_waiting *waiting;
	void *progress_arg; /* of both */
	int64_t told_us;    /* when either was last called */
	struct loop *loop;
	struct tls_trust *trust;    /* NULL on plain HTTP */
	struct client_cert *client; /* the user's; NULL = none */
	struct client_cert *nobody; /* made by an experiment */
	int64_t began_us, ends_us;
	struct probe *probes;
	volatile bool stop;
	const char *server; /* RPC server behind the proxy */
	char control[40];   /* a host name no list can hold */

	/* Whom connections are made to: the proxy, or the forward proxy. */
	const char *hop_host;
	int hop_port;
	struct peer_address address[RUN_ADDRESSES_MAX]; /* of the hop */
	unsigned naddresses;
	const struct peer_address *pinned; /* the first that connected */
	enum way way;
	struct conn_forward forward; /* once pinned */
	struct auth_identity forward_who;
	struct peer_address beyond; /* of the proxy, where it is mapped */
	bool is_beyond;

	/* The server past the device in front, once it was met: text is empty
	 * before. */
	struct peer_address origin;
	struct tls_end_point origin_end_point; /* of its certificate */
	bool compared;			       /* what failed was asked there */

	enum gate gate;
	int64_t gate_us; /* when the first logon was tried */
	struct lockout *lockout;
	const struct auth_mech *mech; /* chosen; NULL = no credentials */
	struct auth_identity who;     /* at the RPC proxy */
	char *form; /* the user's name in full, once it is of use */
	struct auth_identity form_who;	 /* by that name */
	struct auth_identity rpc_who;	 /* at the RPC server */
	struct auth_identity second_who; /* for comparison; user NULL: none */
	int mapped_port;		 /* by the endpoint mapper; 0 = none */
	run_calls *calls;		 /* told of calls, with progress_arg */
	struct sweep sweep;		 /* the comparison of RPC logons */
	struct cookie_book cookies;	 /* that front ends set */
	struct timer nudge;		 /* looks at the plan again */
	bool planned;			 /* the ladder is being climbed */
	unsigned long row_done;		 /* bits of the plan's rows */
};

/* Where connections to host:port go: the map's rows, or the resolver's
 * addresses. Returns how many were written to out. */
unsigned run_addresses(const struct run *r, const char *host, int port,
    const struct strlist *resolved, struct peer_address *out, unsigned max);
/* The map has rows for host:port, so nothing needs to be resolved. */
bool run_is_mapped(const struct run *r, const char *host, int port);
/* Connections go to this address from here on. */
void run_pin(struct run *r, const struct peer_address *a);
/* The connection of the pinned address, with TLS when the proxy has it. */
void run_spec(const struct run *r, struct conn_spec *out);
/* The same to another address of the proxy (NULL = the pinned one); to that of
 * the origin nothing goes through a forward proxy, as it is named from inside.
 */
void run_spec_at(
    const struct run *r, const struct peer_address *at, struct conn_spec *out);

enum logon_word {
	LOGON_ACCEPTED,
	LOGON_REFUSED,
	LOGON_TICKET_REFUSED, /* harms no account */
};

/* A credentialed answer came: that to the run's own account (who is &run->who)
 * opens or refuses the gate. The plan is looked at when the probe ends. */
void run_logon(
    struct run *r, const struct auth_identity *who, enum logon_word word);
/* A check of the hop is the forward proxy's, where there is one. */
void run_note_forward(const struct run *r, struct check *c);
/* Add a check that is not run, with the reason; the one there is stays. */
struct check *run_skip(struct run *r, const char *id, const char *parent,
    enum stage_id stage, int endpoint, const char *why);
/* Start whatever rows of the plan are ready. */
void plan_step(struct run *r);
/* The deadline moves: what follows was asked to take so long. */
void run_extend(struct run *r, int64_t us);
/* Turn the loop until no probe is at work, or the deadline. */
void run_until_idle(struct run *r);

#endif
