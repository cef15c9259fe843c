/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NDR of the mailbox store's two interfaces: on EMSMDB ([MS-OXCRPC] 3.1.4) a
 * session is opened, carries one buffer of ROPs (wire/rop.h), and is closed; on
 * AsyncEMSMDB (3.3.4) one call waits for its notifications. How long that call
 * is parked is for whoever makes it.
 */
#ifndef RPCDIAG_WIRE_EMSMDB_H
#define RPCDIAG_WIRE_EMSMDB_H

#include "wire/ndr.h"

#define EMSMDB_AUX_MAX 0x1008  /* bytes, SMALL_RANGE_ULONG */
#define EMSMDB_ROPS_MAX 0x8000 /* bytes of a buffer that we ask or answer */

enum emsmdb_op {
	EC_DO_DISCONNECT = 1,
	EC_DUMMY_RPC = 6,
	EC_DO_CONNECT_EX = 10,
	EC_DO_RPC_EXT2 = 11,
	EC_DO_ASYNC_CONNECT_EX = 14,
};

enum async_emsmdb_op { EC_DO_ASYNC_WAIT_EX = 0 };

struct emsmdb_version { /* rgwClientVersion and its like (3.1.4.1.3) */
	uint16_t word[3];
};

struct emsmdb_connect {	     /* EcDoConnectEx; what is not here has one value */
	struct span user_dn; /* borrowed */
	uint32_t flags;
	uint32_t code_page;
	uint32_t locale; /* of strings and for sorting */
	struct emsmdb_version version;
};

struct emsmdb_session { /* its answer */
	struct ndr_handle handle;
	struct span dn_prefix;	  /* borrowed; p is NULL when there is none */
	struct span display_name; /* the same */
	struct emsmdb_version server, best;
	uint32_t status;
};

struct emsmdb_rops { /* EcDoRpcExt2, both ways */
	struct ndr_handle handle;
	uint32_t flags;	  /* 1 not compressed, 2 not obfuscated */
	struct span rops; /* borrowed */
	uint32_t status;  /* of the answer */
};

struct emsmdb_wait {		  /* EcDoAsyncWaitEx */
	struct ndr_handle handle; /* of EcDoAsyncConnectEx */
	uint32_t flags;		  /* 0 */
};

struct emsmdb_woken {	/* its answer */
	uint32_t flags; /* 1 a notification is pending */
	uint32_t status;
};

enum wire_err emsmdb_connect_decode(struct span stub, bool big_endian,
    struct emsmdb_connect *out) WIRE_MUST_CHECK;
enum wire_err emsmdb_rops_decode(
    struct span stub, bool big_endian, struct emsmdb_rops *out) WIRE_MUST_CHECK;
enum wire_err emsmdb_wait_decode(
    struct span stub, bool big_endian, struct emsmdb_wait *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool emsmdb_connect_encode(
    const struct emsmdb_connect *in, struct buf *out);
BUF_MUST_CHECK bool emsmdb_rops_encode(
    const struct emsmdb_rops *in, struct buf *out);
BUF_MUST_CHECK bool emsmdb_wait_encode(
    const struct emsmdb_wait *in, struct buf *out);

enum wire_err emsmdb_session_decode(struct span stub, bool big_endian,
    struct emsmdb_session *out) WIRE_MUST_CHECK;
enum wire_err emsmdb_rops_answer_decode(
    struct span stub, bool big_endian, struct emsmdb_rops *out) WIRE_MUST_CHECK;
enum wire_err emsmdb_woken_decode(struct span stub, bool big_endian,
    struct emsmdb_woken *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool emsmdb_session_encode(
    const struct emsmdb_session *in, struct buf *out);
BUF_MUST_CHECK bool emsmdb_rops_answer_encode(
    const struct emsmdb_rops *in, struct buf *out);
BUF_MUST_CHECK bool emsmdb_woken_encode(
    const struct emsmdb_woken *in, struct buf *out);

/* An answer that is a status alone: EcDummyRpc. */
enum wire_err emsmdb_status_decode(
    struct span stub, bool big_endian, uint32_t *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool emsmdb_status_encode(uint32_t status, struct buf *out);

#endif
