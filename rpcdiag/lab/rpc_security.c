/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/rpc_security.h"

#include "wire/cursor.h"

#define STUB_AT 24	 /* in a response, and in a request without object */
#define TRAILER_ALIGN 16 /* counted from the stub, [MS-RPCE] 2.2.2.11 */
#define AT_FRAG_LENGTH 8
#define AT_AUTH_LENGTH 10

void
rpc_security_init(
    struct rpc_security *s, const struct rpc_gate *gate, const char *computer)
{
	*s = (struct rpc_security){ .gate = gate, .computer = computer };
}

void
rpc_security_clear(struct rpc_security *s)
{
	sealing_clear(&s->sealing);
	acceptor_free(s->acceptor);
}

/* Which package a type is; false: none that this listener takes. */
static bool
package_of(
    const struct rpc_gate *gate, uint8_t type, enum acceptor_package *out)
{
	switch (type) {
	case RPC_AUTH_NTLM:
		*out = ACCEPTOR_NTLM;
		return !gate->no_ntlm;
	case RPC_AUTH_SPNEGO:
		*out = ACCEPTOR_SPNEGO;
		return !gate->no_spnego;
	case RPC_AUTH_KERBEROS:
		*out = ACCEPTOR_KERBEROS;
		return !gate->no_kerberos && acceptor_takes_kerberos();
	default:
		return false;
	}
}

static enum rpc_trouble
judge_level(uint8_t level)
{
	switch (level) {
	case AUTH_LEVEL_CONNECT:
	case AUTH_LEVEL_PACKET:
	case AUTH_LEVEL_INTEGRITY:
	case AUTH_LEVEL_PRIVACY:
		return RPC_TROUBLE_NONE;
	case 3:
		return RPC_TROUBLE_LEVEL_CALL;
	default:
		return RPC_TROUBLE_LEVEL;
	}
}

static enum rpc_trouble
take_token(struct rpc_security *s, struct span in, struct buf *out)
{
	switch (acceptor_step(s->acceptor, in, out)) {
	case ACCEPTOR_MORE:
		return RPC_TROUBLE_NONE;
	case ACCEPTOR_DONE:
		break;
	default:
		s->logon = LOGON_REFUSED;
		return RPC_TROUBLE_LATER_TOKEN;
	}
	s->logon = LOGON_DONE;
	if (s->level < AUTH_LEVEL_PACKET ||
	    acceptor_seal(s->acceptor, s->level, &s->sealing))
		return RPC_TROUBLE_NONE;
	s->logon = LOGON_REFUSED;
	return RPC_TROUBLE_LATER_TOKEN;
}

enum rpc_trouble
rpc_security_bind(
    struct rpc_security *s, const struct pdu *bind, struct buf *token)
{
	const struct pdu_trailer *t = &bind->trailer;
	enum acceptor_package package;
	enum rpc_trouble trouble = judge_level(t->level);

	s->type = t->type;
	s->level = t->level;
	s->context_id = t->context_id;
	s->header_sign = (bind->head.flags & PFC_SUPPORT_HEADER_SIGN) != 0;
	if (!package_of(s->gate, t->type, &package))
		return RPC_TROUBLE_TYPE;
	if (trouble != RPC_TROUBLE_NONE)
		return trouble;
	s->acceptor = acceptor_new(
	    package, s->computer, span_of(NULL, 0), PROTECTION_OFF);
	s->logon = LOGON_BEGUN;
	return take_token(s, t->value, token) == RPC_TROUBLE_NONE
	    ? RPC_TROUBLE_NONE
	    : RPC_TROUBLE_FIRST_TOKEN;
}

/* Is it of the security context that the bind began? */
static bool
same_context(const struct rpc_security *s, const struct pdu_trailer *t)
{
	return t->type == s->type && t->level == s->level &&
	    t->context_id == s->context_id;
}

enum rpc_trouble
rpc_security_go_on(
    struct rpc_security *s, const struct pdu_trailer *t, struct buf *token)
{
	if (s->logon != LOGON_BEGUN || !same_context(s, t))
		return RPC_TROUBLE_UNSIGNED;
	return take_token(s, t->value, token);
}

static enum rpc_trouble
verify(struct rpc_security *s, const struct pdu *p, struct buf *plain)
{
	bool object = (p->head.flags & PFC_OBJECT_UUID) != 0;
	size_t body = STUB_AT + (object ? sizeof(struct guid) : 0);
	struct auth_pdu pdu = {
		.p = plain->p,
		.n = p->trailer.at + PDU_TRAILER_SIZE,
		.body = body,
		.body_n = p->trailer.at - body,
		.only_body = !s->header_sign,
	};

	return sealing_verify(&s->sealing, &pdu, p->trailer.value)
	    ? RPC_TROUBLE_NONE
	    : RPC_TROUBLE_SIGNATURE;
}

/* Below level packet a verifier means nothing, and is passed over. */
enum rpc_trouble
rpc_security_open_pdu(
    struct rpc_security *s, struct span bytes, struct pdu *p, struct buf *plain)
{
	enum rpc_trouble t;

	if (s->logon == LOGON_REFUSED)
		return RPC_TROUBLE_LOGON;
	if (s->logon == LOGON_BEGUN ||
	    (p->trailer.present && !same_context(s, &p->trailer)))
		return RPC_TROUBLE_UNSIGNED;
	if (!s->sealing.on)
		return RPC_TROUBLE_NONE;
	if (!p->trailer.present || !buf_add(plain, bytes.p, bytes.n) ||
	    pdu_decode(buf_span(plain), p) != WIRE_OK)
		return RPC_TROUBLE_UNSIGNED;
	t = verify(s, p, plain);
	if (t == RPC_TROUBLE_NONE && pdu_decode(buf_span(plain), p) != WIRE_OK)
		t = RPC_TROUBLE_SIGNATURE;
	return t;
}

unsigned
rpc_security_level(const struct rpc_security *s)
{
	return s->logon == LOGON_DONE ? s->level : 0;
}

const char *
rpc_security_user(const struct rpc_security *s)
{
	return s->logon == LOGON_DONE ? acceptor_user(s->acceptor) : "";
}

enum rpc_trouble
rpc_security_admit(const struct rpc_security *s)
{
	return rpc_security_level(s) < s->gate->lowest ? RPC_TROUBLE_LEVEL_LOW
						       : RPC_TROUBLE_NONE;
}

uint16_t
rpc_security_max_frag(struct rpc_security *s, uint16_t max_frag)
{
	size_t need;

	if (!s->sealing.on)
		return max_frag;
	need = TRAILER_ALIGN - 1 + PDU_TRAILER_SIZE + sealing_size(&s->sealing);
	return (uint16_t)(max_frag - need);
}

static bool
close_pdu(struct rpc_security *s, struct span plain, struct buf *out)
{
	size_t signature_n = sealing_size(&s->sealing);
	uint8_t pad = (uint8_t)(-(plain.n - STUB_AT) & (TRAILER_ALIGN - 1));
	size_t at = out->n;
	struct auth_pdu pdu;
	struct wr w;

	wr_init(&w, out);
	wr_bytes(&w, plain);
	wr_zero(&w, pad);
	wr_u8(&w, s->type);
	wr_u8(&w, s->level);
	wr_u8(&w, pad);
	wr_u8(&w, 0);
	wr_u32(&w, s->context_id);
	wr_put_u16(&w, AT_FRAG_LENGTH, (uint16_t)(wr_size(&w) + signature_n));
	wr_put_u16(&w, AT_AUTH_LENGTH, (uint16_t)signature_n);
	if (!wr_done(&w))
		return false;
	pdu = (struct auth_pdu){
		.p = out->p + at,
		.n = out->n - at,
		.body = STUB_AT,
		.body_n = plain.n - STUB_AT + pad,
		.only_body = !s->header_sign,
	};
	return sealing_protect(&s->sealing, &pdu, out);
}

bool
rpc_security_close_pdus(
    struct rpc_security *s, struct span plain, struct buf *out)
{
	struct pdu_head head;

	if (!s->sealing.on)
		return buf_add(out, plain.p, plain.n);
	while (plain.n > 0) {
		if (pdu_head_decode(plain, &head) != WIRE_OK ||
		    !close_pdu(s, span_sub(plain, 0, head.frag_length), out))
			return false;
		plain = span_sub(plain, head.frag_length, plain.n);
	}
	return true;
}
