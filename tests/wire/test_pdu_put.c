/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "vector.h"
#include "wire/iface.h"
#include "wire/pdu_put.h"

static const struct pdu_auth ntlm = { 10, 5, 7,
	{ (const uint8_t *)"token", 5 } };

static void
test_bind_with_trailer(void **state)
{
	struct pdu_bind in = {
		.max_xmit = 4088, .max_recv = 5840, .group = 9, .ncontexts = 2
	};
	struct pdu p;
	struct buf b;

	(void)state;
	in.context[0] =
	    (struct pdu_context){ 0, ifaces[IFACE_NSPI].syntax, pdu_ndr };
	in.context[1] =
	    (struct pdu_context){ 1, ifaces[IFACE_RFRI].syntax, pdu_ndr };
	buf_init(&b, 999);
	assert_true(pdu_put_bind(
	    &in, PDU_ALTER_CONTEXT, PFC_SUPPORT_HEADER_SIGN, 3, &ntlm, &b));
	assert_int_equal(b.n, 28 + 2 * 44 + 8 + 5);
	assert_int_equal(pdu_decode(buf_span(&b), &p), WIRE_OK);
	assert_int_equal(p.head.type, PDU_ALTER_CONTEXT);
	assert_int_equal(p.head.flags, 7);
	assert_memory_equal(&p.bind, &in, sizeof(in));
	assert_int_equal(p.trailer.type, 10);
	assert_int_equal(p.trailer.pad, 0);
	assert_int_equal(p.trailer.context_id, 7);
	assert_text(p.trailer.value, "token");
	buf_clear(&b);
	in.ncontexts = PDU_CONTEXTS_MAX + 1;
	assert_false(pdu_put_bind(&in, PDU_BIND, 0, 3, NULL, &b));
	buf_clear(&b);
}

static void
test_bind_ack(void **state)
{
	static const char *const address[] = { "", "6", "60", "600", "6001" };
	struct buf b;

	(void)state;
	for (size_t i = 0; i < ROWS(address); i++) {
		const struct pdu_bind_ack in = { .max_xmit = 1,
			.max_recv = 2,
			.group = 3,
			.address = span_str(address[i]),
			.nresults = 3,
			.result = { { 0, 0 }, { 2, 1 }, { 3, 3 } } };
		struct pdu p;

		buf_init(&b, 999);
		assert_true(
		    pdu_put_bind_ack(&in, PDU_BIND_ACK, 0, 1, &ntlm, &b));
		assert_int_equal(pdu_decode(buf_span(&b), &p), WIRE_OK);
		assert_int_equal(p.bind_ack.max_xmit, 1);
		assert_text(p.bind_ack.address, address[i]);
		assert_int_equal(p.bind_ack.nresults, 3);
		assert_memory_equal(
		    p.bind_ack.result, in.result, sizeof(in.result));
		assert_text(p.trailer.value, "token");
		buf_clear(&b);
	}
}

static void
test_bind_nak(void **state)
{
	struct pdu_bind_nak in = { .reason = 8 };
	struct pdu p;
	struct buf b, blob;

	(void)state;
	buf_init(&b, 999);
	buf_init(&blob, 999);
	assert_true(pdu_put_bind_nak(&in, 1, &b));
	vector_same(buf_span(&b),
	    "05000d03100000001800000001000000 0800 01 0500 000000");
	buf_clear(&b);
	vector_load(&blob, vector_eeinfo);
	in.eeinfo = buf_span(&blob);
	assert_true(pdu_put_bind_nak(&in, 1, &b));
	assert_int_equal(b.n, 0x28 + blob.n);
	assert_int_equal(pdu_decode(buf_span(&b), &p), WIRE_OK);
	assert_int_equal(p.bind_nak.reason, 8);
	vector_same(p.bind_nak.eeinfo, vector_eeinfo);
	buf_clear(&b);
	buf_clear(&blob);
}

static void
test_fault(void **state)
{
	struct pdu_fault in = { .context_id = 1, .status = 5 };
	struct pdu p;
	struct buf b, blob;

	(void)state;
	buf_init(&b, 999);
	buf_init(&blob, 999);
	assert_true(pdu_put_fault(&in, PFC_DID_NOT_EXECUTE, 4, &b));
	vector_same(buf_span(&b),
	    "05000323100000002000000004000000 20000000 0100 00 00"
	    "05000000 00000000");
	buf_clear(&b);
	vector_load(&blob, vector_eeinfo);
	in.eeinfo = buf_span(&blob);
	assert_true(pdu_put_fault(&in, 0, 4, &b));
	assert_int_equal(pdu_decode(buf_span(&b), &p), WIRE_OK);
	assert_int_equal(p.fault.status, 5);
	vector_same(p.fault.eeinfo, vector_eeinfo);
	buf_clear(&b);
	buf_clear(&blob);
}

/* The trailer begins at a multiple of 16 from the start of the stub. */
static void
test_request_is_padded(void **state)
{
	static const uint8_t stub[40] = { 1, 2, 3 };

	(void)state;
	for (size_t n = 0; n <= sizeof(stub); n++) {
		const struct pdu_request in = { 2, 6, NULL, span_of(stub, n) };
		struct pdu p;
		struct buf b;

		buf_init(&b, 999);
		assert_true(pdu_put_request(&in, 8, &ntlm, &b));
		assert_int_equal(pdu_decode(buf_span(&b), &p), WIRE_OK);
		assert_int_equal(p.request.context_id, 2);
		assert_int_equal(p.request.opnum, 6);
		assert_true(span_eq(p.request.stub, in.stub));
		assert_int_equal((p.trailer.at - 24) % 16, 0);
		assert_int_equal(p.trailer.pad, p.trailer.at - 24 - n);
		assert_text(p.trailer.value, "token");
		buf_clear(&b);
	}
}

static void
test_auth3(void **state)
{
	struct pdu p;
	struct buf b;

	(void)state;
	buf_init(&b, 99);
	assert_true(pdu_put_auth3(3, &ntlm, &b));
	vector_same(buf_span(&b),
	    "05001003100000002100050003000000 00000000"
	    "0a05 00 00 07000000 746f6b656e");
	assert_int_equal(pdu_decode(buf_span(&b), &p), WIRE_OK);
	assert_text(p.trailer.value, "token");
	buf_clear(&b);
}

/* Put the fragments together again; the number of them. */
static unsigned
fragments_join(struct span stream, uint16_t max_frag, struct buf *stub)
{
	unsigned n = 0;
	bool last = false;

	while (stream.n > 0) {
		struct pdu_head h;
		struct pdu p;

		assert_false(last);
		assert_int_equal(pdu_head_decode(stream, &h), WIRE_OK);
		assert_true(h.frag_length <= max_frag);
		assert_int_equal(
		    pdu_decode(span_sub(stream, 0, h.frag_length), &p),
		    WIRE_OK);
		assert_int_equal((h.flags & PFC_FIRST_FRAG) != 0, n == 0);
		assert_int_equal(h.call_id, 12);
		assert_int_equal(p.response.context_id, 1);
		last = (h.flags & PFC_LAST_FRAG) != 0;
		assert_true(last || p.response.stub.n % 8 == 0);
		assert_true(
		    buf_add(stub, p.response.stub.p, p.response.stub.n));
		stream = span_sub(stream, h.frag_length, stream.n);
		n++;
	}
	assert_true(last);
	return n;
}

static void
test_response_fragments(void **state)
{
	static const struct {
		size_t n;
		uint16_t max_frag;
		unsigned fragments;
	} row[] = {
		{ 0, 4088, 1 },
		{ 1, 4088, 1 },
		{ 4064, 4088, 1 },
		{ 4065, 4088, 2 },
		{ 64, 32, 8 },
		{ 65, 39, 9 },
		{ 70000, 4280, 17 },
		{ 70000, 65535, 2 },
	};
	static uint8_t stub[70000];

	(void)state;
	for (size_t i = 0; i < sizeof(stub); i++)
		stub[i] = (uint8_t)(i * 7 >> 3);
	for (size_t i = 0; i < ROWS(row); i++) {
		const struct pdu_response in = { 1,
			span_of(row[i].n == 0 ? NULL : stub, row[i].n) };
		struct buf b, joined;

		buf_init(&b, 1 << 20);
		buf_init(&joined, 1 << 20);
		assert_true(pdu_put_response(&in, 12, row[i].max_frag, &b));
		assert_int_equal(
		    fragments_join(buf_span(&b), row[i].max_frag, &joined),
		    row[i].fragments);
		assert_true(span_eq(buf_span(&joined), in.stub));
		buf_clear(&b);
		buf_clear(&joined);
	}
}

static void
test_too_long(void **state)
{
	static const uint8_t big[70000];
	const struct pdu_fault f = { 0, 5, span_of(big, 65535 - 31) };
	const struct pdu_request r = { 0, 0, NULL, span_of(big, 65535 - 23) };
	const struct pdu_response answer = { 0, span_of(big, 100) };
	const struct pdu_bind_nak nak = { 8, span_of(big, sizeof(big)) };
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	assert_false(pdu_put_fault(&f, 0, 1, &b));
	assert_false(pdu_put_request(&r, 1, NULL, &b));
	assert_false(pdu_put_bind_nak(&nak, 1, &b));
	assert_false(pdu_put_response(&answer, 1, 31, &b));
	assert_int_equal(b.n, 0);
	buf_clear(&b);
	/* the second fragment does not fit: nothing stays */
	buf_init(&b, 100);
	assert_true(buf_adds(&b, "x"));
	assert_false(pdu_put_response(&answer, 1, 80, &b));
	assert_string_equal(buf_text(&b), "x");
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bind_with_trailer),
		cmocka_unit_test(test_bind_ack),
		cmocka_unit_test(test_bind_nak),
		cmocka_unit_test(test_fault),
		cmocka_unit_test(test_request_is_padded),
		cmocka_unit_test(test_auth3),
		cmocka_unit_test(test_response_fragments),
		cmocka_unit_test(test_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
