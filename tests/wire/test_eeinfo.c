/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/base64.h"
#include "vector.h"
#include "wire/eeinfo.h"

static enum wire_err
decode(struct span in)
{
	struct eeinfo *e = malloc(sizeof(*e));
	enum wire_err err;

	assert_non_null(e);
	err = eeinfo_decode(in, e);
	free(e);
	return err;
}

/* An origin on another machine and a record with every parameter type. */
static void
chain_make(struct eeinfo *e)
{
	static const struct eeinfo_record first = {
		.computer = "",
		.pid = 4,
		.time = 0x01d5a00000000001,
		.component = 2,
		.status = 1722,
		.location = 1442,
		.flags = 1,
		.nparams = 7,
		.param = {
			{ EEINFO_ANSI, 0, "abc" },
			{ EEINFO_UNICODE, 0, "h\xc3\xb6st" },
			{ EEINFO_LONG, 10061, "" },
			{ EEINFO_SHORT, 593, "" },
			{ EEINFO_INT64, 0x1122334455667788, "" },
			{ EEINFO_NONE, 0, "" },
			{ EEINFO_BINARY, 5, "" },
		},
	};
	static const struct eeinfo_record second = {
		.computer = "CAS01",
		.pid = 5678,
		.component = EEINFO_COMPONENT_HTTP_PROXY,
		.status = 0x6ba,
		.location = EEINFO_LOCATION_PROXY_CONNECT,
		.nparams = 1,
		.param = { { EEINFO_UNICODE, 0, "ex1.example" } },
	};

	memset(e, 0, sizeof(*e));
	e->n = 2;
	e->record[0] = first;
	e->record[1] = second;
}

static void
test_vector_both_ways(void **state)
{
	static const char base64[] =
	    "ARAIAMzMzMxQAAAAAAAAAAAAAgABAAAAAAAAAAEAAQAEAAAABAACANIEAAAAAAAA"
	    "AAAAAABa3AEIAAAAugYAAD4BAAABAAAAAwADAE0nAAAEAAAARQBYADEAAAAAAAAA";
	static struct eeinfo e;
	struct buf b, again;

	(void)state;
	buf_init(&b, 999);
	buf_init(&again, 999);
	assert_true(base64_decode(span_str(base64), &b));
	vector_same(buf_span(&b), vector_eeinfo);
	assert_int_equal(eeinfo_decode(buf_span(&b), &e), WIRE_OK);
	assert_int_equal(e.n, 1);
	assert_string_equal(e.record[0].computer, "EX1");
	assert_int_equal(e.record[0].pid, 1234);
	assert_true(e.record[0].time == 0x01dc5a0000000000);
	assert_int_equal(e.record[0].component, 8);
	assert_int_equal(e.record[0].status, 1722);
	assert_int_equal(e.record[0].location, 318);
	assert_int_equal(e.record[0].nparams, 1);
	assert_int_equal(e.record[0].param[0].type, EEINFO_LONG);
	assert_int_equal(e.record[0].param[0].number, 10061);
	assert_true(eeinfo_encode(&e, &again));
	vector_same(buf_span(&again), vector_eeinfo);
	prefixes_fail(buf_span(&b), decode);
	buf_clear(&b);
	buf_clear(&again);
}

static void
test_chain(void **state)
{
	static struct eeinfo in, out;
	struct buf b;

	(void)state;
	chain_make(&in);
	buf_init(&b, 9999);
	assert_true(eeinfo_encode(&in, &b));
	assert_int_equal(b.n % 8, 0);
	assert_int_equal(eeinfo_decode(buf_span(&b), &out), WIRE_OK);
	assert_memory_equal(&in, &out, sizeof(in));
	assert_true(eeinfo_connect_failed(&out));
	buf_clear(&b);
}

/* The layout of both records, so that a symmetric mistake cannot hide. */
static void
test_chain_bytes(void **state)
{
	static struct eeinfo in;
	struct buf b;

	(void)state;
	chain_make(&in);
	in.record[0].nparams = 1;
	buf_init(&b, 9999);
	assert_true(eeinfo_encode(&in, &b));
	vector_same(buf_span(&b),
	    "01100800cccccccc b000000000000000 00000200"
	    "01000000 04000200 0200 0200 04000000 00000000 01000000 00a0d501"
	    "02000000 ba060000 a205 0100 0100 0000"
	    "0100 0100 0400 0000 08000200"
	    /* the next record, its strings, then ours */
	    "01000000 00000000 0100 0100 0600 0000 0c000200 2e160000 00000000"
	    "0000000000000000 0e000000 ba060000 a005 0000 0100 0000"
	    "0200 0200 0c00 0000 10000200"
	    "06000000 430041005300300031000000"
	    "0c000000 6500780031002e006500780061006d0070006c0065000000"
	    "04000000 61626300");
	buf_clear(&b);
}

/* A proxy cuts the reason phrase: what was whole stays readable. */
static void
test_cut_blob(void **state)
{
	static struct eeinfo in, out;
	struct buf b;
	unsigned records = 0;

	(void)state;
	chain_make(&in);
	buf_init(&b, 9999);
	assert_true(eeinfo_encode(&in, &b));
	for (size_t n = 0; n < b.n; n++) {
		uint8_t *copy = malloc(n == 0 ? 1 : n);

		assert_non_null(copy);
		memcpy(copy, b.p, n);
		(void)!eeinfo_decode(span_of(copy, n), &out);
		assert_true(out.n >= records);
		records = out.n;
		if (out.n > 0)
			assert_int_equal(out.record[0].status, 1722);
		free(copy);
	}
	assert_int_equal(records, 2);
	assert_string_equal(out.record[1].computer, "CAS01");
	buf_clear(&b);
}

static void
test_big_endian(void **state)
{
	static struct eeinfo e;
	struct buf b;

	(void)state;
	buf_init(&b, 999);
	vector_load(&b,
	    "01000008cccccccc 0000005000000000 00020000 00000001 00000000"
	    "00010001 0004 0000 00020004 000004d2 00000000 01dc5a0000000000"
	    "00000008 000006ba 013e 0000 0001 0000 0003 0003 0000274d"
	    "00000004 0045005800310000 00000000");
	assert_int_equal(eeinfo_decode(buf_span(&b), &e), WIRE_OK);
	assert_string_equal(e.record[0].computer, "EX1");
	assert_int_equal(e.record[0].param[0].number, 10061);
	buf_clear(&b);
}

/* One byte of the vector changed. */
static void
test_inconsistent(void **state)
{
	static const struct {
		size_t at;
		uint8_t value;
		enum wire_err want;
		unsigned n;
	} row[] = {
		{ 0, 2, WIRE_INVALID, 0 },    /* version */
		{ 1, 0x20, WIRE_INVALID, 0 }, /* byte order */
		{ 2, 9, WIRE_INVALID, 0 },    /* header length */
		{ 8, 0x20, WIRE_SHORT, 0 },   /* object length */
		{ 18, 0, WIRE_TRAILING, 0 },  /* no first record */
		{ 20, 2, WIRE_INVALID, 1 },   /* count of parameters */
		{ 24, 1, WIRE_INVALID, 1 },   /* a next record */
		{ 28, 3, WIRE_INVALID, 0 },   /* name type */
		{ 30, 2, WIRE_INVALID, 0 },   /* name tag */
		{ 72, 0, WIRE_UNKNOWN, 1 },   /* parameter type */
		{ 74, 4, WIRE_INVALID, 1 },   /* parameter tag */
		{ 80, 5, WIRE_INVALID, 1 },   /* string length */
		{ 32, 5, WIRE_INVALID, 1 },   /* the same, pointer */
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		static struct eeinfo e;
		struct buf b;

		buf_init(&b, 999);
		vector_load(&b, vector_eeinfo);
		b.p[row[i].at] = row[i].value;
		if (row[i].at == 72)
			b.p[74] = 0;
		if (eeinfo_decode(buf_span(&b), &e) != row[i].want)
			fail_msg("row %zu", i);
		assert_int_equal(e.n, row[i].n);
		if (e.n > 0)
			assert_int_equal(e.record[0].status, 1722);
		buf_clear(&b);
	}
}

static void
test_limits(void **state)
{
	static struct eeinfo e, out;
	struct buf b;

	(void)state;
	memset(&e, 0, sizeof(e));
	e.n = EEINFO_RECORDS_MAX;
	for (unsigned i = 0; i < e.n; i++)
		e.record[i].status = i + 1;
	buf_init(&b, 1 << 20);
	assert_true(eeinfo_encode(&e, &b));
	assert_int_equal(eeinfo_decode(buf_span(&b), &out), WIRE_OK);
	assert_int_equal(out.n, EEINFO_RECORDS_MAX);
	buf_clear(&b);
	e.n = EEINFO_RECORDS_MAX + 1;
	assert_false(eeinfo_encode(&e, &b));
	e.n = 1;
	e.record[0].nparams = EEINFO_PARAMS_MAX + 1;
	assert_false(eeinfo_encode(&e, &b));
	e.record[0].nparams = 1;
	e.record[0].param[0].type = EEINFO_BINARY;
	e.record[0].param[0].number = 0x8000; /* nLength is signed */
	assert_false(eeinfo_encode(&e, &b));
	e.record[0].param[0].type = (enum eeinfo_type)0;
	assert_false(eeinfo_encode(&e, &b));
	assert_int_equal(b.n, 0);
	e.n = 0;
	assert_true(eeinfo_encode(&e, &b));
	assert_int_equal(eeinfo_decode(buf_span(&b), &out), WIRE_OK);
	assert_int_equal(out.n, 0);
	buf_clear(&b);
}

/* A referent that leads to record after record must end. */
static void
test_endless_chain(void **state)
{
	static const char record[] =
	    "00000000 00000000 01000000 0200 0200 00000000 00000000"
	    "0000000000000000 02000000 05000000 0000 0000 0000 0000";
	static struct eeinfo e;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	vector_load(&b,
	    "01100800cccccccc 0010000000000000 00000200 00000000 01000000"
	    "0200 0200 00000000 00000000 0000000000000000 02000000 05000000"
	    "0000 0000 0000 0000");
	for (int i = 0; i < 40; i++)
		vector_load(&b, record + 9);
	assert_int_not_equal(eeinfo_decode(buf_span(&b), &e), WIRE_OK);
	assert_true(e.n <= EEINFO_RECORDS_MAX);
	buf_clear(&b);
}

static void
test_texts(void **state)
{
	(void)state;
	for (uint32_t i = 1; i <= 10; i++)
		assert_non_null(eeinfo_component_text(i));
	assert_string_equal(eeinfo_component_text(EEINFO_COMPONENT_HTTP_PROXY),
	    "RPC over HTTP proxy");
	assert_null(eeinfo_component_text(0));
	assert_null(eeinfo_component_text(11));
	assert_null(eeinfo_component_text(15));
	assert_null(eeinfo_component_text(UINT32_MAX));
	assert_non_null(eeinfo_location_text(EEINFO_LOCATION_PROXY_CONNECT));
	assert_non_null(eeinfo_location_text(318));
	assert_null(eeinfo_location_text(0));
	assert_null(eeinfo_location_text(UINT16_MAX));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vector_both_ways),
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_chain_bytes),
		cmocka_unit_test(test_cut_blob),
		cmocka_unit_test(test_big_endian),
		cmocka_unit_test(test_inconsistent),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_endless_chain),
		cmocka_unit_test(test_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
