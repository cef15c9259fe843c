/* SPDX-License-Identifier: Apache-2.0 */
#include "net/verifier.h"

#include <stdlib.h>

#include "base/mem.h"

#define CONTEXT_ID 1 /* ours to choose: there is one context */
#define AT_TYPE 2    /* in the header */
#define AT_FLAGS 3
#define OBJECT_SIZE 16
#define STUB_OFFSET 24 /* of request and response (C706 12.6.4) */

struct verifier *
verifier_new(struct loop *l, const struct auth_mech *mech,
    const struct auth_spec *spec, token_fn *fn, void *arg)
{
	struct verifier *v = mem_new(sizeof(*v));

	v->mech = mech;
	v->level = spec->level;
	v->token = token_open(l, mech, spec, fn, arg);
	v->loop = l;
	v->pass.place = PASS_AT_SERVER;
	/* who demands encryption refuses what is only signed */
	v->judge = mem_printf("%s %d", spec->host, (int)spec->level);
	v->pass.how = mech->name;
	v->pass.judge = v->judge;
	v->who = spec->who;
	buf_init(&v->plain, UINT16_MAX);
	buf_init(&v->proof, AUTH_TOKEN_MAX);
	return v;
}

void
verifier_free(struct verifier *v)
{
	if (v == NULL)
		return;
	pass_leave(&v->pass, PASS_SILENT);
	token_close(v->token);
	free(v->judge);
	buf_wipe(&v->proof);
	buf_wipe(&v->plain);
	free(v);
}

struct pdu_auth
verifier_token(const struct verifier *v, struct span token)
{
	return (struct pdu_auth){
		.type = v->mech->rpc_type,
		.level = v->level,
		.context_id = CONTEXT_ID,
		.value = token,
	};
}

bool
verifier_signs(const struct verifier *v)
{
	return v->ready && v->level >= AUTH_LEVEL_PACKET;
}

/* A whole PDU in p[0..n), value_n bytes of it the auth_value at its end. */
static struct auth_pdu
signed_pdu(const struct verifier *v, uint8_t *p, size_t n, size_t value_n)
{
	size_t end = n - value_n;
	size_t body = STUB_OFFSET;

	if (p[AT_TYPE] == PDU_REQUEST && (p[AT_FLAGS] & PFC_OBJECT_UUID) != 0)
		body += OBJECT_SIZE;

	return (struct auth_pdu){
		.p = p,
		.n = end,
		.body = body,
		.body_n = end - PDU_TRAILER_SIZE - body,
		.only_body = !v->header_sign,
	};
}

/*
 * The lengths in the header are signed too, so the PDU is written with room
 * for the signature before there is one.
 */
bool
verifier_put_request(struct verifier *v, const struct pdu_request *r,
    uint32_t call_id, struct buf *out)
{
	struct auth *a = token_auth(v->token);
	size_t n = v->mech->signature_size(a), at = out->n;
	uint8_t *room = mem_new(n + 1);
	struct pdu_auth auth = verifier_token(v, span_of(room, n));
	struct auth_pdu pdu;
	struct buf value;
	bool ok;

	buf_init(&value, n);
	ok = n > 0 && pdu_put_request(r, call_id, &auth, out);
	if (ok) {
		pdu = signed_pdu(v, out->p + at, out->n - at, n);
		ok = v->mech->protect(a, &pdu, &value) && value.n == n;
	}
	if (ok)
		memcpy(out->p + out->n - n, value.p, n);
	buf_clear(&value);
	free(room);
	return ok;
}

enum verifier_result
verifier_check(struct verifier *v, struct span bytes, struct pdu *p)
{
	const struct pdu_trailer *t = &p->trailer;
	struct auth_pdu pdu;

	if (!t->present || t->type != v->mech->rpc_type ||
	    t->level != v->level || t->context_id != CONTEXT_ID ||
	    t->at < STUB_OFFSET)
		return VERIFIER_ABSENT;
	buf_clear(&v->plain);
	if (!buf_add(&v->plain, bytes.p, bytes.n))
		return VERIFIER_WRONG;
	pdu = signed_pdu(v, v->plain.p, v->plain.n, t->value.n);
	if (!v->mech->verify(token_auth(v->token), &pdu, t->value))
		return VERIFIER_WRONG;
	return pdu_decode(buf_span(&v->plain), p) == WIRE_OK ? VERIFIER_GOOD
							     : VERIFIER_WRONG;
}
