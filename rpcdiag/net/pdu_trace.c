/* SPDX-License-Identifier: Apache-2.0 */
#include "net/pdu_trace.h"

#include "base/log.h"
#include "wire/pdu.h"

static bool
has_logon(const struct pdu_head *h)
{
	return h->type == PDU_BIND || h->type == PDU_ALTER_CONTEXT ||
	    h->type == PDU_AUTH3;
}

void
pdu_trace(const char *what, struct span pdu)
{
	struct pdu_head head;
	bool known = pdu_head_decode(pdu, &head) == WIRE_OK;

	/* auth_value is the last of a PDU. */
	log_bytes(what, pdu, known && has_logon(&head) ? head.auth_length : 0);
}
