/* SPDX-License-Identifier: Apache-2.0 */
/* The scenarios: one row each, all zero is the healthy site. */
#ifndef RPCDIAG_LAB_SCENARIO_H
#define RPCDIAG_LAB_SCENARIO_H

#include "lab/balancer.h"
#include "lab/device.h"
#include "lab/directory.h"
#include "lab/forward.h"
#include "lab/hosts.h"
#include "lab/listener.h"
#include "lab/node.h"
#include "lab/rpc_security.h"

enum front { /* what a client finds at the proxy's address and port */
	FRONT_OPEN,
	FRONT_CLOSED,
	FRONT_FILTERED,	  /* SYNs are dropped */
	FRONT_V4_ONLY,	  /* IPv4 open, IPv6 closed, the name has both */
	FRONT_NO_TLS,	  /* speaks plain HTTP, whatever is asked */
	FRONT_RESETS,	  /* RST as soon as a client says anything */
	FRONT_SILENT,	  /* accepts, and never says anything */
	FRONT_TLS_SILENT, /* the same after a TLS handshake */
	FRONT_DRIP,	  /* a header that never ends, a byte a second */
	FRONT_ENDLESS,	  /* a body that never ends */
};

enum door {	      /* what the proxy finds at a port of the RPC server */
	DOOR_DEFAULT, /* open for 6001, 6002 and 6004, closed for others */
	DOOR_OPEN,
	DOOR_CLOSED,
	DOOR_FILTERED,
	DOOR_V4_ONLY,
	DOOR_ALIEN, /* another protocol's greeting */
	DOOR_HANGS, /* greets, and never completes a connection */
	DOOR_LATE,  /* closed, and open as soon as it is later */
};

struct scenario {
	const char *id; /* "ID" or "ID.variant" */
	const char *title;
	const char *beside; /* further failure ids that are made, by blanks */
	enum front front;
	enum door door[ENDPOINT_N];
	struct rpc_gate gate[ENDPOINT_N];
	const char *cert_cn;	/* NULL = rpc.contoso.test */
	const char *cert_names; /* by commas; NULL = all the front has */
	bool cert_expired;
	long cert_days; /* until it is; 0 = many */
	bool cert_foreign;
	enum cert_habit tls;
	bool second;	/* the client has a second account */
	const char *as; /* how the client writes its name; NULL = in full */
	bool certified; /* the client has a certificate, and logs on with it */
	bool wrong_password;	 /* in the password file */
	bool disabled;		 /* the account is */
	bool wrong_rpc_password; /* in one that is for RPC alone */
	bool mgmt_refused;
	bool one_user; /* may use an association (Exchange 2013) */
	struct directory_knobs directory;
	bool no_dc; /* what asks for a domain controller is dropped */
	bool dns;   /* a DNS server that knows no name; URL with a name */
	const char *dns_address; /* of every name; NULL = it knows none */
	const char *name;	 /* in the URL then; NULL = rpc.contoso.test */
	bool direct; /* the client knows a door past what stands in front */
	bool inside; /* the client stands inside: --inside and its addresses */
	const char *options; /* further options for the client, by blanks */
	const struct device_knobs *device;   /* NULL = none in front */
	const struct forward_knobs *forward; /* NULL = no forward proxy */
	unsigned nodes;			     /* 0 = one */
	bool own_leaves;		     /* each has its certificate */
	enum balance balance;		     /* what stands before several */
	enum split split[ENDPOINT_N];
	struct node_knobs node;
	const struct node_knobs *second_node; /* NULL = as the first */
	bool fingerprint;		/* of the node's certificate is told */
	const struct node_knobs *later; /* what the first becomes, or NULL */
	int64_t later_us;   /* after the first connection of the first node */
	bool two_addresses; /* the name has one for each of two nodes */
};

/* NULL when there is no such row. */
const struct scenario *scenario_find(const char *id);
/* Without the variant: the failure id that a diagnosis should give; owned. */
char *scenario_expect(const struct scenario *s);
/* On standard output, for --list. */
void scenario_list(void);
bool scenario_is_hostile(const struct scenario *s);
enum door scenario_door(const struct scenario *s, enum endpoint_id e);

#endif
