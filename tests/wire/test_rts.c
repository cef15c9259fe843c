/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "vector.h"
#include "wire/rts.h"
#include "wire/rts_table.h"

static const struct {
	const char *hex;
	enum rts_name name;
} vectors[] = {
	{ "0500140310000000140000000000000040000000", RTS_ECHO },
	{ "0500140310000000140000000000000001000000", RTS_PING },
	{ vector_conn_a1, CONN_A1 },
	{ vector_conn_b1, CONN_B1 },
	{ "05001403100000001c00000000000000 00000100 02000000c0d40100",
	    CONN_A3 },
	{ vector_conn_c2, CONN_C2 },
	{ "05001403100000003800000000000000 02000200 0d00000003000000"
	  "010000000080000000000100202122232425262728292a2b2c2d2e2f",
	    RTS_FLOW_ACK_WITH_DESTINATION },
	{ "05001403100000001c00000000000000 02000100 0500000060ea0000",
	    RTS_KEEP_ALIVE },
	{ "05001403100000001c00000000000000 04000100 0d00000000000000",
	    OUT_R2_A2 },
	{ "05001403100000002000000000000000 00000200 0d00000000000000"
	  "0a000000",
	    OUT_R2_A6 },
	{ "05001403100000003800000000000000 10000300 0d00000002000000"
	  "03000000303132333435363738393a3b3c3d3e3f 0600000001000000",
	    OUT_R2_A7 },
	{ "05001403100000001800000000000000 20000100 0a000000", OUT_R2_B3 },
	{ "05001403100000001800000000000000 01000100 07000000", OUT_R2_C1 },
	{ "05001403100000005800000000000000 04000400 0600000001000000"
	  "03000000101112131415161718191a1b1c1d1e1f"
	  "03000000202122232425262728292a2b2c2d2e2f"
	  "03000000303132333435363738393a3b3c3d3e3f",
	    IN_R1_A1 },
	{ "05001403100000003400000000000000 00000400 0d00000000000000"
	  "0600000001000000 0000000000000100 02000000c0d40100",
	    IN_R1_A4 },
	{ "05001403100000001c00000000000000 00000100 0d00000000000000",
	    IN_R2_A4 },
	{ "05001403100000002800000000000000 00000100"
	  "03000000303132333435363738393a3b3c3d3e3f",
	    IN_R2_A5 },
	{ "05001403100000006000000000000000 04000500 0600000001000000"
	  "03000000101112131415161718191a1b1c1d1e1f"
	  "03000000202122232425262728292a2b2c2d2e2f"
	  "03000000303132333435363738393a3b3c3d3e3f 0000000000000100",
	    OUT_R2_A3 },
	{ "05001403100000002c00000000000000 10000300 0d00000000000000"
	  "0600000001000000 02000000c0d40100",
	    OUT_R1_A6 },
	{ "05001403100000003000000000000000 10000200 0d00000002000000"
	  "03000000303132333435363738393a3b3c3d3e3f",
	    OUT_R1_A7 },
	{ "05001403100000001800000000000000 00000100 0a000000", OUT_R1_A11 },
};

static const char *
vector_of(enum rts_name name)
{
	for (size_t i = 0; i < ROWS(vectors); i++)
		if (vectors[i].name == name)
			return vectors[i].hex;
	fail_msg("no vector for %s", rts_name_text(name));
	return NULL;
}

static struct guid
cookie(uint8_t first)
{
	struct guid g;

	for (uint8_t i = 0; i < 16; i++)
		g.b[i] = (uint8_t)(first + i);
	return g;
}

static enum wire_err
decode(struct span in)
{
	struct rts_pdu p;

	return rts_decode(in, &p);
}

static enum wire_err
decode_hex(const char *hex, struct rts_pdu *p)
{
	struct buf b;
	enum wire_err e;

	buf_init(&b, 1 << 17);
	vector_load(&b, hex);
	e = rts_decode(buf_span(&b), p);
	buf_clear(&b);
	return e;
}

static void
test_vectors_both_ways(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(vectors); i++) {
		struct rts_pdu p;
		struct buf b;

		buf_init(&b, RTS_PDU_MAX);
		assert_int_equal(decode_hex(vectors[i].hex, &p), WIRE_OK);
		assert_true(rts_is(&p, vectors[i].name));
		assert_true(rts_encode(&p, &b));
		vector_same(buf_span(&b), vectors[i].hex);
		prefixes_fail(buf_span(&b), decode);
		assert_true(buf_add(&b, "", 1));
		assert_int_equal(decode(buf_span(&b)), WIRE_INVALID);
		buf_clear(&b);
	}
}

static void
test_what_a_client_says(void **state)
{
	const struct rts_conn out = { cookie(0x10), cookie(0x20), 65536, 0, 0,
		{ { 0 } } };
	const struct rts_conn in = { cookie(0x10), cookie(0x30), 0, 1 << 30,
		300000, cookie(0x40) };
	const struct rts_flow_ack ack = { 0x8000, 65536, cookie(0x20) };
	struct buf b;

	(void)state;
	buf_init(&b, RTS_PDU_MAX);
	assert_true(rts_put_echo(&b));
	vector_same(buf_span(&b), vectors[0].hex);
	buf_clear(&b);
	assert_true(rts_put_ping(&b));
	vector_same(buf_span(&b), vectors[1].hex);
	buf_clear(&b);
	assert_true(rts_put_conn_a1(&out, &b));
	vector_same(buf_span(&b), vector_conn_a1);
	buf_clear(&b);
	assert_true(rts_put_conn_b1(&in, &b));
	vector_same(buf_span(&b), vector_conn_b1);
	buf_clear(&b);
	assert_true(rts_put_flow_ack(RTS_TO_OUT_PROXY, &ack, &b));
	vector_same(buf_span(&b), vectors[6].hex);
	buf_clear(&b);
}

/* Lengths add up to what is announced: 120 bytes for a new OUT channel. */
static void
test_what_a_client_says_to_recycle(void **state)
{
	static const enum rts_name names[] = { IN_R1_A1, IN_R2_A5, OUT_R2_A3,
		OUT_R1_A7, OUT_R1_A11, OUT_R2_A7, OUT_R2_C1 };
	const struct rts_recycling r = { cookie(0x10), cookie(0x20),
		cookie(0x30), 65536 };
	struct buf b;

	(void)state;
	buf_init(&b, RTS_PDU_MAX);
	for (size_t i = 0; i < ROWS(names); i++) {
		assert_true(rts_put_recycling(names[i], &r, &b));
		vector_same(buf_span(&b), vector_of(names[i]));
		buf_clear(&b);
	}
	assert_true(rts_put_recycling(OUT_R1_A3, &r, &b));
	assert_true(rts_put_recycling(OUT_R1_A11, &r, &b));
	assert_int_equal(b.n, 120);
	buf_clear(&b);
}

static void
test_values_are_read(void **state)
{
	struct rts_pdu p;
	struct guid channel = cookie(0x30), association = cookie(0x40);

	(void)state;
	assert_int_equal(decode_hex(vector_conn_b1, &p), WIRE_OK);
	assert_true(guid_eq(&rts_find(&p, RTS_COOKIE, 1)->guid, &channel));
	assert_null(rts_find(&p, RTS_COOKIE, 2));
	assert_null(rts_find(&p, RTS_ANCE, 0));
	assert_int_equal(rts_find(&p, RTS_CHANNEL_LIFETIME, 0)->u32, 1 << 30);
	assert_int_equal(rts_find(&p, RTS_CLIENT_KEEPALIVE, 0)->u32, 300000);
	assert_true(guid_eq(
	    &rts_find(&p, RTS_ASSOCIATION_GROUP_ID, 0)->guid, &association));
	assert_int_equal(decode_hex(vectors[6].hex, &p), WIRE_OK);
	assert_int_equal(p.cmd[0].u32, RTS_TO_OUT_PROXY);
	assert_int_equal(p.cmd[1].ack.bytes_received, 0x8000);
	assert_int_equal(p.cmd[1].ack.available_window, 65536);
}

/* One name for every row, and a round trip of the shape of every name. */
static void
test_tables_are_whole(void **state)
{
	(void)state;
	for (unsigned t = 0; t < RTS_NTYPES; t++)
		assert_non_null(rts_cmd_text(t));
	assert_null(rts_cmd_text(RTS_NTYPES));
	for (unsigned name = 0; name < RTS_NNAMES; name++) {
		struct rts_pdu p, again;
		struct buf b;
		enum rts_name first;

		assert_non_null(rts_shapes[name].text);
		assert_string_equal(
		    rts_name_text((enum rts_name)name), rts_shapes[name].text);
		if (name == RTS_UNNAMED)
			continue;
		assert_int_not_equal(rts_shapes[name].readers, 0);
		buf_init(&b, RTS_PDU_MAX);
		rts_shape((enum rts_name)name, &p);
		assert_true(rts_encode(&p, &b));
		assert_int_equal(rts_decode(buf_span(&b), &again), WIRE_OK);
		assert_memory_equal(&p, &again, sizeof(p));
		first = rts_identify(&again);
		assert_true(first != RTS_UNNAMED && first <= name);
		assert_true(rts_is(&again, first));
		assert_true(rts_is(&again, (enum rts_name)name));
		buf_clear(&b);
	}
	assert_string_equal(rts_name_text(RTS_NNAMES), "unnamed RTS PDU");
	assert_string_equal(rts_name_text(OUT_R1_A10), "OUT_R1/A10");
}

static void
test_one_shape_has_several_names(void **state)
{
	struct rts_pdu p;

	(void)state;
	rts_shape(CONN_C2, &p);
	assert_int_equal(rts_identify(&p), CONN_C1);
	assert_int_equal(rts_identify_at(&p, RTS_TO_CLIENT), CONN_C2);
	assert_int_equal(rts_identify_at(&p, RTS_TO_OUT_PROXY), CONN_C1);
	assert_int_equal(rts_identify_at(&p, RTS_TO_SERVER), RTS_UNNAMED);
	assert_true(rts_is(&p, CONN_C2));
	assert_false(rts_is(&p, CONN_A3));
	assert_false(rts_is(&p, RTS_UNNAMED));
	p.flags = RTS_FLAG_EOF;
	assert_int_equal(rts_identify(&p), RTS_UNNAMED);
	rts_shape(IN_R1_A1, &p);
	p.ncmds--;
	assert_int_equal(rts_identify(&p), RTS_UNNAMED);
}

static void
test_bad_headers(void **state)
{
	static const struct {
		size_t at;
		uint8_t value;
	} row[] = { { 0, 4 }, { 1, 1 }, { 2, 3 }, { 3, 1 }, { 4, 0 }, { 7, 1 },
		{ 8, 0x1d }, { 9, 1 }, { 10, 1 }, { 12, 1 } };

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct buf b;

		buf_init(&b, RTS_PDU_MAX);
		vector_load(&b, vectors[4].hex);
		b.p[row[i].at] = row[i].value;
		assert_int_equal(decode(buf_span(&b)), WIRE_INVALID);
		buf_clear(&b);
	}
}

static void
test_bad_commands(void **state)
{
	static const struct {
		const char *hex;
		enum wire_err want;
	} row[] = {
		{ "05001403100000001800000000000000 00000100 0f000000",
		    WIRE_UNKNOWN },
		{ "05001403100000001800000000000000 00000100 ffffffff",
		    WIRE_UNKNOWN },
		{ "05001403100000001400000000000000 00000b00", WIRE_LIMIT },
		{ "05001403100000001400000000000000 0000ffff", WIRE_LIMIT },
		{ "05001403100000001800000000000000 00000200 07000000",
		    WIRE_SHORT },
		{ "05001403100000001800000000000000 00000000 07000000",
		    WIRE_TRAILING },
		{ "05001403100000001c00000000000000 00000100"
		  "08000000 00000100",
		    WIRE_LIMIT },
		{ "05001403100000001c00000000000000 00000100"
		  "08000000 01000000",
		    WIRE_SHORT },
		{ "05001403100000001d00000000000000 00000100"
		  "08000000 01000000 aa",
		    WIRE_OK },
		{ "05001403100000002c00000000000000 00000100 0b000000"
		  "00000000 7f000001 000000000000000000000000",
		    WIRE_OK },
		{ "05001403100000003800000000000000 00000100 0b000000"
		  "01000000 00000000000000000000000000000001"
		  "000000000000000000000000",
		    WIRE_OK },
		{ "05001403100000002c00000000000000 00000100 0b000000"
		  "02000000 7f000001 000000000000000000000000",
		    WIRE_INVALID },
	};
	struct rts_pdu p;

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++)
		assert_int_equal(decode_hex(row[i].hex, &p), row[i].want);
}

/* Values outside the ranges of the specification must reach the diagnosis. */
static void
test_odd_values_pass(void **state)
{
	struct rts_pdu p;

	(void)state;
	assert_int_equal(decode_hex("05001403100000001c00000000000000 00000100"
				    "02000000 01000000",
			     &p),
	    WIRE_OK);
	assert_int_equal(rts_identify(&p), CONN_A3);
	assert_int_equal(p.cmd[0].u32, 1);
}

static void
test_encode_refuses(void **state)
{
	struct rts_pdu p = { .ncmds = RTS_CMDS_MAX + 1 };
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	assert_false(rts_encode(&p, &b));
	p.ncmds = 1;
	p.cmd[0].type = RTS_NTYPES;
	assert_false(rts_encode(&p, &b));
	p.cmd[0].type = RTS_CLIENT_ADDRESS;
	p.cmd[0].address.family = 2;
	assert_false(rts_encode(&p, &b));
	p.cmd[0].type = RTS_PADDING;
	p.cmd[0].u32 = 65535; /* more than frag_length can say */
	assert_false(rts_encode(&p, &b));
	p.cmd[0].u32 = 65535 - 28;
	assert_true(rts_encode(&p, &b));
	assert_int_equal(decode(buf_span(&b)), WIRE_OK);
	buf_clear(&b);
	buf_init(&b, 19);
	assert_false(rts_put_ping(&b));
	assert_int_equal(b.n, 0);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vectors_both_ways),
		cmocka_unit_test(test_what_a_client_says),
		cmocka_unit_test(test_what_a_client_says_to_recycle),
		cmocka_unit_test(test_values_are_read),
		cmocka_unit_test(test_tables_are_whole),
		cmocka_unit_test(test_one_shape_has_several_names),
		cmocka_unit_test(test_bad_headers),
		cmocka_unit_test(test_bad_commands),
		cmocka_unit_test(test_odd_values_pass),
		cmocka_unit_test(test_encode_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
