/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One DCE/RPC association, with or without security, over anything that
 * carries PDUs: bind, authenticate, call, verify, reassemble. It never waits;
 * PDUs are fed in and it says what they amount to.
 */
#ifndef RPCDIAG_NET_RPC_H
#define RPCDIAG_NET_RPC_H

#include "auth/auth.h"
#include "base/buf.h"
#include "net/verifier.h"
#include "wire/iface.h"

#define RPC_FRAG 4088		/* bytes we offer in bind, as mstsc does */
#define RPC_REPLY_MAX (1 << 20) /* bytes of a reassembled reply */

enum rpc_event {
	RPC_NOTHING,  /* a fragment, or a PDU of no concern */
	RPC_BOUND,    /* the interface was accepted */
	RPC_REJECTED, /* provider rejection: reason */
	RPC_NAK,      /* bind_nak: reason, eeinfo */
	RPC_REPLY,    /* reply is complete, and verified if it has to be */
	RPC_FAULT,    /* status, eeinfo */
	RPC_BROKEN,   /* what came is no sound PDU */
	RPC_NO_TOKEN, /* we could not make the next token: error */
	RPC_REFUSED,  /* our logon was refused with a fault: status */
	RPC_UNSIGNED, /* no verifier, or another context's, where one must be */
	RPC_HELD,     /* one more refusal might lock the account */
	RPC_UNVERIFIED, /* the verifier is wrong: error, if it tells */
};

struct rpc;

/* The security of an association; all but loop, mech, arg and spec.who
 * is copied. */
struct rpc_security {
	struct loop *loop;
	const struct auth_mech *mech; /* with an rpc_type */
	struct auth_spec spec;	      /* level: AUTH_LEVEL_CONNECT or above */
	/* Raised, outside of every call, for what a token led to: BOUND,
	 * REJECTED, NO_TOKEN, HELD. The other events come from rpc_feed. */
	void (*event)(void *arg, enum rpc_event ev);
	void *arg;
};

struct rpc {
	bool (*send)(void *arg, struct span pdu);
	void *arg;
	uint32_t call_id;
	uint16_t context;
	uint32_t group; /* association: asked for (0 = a new one), then told */
	const struct guid *object; /* of every call; borrowed, NULL = none */
	bool bound; /* a bind_ack came: further interfaces are altered in */
	struct buf reply;
	/* what the last event was about */
	uint16_t reason;    /* of a reject or nak */
	uint32_t status;    /* of a fault */
	bool big_endian;    /* of the reply */
	struct span eeinfo; /* of a nak or fault, valid during the event */

	/* The server knows us: a reply was verified at level packet or above,
	 * or a mechanism with mutual authentication finished. A bound NTLM
	 * context alone proves nothing: nobody answers its last token. */
	bool proven;
	struct auth_error error;   /* of NO_TOKEN and UNVERIFIED */
	struct verifier *verifier; /* private; NULL = without security */
	struct iface iface;	   /* private: being bound */
	enum rpc_event pending;	   /* private: once the last token is out */
	void (*event)(void *arg, enum rpc_event ev);
	void *event_arg;
};

void rpc_init(
    struct rpc *r, bool (*send)(void *arg, struct span pdu), void *arg);
void rpc_clear(struct rpc *r);
/* Before the first bind. The struct rpc must not move from here on. */
void rpc_secure(struct rpc *r, const struct rpc_security *s);
/* Send bind, or alter_context once something is bound. False: cannot send. */
BUF_MUST_CHECK bool rpc_bind(struct rpc *r, const struct iface *i);
BUF_MUST_CHECK bool rpc_call(struct rpc *r, uint16_t opnum, struct span stub);
/* What the security is made with: "kerberos", "ntlm"; NULL = not known. */
const char *rpc_package(const struct rpc *r);
/* The proof of our password has not gone out, for the account's sake. */
bool rpc_is_held(const struct rpc *r);
/* One whole PDU from the peer. */
enum rpc_event rpc_feed(struct rpc *r, struct span pdu);

#endif
