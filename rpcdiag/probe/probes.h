/* SPDX-License-Identifier: Apache-2.0 */
/* The probes, one file each; every call adds a check and starts it. */
#ifndef RPCDIAG_PROBE_PROBES_H
#define RPCDIAG_PROBE_PROBES_H

#include "net/binding.h"
#include "probe/run_state.h"

/* dns: the name of the hop. Fills run->address. */
void probe_dns(struct run *r);
/* dns.other: the same name at the system's resolver, where --dns-server names
 * another one, and an address that only it knows. */
void probe_other_dns(struct run *r);
/* tcp.N: a bare connect. The first to succeed becomes run->pinned. */
void probe_tcp(struct run *r, const struct peer_address *a);
/* http.connect, http.connect.MECHANISM: what the forward proxy says to
 * CONNECT; decides run->way, and how later connections log on to it. */
void probe_connect(struct run *r);
/* http.viaproxy: one request through the spare forward proxy; http.direct:
 * one that goes past the forward proxy in use. */
void probe_other_way(struct run *r);
/* direct: one that goes past the device in front, to config->direct_host.
 * Fills run->origin and run->origin_end_point. */
void probe_origin(struct run *r);
/* tls: the handshake and the certificate of the pinned address. */
void probe_tls(struct run *r);
/* tls.old: the handshake again, with the versions and ciphers that are not
 * offered otherwise; nothing follows on that connection. */
void probe_old_tls(struct run *r);

struct http_ask {
	const char *id; /* of the check */
	const char *method, *path;
	bool rpc; /* in all an echo, but for its method */
	/* Content-Length, of which nothing is sent; 0 = what is sent */
	uint64_t announced;
	const struct client_cert *client; /* NULL = the user's, if any */
	const struct auth_mech *mech;	  /* NULL = no credentials */
	const struct auth_identity *who;
	int round; /* of a watch; 0 = none */
};

/* http.*: one request, of which the gate knows nothing. A logon that the
 * account cannot bear is skipped. */
void probe_http(struct run *r, const struct http_ask *ask);

struct echo_ask {
	const char *id;			 /* of the check */
	bool in;			 /* RPC_IN_DATA, else RPC_OUT_DATA */
	const struct auth_mech *mech;	 /* NULL = no credentials */
	const struct auth_identity *who; /* borrowed to the probe's end; NULL:
					    nobody logs on */
	enum binding binding; /* of the logon to its TLS connection */
	/* What the front end does with bindings, if the logon is accepted or
	 * refused; NULL = that does not tell. */
	const char *if_accepted, *if_refused;
	const char *ask;	       /* as in struct request */
	int round;		       /* of a watch; 0 = none */
	const struct peer_address *at; /* NULL = the pinned one, or the origin:
					  whose word is not the gate's */
};

/* echo.*: the proxy-only ping. A logon that may be refused is only tried when
 * the account can bear it, else the check is skipped. */
void probe_echo(struct run *r, const struct echo_ask *ask);

/* kdc: a ticket for the front end, to nobody, when the account can bear a
 * refusal. */
void probe_kdc(struct run *r);

/* What a tunnel probe is asked to do beyond opening the tunnel. */
enum tunnel_work {
	TUNNEL_OPEN,	  /* nothing: is CONN/C2 reached? */
	TUNNEL_SURVEY,	  /* bind mgmt or the port's interface, both calls */
	TUNNEL_LOGON,	  /* bind mgmt with security, and a verified call */
	TUNNEL_INTERFACE, /* bind an interface and make its calls */
	TUNNEL_ALIVE,	  /* IN channel only: is a deliberate error answered? */
};

struct tunnel_ask {
	const char *id; /* of the check */
	const char *parent;
	enum stage_id stage;
	const char *server;
	int port;
	int trial;
	bool control;		 /* the target must be refused */
	const char *node_scheme; /* to ask front ends for their names by */
	int64_t in_after_us;	 /* as in struct vconn_spec */
	/* As there. Which nodes serve the channels is the question: when they
	 * are known to be two, nobody waits for the tunnel. */
	bool one_session;
	/* Of the proxy, for the channel; NULL = the pinned one. */
	const struct peer_address *in_at, *out_at;
	bool aside;    /* no trial of an endpoint: it may be refused */
	bool referred; /* nor this, but it should work */
	enum tunnel_work work;
	/* Borrowed to the probe's end; NULL = the run's own account. */
	const struct auth_identity *who;
	const struct guid *association; /* as in struct vconn_spec; borrowed */
};

void probe_tunnel(struct run *r, const struct tunnel_ask *ask);

/* auth.*: a tunnel, a logon at the RPC server, a call that proves it. */
void probe_rpc_logon(struct run *r, const struct tunnel_ask *ask,
    const struct auth_identity *who, const struct auth_mech *mech,
    enum auth_level level, const char *level_name);
/* Those that wait for their turn to log on ask for it again. */
void rpc_logons_ask(struct run *r);

struct iface;
struct rpc_logon;

struct interface_ask {
	const struct iface *iface;
	const struct rpc_logon *logon; /* copied; NULL = without one */
	const char *tail; /* of the ids of its calls, ".again.1"; NULL = none */
	/* Nothing is wanted of the referral interface but this server's name;
	 * borrowed to the probe's end, or NULL. */
	const char *server_dn;
};

/* interface.*, call.*: a tunnel, the interface, its harmless calls. */
void probe_interface(struct run *r, const struct tunnel_ask *ask,
    const struct interface_ask *want);

/*
 * What config->ping asks for: a way to the port (tunnel.PORT, or inside.PORT
 * without a proxy), a bind with security or none, is_server_listening as often
 * as config->trials. With map set it asks the endpoint mapper behind the port
 * instead, and leaves the answer in run->mapped_port.
 */
void probe_ping(struct run *r, int port, bool map);

struct hold;

/* idle.*: a tunnel that is held open, with traffic or without. */
void probe_hold(
    struct run *r, const struct tunnel_ask *ask, const struct hold *hold);

/* inside.*: resolve the RPC server, then greet each listener per address. */
void probe_inside(struct run *r);

#endif
