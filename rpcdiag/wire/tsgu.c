/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/tsgu.h"

/* TSG_PACKET (2.2.9.2.1): a number, the same again for the union, and a
 * pointer to what it stands for. */
#define PACKET_VERSIONCAPS 0x5643u
#define PACKET_QUARREQUEST 0x5152u
#define PACKET_RESPONSE 0x5052u
#define PACKET_QUARENC_RESPONSE 0x4552u

#define COMPONENT 0x5452 /* of every header, 2.2.9.2.1.1 */
#define VERSION_MAJOR 1
#define VERSION_MINOR 1
#define CAPABILITY_NAP 1  /* the one type there is, 2.2.9.2.1.2.1 */
#define CAN_QUARANTINE 1u /* 2.2.9.2.1.2.1.2.1 */
#define NONCE_SIZE 16
#define REDIRECTION_FLAGS 8 /* each as long as a BOOL */

/* Handle, id and status; and the shortest answer, whose packet is NULL. */
#define TUNNEL_END 28
#define STATUS_END 4

static void
put_packet(struct wr *w, uint32_t id)
{
	ndr_put_u32(w, id);
	ndr_put_u32(w, id);
	ndr_put_pointer(w, true);
}

static void
get_packet(struct rd *r, uint32_t id)
{
	uint32_t is = ndr_get_u32(r), again = ndr_get_u32(r);

	if (is != id || again != id || !ndr_get_pointer(r))
		rd_fail(r, WIRE_INVALID);
}

/* TSG_PACKET_VERSIONCAPS (2.2.9.2.1.2) with one capability. */
static void
put_version(struct wr *w)
{
	ndr_put_u16(w, COMPONENT);
	ndr_put_u16(w, PACKET_VERSIONCAPS);
	ndr_put_pointer(w, true);
	ndr_put_u32(w, 1);
	ndr_put_u16(w, VERSION_MAJOR);
	ndr_put_u16(w, VERSION_MINOR);
	ndr_put_u16(w, 0); /* quarantineCapabilities */
	ndr_put_u32(w, 1);
	ndr_put_u32(w, CAPABILITY_NAP);
	ndr_put_u32(w, CAPABILITY_NAP);
	ndr_put_u32(w, CAN_QUARANTINE);
}

bool
tsgu_create_encode(struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	put_packet(&w, PACKET_VERSIONCAPS);
	put_version(&w);
	return wr_done(&w);
}

/* What it says of versions and capabilities is taken as it is. */
enum wire_err
tsgu_create_decode(struct span stub, bool big_endian)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	get_packet(&r, PACKET_VERSIONCAPS);
	if (ndr_get_u16(&r) != COMPONENT ||
	    ndr_get_u16(&r) != PACKET_VERSIONCAPS)
		rd_fail(&r, WIRE_INVALID);
	return rd_done(&r);
}

/* A certificate chain that is empty, no nonce, a version. */
static void
put_quarantine(struct wr *w)
{
	put_packet(w, PACKET_QUARENC_RESPONSE);
	ndr_put_u32(w, 0);
	ndr_put_u32(w, 0);
	ndr_put_pointer(w, false);
	wr_zero(w, NONCE_SIZE);
	ndr_put_pointer(w, true);
	put_version(w);
}

bool
tsgu_tunnel_encode(const struct tsgu_tunnel *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_pointer(&w, in->status == 0);
	if (in->status == 0)
		put_quarantine(&w);
	ndr_put_handle(&w, &in->handle);
	ndr_put_u32(&w, in->id);
	ndr_put_u32(&w, in->status);
	return wr_done(&w);
}

/* The last n bytes of a stub: what is in a packet depends on the gateway's
 * version, but what stands behind it does not. */
static void
open_end(struct rd *r, struct span stub, bool big_endian, size_t n)
{
	bool enough = stub.n >= n + 4; /* a pointer before it */

	ndr_open(
	    r, span_sub(stub, enough ? stub.n - n : 0, stub.n), big_endian);
	if (!enough)
		rd_fail(r, WIRE_SHORT);
}

enum wire_err
tsgu_tunnel_decode(struct span stub, bool big_endian, struct tsgu_tunnel *out)
{
	struct rd r;

	open_end(&r, stub, big_endian, TUNNEL_END);
	out->handle = ndr_get_handle(&r);
	out->id = ndr_get_u32(&r);
	out->status = ndr_get_u32(&r);
	return rd_end(&r);
}

bool
tsgu_authorize_encode(const struct tsgu_request *in, struct buf *out)
{
	uint32_t length = (uint32_t)in->machine.n + 1;
	struct wr w;

	wr_init(&w, out);
	w.ok = in->machine.n < TSGU_NAME_MAX;
	ndr_put_handle(&w, &in->tunnel);
	put_packet(&w, PACKET_QUARREQUEST);
	ndr_put_u32(&w, 0);
	ndr_put_pointer(&w, true);
	ndr_put_u32(&w, length);
	ndr_put_pointer(&w, true);
	ndr_put_u32(&w, 0);
	ndr_put_u32(&w, length);
	ndr_put_variance(&w, length);
	for (size_t i = 0; i < in->machine.n; i++)
		wr_u16(&w, in->machine.p[i]);
	wr_u16(&w, 0);
	ndr_put_u32(&w, 0); /* no data */
	return wr_done(&w);
}

enum wire_err
tsgu_authorize_decode(
    struct span stub, bool big_endian, struct tsgu_request *out)
{
	struct rd r;

	*out = (struct tsgu_request){ 0 };
	ndr_open(&r, stub, big_endian);
	out->tunnel = ndr_get_handle(&r);
	get_packet(&r, PACKET_QUARREQUEST);
	return rd_done(&r);
}

bool
tsgu_authorized_encode(const uint32_t *status, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_pointer(&w, *status == 0);
	if (*status == 0) {
		put_packet(&w, PACKET_RESPONSE);
		ndr_put_u32(&w, PACKET_QUARREQUEST);
		ndr_put_u32(&w, 0);
		ndr_put_pointer(&w, true);
		ndr_put_u32(&w, 0);
		wr_zero(&w, 4 * REDIRECTION_FLAGS);
		ndr_put_u32(&w, 0); /* no data */
	}
	ndr_put_u32(&w, *status);
	return wr_done(&w);
}

enum wire_err
tsgu_authorized_decode(struct span stub, bool big_endian, uint32_t *status)
{
	struct rd r;

	open_end(&r, stub, big_endian, STATUS_END);
	*status = ndr_get_u32(&r);
	return rd_end(&r);
}
