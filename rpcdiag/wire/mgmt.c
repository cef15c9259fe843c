/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/mgmt.h"

#include <string.h>

#include "wire/ndr.h"

/* rpc_if_id_vector_t: a count, as many pointers, then what they point to. */
static void
vector_read(struct rd *r, struct mgmt_if_ids *out)
{
	uint32_t max_count = rd_u32(r);
	uint32_t count = rd_u32(r);
	uint32_t there = 0;

	if (max_count != count)
		rd_fail(r, WIRE_INVALID);
	if (count > MGMT_IFS_MAX)
		rd_fail(r, WIRE_LIMIT);
	if (r->e != WIRE_OK)
		return;
	for (uint32_t i = 0; i < count; i++)
		there += ndr_get_pointer(r);
	while (r->e == WIRE_OK && out->n < there) {
		struct pdu_syntax *id = &out->id[out->n];

		/* Two u16 (C706 appendix N), not the u32 of a bind. */
		id->uuid = rd_guid(r);
		id->major = rd_u16(r);
		id->minor = rd_u16(r);
		if (r->e == WIRE_OK)
			out->n++;
	}
}

enum wire_err
mgmt_if_ids_decode(struct span stub, bool big_endian, struct mgmt_if_ids *out)
{
	struct rd r;

	memset(out, 0, sizeof(*out));
	ndr_open(&r, stub, big_endian);
	if (ndr_get_pointer(&r))
		vector_read(&r, out);
	out->status = rd_u32(&r);
	return ndr_end(&r);
}

enum wire_err
mgmt_listening_decode(
    struct span stub, bool big_endian, struct mgmt_listening *out)
{
	struct rd r;

	memset(out, 0, sizeof(*out));
	ndr_open(&r, stub, big_endian);
	out->status = rd_u32(&r);
	out->listening = rd_u32(&r) != 0;
	return ndr_end(&r);
}

bool
mgmt_if_ids_encode(const struct mgmt_if_ids *in, struct buf *out)
{
	struct wr w;

	if (in->n > MGMT_IFS_MAX)
		return false;
	wr_init(&w, out);
	ndr_put_pointer(&w, true);
	wr_u32(&w, in->n);
	wr_u32(&w, in->n);
	for (uint32_t i = 0; i < in->n; i++)
		ndr_put_pointer(&w, true);
	for (unsigned i = 0; i < in->n; i++) {
		wr_guid(&w, &in->id[i].uuid);
		wr_u16(&w, in->id[i].major);
		wr_u16(&w, in->id[i].minor);
	}
	wr_u32(&w, in->status);
	return wr_done(&w);
}

bool
mgmt_listening_encode(const struct mgmt_listening *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	wr_u32(&w, in->status);
	wr_u32(&w, in->listening ? 1 : 0);
	return wr_done(&w);
}
