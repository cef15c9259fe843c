/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/interface_calls.h"

#include <stdlib.h>

#include "base/mem.h"
#include "wire/emsmdb.h"
#include "wire/epm.h"
#include "wire/rfri.h"
#include "wire/rop.h"
#include "wire/tsgu.h"
#include "wire/utf16.h"

#define CODE_PAGE 1252
#define LOCALE 0x409

/* Outlook 2016 (16.0.4266.1001), since Exchange can be told to turn away what
 * is older; the words are those of [MS-OXCRPC] 3.1.4.1.3. */
static const struct emsmdb_version client_version = { { 0x1000, 0x90aa,
    1001 } };

static void
put_text(struct check *c, enum fact_key key, struct span text)
{
	char s[NDR_TEXT_MAX];

	if (text.n == 0)
		return;
	latin1_text(text, s, sizeof(s));
	fact_put_str(&c->facts, key, s);
}

static bool
has_dn(const struct visit *v)
{
	return v->mailbox_dn != NULL;
}

bool
visit_has_session(const struct visit *v)
{
	return !ndr_handle_is_null(&v->session);
}

/* EMSMDB */

static enum wire_err
take_dummy(struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	(void)c;
	return emsmdb_status_decode(stub, big_endian, &v->status);
}

static bool
put_connect(const struct visit *v, struct buf *stub)
{
	struct emsmdb_connect connect = {
		.user_dn = span_str(v->mailbox_dn),
		.code_page = CODE_PAGE,
		.locale = LOCALE,
		.version = client_version,
	};

	return emsmdb_connect_encode(&connect, stub);
}

/* Three words hold four numbers when the highest bit of the second says so
 * ([MS-OXCRPC] 3.1.4.1.3.1). */
static void
version_fact(struct check *c, const struct emsmdb_version *v)
{
	const uint16_t *w = v->word;
	char *text = (w[1] & 0x8000) != 0
	    ? mem_printf(
		  "%u.%u.%u.%u", w[0] >> 8, w[0] & 0xffU, w[1] & 0x7fffU, w[2])
	    : mem_printf("%u.0.%u.%u", w[0], w[1], w[2]);

	fact_put_str(&c->facts, FACT_STORE_VERSION, text);
	free(text);
}

static enum wire_err
take_connect(
    struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct emsmdb_session session;
	enum wire_err e = emsmdb_session_decode(stub, big_endian, &session);

	if (e != WIRE_OK)
		return e;
	v->status = session.status;
	v->session = session.handle;
	if (session.server.word[0] != 0)
		version_fact(c, &session.server);
	return WIRE_OK;
}

#define NOT_PACKED 3 /* neither compressed nor obfuscated */

static bool
put_logon(const struct visit *v, struct buf *stub)
{
	struct rop_logon logon = { .user_dn = span_str(v->mailbox_dn) };
	struct emsmdb_rops rops = { .handle = v->session, .flags = NOT_PACKED };
	struct buf b;
	bool ok;

	buf_init(&b, EMSMDB_ROPS_MAX);
	ok = rop_logon_encode(&logon, &b);
	rops.rops = buf_span(&b);
	ok = ok && emsmdb_rops_encode(&rops, stub);
	buf_clear(&b);
	return ok;
}

static enum wire_err
take_logon(struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct rop_logon_answer answer;
	struct emsmdb_rops rops;
	enum wire_err e = emsmdb_rops_answer_decode(stub, big_endian, &rops);

	if (e != WIRE_OK)
		return e;
	v->status = rops.status;
	v->session = rops.handle; /* zero: the server has closed it */
	if (rops.status != 0)
		return WIRE_OK;
	e = rop_logon_answer_decode(rops.rops, &answer);
	if (e != WIRE_OK)
		return e;
	v->status = answer.status;
	put_text(c, FACT_MAILBOX_SERVER, answer.server);
	return WIRE_OK;
}

static bool
put_session(const struct visit *v, struct buf *stub)
{
	return ndr_handle_encode(&v->session, stub);
}

static enum wire_err
take_closed(struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct ndr_returned closed;
	enum wire_err e = ndr_returned_decode(stub, big_endian, &closed);

	(void)c;
	if (e == WIRE_OK)
		v->status = closed.status;
	return e;
}

static enum wire_err
take_async_connect(
    struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct ndr_returned answer;
	enum wire_err e = ndr_returned_decode(stub, big_endian, &answer);

	(void)c;
	if (e == WIRE_OK) {
		v->status = answer.status;
		v->wait = answer.handle;
	}
	return e;
}

static bool
put_wait(const struct visit *v, struct buf *stub)
{
	struct emsmdb_wait wait = { .handle = v->wait };

	return emsmdb_wait_encode(&wait, stub);
}

static enum wire_err
take_woken(struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct emsmdb_woken woken;
	enum wire_err e = emsmdb_woken_decode(stub, big_endian, &woken);

	(void)c;
	if (e == WIRE_OK)
		v->status = woken.status;
	return e;
}

static const struct call session_none[] = {
	{ "EcDummyRpc", EC_DUMMY_RPC, NULL, NULL, take_dummy },
	{ NULL, 0, NULL, NULL, NULL },
};

static const struct call session_open[] = {
	{ "EcDummyRpc", EC_DUMMY_RPC, NULL, NULL, take_dummy },
	{ "EcDoConnectEx", EC_DO_CONNECT_EX, has_dn, put_connect,
	    take_connect },
	{ "EcDoAsyncConnectEx", EC_DO_ASYNC_CONNECT_EX, visit_has_session,
	    put_session, take_async_connect },
	{ NULL, 0, NULL, NULL, NULL },
};

static const struct call session_close[] = {
	{ "EcDummyRpc", EC_DUMMY_RPC, NULL, NULL, take_dummy },
	{ "EcDoDisconnect", EC_DO_DISCONNECT, visit_has_session, put_session,
	    take_closed },
	{ NULL, 0, NULL, NULL, NULL },
};

static const struct call session_wait[] = {
	{ "EcDoAsyncWaitEx", EC_DO_ASYNC_WAIT_EX, NULL, put_wait, take_woken },
	{ NULL, 0, NULL, NULL, NULL },
};

const struct call *
interface_session(enum session_calls part)
{
	static const struct call *const tables[SESSION_CALLS_N] = {
		[SESSION_NONE] = session_none,
		[SESSION_OPEN] = session_open,
		[SESSION_CLOSE] = session_close,
		[SESSION_WAIT] = session_wait,
	};

	return tables[part];
}

static const struct call store_calls[] = {
	{ "EcDummyRpc", EC_DUMMY_RPC, NULL, NULL, take_dummy },
	{ "EcDoConnectEx", EC_DO_CONNECT_EX, has_dn, put_connect,
	    take_connect },
	{ "RopLogon", EC_DO_RPC_EXT2, visit_has_session, put_logon,
	    take_logon },
	{ "EcDoDisconnect", EC_DO_DISCONNECT, visit_has_session, put_session,
	    take_closed },
	{ NULL, 0, NULL, NULL, NULL },
};

/* RFRI */

static bool
put_new_dsa(const struct visit *v, struct buf *stub)
{
	/* "/" is nobody's, and good enough to be sent somewhere */
	return rfri_new_dsa_encode(
	    span_str(v->mailbox_dn != NULL ? v->mailbox_dn : "/"), stub);
}

static enum wire_err
take_new_dsa(
    struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct rfri_answer answer;
	enum wire_err e = rfri_new_dsa_answer_decode(stub, big_endian, &answer);

	if (e != WIRE_OK)
		return e;
	v->status = answer.status;
	if (answer.status == 0)
		put_text(c, FACT_REFERRAL_SERVER, answer.server);
	return WIRE_OK;
}

static bool
asks_whom_to_go_to(const struct visit *v)
{
	return v->server_dn == NULL;
}

static bool
asks_for_server(const struct visit *v)
{
	return v->server_dn != NULL;
}

static bool
put_server_dn(const struct visit *v, struct buf *stub)
{
	return rfri_fqdn_encode(span_str(v->server_dn), stub);
}

static enum wire_err
take_server(struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct rfri_answer answer;
	enum wire_err e = rfri_fqdn_answer_decode(stub, big_endian, &answer);

	if (e != WIRE_OK)
		return e;
	v->status = answer.status;
	fact_put_str(&c->facts, FACT_SERVER_DN, v->server_dn);
	if (answer.status == 0)
		put_text(c, FACT_SERVER_FQDN, answer.server);
	return WIRE_OK;
}

static const struct call referral_calls[] = {
	{ "RfrGetNewDSA", RFR_GET_NEW_DSA, asks_whom_to_go_to, put_new_dsa,
	    take_new_dsa },
	{ "RfrGetFQDNFromServerDN", RFR_GET_FQDN_FROM_SERVER_DN,
	    asks_for_server, put_server_dn, take_server },
	{ NULL, 0, NULL, NULL, NULL },
};

/* EPM */

static bool
put_lookup(const struct visit *v, struct buf *stub)
{
	struct epm_lookup lookup = { .max = 1 };

	(void)v;
	return epm_lookup_encode(&lookup, stub);
}

/* That nothing is registered is an answer, too. */
static enum wire_err
take_lookup(struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct epm_answer answer;
	enum wire_err e = epm_lookup_answer_decode(stub, big_endian, &answer);

	(void)c;
	if (e == WIRE_OK)
		v->status =
		    answer.status == EPT_S_NOT_REGISTERED ? 0 : answer.status;
	return e;
}

static const struct call mapper_calls[] = {
	{ "ept_lookup", EPT_LOOKUP, NULL, put_lookup, take_lookup },
	{ NULL, 0, NULL, NULL, NULL },
};

/* TSGU */

static bool
put_tunnel(const struct visit *v, struct buf *stub)
{
	(void)v;
	return tsgu_create_encode(stub);
}

static enum wire_err
take_tunnel(struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct tsgu_tunnel tunnel;
	enum wire_err e = tsgu_tunnel_decode(stub, big_endian, &tunnel);

	(void)c;
	if (e == WIRE_OK) {
		v->status = tunnel.status;
		v->session = tunnel.handle;
	}
	return e;
}

/* Policies may ask which computer it is, and know none of this name. */
static bool
put_authorize(const struct visit *v, struct buf *stub)
{
	struct tsgu_request request = {
		.tunnel = v->session,
		.machine = span_str("rpcdiag"),
	};

	return tsgu_authorize_encode(&request, stub);
}

static enum wire_err
take_authorized(
    struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	(void)c;
	return tsgu_authorized_decode(stub, big_endian, &v->status);
}

static const struct call gateway_calls[] = {
	{ "TsProxyCreateTunnel", TS_PROXY_CREATE_TUNNEL, NULL, put_tunnel,
	    take_tunnel },
	{ "TsProxyAuthorizeTunnel", TS_PROXY_AUTHORIZE_TUNNEL,
	    visit_has_session, put_authorize, take_authorized },
	{ "TsProxyCloseTunnel", TS_PROXY_CLOSE_TUNNEL, visit_has_session,
	    put_session, take_closed },
	{ NULL, 0, NULL, NULL, NULL },
};

const struct call *
interface_calls(enum iface_id id)
{
	static const struct call *const tables[IFACE_N] = {
		[IFACE_EPM] = mapper_calls,
		[IFACE_EMSMDB] = store_calls,
		[IFACE_RFRI] = referral_calls,
		[IFACE_NSPI] = interface_book_calls,
		[IFACE_TSGU] = gateway_calls,
	};

	return tables[id];
}

const struct iface *
interface_companion(enum iface_id id)
{
	return id == IFACE_EMSMDB ? &ifaces[IFACE_ASYNC_EMSMDB] : NULL;
}
