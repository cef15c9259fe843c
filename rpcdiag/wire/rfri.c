/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/rfri.h"

/* unsigned char **, in and out: a pointer to a pointer to a string. Is there
 * the outer one? */
static bool
string_read(struct rd *r, struct span *out)
{
	bool outer = ndr_get_pointer(r);

	*out = outer ? ndr_get_text(r) : span_of(NULL, 0);
	return outer;
}

static void
string_write(struct wr *w, struct span text)
{
	ndr_put_pointer(w, text.p != NULL);
	if (text.p != NULL)
		ndr_put_text(w, text);
}

enum wire_err
rfri_new_dsa_decode(
    struct span stub, bool big_endian, struct rfri_question *out)
{
	struct span ignored;
	struct rd r;

	ndr_open(&r, stub, big_endian);
	ndr_get_u32(&r); /* ulFlags */
	out->dn = ndr_get_string(&r);
	string_read(&r, &ignored); /* ppszUnused */
	out->has_place = string_read(&r, &ignored);
	return ndr_end(&r);
}

enum wire_err
rfri_fqdn_decode(struct span stub, bool big_endian, struct rfri_question *out)
{
	uint32_t n;
	struct rd r;

	ndr_open(&r, stub, big_endian);
	ndr_get_u32(&r); /* ulFlags */
	n = ndr_get_u32(&r);
	out->dn = ndr_get_string(&r);
	out->has_place = true;
	if (n < RFRI_DN_MIN || n > NDR_TEXT_MAX || out->dn.n + 1 > n ||
	    out->dn.n + 1 < RFRI_DN_MIN)
		rd_fail(&r, WIRE_INVALID);
	return ndr_end(&r);
}

/* The place for the answer holds an empty string, as clients of Exchange send
 * it that were seen to work. */
bool
rfri_new_dsa_encode(struct span user_dn, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	wr_u32(&w, 0);
	ndr_put_string(&w, user_dn);
	ndr_put_pointer(&w, false);
	string_write(&w, span_str(""));
	return wr_done(&w);
}

bool
rfri_fqdn_encode(struct span server_dn, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	w.ok = server_dn.n + 1 >= RFRI_DN_MIN;
	wr_u32(&w, 0);
	wr_u32(&w, (uint32_t)server_dn.n + 1);
	ndr_put_string(&w, server_dn);
	return wr_done(&w);
}

enum wire_err
rfri_new_dsa_answer_decode(
    struct span stub, bool big_endian, struct rfri_answer *out)
{
	struct span unused;
	struct rd r;

	ndr_open(&r, stub, big_endian);
	string_read(&r, &unused);
	string_read(&r, &out->server);
	out->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

enum wire_err
rfri_fqdn_answer_decode(
    struct span stub, bool big_endian, struct rfri_answer *out)
{
	struct rd r;

	ndr_open(&r, stub, big_endian);
	out->server = ndr_get_text(&r);
	out->status = ndr_get_u32(&r);
	return ndr_end(&r);
}

bool
rfri_new_dsa_answer_encode(const struct rfri_answer *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_pointer(&w, false);
	string_write(&w, in->server);
	ndr_put_u32(&w, in->status);
	return wr_done(&w);
}

bool
rfri_fqdn_answer_encode(const struct rfri_answer *in, struct buf *out)
{
	struct wr w;

	wr_init(&w, out);
	ndr_put_text(&w, in->server);
	ndr_put_u32(&w, in->status);
	return wr_done(&w);
}
