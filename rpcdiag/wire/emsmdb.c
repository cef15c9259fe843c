/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/emsmdb.h"

/* Parameters that have one value for everybody who opens a first session. */
#define CONNECTION_HASH 0 /* ulConMod: any number */
#define SIZE_LIMIT 0	  /* cbLimit: 0 is demanded */
#define LINK_NONE 0xffffffffU
#define CONVERTS_CODE_PAGES 1

/* What a server advises about polling (pcmsPollsMax and its like). */
#define POLL_MS 60000
#define RETRIES 6
#define RETRY_MS 10000

static struct emsmdb_version
version_read(struct rd *r)
{
	struct emsmdb_version v = { { ndr_get_u16(r) } };

	v.word[1] = rd_u16(r);
	v.word[2] = rd_u16(r);
	return v;
}

static void
version_write(struct wr *w, const struct emsmdb_version *v)
{
	for (size_t i = 0; i < 3; i++)
		ndr_put_u16(w, v->word[i]);
}

/* A conformant and varying array of bytes, and its size once more. */
static struct span
buffer_read(struct rd *r, uint32_t max)
{
	uint32_t room = ndr_get_u32(r);
	uint32_t n = ndr_get_variance(r, room);
	struct span s;

	if (n > max)
		rd_fail(r, WIRE_LIMIT);
	s = rd_bytes(r, r->e == WIRE_OK ? n : 0);
	ndr_get_u32(r);
	return s;
}

static void
buffer_write(struct wr *w, struct span s)
{
	ndr_put_u32(w, (uint32_t)s.n);
	ndr_put_variance(w, (uint32_t)s.n);
	wr_bytes(w, s);
	ndr_put_u32(w, (uint32_t)s.n);
}

/* The auxiliary buffers (3.1.4.1.2) inform, and nobody here listens. */
static void
aux_in_read(struct rd *r)
{
	ndr_get_bytes(r, EMSMDB_AUX_MAX); /* rgbAuxIn */
	ndr_get_u32(r);			  /* cbAuxIn */
	ndr_get_u32(r);			  /* pcbAuxOut */
}

static void
aux_in_write(struct wr *w)
{
	ndr_put_bytes(w, span_of(NULL, 0));
	ndr_put_u32(w, 0);
	ndr_put_u32(w, EMSMDB_AUX_MAX);
}

enum wire_err
emsmdb_connect_decode(
    struct span stub, bool big_endian, struct emsmdb_connect *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	out->user_dn = ndr_get_string(&r);
	out->flags = ndr_get_u32(&r);
	ndr_get_u32(&r); /* ulConMod */
	ndr_get_u32(&r); /* cbLimit */
	out->code_page = ndr_get_u32(&r);
	out->locale = ndr_get_u32(&r);
	ndr_get_u32(&r); /* ulLcidSort */
	ndr_get_u32(&r); /* ulIcxrLink */
	ndr_get_u16(&r); /* usFCanConvertCodePages */
	out->version = version_read(&r);
	ndr_get_u32(&r); /* pulTimeStamp */
	aux_in_read(&r);
	return ndr_end(&r);
}

bool
emsmdb_connect_encode(const struct emsmdb_connect *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_string(&w, in->user_dn);
	ndr_put_u32(&w, in->flags);
	wr_u32(&w, CONNECTION_HASH);
	wr_u32(&w, SIZE_LIMIT);
	wr_u32(&w, in->code_page);
	wr_u32(&w, in->locale);
	wr_u32(&w, in->locale);
	wr_u32(&w, LINK_NONE);
	wr_u16(&w, CONVERTS_CODE_PAGES);
	version_write(&w, &in->version);
	ndr_put_u32(&w, 0);
	aux_in_write(&w);
	return wr_done(&w);
}

enum wire_err
emsmdb_session_decode(
    struct span stub, bool big_endian, struct emsmdb_session *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	out->handle = ndr_get_handle(&r);
	ndr_get_u32(&r); /* pcmsPollsMax */
	ndr_get_u32(&r); /* pcRetry */
	ndr_get_u32(&r); /* pcmsRetryDelay */
	ndr_get_u16(&r); /* picxr */
	out->dn_prefix = ndr_get_text(&r);
	out->display_name = ndr_get_text(&r);
	out->server = version_read(&r);
	out->best = version_read(&r);
	ndr_get_u32(&r); /* pulTimeStamp */
	buffer_read(&r, EMSMDB_AUX_MAX);
	out->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
emsmdb_session_encode(const struct emsmdb_session *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, &in->handle);
	wr_u32(&w, POLL_MS);
	wr_u32(&w, RETRIES);
	wr_u32(&w, RETRY_MS);
	wr_u16(&w, 0); /* picxr */
	ndr_put_text(&w, in->dn_prefix);
	ndr_put_text(&w, in->display_name);
	version_write(&w, &in->server);
	version_write(&w, &in->best);
	ndr_put_u32(&w, 0);
	buffer_write(&w, span_of(NULL, 0));
	ndr_put_u32(&w, in->status);
	return wr_done(&w);
}

enum wire_err
emsmdb_rops_decode(struct span stub, bool big_endian, struct emsmdb_rops *out)
{
	struct rd r;

	*out = (struct emsmdb_rops){ 0 };
	ndr_open(&r, stub, big_endian);
	out->handle = ndr_get_handle(&r);
	out->flags = ndr_get_u32(&r);
	out->rops = ndr_get_bytes(&r, EMSMDB_ROPS_MAX);
	ndr_get_u32(&r); /* cbIn */
	ndr_get_u32(&r); /* pcbOut */
	aux_in_read(&r);
	return ndr_end(&r);
}

bool
emsmdb_rops_encode(const struct emsmdb_rops *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, &in->handle);
	wr_u32(&w, in->flags);
	ndr_put_bytes(&w, in->rops);
	ndr_put_u32(&w, (uint32_t)in->rops.n);
	ndr_put_u32(&w, EMSMDB_ROPS_MAX);
	aux_in_write(&w);
	return wr_done(&w);
}

enum wire_err
emsmdb_rops_answer_decode(
    struct span stub, bool big_endian, struct emsmdb_rops *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	out->handle = ndr_get_handle(&r);
	out->flags = ndr_get_u32(&r);
	out->rops = buffer_read(&r, EMSMDB_ROPS_MAX);
	buffer_read(&r, EMSMDB_AUX_MAX);
	ndr_get_u32(&r); /* pulTransTime */
	out->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
emsmdb_rops_answer_encode(const struct emsmdb_rops *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, &in->handle);
	wr_u32(&w, in->flags);
	buffer_write(&w, in->rops);
	buffer_write(&w, span_of(NULL, 0));
	ndr_put_u32(&w, 0);
	wr_u32(&w, in->status);
	return wr_done(&w);
}

enum wire_err
emsmdb_wait_decode(struct span stub, bool big_endian, struct emsmdb_wait *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	out->handle = ndr_get_handle(&r);
	out->flags = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
emsmdb_wait_encode(const struct emsmdb_wait *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, &in->handle);
	ndr_put_u32(&w, in->flags);
	return wr_done(&w);
}

enum wire_err
emsmdb_woken_decode(struct span stub, bool big_endian, struct emsmdb_woken *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	out->flags = ndr_get_u32(&r);
	out->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
emsmdb_woken_encode(const struct emsmdb_woken *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_u32(&w, in->flags);
	ndr_put_u32(&w, in->status);
	return wr_done(&w);
}

enum wire_err
emsmdb_status_decode(struct span stub, bool big_endian, uint32_t *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	*out = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
emsmdb_status_encode(uint32_t status, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	wr_u32(&w, status);
	return wr_done(&w);
}
