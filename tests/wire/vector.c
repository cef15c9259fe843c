/* SPDX-License-Identifier: Apache-2.0 */
#include "vector.h"

#include <stdlib.h>
#include <string.h>

#include "wire/hex.h"

/* VC cookie 10..1f, OUT channel 20..2f, IN channel 30..3f, association 40..4f;
 * equal to what two other implementations build. */
const char vector_conn_a1[] =
    "05001403100000004c00000000000000 00000400 0600000001000000"
    "03000000101112131415161718191a1b1c1d1e1f"
    "03000000202122232425262728292a2b2c2d2e2f 0000000000000100";
const char vector_conn_b1[] =
    "05001403100000006800000000000000 00000600 0600000001000000"
    "03000000101112131415161718191a1b1c1d1e1f"
    "03000000303132333435363738393a3b3c3d3e3f 0400000000000040"
    "05000000e0930400 0c000000404142434445464748494a4b4c4d4e4f";
const char vector_conn_c2[] =
    "05001403100000002c00000000000000 00000300 0600000001000000"
    "0000000000000100 02000000c0d40100";
const char vector_bind_mgmt[] =
    "05000b03100000004800000001000000 f80ff80f00000000 01000000 00000100"
    "80bda8af8a7dc911bef408002b102989 01000000"
    "045d888aeb1cc9119fe808002b104860 02000000";
const char vector_bind_emsmdb[] =
    "05000b03100000004800000001000000 f80ff80f00000000 01000000 00000100"
    "00dbf1a447ca6710b31f00dd010662da 00005100"
    "045d888aeb1cc9119fe808002b104860 02000000";
const char vector_is_listening[] =
    "0500000310000000180000000200000000000000 0000 0200";
const char vector_eeinfo[] =
    "01100800cccccccc 5000000000000000 00000200 01000000 00000000 01000100"
    "04000000 04000200 d2040000 00000000 00000000005adc01 08000000 ba060000"
    "3e01 0000 0100 0000 0300 0300 4d270000 04000000 45005800 31000000"
    "00000000";

void
vector_load(struct buf *out, const char *hex)
{
	int high = -1;

	for (; *hex != '\0'; hex++) {
		int digit = hex_digit((uint8_t)*hex);

		if (*hex == ' ')
			continue;
		assert_true(digit >= 0);
		if (high < 0) {
			high = digit;
		} else {
			uint8_t byte = (uint8_t)(high << 4 | digit);

			assert_true(buf_add(out, &byte, 1));
			high = -1;
		}
	}
	assert_int_equal(high, -1);
}

void
vector_same(struct span got, const char *hex)
{
	struct buf want;

	buf_init(&want, 1 << 20);
	vector_load(&want, hex);
	if (!span_eq(got, buf_span(&want))) {
		print_message("want %s\n got ", hex);
		for (size_t i = 0; i < got.n; i++)
			print_message("%02x", got.p[i]);
		print_message("\n");
		fail();
	}
	buf_clear(&want);
}

void
prefixes_fail(struct span good, enum wire_err (*decode)(struct span prefix))
{
	for (size_t n = 0; n < good.n; n++) {
		uint8_t *copy = malloc(n == 0 ? 1 : n);

		assert_non_null(copy);
		memcpy(copy, good.p, n);
		if (decode(span_of(copy, n)) == WIRE_OK)
			fail_msg("prefix of %zu bytes decodes", n);
		free(copy);
	}
}
