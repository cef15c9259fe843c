/* SPDX-License-Identifier: Apache-2.0 */
/* What the user asked for, after the command line was read and checked. */
#ifndef RPCDIAG_MODEL_CONFIG_H
#define RPCDIAG_MODEL_CONFIG_H

#include "base/secret.h"
#include "model/check.h"
#include "wire/pdu.h"

#define CONFIG_STEP_S 10     /* --timeout */
#define CONFIG_DEADLINE_S 60 /* --deadline */
#define CONFIG_INTERVAL_S 60 /* --interval */
#define CONFIG_PATH "/rpc/rpcproxy.dll"
/* for a client that logs on by certificate ([MS-RPCH] 2.2.2) */
#define CONFIG_PATH_CERT "/rpcwithcert/rpcproxy.dll"

struct account {
	char *user; /* "user", "DOMAIN\user", "user@realm"; NULL = none */
	struct secret password;
};

/* A forward proxy on our own way out, which is asked to CONNECT. */
struct forward_proxy {
	char *host; /* IPv6 literals without brackets; NULL = none is known */
	int port;
	bool spare; /* not in use: asked only when the direct way fails */
	struct account account;
	struct strlist auth; /* empty = auto; else basic, ... */
};

/* --resolve and --connect-to: a connection to host:port goes elsewhere.
 * Several rows for one host:port give several addresses. */
struct address_map {
	char *host;
	int port;
	char *address; /* numeric, IPv6 without brackets */
	int to_port;
};

enum protseq {	       /* how a ping gets to the RPC server */
	PROTSEQ_PROXY, /* ncacn_http through an RPC proxy */
	PROTSEQ_HTTP,  /* ncacn_http to the listener itself */
	PROTSEQ_TCP,   /* ncacn_ip_tcp */
};

struct ping { /* what `rpcdiag ping` is asked for beyond a check */
	enum protseq protseq;
	bool echo; /* the RPC proxy alone */
	bool map;  /* the endpoint mapper knows the port of iface */
	struct pdu_syntax iface;
	bool has_object;
	struct guid object;
	int64_t interval_us; /* between statistics; 0 = at the end */
};

struct config {
	bool tls;	  /* proxy URL is https */
	char *proxy_host; /* IPv6 literals without brackets */
	int proxy_port;
	char *path;	  /* "/rpc/rpcproxy.dll" */
	char *server;	  /* NULL = the proxy's own name */
	char *mailbox_dn; /* legacyExchangeDN; NULL = not given */
	int *endpoints;
	size_t nendpoints;
	struct account http;
	struct account rpc;    /* user NULL = the same as http */
	struct account second; /* another one, for comparison */
	/* tickets instead of the password of http; NULL = not given */
	char *ccache, *keytab;
	char *http_spn, *rpc_spn; /* NULL = by service and host */
	struct forward_proxy forward;
	struct strlist http_auth; /* empty = auto; else none, basic, ... */
	struct strlist rpc_auth;  /* empty = auto; else none, ntlm, ... */
	struct strlist rpc_level; /* empty = auto; else privacy, ... */
	bool allow_plaintext_auth;
	char *cacert; /* PEM file; NULL = the system's store */
	bool insecure;
	char *cert;	   /* PEM file; NULL = no certificate of our own */
	char *key;	   /* PEM file; NULL = the same */
	char *fingerprint; /* SHA-256, 64 hex digits in lower case; or NULL */
	char *msstd;	   /* without the "msstd:" prefix; NULL = not given */
	char *dns_server;  /* "ADDR" or "ADDR:PORT"; NULL = the system's */
	struct address_map *map;
	size_t nmap;
	enum family family; /* -4, -6; FAMILY_NONE = both */
	bool inside;
	char *direct_host;    /* a server past the device in front; or NULL */
	int direct_port;      /* 0 = the proxy's */
	bool association;     /* two accounts in one */
	int channel_lifetime; /* bytes of an IN channel; 0 = 1 GiB */
	int trials;	      /* 0 = as many as the command thinks right */
	struct ping ping;
	int64_t idle_us;     /* to hold tunnels without traffic; 0 = not */
	int64_t watch_us;    /* to ask again and again; 0 = not */
	int64_t interval_us; /* between two such questions */
	int64_t step_us;
	int64_t deadline_us;
};

void config_init(struct config *c); /* the defaults, no endpoints */
void config_clear(struct config *c);
/* The forward proxy that every connection goes through; NULL = none. */
const struct forward_proxy *config_forward(const struct config *c);
/* Of the server past the device. */
int config_direct_port(const struct config *c);
void config_add_endpoint(struct config *c, int port);
void config_add_map(struct config *c, const char *host, int port,
    const char *address, int to_port);

#endif
