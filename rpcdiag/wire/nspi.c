/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/nspi_parts.h"

#define CP_WESTERN 1252
#define LOCALE_ENGLISH 0x409

const struct nspi_stat nspi_stat_start = {
	.code_page = CP_WESTERN,
	.template_locale = LOCALE_ENGLISH,
	.sort_locale = LOCALE_ENGLISH,
};

struct nspi_stat
nspi_stat_read(struct rd *r)
{
	struct nspi_stat s = { .sort_type = ndr_get_u32(r) };

	s.container = rd_u32(r);
	s.current = rd_u32(r);
	s.delta = rd_u32(r);
	s.position = rd_u32(r);
	s.total = rd_u32(r);
	s.code_page = rd_u32(r);
	s.template_locale = rd_u32(r);
	s.sort_locale = rd_u32(r);
	return s;
}

void
nspi_stat_write(struct wr *w, const struct nspi_stat *s)
{
	ndr_put_u32(w, s->sort_type);
	wr_u32(w, s->container);
	wr_u32(w, s->current);
	wr_u32(w, s->delta);
	wr_u32(w, s->position);
	wr_u32(w, s->total);
	wr_u32(w, s->code_page);
	wr_u32(w, s->template_locale);
	wr_u32(w, s->sort_locale);
}

enum wire_err
nspi_bind_decode(struct span stub, bool big_endian, struct nspi_bind *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	out->flags = ndr_get_u32(&r);
	out->stat = nspi_stat_read(&r);
	out->wants_guid = ndr_get_pointer(&r);
	if (out->wants_guid)
		rd_guid(&r);
	return ndr_end(&r);
}

bool
nspi_bind_encode(const struct nspi_bind *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	wr_u32(&w, in->flags);
	nspi_stat_write(&w, &in->stat);
	ndr_put_pointer(&w, in->wants_guid);
	if (in->wants_guid)
		wr_zero(&w, sizeof(struct guid));
	return wr_done(&w);
}

enum wire_err
nspi_bind_answer_decode(
    struct span stub, bool big_endian, struct nspi_bind_answer *out)
{
	struct rd r;

	*out = (struct nspi_bind_answer){ 0 };
	ndr_open(&r, stub, big_endian);
	out->has_guid = ndr_get_pointer(&r);
	if (out->has_guid)
		out->server = rd_guid(&r);
	out->handle = ndr_get_handle(&r);
	out->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
nspi_bind_answer_encode(const struct nspi_bind_answer *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_pointer(&w, in->has_guid);
	if (in->has_guid)
		wr_guid(&w, &in->server);
	ndr_put_handle(&w, &in->handle);
	ndr_put_u32(&w, in->status);
	return wr_done(&w);
}

enum wire_err
nspi_unbind_decode(struct span stub, bool big_endian, struct ndr_handle *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	*out = ndr_get_handle(&r);
	ndr_get_u32(&r); /* Reserved */
	return ndr_end(&r);
}

bool
nspi_unbind_encode(const struct ndr_handle *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, in);
	ndr_put_u32(&w, 0);
	return wr_done(&w);
}

/* plDelta, in both directions: how far one moved, which nobody asks. */
static void
delta_read(struct rd *r)
{
	if (ndr_get_pointer(r))
		ndr_get_u32(r);
}

enum wire_err
nspi_move_decode(struct span stub, bool big_endian, struct nspi_move *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	out->handle = ndr_get_handle(&r);
	ndr_get_u32(&r); /* Reserved */
	out->stat = nspi_stat_read(&r);
	delta_read(&r);
	return ndr_end(&r);
}

bool
nspi_move_encode(const struct nspi_move *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, &in->handle);
	ndr_put_u32(&w, 0);
	nspi_stat_write(&w, &in->stat);
	ndr_put_pointer(&w, false);
	return wr_done(&w);
}

enum wire_err
nspi_move_answer_decode(
    struct span stub, bool big_endian, struct nspi_move_answer *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	out->stat = nspi_stat_read(&r);
	delta_read(&r);
	out->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
nspi_move_answer_encode(const struct nspi_move_answer *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	nspi_stat_write(&w, &in->stat);
	ndr_put_pointer(&w, false);
	ndr_put_u32(&w, in->status);
	return wr_done(&w);
}

/* Of a StringsArray_r or WStringsArray_r, whose maximum stands before the
 * structure: the strings come after all their pointers. */
unsigned
nspi_pointers_read(struct rd *r, bool there[NSPI_NAMES_MAX])
{
	uint32_t max_count = ndr_get_u32(r);
	uint32_t n = ndr_get_u32(r);

	if (n != max_count)
		rd_fail(r, WIRE_INVALID);
	else if (n > NSPI_NAMES_MAX)
		rd_fail(r, WIRE_LIMIT);
	for (uint32_t i = 0; r->e == WIRE_OK && i < n; i++)
		there[i] = ndr_get_pointer(r);
	return r->e == WIRE_OK ? n : 0;
}

void
nspi_pointers_write(struct wr *w, unsigned n)
{
	w->ok = w->ok && n <= NSPI_NAMES_MAX;
	ndr_put_u32(w, n);
	ndr_put_u32(w, n);
	for (unsigned i = 0; w->ok && i < n; i++)
		ndr_put_pointer(w, true);
}

static void
names_read(struct rd *r, struct nspi_names *out)
{
	bool there[NSPI_NAMES_MAX] = { false };
	unsigned n = nspi_pointers_read(r, there);

	for (unsigned i = 0; r->e == WIRE_OK && i < n; i++) {
		struct span dn = there[i] ? ndr_get_string(r) : span_of("", 0);

		if (r->e == WIRE_OK)
			out->dn[out->n++] = dn;
	}
}

enum wire_err
nspi_names_decode(struct span stub, bool big_endian, struct nspi_names *out)
{
	struct rd r;

	*out = (struct nspi_names){ 0 };
	ndr_open(&r, stub, big_endian);
	out->handle = ndr_get_handle(&r);
	ndr_get_u32(&r); /* Reserved */
	names_read(&r, out);
	return ndr_end(&r);
}

bool
nspi_names_encode(const struct nspi_names *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, &in->handle);
	ndr_put_u32(&w, 0);
	nspi_pointers_write(&w, in->n);
	for (unsigned i = 0; w.ok && i < in->n; i++)
		ndr_put_string(&w, in->dn[i]);
	return wr_done(&w);
}

/* There is room for one more than it holds. */
unsigned
nspi_numbers_read(struct rd *r, uint32_t *out, unsigned max)
{
	uint32_t max_count = ndr_get_u32(r);
	uint32_t n = ndr_get_u32(r);

	if (ndr_get_variance(r, max_count) != n)
		rd_fail(r, WIRE_INVALID);
	else if (n > max)
		rd_fail(r, WIRE_LIMIT);
	for (uint32_t i = 0; r->e == WIRE_OK && i < n; i++)
		out[i] = ndr_get_u32(r);
	return r->e == WIRE_OK ? n : 0;
}

void
nspi_numbers_write(struct wr *w, const uint32_t *numbers, unsigned n)
{
	ndr_put_u32(w, n + 1);
	ndr_put_u32(w, n);
	ndr_put_variance(w, n);
	for (unsigned i = 0; i < n; i++)
		ndr_put_u32(w, numbers[i]);
}

enum wire_err
nspi_mids_decode(struct span stub, bool big_endian, struct nspi_mids *out)
{
	struct rd r;

	*out = (struct nspi_mids){ 0 };
	ndr_open(&r, stub, big_endian);
	if (ndr_get_pointer(&r))
		out->n = nspi_numbers_read(&r, out->mid, NSPI_NAMES_MAX);
	out->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
nspi_mids_encode(const struct nspi_mids *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	w.ok = in->n <= NSPI_NAMES_MAX;
	ndr_put_pointer(&w, in->n > 0);
	if (w.ok && in->n > 0)
		nspi_numbers_write(&w, in->mid, in->n);
	ndr_put_u32(&w, in->status);
	return wr_done(&w);
}
