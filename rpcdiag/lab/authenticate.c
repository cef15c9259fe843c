/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/authenticate.h"

#include <string.h>

#include "auth/ntlm_seal.h"
#include "wire/utf16.h"

#define SIGNATURE "NTLMSSP" /* with its NUL, [MS-NLMP] 2.2.1 */

/* Where length, room and offset of each part stand, 2.2.1.3. */
#define AT_NT_RESPONSE 20u
#define AT_DOMAIN 28u
#define AT_USER 36u

/* NTLMv2_RESPONSE, 2.2.2.7 and 2.2.2.8: what is before its AV pairs. */
#define AT_AV_PAIRS 44u
#define AV_EOL 0
#define AV_CHANNEL_BINDINGS 10

static struct span
part_at(struct span message, size_t fields)
{
	struct rd r;
	uint16_t n;
	uint32_t at;

	rd_init(&r, message);
	rd_skip(&r, fields);
	n = rd_u16(&r);
	rd_skip(&r, 2); /* room */
	at = rd_u32(&r);
	return span_sub(message, at, n);
}

/* All zeros means that the client has none ([MS-NLMP] 2.2.2.1). */
static bool
has_bindings(struct span response)
{
	struct rd r;

	rd_init(&r, span_sub(response, AT_AV_PAIRS, response.n));
	while (rd_left(&r) > 0) {
		uint16_t id = rd_u16(&r);
		struct span value = rd_bytes(&r, rd_u16(&r));

		if (rd_done(&r) != WIRE_OK || id == AV_EOL)
			return false;
		if (id != AV_CHANNEL_BINDINGS)
			continue;
		for (size_t i = 0; i < value.n; i++)
			if (value.p[i] != 0)
				return true;
	}
	return false;
}

bool
authenticate_read(struct span token, struct authenticate *out)
{
	const uint8_t *p;
	struct span message;

	if (ntlm_message_type(token) != NTLM_AUTHENTICATE)
		return false;
	p = memmem(token.p, token.n, SIGNATURE, sizeof(SIGNATURE));
	message = span_sub(token, (size_t)(p - token.p), token.n);
	out->flags = ntlm_authenticate_flags(token);
	utf16_text(
	    part_at(message, AT_USER), false, out->user, sizeof(out->user));
	utf16_text(part_at(message, AT_DOMAIN), false, out->domain,
	    sizeof(out->domain));
	out->bound = has_bindings(part_at(message, AT_NT_RESPONSE));
	return true;
}
