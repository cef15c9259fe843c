/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "fuzz.h"
#include "wire/rts.h"

/* Do bytes of p's encoding exist that nobody reads? */
static bool
has_filler(const struct rts_pdu *p)
{
	return rts_find(p, RTS_PADDING, 0) != NULL ||
	    rts_find(p, RTS_CLIENT_ADDRESS, 0) != NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct rts_pdu pdu, again;
	struct buf b;
	enum rts_name name;

	if (rts_decode(span_of(p, n), &pdu) != WIRE_OK)
		return 0;
	name = rts_identify(&pdu);
	PROMISE(name == RTS_UNNAMED || rts_is(&pdu, name));
	PROMISE(rts_name_text(name) != NULL);
	buf_init(&b, UINT16_MAX);
	PROMISE(rts_encode(&pdu, &b));
	PROMISE(b.n == n);
	PROMISE(has_filler(&pdu) || span_eq(buf_span(&b), span_of(p, n)));
	PROMISE(rts_decode(buf_span(&b), &again) == WIRE_OK);
	PROMISE(memcmp(&pdu, &again, sizeof(pdu)) == 0);
	buf_clear(&b);
	return 0;
}
