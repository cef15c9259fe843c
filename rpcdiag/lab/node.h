/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One front-end node: a web server that looks like IIS with Exchange's
 * virtual directories, in one of which rpcproxy.dll lives.
 */
#ifndef RPCDIAG_LAB_NODE_H
#define RPCDIAG_LAB_NODE_H

#include "lab/cert.h"
#include "lab/logon.h"
#include "lab/proxy.h"
#include "lab/visitor.h"

#define NODE_BINDINGS 96 /* bytes, at most */

/* What IIS has at the place of rpcproxy.dll. */
enum dll {
	DLL_WORKS,
	DLL_RESTRICTED, /* ISAPI restrictions do not list it (404.2) */
	DLL_BROKEN,	/* it does not load */
	DLL_DISABLED,	/* Enabled of RpcProxy is 0 */
	DLL_N
};

struct node_knobs {	     /* all zero: healthy */
	const char *server;  /* product in Server:; NULL = Microsoft-IIS/7.0 */
	bool names_itself;   /* X-FEServer, as Exchange 2013 has it */
	const char *schemes; /* "NTLM Negotiate"; NULL = "Basic" */
	bool no_rpc_vdir;    /* RPC over HTTP is not installed */
	enum dll dll;
	bool anonymous;	      /* /rpc lets everybody in */
	int64_t length_limit; /* maxAllowedContentLength; 0 = as Exchange
				 has it, which is enough */
	bool access_denied;   /* as in struct proxy, and so is the next */
	bool denied_late;
	bool pool_down; /* http.sys answers for the application pool */
	struct crowd_knobs requests; /* of /rpc, that http.sys lets in */
	struct crowd_knobs channels; /* that rpcproxy.dll carries */
	uint32_t lifetime;	     /* as in struct proxy */
	enum heir_fate heirs;
	int64_t pool_lasts_us; /* as in struct pool */
	bool require_ssl;      /* of the virtual directory */
	bool reject_unsecure;  /* rpcproxy.dll without AllowAnonymous */
	bool oab_denied; /* the folder of address books may be read by nobody */
	bool second_only;  /* /rpc may be read by the second account alone */
	bool qualified;	   /* Basic has no default domain */
	const char *realm; /* of Basic; NULL = as IIS has it */
	enum cert_demand client_cert; /* LATER: of /rpc and /rpcwithcert */
	enum cert_sessions sessions;  /* of TLS that it keeps */
	bool guid_names_only;	      /* Exchange 2013 or later */
	bool no_eeinfo;
	bool breaks_ntlm;    /* kernel-mode authentication of IIS 7.0 */
	unsigned ntlm_works; /* how many NTLM logons before it does */
	enum acceptor_protection protection;
	const char *valid_ports; /* NULL = as Exchange writes it */
};

struct node {
	const struct node_knobs *knobs;
	const char *name; /* NetBIOS */
	SSL_CTX *tls;	  /* borrowed; NULL = plain HTTP */
	struct logon logon;
	struct proxy proxy;
	char *fields; /* header lines of every answer */
	uint8_t bindings[NODE_BINDINGS];
	atomic_uint ntlm_works;
	struct crowd requests;
	struct node *later; /* borrowed: what it is like after a while */
	int64_t later_us;   /* since the first connection */
	atomic_llong first_us;
};

/* hosts, account and tls stay the caller's. */
void node_init(struct node *n, const char *name, const struct node_knobs *knobs,
    const struct hosts *hosts, const struct account *account, SSL_CTX *tls);
void node_clear(struct node *n);
/* For sock_accept(): ctx is a struct node. */
void node_serve(void *ctx, int fd);

#endif
