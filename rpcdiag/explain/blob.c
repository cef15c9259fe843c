/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes in letters: a blob of extended error information, or the PDU that
 * holds one, as copied from a header, a log or a network trace.
 */
#include <stdlib.h>

#include "base/base64.h"
#include "base/mem.h"
#include "explain/subject.h"
#include "wire/hex.h"
#include "wire/pdu.h"

#define BASE64_LEAST 40 /* letters: shorter, it is a word */
#define HEX_LEAST 32	/* digits */
#define BLOB_MAX 65536
#define HEADER "ARAIA"

static bool
is_filler(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ':' ||
	    c == '-' || c == ',';
}

/* Whole octets, with anything usual between them, "0x" before any. */
static bool
hex_bytes(struct span text, struct buf *out)
{
	size_t digits = 0;
	uint8_t octet = 0;

	for (size_t i = 0; i < text.n; i++) {
		int value = hex_digit(text.p[i]);

		if (is_filler(text.p[i]))
			continue;
		if (text.p[i] == '0' && i + 1 < text.n &&
		    (text.p[i + 1] | 0x20) == 'x') {
			i++;
			continue;
		}
		if (value < 0)
			return false;
		octet = (uint8_t)(octet << 4 | value);
		if (++digits % 2 == 0 && !buf_add(out, &octet, 1))
			return false;
	}
	return digits >= HEX_LEAST;
}

static bool
is_base64(struct span text)
{
	/* Damaged or not, nothing else begins like the header of a blob. */
	if (span_eq(span_sub(text, 0, sizeof(HEADER) - 1), span_str(HEADER)))
		return true;
	for (size_t i = 0; i < text.n; i++) {
		uint8_t c = text.p[i] | 0x20;

		if (!(c >= 'a' && c <= 'z') && hex_digit(text.p[i]) < 0 &&
		    text.p[i] != '+' && text.p[i] != '/' && text.p[i] != '=' &&
		    text.p[i] != '\r' && text.p[i] != '\n')
			return false;
	}
	return text.n >= BASE64_LEAST;
}

void
eeinfo_read(struct span blob, struct sign *sign, struct subject *out)
{
	struct eeinfo *e = mem_new(sizeof(*e));
	enum wire_err err = eeinfo_decode(blob, e);

	if (err != WIRE_OK)
		subject_problem(out,
		    "the extended error information cannot be read%s: %s",
		    e->n > 0 ? " to its end" : "", wire_err_text(err));
	if (e->n == 0) {
		free(e);
		return;
	}
	if (sign == NULL)
		sign = subject_add(out, SIGN_EEINFO, NULL, 0);
	if (sign != NULL && sign->eeinfo == NULL)
		sign->eeinfo = e;
	else
		free(e);
}

/* The number in any family that knows it. */
static struct sign *
status_add(struct subject *out, uint32_t code)
{
	const struct status_family *f;

	for (size_t n = 0; (f = status_family_nth(n)) != NULL; n++)
		if (!f->apart && status_family_find(f, code) != NULL)
			return subject_add(out, SIGN_STATUS, f, code);
	subject_problem(out, "the fault status 0x%08x is not known", code);
	return NULL;
}

/* A reason that the specification does not name is possible, too. */
static struct sign *
reason_add(
    struct subject *out, const struct status_family *family, uint32_t reason)
{
	if (status_family_find(family, reason) != NULL)
		return subject_add(out, SIGN_STATUS, family, reason);
	subject_problem(out, "%s %u is not known", family->title, reason);
	return NULL;
}

static void
pdu_read(struct span bytes, struct subject *out)
{
	struct sign *sign = NULL;
	struct span eeinfo = { 0 };
	enum wire_err e;
	struct pdu pdu;

	e = pdu_decode(bytes, &pdu);
	if (e != WIRE_OK) {
		subject_problem(
		    out, "the PDU cannot be read: %s", wire_err_text(e));
		return;
	}
	if (pdu.head.type == PDU_FAULT) {
		sign = status_add(out, pdu.fault.status);
		eeinfo = pdu.fault.eeinfo;
	} else if (pdu.head.type == PDU_BIND_NAK) {
		sign = reason_add(out, &status_family_nak, pdu.bind_nak.reason);
		eeinfo = pdu.bind_nak.eeinfo;
	} else if (pdu.head.type == PDU_BIND_ACK && pdu.bind_ack.nresults > 0 &&
	    pdu.bind_ack.result[0].result != 0) {
		reason_add(
		    out, &status_family_ack, pdu.bind_ack.result[0].reason);
	} else {
		subject_problem(out, "a PDU that tells of no error");
	}
	if (eeinfo.n > 0)
		eeinfo_read(eeinfo, sign, out);
}

bool
blob_read(struct span text, struct subject *out)
{
	struct buf bytes;
	bool is_blob = true;

	buf_init(&bytes, BLOB_MAX);
	if (!hex_bytes(text, &bytes)) {
		buf_clear(&bytes);
		is_blob = is_base64(text);
		if (is_blob && !base64_decode(text, &bytes))
			subject_problem(
			    out, "the base64 text is cut or damaged");
	}
	if (is_blob && bytes.n > 0) {
		if (bytes.p[0] == 5)
			pdu_read(buf_span(&bytes), out);
		else
			eeinfo_read(buf_span(&bytes), NULL, out);
	}
	buf_clear(&bytes);
	return is_blob;
}
