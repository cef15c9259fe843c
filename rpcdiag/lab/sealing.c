/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/sealing.h"

void
sealing_clear(struct sealing *s)
{
	ntlm_seal_free(s->ntlm);
	*s = (struct sealing){ 0 };
}

size_t
sealing_size(struct sealing *s)
{
	return s->ntlm != NULL ? NTLM_SIGNATURE_SIZE : krb5_seal_size(&s->krb5);
}

/* NTLM with extended session security signs the whole PDU whether header
 * signing was agreed on or not. */
static struct ntlm_message_parts
parts_of(const struct sealing *s, struct auth_pdu *pdu)
{
	return (struct ntlm_message_parts){
		.whole = span_of(pdu->p, pdu->n),
		.sealed = pdu->p + pdu->body,
		.sealed_n = s->privacy ? pdu->body_n : 0,
	};
}

bool
sealing_protect(struct sealing *s, struct auth_pdu *pdu, struct buf *out)
{
	struct ntlm_message_parts parts = parts_of(s, pdu);
	uint8_t signature[NTLM_SIGNATURE_SIZE];

	if (s->ntlm == NULL)
		return krb5_seal_protect(&s->krb5, pdu, out);
	return ntlm_seal_protect(s->ntlm, &parts, signature) &&
	    buf_add(out, signature, sizeof(signature));
}

bool
sealing_verify(struct sealing *s, struct auth_pdu *pdu, struct span signature)
{
	struct ntlm_message_parts parts = parts_of(s, pdu);

	if (s->ntlm == NULL)
		return krb5_seal_verify(&s->krb5, pdu, signature);
	return signature.n == NTLM_SIGNATURE_SIZE &&
	    ntlm_seal_verify(s->ntlm, &parts, signature.p);
}
