/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "vector.h"
#include "wire/cursor.h"
#include "wire/utf16.h"

static void
test_reads_in_both_orders(void **state)
{
	static const uint8_t b[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13,
		14, 15, 16 };
	struct rd r;
	struct guid g;

	(void)state;
	rd_init(&r, span_of(b, sizeof(b)));
	assert_int_equal(rd_u8(&r), 1);
	assert_int_equal(rd_u16(&r), 0x0302);
	assert_int_equal(rd_be16(&r), 0x0405);
	assert_int_equal(rd_u32(&r), 0x09080706);
	assert_int_equal(rd_left(&r), 7);
	r.big_endian = true;
	assert_int_equal(rd_u16(&r), 0x0a0b);
	assert_int_equal(rd_u32(&r), 0x0c0d0e0f);
	assert_int_equal(rd_end(&r), WIRE_TRAILING);
	assert_int_equal(rd_u8(&r), 16);
	assert_int_equal(rd_end(&r), WIRE_OK);
	rd_init(&r, span_of(b, sizeof(b)));
	assert_true(rd_u64(&r) == 0x0807060504030201);
	r.big_endian = true;
	assert_true(rd_u64(&r) == 0x090a0b0c0d0e0f10);
	rd_init(&r, span_of(b, sizeof(b)));
	r.big_endian = true;
	g = rd_guid(&r);
	vector_same(span_of(g.b, 16), "04030201 0605 0807 090a0b0c0d0e0f10");
}

static void
test_error_sticks(void **state)
{
	static const uint8_t b[] = { 1, 2, 3 };
	struct rd r;

	(void)state;
	rd_init(&r, span_of(b, sizeof(b)));
	assert_int_equal(rd_u32(&r), 0);
	assert_int_equal(rd_done(&r), WIRE_SHORT);
	assert_int_equal(rd_u8(&r), 0);
	assert_int_equal(rd_left(&r), 0);
	assert_int_equal(rd_bytes(&r, 1).n, 0);
	rd_fail(&r, WIRE_INVALID);
	assert_int_equal(rd_end(&r), WIRE_SHORT);
	rd_init(&r, span_of(NULL, 0));
	assert_int_equal(rd_bytes(&r, 0).n, 0);
	rd_align(&r, 8);
	assert_int_equal(rd_end(&r), WIRE_OK);
	rd_skip(&r, SIZE_MAX);
	assert_int_equal(rd_end(&r), WIRE_SHORT);
}

static void
test_alignment(void **state)
{
	static const uint8_t b[16];
	struct rd r;

	(void)state;
	rd_init(&r, span_of(b, sizeof(b)));
	rd_align(&r, 8);
	assert_int_equal(r.at, 0);
	rd_skip(&r, 3);
	rd_align(&r, 4);
	assert_int_equal(r.at, 4);
	rd_align(&r, 8);
	assert_int_equal(r.at, 8);
	rd_skip(&r, 7);
	rd_align(&r, 8);
	assert_int_equal(rd_end(&r), WIRE_OK);
}

static void
test_writes(void **state)
{
	struct guid g = { { 1, 2, 3, 4, 5, 6, 7, 8, 9 } };
	struct buf b;
	struct wr w;

	(void)state;
	buf_init(&b, 100);
	assert_true(buf_adds(&b, "xyz"));
	wr_init(&w, &b);
	wr_u8(&w, 1);
	wr_align(&w, 4);
	wr_u16(&w, 0x0302);
	wr_u32(&w, 0x07060504);
	wr_align(&w, 2);
	wr_u64(&w, 0x0f0e0d0c0b0a0908);
	wr_guid(&w, &g);
	wr_put_u16(&w, 1, 0xbbaa);
	wr_put_u32(&w, 6, 0xddccbbaa);
	assert_true(wr_done(&w));
	vector_same(buf_span(&b),
	    "78797a 01aabb00 0203 aabbccdd 08090a0b0c0d0e0f"
	    "01020304050607080900000000000000");
	wr_put_u16(&w, wr_size(&w) - 1, 0);
	assert_false(w.ok);
	buf_clear(&b);
}

static void
test_full_buffer_is_taken_back(void **state)
{
	struct buf b;
	struct wr w;

	(void)state;
	buf_init(&b, 8);
	assert_true(buf_adds(&b, "abc"));
	wr_init(&w, &b);
	wr_u32(&w, 1);
	wr_u32(&w, 1);
	wr_u8(&w, 1); /* would fit again, but must not be added */
	assert_false(wr_done(&w));
	assert_string_equal(buf_text(&b), "abc");
	buf_clear(&b);
	wr_init(&w, &b);
	wr_zero(&w, 9);
	assert_false(wr_done(&w));
	assert_int_equal(b.n, 0);
	buf_clear(&b);
}

static void
test_guid_text(void **state)
{
	static const char *const bad[] = { "",
		"afa8bd80-7d8a-11c9-bef4-08002b10298",
		"afa8bd80-7d8a-11c9-bef4-08002b1029890",
		"afa8bd80 7d8a-11c9-bef4-08002b102989",
		"afa8bd80-7d8a-11c9-bef4-08002b10298g",
		"{afa8bd80-7d8a-11c9-bef4-08002b102989}",
		"afa8bd807d8a11c9bef408002b102989" };
	struct guid g, zero = { { 0 } };
	char text[GUID_TEXT];

	(void)state;
	assert_true(guid_parse("AFA8bd80-7d8a-11c9-bef4-08002b102989", &g));
	vector_same(span_of(g.b, 16), "80bda8af8a7dc911bef408002b102989");
	guid_format(&g, text);
	assert_string_equal(text, "afa8bd80-7d8a-11c9-bef4-08002b102989");
	assert_true(guid_eq(&g, &g));
	assert_false(guid_eq(&g, &zero));
	assert_true(guid_is_zero(&zero));
	assert_false(guid_is_zero(&g));
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_false(guid_parse(bad[i], &g));
}

static void
test_every_error_has_a_text(void **state)
{
	(void)state;
	for (int e = WIRE_OK; e < WIRE_NERRS; e++)
		assert_string_not_equal(
		    wire_err_text((enum wire_err)e), "unknown error");
	assert_string_equal(wire_err_text(WIRE_SHORT), "cut short");
	assert_string_equal(wire_err_text(WIRE_NERRS), "unknown error");
}

static void
test_utf16(void **state)
{
	static const struct {
		const char *hex;
		bool big_endian;
		size_t room;
		const char *want;
	} row[] = {
		{ "4500 5800 3100", false, 99, "EX1" },
		{ "0045 0058 0031", true, 99, "EX1" },
		{ "4500 5800 0000 3100", false, 99, "EX" },
		{ "4500 58", false, 99, "E" },
		{ "e400 ac20", false, 99, "\xc3\xa4\xe2\x82\xac" },
		{ "3dd8 00de", false, 99, "\xf0\x9f\x98\x80" },
		{ "3dd8 4100", false, 99,
		    "\xef\xbf\xbd"
		    "A" },
		{ "00de", false, 99, "\xef\xbf\xbd" },
		{ "3dd8", false, 99, "\xef\xbf\xbd" },
		{ "1b00 5b00 7f00", false, 99, "?[?" },
		{ "4500 5800 3100", false, 3, "EX" },
		{ "4500 e400", false, 3, "E" },
		{ "4500", false, 1, "" },
	};
	char out[99];

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct buf b;

		buf_init(&b, 99);
		vector_load(&b, row[i].hex);
		utf16_text(buf_span(&b), row[i].big_endian, out, row[i].room);
		assert_string_equal(out, row[i].want);
		buf_clear(&b);
	}
	latin1_text(span_str("a\xe4\x01"), out, sizeof(out));
	assert_string_equal(out, "a\xc3\xa4?");
}

static void
test_text_written(void **state)
{
	/* The last three: a stray byte, a cut character, an overlong lead. */
	const char *text = "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\x80\xe2\x82"
			   "z\xf8";
	struct buf b;
	struct wr w;

	(void)state;
	buf_init(&b, 99);
	wr_init(&w, &b);
	assert_int_equal(utf16_write(&w, text), 11);
	vector_same(buf_span(&b),
	    "6100 e400 ac20 3dd8 00de fdff fdff fdff 7a00 fdff 0000");
	assert_int_equal(utf16_write(NULL, text), 11);
	buf_clear(&b);
	wr_init(&w, &b);
	assert_int_equal(latin1_write(&w, text), 10);
	vector_same(buf_span(&b), "61 e4 3f 3f 3f 3f 3f 7a 3f 00");
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reads_in_both_orders),
		cmocka_unit_test(test_error_sticks),
		cmocka_unit_test(test_alignment),
		cmocka_unit_test(test_writes),
		cmocka_unit_test(test_full_buffer_is_taken_back),
		cmocka_unit_test(test_guid_text),
		cmocka_unit_test(test_every_error_has_a_text),
		cmocka_unit_test(test_utf16),
		cmocka_unit_test(test_text_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
