/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "vector.h"
#include "wire/iface.h"
#include "wire/mgmt.h"

static enum wire_err
decode_ids(struct span in)
{
	struct mgmt_if_ids ids;

	return mgmt_if_ids_decode(in, false, &ids);
}

static enum wire_err
decode_listening(struct span in)
{
	struct mgmt_listening l;

	return mgmt_listening_decode(in, false, &l);
}

static void
test_if_ids(void **state)
{
	struct mgmt_if_ids in = { .status = 0, .n = 2 }, out;
	struct buf b;

	(void)state;
	in.id[0] = ifaces[IFACE_MGMT].syntax;
	in.id[1] = ifaces[IFACE_EMSMDB].syntax;
	buf_init(&b, 9999);
	assert_true(mgmt_if_ids_encode(&in, &b));
	vector_same(buf_span(&b),
	    "00000200 02000000 02000000 0c000200 10000200"
	    "80bda8af8a7dc911bef408002b102989 0100 0000"
	    "00dbf1a447ca6710b31f00dd010662da 0000 5100 00000000");
	assert_int_equal(
	    mgmt_if_ids_decode(buf_span(&b), false, &out), WIRE_OK);
	assert_memory_equal(&in, &out, sizeof(in));
	prefixes_fail(buf_span(&b), decode_ids);
	assert_true(buf_add(&b, "0123456789abcde", 15));
	assert_int_equal(decode_ids(buf_span(&b)), WIRE_OK);
	assert_true(buf_add(&b, "f", 1));
	assert_int_equal(decode_ids(buf_span(&b)), WIRE_TRAILING);
	buf_clear(&b);
	in.n = MGMT_IFS_MAX + 1;
	assert_false(mgmt_if_ids_encode(&in, &b));
	buf_clear(&b);
}

static void
test_if_ids_odd(void **state)
{
	static const struct {
		const char *hex;
		bool big_endian;
		enum wire_err want;
		unsigned n;
		uint32_t status;
	} row[] = {
		{ "00000000 05000000", false, WIRE_OK, 0, 5 },
		{ "00000200 00000000 00000000 00000000", false, WIRE_OK, 0, 0 },
		/* a null pointer in the list has no pointee */
		{ "00000200 02000000 02000000 00000000 08000200"
		  "80bda8af8a7dc911bef408002b102989 01000000 e4060000",
		    false, WIRE_OK, 1, 1764 },
		{ "00000200 02000000 01000000 00000000 00000000", false,
		    WIRE_INVALID, 0, 0 },
		{ "00000200 41000000 41000000 00000000 00000000", false,
		    WIRE_LIMIT, 0, 0 },
		{ "00000200 ffffffff ffffffff 00000000 00000000", false,
		    WIRE_LIMIT, 0, 0 },
		{ "00020000 00000001 00000001 00020004"
		  "afa8bd807d8a11c9bef408002b102989 0001 0000 00000005",
		    true, WIRE_OK, 1, 5 },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		const struct pdu_syntax *mgmt = &ifaces[IFACE_MGMT].syntax;
		struct mgmt_if_ids out;
		struct buf b;

		buf_init(&b, 999);
		vector_load(&b, row[i].hex);
		assert_int_equal(
		    mgmt_if_ids_decode(buf_span(&b), row[i].big_endian, &out),
		    row[i].want);
		assert_int_equal(out.n, row[i].n);
		assert_int_equal(out.status, row[i].status);
		if (out.n > 0)
			assert_memory_equal(&out.id[0], mgmt, sizeof(*mgmt));
		buf_clear(&b);
	}
}

static void
test_listening(void **state)
{
	struct mgmt_listening in = { 0, true }, out;
	struct buf b;

	(void)state;
	buf_init(&b, 99);
	assert_true(mgmt_listening_encode(&in, &b));
	vector_same(buf_span(&b), "00000000 01000000");
	assert_int_equal(
	    mgmt_listening_decode(buf_span(&b), false, &out), WIRE_OK);
	assert_true(out.listening);
	prefixes_fail(buf_span(&b), decode_listening);
	assert_int_equal(
	    mgmt_listening_decode(span_of("\0\0\0\5\0\0\0\0", 8), true, &out),
	    WIRE_OK);
	assert_int_equal(out.status, 5);
	assert_false(out.listening);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_if_ids),
		cmocka_unit_test(test_if_ids_odd),
		cmocka_unit_test(test_listening),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
