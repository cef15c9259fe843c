/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/ntlm.h"

#include <string.h>

#include "wire/cursor.h"
#include "wire/utf16.h"

#define NEGOTIATE_MESSAGE 1
#define CHALLENGE_MESSAGE 2

static const char signature[8] = "NTLMSSP";

/* [MS-NLMP] 2.2.2.5 */
#define NEGOTIATE_UNICODE 0x00000001U
#define REQUEST_TARGET 0x00000004U
#define NEGOTIATE_NTLM 0x00000200U
#define NEGOTIATE_ALWAYS_SIGN 0x00008000U
#define NEGOTIATE_EXTENDED_SESSIONSECURITY 0x00080000U
#define NEGOTIATE_TARGET_INFO 0x00800000U
#define NEGOTIATE_VERSION 0x02000000U
#define NEGOTIATE_128 0x20000000U
#define NEGOTIATE_56 0x80000000U

enum av_id { /* [MS-NLMP] 2.2.2.1 */
	AV_EOL,
	AV_NB_COMPUTER_NAME,
	AV_NB_DOMAIN_NAME,
	AV_DNS_COMPUTER_NAME,
	AV_DNS_DOMAIN_NAME,
	AV_DNS_TREE_NAME,
	AV_FLAGS,
	AV_TIMESTAMP,
};

/* Where the name of an AV pair goes; NULL when it is not a name we keep. */
static char *
name_of(struct ntlm_challenge *c, uint16_t id)
{
	switch (id) {
	case AV_NB_COMPUTER_NAME:
		return c->nb_computer;
	case AV_NB_DOMAIN_NAME:
		return c->nb_domain;
	case AV_DNS_COMPUTER_NAME:
		return c->dns_computer;
	case AV_DNS_DOMAIN_NAME:
		return c->dns_domain;
	case AV_DNS_TREE_NAME:
		return c->dns_forest;
	default:
		return NULL;
	}
}

/* The list ends with AV_EOL; one that only ends with its bytes is cut. */
static enum wire_err
target_info_read(struct span info, struct ntlm_challenge *out)
{
	struct rd r;

	rd_init(&r, info);
	for (;;) {
		uint16_t id = rd_u16(&r);
		struct span value = rd_bytes(&r, rd_u16(&r));
		char *name = name_of(out, id);

		if (r.e != WIRE_OK || id == AV_EOL)
			return r.e;
		if (name != NULL) {
			utf16_text(value, false, name, NTLM_TEXT);
		} else if (id == AV_TIMESTAMP) {
			struct rd time;

			rd_init(&time, value);
			out->time = rd_u64(&time);
		}
	}
}

enum wire_err
ntlm_challenge_decode(struct span token, struct ntlm_challenge *out)
{
	const uint8_t *at = token.n == 0
	    ? NULL
	    : memmem(token.p, token.n, signature, sizeof(signature));
	struct span message;
	uint32_t type, offset;
	uint16_t length;
	struct rd r;

	memset(out, 0, sizeof(*out));
	if (at == NULL)
		return WIRE_UNKNOWN;
	message = span_sub(token, (size_t)(at - token.p), token.n);
	rd_init(&r, message);
	rd_skip(&r, sizeof(signature));
	type = rd_u32(&r);
	if (r.e == WIRE_OK && type != CHALLENGE_MESSAGE)
		return WIRE_INVALID;
	rd_skip(&r, 8); /* target name: repeated in the target info */
	out->flags = rd_u32(&r);
	rd_skip(&r, 16); /* the challenge, reserved */
	if ((out->flags & NEGOTIATE_TARGET_INFO) == 0)
		return rd_done(&r);
	length = rd_u16(&r);
	rd_skip(&r, 2);
	offset = rd_u32(&r);
	if ((out->flags & NEGOTIATE_VERSION) != 0) {
		out->major = rd_u8(&r);
		out->minor = rd_u8(&r);
		out->build = rd_u16(&r);
		out->has_version = r.e == WIRE_OK;
	}
	if (r.e != WIRE_OK)
		return r.e;
	if (offset > message.n || length > message.n - offset)
		return WIRE_SHORT;
	return length == 0
	    ? WIRE_OK
	    : target_info_read(span_sub(message, offset, length), out);
}

bool
ntlm_negotiate_encode(struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	wr_bytes(&w, span_of(signature, sizeof(signature)));
	wr_u32(&w, NEGOTIATE_MESSAGE);
	wr_u32(&w,
	    NEGOTIATE_UNICODE | REQUEST_TARGET | NEGOTIATE_NTLM |
		NEGOTIATE_ALWAYS_SIGN | NEGOTIATE_EXTENDED_SESSIONSECURITY |
		NEGOTIATE_TARGET_INFO | NEGOTIATE_VERSION | NEGOTIATE_128 |
		NEGOTIATE_56);
	wr_zero(&w, 16); /* no domain, no workstation */
	/* [MS-NLMP] 2.2.2.10: Windows 10 without a build, revision 15 */
	wr_u8(&w, 10);
	wr_zero(&w, 6);
	wr_u8(&w, 15);
	return wr_done(&w);
}
