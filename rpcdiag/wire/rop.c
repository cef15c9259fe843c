/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/rop.h"

#define ROP_LOGON 0xfe
#define HEADER_SIZE 8 /* RPC_HEADER_EXT, [MS-OXCRPC] 2.2.2.1 */
#define LAST 0x0004   /* its only flag that may stand here */
#define LENGTH_SIZE 2 /* RopSize, counted with itself */

#define LOGON_PRIVATE 0x01 /* LogonFlags, [MS-OXCSTOR] 2.2.1.1.1 */
/* OpenFlags: HOME_LOGON, NO_MAIL, USE_PER_MDB_REPLID_MAPPING. Without
 * TAKE_OWNERSHIP, so that no mailbox is made that is not there. */
#define OPEN_FLAGS 0x01000404U
#define NO_HANDLE 0xffffffffU

/* Leaves at the cursor what is in the buffer, up to the handle table. */
static void
buffer_open(struct rd *r, struct span rops)
{
	struct rd head;
	uint16_t version, flags, n, size;

	rd_init(&head, rops);
	version = rd_u16(&head);
	flags = rd_u16(&head);
	n = rd_u16(&head); /* Size, and SizeActual: the same if uncompressed */
	rd_u16(&head);
	rd_init(r, rd_bytes(&head, n));
	if (head.e == WIRE_OK && (version != 0 || flags != LAST))
		head.e = WIRE_UNKNOWN;
	size = rd_u16(r);
	if (head.e != WIRE_OK)
		rd_fail(r, head.e);
	else if (size < LENGTH_SIZE)
		rd_fail(r, WIRE_INVALID);
	else if (r->e == WIRE_OK && size > r->in.n)
		rd_fail(r, WIRE_SHORT);
	else
		r->in.n = size;
}

/* A buffer of one operation and a table of one handle. */
static bool
buffer_put(struct span rop, uint32_t handle, struct buf *out)
{
	size_t n = LENGTH_SIZE + rop.n + sizeof(handle);
	struct wr w;

	wr_init(&w, out);
	w.ok = n <= UINT16_MAX;
	wr_u16(&w, 0);
	wr_u16(&w, LAST);
	wr_u16(&w, (uint16_t)n);
	wr_u16(&w, (uint16_t)n);
	wr_u16(&w, (uint16_t)(LENGTH_SIZE + rop.n));
	wr_bytes(&w, rop);
	wr_u32(&w, handle);
	return wr_done(&w);
}

/* A string of n bytes, NUL and all. */
static struct span
text_read(struct rd *r, size_t n)
{
	struct span s = rd_bytes(r, n);

	if (n == 0 || n > NDR_TEXT_MAX)
		rd_fail(r, n == 0 ? WIRE_INVALID : WIRE_LIMIT);
	else if (r->e == WIRE_OK && s.p[n - 1] != '\0')
		rd_fail(r, WIRE_INVALID);
	return r->e == WIRE_OK ? span_str((const char *)s.p) : span_of(NULL, 0);
}

static void
id_read(struct rd *r)
{
	if (rd_u8(r) != ROP_LOGON)
		rd_fail(r, WIRE_UNKNOWN);
}

enum wire_err
rop_logon_decode(struct span rops, struct rop_logon *out)
{
	struct rd r;

	*out = (struct rop_logon){ 0 };
	buffer_open(&r, rops);
	id_read(&r);
	rd_u8(&r);  /* LogonId */
	rd_u8(&r);  /* OutputHandleIndex */
	rd_u8(&r);  /* LogonFlags */
	rd_u32(&r); /* OpenFlags */
	rd_u32(&r); /* StoreState */
	out->user_dn = text_read(&r, rd_u16(&r));
	return rd_end(&r);
}

bool
rop_logon_encode(const struct rop_logon *in, struct buf *out)
{
	struct buf rop;
	struct wr w;
	bool ok;

	buf_init(&rop, NDR_TEXT_MAX + HEADER_SIZE * 2);
	wr_init(&w, &rop);
	w.ok = in->user_dn.n < NDR_TEXT_MAX;
	wr_u8(&w, ROP_LOGON);
	wr_u8(&w, 0);
	wr_u8(&w, 0);
	wr_u8(&w, LOGON_PRIVATE);
	wr_u32(&w, OPEN_FLAGS);
	wr_u32(&w, 0);
	wr_u16(&w, (uint16_t)(in->user_dn.n + 1));
	wr_bytes(&w, in->user_dn);
	wr_u8(&w, '\0');
	ok = wr_done(&w) && buffer_put(buf_span(&rop), NO_HANDLE, out);
	buf_clear(&rop);
	return ok;
}

enum wire_err
rop_logon_answer_decode(struct span rops, struct rop_logon_answer *out)
{
	struct rd r;

	*out = (struct rop_logon_answer){ 0 };
	buffer_open(&r, rops);
	id_read(&r);
	rd_u8(&r); /* OutputHandleIndex */
	out->status = rd_u32(&r);
	if (out->status == ROP_EC_WRONG_SERVER) {
		rd_u8(&r); /* LogonFlags */
		out->server = text_read(&r, rd_u8(&r));
	}
	return rd_done(&r);
}

bool
rop_logon_answer_encode(const struct rop_logon_answer *in, struct buf *out)
{
	struct buf rop;
	struct wr w;
	bool ok;

	buf_init(&rop, UINT8_MAX + HEADER_SIZE);
	wr_init(&w, &rop);
	wr_u8(&w, ROP_LOGON);
	wr_u8(&w, 0);
	wr_u32(&w, in->status);
	if (in->status == ROP_EC_WRONG_SERVER) {
		w.ok = w.ok && in->server.n < UINT8_MAX;
		wr_u8(&w, LOGON_PRIVATE);
		wr_u8(&w, (uint8_t)(in->server.n + 1));
		wr_bytes(&w, in->server);
		wr_u8(&w, '\0');
	}
	ok = wr_done(&w) &&
	    buffer_put(buf_span(&rop), in->status == 0 ? 1 : NO_HANDLE, out);
	buf_clear(&rop);
	return ok;
}
