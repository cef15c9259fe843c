/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/nspi_rows.h"

#include "wire/nspi_parts.h"
#include "wire/utf16.h"

#define IDENTIFIER 0xffff0000U
#define TYPE 0x0000ffffU

static void
columns_read(struct rd *r, struct nspi_columns *out)
{
	if (ndr_get_pointer(r))
		out->n = nspi_numbers_read(r, out->tag, NSPI_COLUMNS_MAX);
}

static void
columns_write(struct wr *w, const struct nspi_columns *c)
{
	w->ok = w->ok && c->n <= NSPI_COLUMNS_MAX;
	ndr_put_pointer(w, c->n > 0);
	if (w->ok && c->n > 0)
		nspi_numbers_write(w, c->tag, c->n);
}

/* PropertyValue_r (2.2.2): the text of one comes behind all of its row. */
static bool
value_read(struct rd *r, struct nspi_value *v)
{
	uint32_t type;

	*v = (struct nspi_value){ .tag = ndr_get_u32(r) };
	ndr_get_u32(r); /* Reserved */
	type = ndr_get_u32(r);
	if (type != (v->tag & TYPE))
		rd_fail(r, WIRE_INVALID);
	if (type == NSPI_NARROW || type == NSPI_WIDE)
		return ndr_get_pointer(r);
	if (type != NSPI_NUMBER && type != NSPI_ERROR)
		rd_fail(r, WIRE_UNKNOWN);
	v->number = ndr_get_u32(r);
	return false;
}

static void
value_write(struct wr *w, const struct nspi_value *v)
{
	uint32_t type = v->tag & TYPE;

	ndr_put_u32(w, v->tag);
	ndr_put_u32(w, 0);
	ndr_put_u32(w, type);
	if (type == NSPI_NARROW || type == NSPI_WIDE)
		ndr_put_pointer(w, true);
	else
		ndr_put_u32(w, v->number);
}

static void
text_read(struct rd *r, struct nspi_value *v)
{
	if ((v->tag & TYPE) == NSPI_WIDE)
		ndr_get_wide(r, v->text, sizeof(v->text));
	else
		latin1_text(ndr_get_string(r), v->text, sizeof(v->text));
}

static void
text_write(struct wr *w, const struct nspi_value *v)
{
	uint32_t type = v->tag & TYPE;

	if (type == NSPI_WIDE) {
		ndr_put_wide(w, v->text);
	} else if (type == NSPI_NARROW) {
		uint32_t n = (uint32_t)latin1_write(NULL, v->text);

		ndr_put_u32(w, n);
		ndr_put_variance(w, n);
		latin1_write(w, v->text);
	}
}

/* The values of one row, behind their count. */
static void
row_read(struct rd *r, struct nspi_row *row)
{
	bool has_text[NSPI_COLUMNS_MAX] = { false };

	if (ndr_get_u32(r) != row->n)
		rd_fail(r, WIRE_INVALID);
	for (unsigned i = 0; r->e == WIRE_OK && i < row->n; i++)
		has_text[i] = value_read(r, &row->value[i]);
	for (unsigned i = 0; r->e == WIRE_OK && i < row->n; i++)
		if (has_text[i])
			text_read(r, &row->value[i]);
}

static void
row_write(struct wr *w, const struct nspi_row *row)
{
	ndr_put_u32(w, row->n);
	for (unsigned i = 0; w->ok && i < row->n; i++)
		value_write(w, &row->value[i]);
	for (unsigned i = 0; w->ok && i < row->n; i++)
		text_write(w, &row->value[i]);
}

/* PropertyRowSet_r (2.2.4): the heads of all rows, then what they hold. */
static void
rows_read(struct rd *r, struct nspi_rows *out)
{
	bool there[NSPI_ROWS_MAX] = { false };
	uint32_t n;

	out->n = 0;
	if (!ndr_get_pointer(r))
		return;
	n = ndr_get_u32(r);
	if (ndr_get_u32(r) != n)
		rd_fail(r, WIRE_INVALID);
	else if (n > NSPI_ROWS_MAX)
		rd_fail(r, WIRE_LIMIT);
	for (unsigned i = 0; r->e == WIRE_OK && i < n; i++) {
		struct nspi_row *row = &out->row[out->n++];

		ndr_get_u32(r); /* Reserved */
		row->n = ndr_get_u32(r);
		there[i] = ndr_get_pointer(r);
		if (row->n > NSPI_COLUMNS_MAX)
			rd_fail(r, WIRE_LIMIT);
		else if (!there[i])
			row->n = 0;
	}
	for (unsigned i = 0; r->e == WIRE_OK && i < n; i++)
		if (there[i])
			row_read(r, &out->row[i]);
}

static void
rows_write(struct wr *w, const struct nspi_rows *rows)
{
	w->ok = w->ok && rows->n <= NSPI_ROWS_MAX;
	ndr_put_pointer(w, rows->n > 0);
	if (!w->ok || rows->n == 0)
		return;
	ndr_put_u32(w, rows->n);
	ndr_put_u32(w, rows->n);
	for (unsigned i = 0; i < rows->n; i++) {
		w->ok = w->ok && rows->row[i].n <= NSPI_COLUMNS_MAX;
		ndr_put_u32(w, 0);
		ndr_put_u32(w, rows->row[i].n);
		ndr_put_pointer(w, true);
	}
	for (unsigned i = 0; w->ok && i < rows->n; i++)
		row_write(w, &rows->row[i]);
}

const struct nspi_value *
nspi_row_find(const struct nspi_row *row, uint32_t tag)
{
	for (unsigned i = 0; i < row->n; i++) {
		uint32_t type = row->value[i].tag & TYPE;

		if ((row->value[i].tag & IDENTIFIER) == (tag & IDENTIFIER) &&
		    (type == NSPI_NARROW || type == NSPI_WIDE ||
			type == (tag & TYPE)))
			return &row->value[i];
	}
	return NULL;
}

static void
wide_names_read(struct rd *r, struct nspi_who *out)
{
	bool there[NSPI_NAMES_MAX] = { false };
	unsigned n = nspi_pointers_read(r, there);

	for (unsigned i = 0; r->e == WIRE_OK && i < n; i++) {
		out->name[i][0] = '\0';
		if (there[i])
			ndr_get_wide(r, out->name[i], sizeof(out->name[i]));
		out->n = i + 1;
	}
}

enum wire_err
nspi_who_decode(struct span stub, bool big_endian, struct nspi_who *out)
{
	struct rd r;

	*out = (struct nspi_who){ 0 };
	ndr_open(&r, stub, big_endian);
	out->handle = ndr_get_handle(&r);
	ndr_get_u32(&r); /* Reserved */
	out->stat = nspi_stat_read(&r);
	columns_read(&r, &out->columns);
	wide_names_read(&r, out);
	return ndr_end(&r);
}

bool
nspi_who_encode(const struct nspi_who *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, &in->handle);
	ndr_put_u32(&w, 0);
	nspi_stat_write(&w, &in->stat);
	columns_write(&w, &in->columns);
	nspi_pointers_write(&w, in->n);
	for (unsigned i = 0; w.ok && i < in->n; i++)
		ndr_put_wide(&w, in->name[i]);
	return wr_done(&w);
}

enum wire_err
nspi_people_decode(struct span stub, bool big_endian, struct nspi_people *out)
{
	struct nspi_mids *mids = &out->mids;
	struct rd r;

	*out = (struct nspi_people){ 0 };
	ndr_open(&r, stub, big_endian);
	if (ndr_get_pointer(&r))
		mids->n = nspi_numbers_read(&r, mids->mid, NSPI_NAMES_MAX);
	rows_read(&r, &out->rows);
	mids->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
nspi_people_encode(const struct nspi_people *in, struct buf *out)
{
	const struct nspi_mids *mids = &in->mids;
	struct wr w;

	wr_init(&w, out);
	w.ok = mids->n <= NSPI_NAMES_MAX;
	ndr_put_pointer(&w, mids->n > 0);
	if (w.ok && mids->n > 0)
		nspi_numbers_write(&w, mids->mid, mids->n);
	rows_write(&w, &in->rows);
	ndr_put_u32(&w, mids->status);
	return wr_done(&w);
}

/* lpETable: a plain array behind its count. */
static void
these_read(struct rd *r, struct nspi_mids *out)
{
	uint32_t n = ndr_get_u32(r);

	if (!ndr_get_pointer(r))
		return;
	if (ndr_get_u32(r) != n)
		rd_fail(r, WIRE_INVALID);
	else if (n > NSPI_NAMES_MAX)
		rd_fail(r, WIRE_LIMIT);
	while (r->e == WIRE_OK && out->n < n)
		out->mid[out->n++] = ndr_get_u32(r);
}

static void
these_write(struct wr *w, const struct nspi_mids *these)
{
	w->ok = w->ok && these->n <= NSPI_NAMES_MAX;
	ndr_put_u32(w, these->n);
	ndr_put_pointer(w, these->n > 0);
	if (these->n > 0)
		ndr_put_u32(w, these->n);
	for (unsigned i = 0; w->ok && i < these->n; i++)
		ndr_put_u32(w, these->mid[i]);
}

enum wire_err
nspi_query_decode(struct span stub, bool big_endian, struct nspi_query *out)
{
	struct rd r;

	*out = (struct nspi_query){ 0 };
	ndr_open(&r, stub, big_endian);
	out->handle = ndr_get_handle(&r);
	out->flags = ndr_get_u32(&r);
	out->stat = nspi_stat_read(&r);
	these_read(&r, &out->these);
	out->max = ndr_get_u32(&r);
	columns_read(&r, &out->columns);
	return ndr_end(&r);
}

bool
nspi_query_encode(const struct nspi_query *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_handle(&w, &in->handle);
	ndr_put_u32(&w, in->flags);
	nspi_stat_write(&w, &in->stat);
	these_write(&w, &in->these);
	ndr_put_u32(&w, in->max);
	columns_write(&w, &in->columns);
	return wr_done(&w);
}

enum wire_err
nspi_listing_decode(struct span stub, bool big_endian, struct nspi_listing *out)
{
	struct rd r;

	*out = (struct nspi_listing){ 0 };
	ndr_open(&r, stub, big_endian);
	out->stat = nspi_stat_read(&r);
	rows_read(&r, &out->rows);
	out->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
nspi_listing_encode(const struct nspi_listing *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	nspi_stat_write(&w, &in->stat);
	rows_write(&w, &in->rows);
	ndr_put_u32(&w, in->status);
	return wr_done(&w);
}
