/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Security of one DCE/RPC connection, the server's side ([MS-RPCE] 3.3.1.5.2):
 * who logs on with which package and level, what is verified and unsealed, what
 * is signed and sealed. Knows one security context for each connection, and
 * answers no PDU: it says what is wrong, and what a server says to that.
 */
#ifndef RPCDIAG_LAB_RPC_SECURITY_H
#define RPCDIAG_LAB_RPC_SECURITY_H

#include "lab/acceptor.h"
#include "wire/pdu_put.h"

enum { /* 2.2.1.1.7 */
	RPC_AUTH_SPNEGO = 9,
	RPC_AUTH_NTLM = 10,
	RPC_AUTH_KERBEROS = 16,
};

struct rpc_gate { /* of a listener; all zero: takes what there is */
	bool no_ntlm;
	bool no_spnego;
	bool no_kerberos;
	enum auth_level lowest; /* for calls */
};

enum rpc_trouble {
	RPC_TROUBLE_NONE,
	RPC_TROUBLE_TYPE,	 /* no such package here */
	RPC_TROUBLE_LEVEL,	 /* no such level */
	RPC_TROUBLE_LEVEL_CALL,	 /* level 3 does not exist here */
	RPC_TROUBLE_FIRST_TOKEN, /* refused, in a bind */
	RPC_TROUBLE_LATER_TOKEN, /* refused, in an alter_context */
	RPC_TROUBLE_LOGON,	 /* a call after a refused auth3 */
	RPC_TROUBLE_UNSIGNED,	 /* a call without what was agreed on */
	RPC_TROUBLE_SIGNATURE,	 /* it does not fit */
	RPC_TROUBLE_LEVEL_LOW,	 /* a call below the gate's lowest level */
	RPC_TROUBLE_N
};

enum rpc_logon { LOGON_NONE, LOGON_BEGUN, LOGON_DONE, LOGON_REFUSED };

struct rpc_security {
	const struct rpc_gate *gate;
	const char *computer; /* NetBIOS, for records */
	enum rpc_logon logon;
	uint8_t type, level;
	bool header_sign; /* both ends set PFC_SUPPORT_HEADER_SIGN */
	uint32_t context_id;
	struct acceptor *acceptor;
	struct sealing sealing; /* at level packet and above */
};

void rpc_security_init(
    struct rpc_security *s, const struct rpc_gate *gate, const char *computer);
void rpc_security_clear(struct rpc_security *s);

/* The trailer of a bind, an alter_context or an auth3; the token to answer
 * with is appended. */
enum rpc_trouble rpc_security_bind(
    struct rpc_security *s, const struct pdu *bind, struct buf *token);
enum rpc_trouble rpc_security_go_on(
    struct rpc_security *s, const struct pdu_trailer *t, struct buf *token);

/*
 * A fragment of a request: verify it, unseal it in a copy, and decode that
 * again; p then borrows from plain.
 */
enum rpc_trouble rpc_security_open_pdu(struct rpc_security *s,
    struct span bytes, struct pdu *p, struct buf *plain);
/* Who is known, by the level of the logon; 0 when nobody is. */
unsigned rpc_security_level(const struct rpc_security *s);
/* Who that is, without a domain; "" when nobody is known. */
const char *rpc_security_user(const struct rpc_security *s);
/* May this connection's calls be executed? */
enum rpc_trouble rpc_security_admit(const struct rpc_security *s);
/* The longest fragment that leaves room for a trailer. */
uint16_t rpc_security_max_frag(struct rpc_security *s, uint16_t max_frag);
/* Append the responses in plain to out, signed and sealed as agreed on. */
BUF_MUST_CHECK bool rpc_security_close_pdus(
    struct rpc_security *s, struct span plain, struct buf *out);

/* What the server says: in a bind_nak, or in a fault; with a record. */
BUF_MUST_CHECK bool rpc_trouble_nak(const struct rpc_security *s,
    enum rpc_trouble t, uint32_t call_id, struct buf *out);
BUF_MUST_CHECK bool rpc_trouble_fault(const struct rpc_security *s,
    enum rpc_trouble t, const struct pdu *p, struct buf *out);

#endif
