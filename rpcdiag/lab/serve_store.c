/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mailbox store: who may open a session, and whose mailbox is here. It
 * holds no mail.
 */
#include "lab/rpc_calls.h"
#include "wire/emsmdb.h"
#include "wire/rop.h"

/* [MS-OXCRPC] 3.1.4.1, [MS-OXCSTOR] 3.2.5.1.3 */
#define EC_ACCESS_DENIED 0x80070005
#define EC_UNKNOWN_USER 0x3eb
#define EC_NOT_ENCRYPTED 0x970
#define EC_FORMAT 0x4b6 /* ecRpcFormat: the buffer is malformed */

#define NOT_PACKED 3 /* neither compressed nor obfuscated */

/* Exchange 2007 SP1, 8.1.240.6 in the words of [MS-OXCRPC] 3.1.4.1.3.1. */
static const struct emsmdb_version version = { { 0x0801, 0x80f0, 6 } };

static enum rpc_done
done(bool written)
{
	return written ? RPC_DONE : RPC_NO_ROOM;
}

enum rpc_done
serve_ec_dummy_rpc(const struct rpc_visit *v, struct buf *out)
{
	(void)v;
	return done(emsmdb_status_encode(0, out));
}

/* May the caller have a session in this user's name? */
static uint32_t
judge_session(const struct rpc_visit *v, const struct person *who)
{
	if (v->service->directory->encrypted && v->level < AUTH_LEVEL_PRIVACY)
		return EC_NOT_ENCRYPTED;
	if (v->level == AUTH_LEVEL_NONE)
		return EC_ACCESS_DENIED;
	if (who == NULL)
		return EC_UNKNOWN_USER;
	return directory_is_account(who) ? 0 : EC_ACCESS_DENIED;
}

enum rpc_done
serve_ec_do_connect_ex(const struct rpc_visit *v, struct buf *out)
{
	struct emsmdb_session session = { .server = version };
	struct emsmdb_connect c;
	const struct person *who;

	if (emsmdb_connect_decode(v->in, v->big_endian, &c) != WIRE_OK)
		return RPC_BAD_STUB;
	who = directory_find(c.user_dn);
	session.best = c.version;
	session.status = judge_session(v, who);
	if (session.status == 0) {
		if (!handles_open(v->handles, IFACE_EMSMDB, &session.handle))
			return RPC_NO_ROOM;
		session.dn_prefix = span_str(DIRECTORY_ROOT);
		session.display_name = span_str(who->name);
	}
	return done(emsmdb_session_encode(&session, out));
}

/* Is there a mailbox of this user, and is it here? */
static struct rop_logon_answer
judge_logon(const struct rpc_visit *v, struct span dn)
{
	const struct person *who = directory_find(dn);

	if (who == NULL)
		return (struct rop_logon_answer){ .status = EC_UNKNOWN_USER };
	if (!directory_is_account(who))
		return (struct rop_logon_answer){ .status = EC_ACCESS_DENIED };
	if (v->service->directory->moved)
		return (struct rop_logon_answer){
			.status = ROP_EC_WRONG_SERVER,
			.server = span_str(DIRECTORY_SERVER DIRECTORY_OTHER),
		};
	return (struct rop_logon_answer){ .status = 0 };
}

enum rpc_done
serve_ec_do_rpc_ext2(const struct rpc_visit *v, struct buf *out)
{
	struct emsmdb_rops rops;
	struct rop_logon_answer answer;
	struct rop_logon logon;
	struct buf said;
	bool ok = true;

	if (emsmdb_rops_decode(v->in, v->big_endian, &rops) != WIRE_OK)
		return RPC_BAD_STUB;
	if (!handles_has(v->handles, IFACE_EMSMDB, &rops.handle))
		return RPC_BAD_HANDLE;
	buf_init(&said, EMSMDB_ROPS_MAX);
	if (rop_logon_decode(rops.rops, &logon) != WIRE_OK) {
		rops.status = EC_FORMAT;
	} else {
		answer = judge_logon(v, logon.user_dn);
		ok = rop_logon_answer_encode(&answer, &said);
	}
	rops.rops = buf_span(&said);
	rops.flags = NOT_PACKED;
	ok = ok && emsmdb_rops_answer_encode(&rops, out);
	buf_clear(&said);
	return done(ok);
}

enum rpc_done
serve_ec_do_disconnect(const struct rpc_visit *v, struct buf *out)
{
	struct ndr_returned closed = { .status = 0 };
	struct ndr_handle handle;

	if (ndr_handle_decode(v->in, v->big_endian, &handle) != WIRE_OK)
		return RPC_BAD_STUB;
	if (!handles_close(v->handles, IFACE_EMSMDB, &handle))
		return RPC_BAD_HANDLE;
	return done(ndr_returned_encode(&closed, out));
}

enum rpc_done
serve_ec_do_async_connect_ex(const struct rpc_visit *v, struct buf *out)
{
	struct ndr_returned answer = { .status = 0 };
	struct ndr_handle session;

	if (ndr_handle_decode(v->in, v->big_endian, &session) != WIRE_OK)
		return RPC_BAD_STUB;
	if (!handles_has(v->handles, IFACE_EMSMDB, &session))
		return RPC_BAD_HANDLE;
	if (!handles_open(v->handles, IFACE_ASYNC_EMSMDB, &answer.handle))
		return RPC_NO_ROOM;
	return done(ndr_returned_encode(&answer, out));
}

/* No mail ever comes, and five minutes are longer than anybody waits. */
enum rpc_done
serve_ec_do_async_wait_ex(const struct rpc_visit *v, struct buf *out)
{
	struct emsmdb_wait wait;

	(void)out;
	if (emsmdb_wait_decode(v->in, v->big_endian, &wait) != WIRE_OK)
		return RPC_BAD_STUB;
	return handles_has(v->handles, IFACE_ASYNC_EMSMDB, &wait.handle)
	    ? RPC_PARKED
	    : RPC_BAD_HANDLE;
}
