/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "vector.h"
#include "wire/ntlm.h"

#define SIGNATURE "4e544c4d53535000"

/* Five names, a timestamp, an unknown pair, the end. */
static const char challenge[] =
    SIGNATURE "02000000 0400 0400 38000000 0502 8982 0102030405060708"
	      "0000000000000000 6000 6000 3c000000 0a00 6345 0000000f 43004f00"
	      "0200 0400 43004f00"
	      "0100 0a00 43004100530030003100"
	      "0400 0e00 63006f002e0074006500730074 00"
	      "0300 1400 63006100730030 0031002e0063006f002e007400"
	      "0500 0400 63006f00"
	      "0600 0400 02000000"
	      "0700 0800 0100000000a0d501"
	      "0000 0000";

static enum wire_err
decode(struct span in)
{
	struct ntlm_challenge c;

	return ntlm_challenge_decode(in, &c);
}

static void
names_check(const struct ntlm_challenge *c)
{
	assert_string_equal(c->nb_domain, "CO");
	assert_string_equal(c->nb_computer, "CAS01");
	assert_string_equal(c->dns_domain, "co.test");
	assert_string_equal(c->dns_computer, "cas01.co.t");
	assert_string_equal(c->dns_forest, "co");
	assert_true(c->time == 0x01d5a00000000001);
	assert_true(c->has_version);
	assert_int_equal(c->major, 10);
	assert_int_equal(c->minor, 0);
	assert_int_equal(c->build, 17763);
}

static void
test_challenge(void **state)
{
	struct ntlm_challenge c;
	struct buf b;

	(void)state;
	buf_init(&b, 999);
	vector_load(&b, challenge);
	assert_int_equal(b.n, 0x3c + 0x60);
	assert_int_equal(ntlm_challenge_decode(buf_span(&b), &c), WIRE_OK);
	names_check(&c);
	prefixes_fail(buf_span(&b), decode);
	buf_clear(&b);
	/* wrapped, as Negotiate sends it */
	vector_load(&b, "a181c53081c2a0030a0101 a2820100");
	vector_load(&b, challenge);
	assert_true(buf_adds(&b, "mic"));
	assert_int_equal(ntlm_challenge_decode(buf_span(&b), &c), WIRE_OK);
	names_check(&c);
	buf_clear(&b);
}

static void
test_odd_challenges(void **state)
{
	static const struct {
		const char *hex;
		enum wire_err want;
	} row[] = {
		/* no target info flag, nothing after the challenge */
		{ SIGNATURE "02000000 0000 0000 00000000 05020000"
			    "0102030405060708 0000000000000000",
		    WIRE_OK },
		/* empty target info */
		{ SIGNATURE "02000000 0000 0000 00000000 05028000"
			    "0102030405060708 0000000000000000"
			    "0000 0000 00000000",
		    WIRE_OK },
		/* target info outside */
		{ SIGNATURE "02000000 0000 0000 00000000 05028000"
			    "0102030405060708 0000000000000000"
			    "0400 0400 ffffffff",
		    WIRE_SHORT },
		{ SIGNATURE "02000000 0000 0000 00000000 05028000"
			    "0102030405060708 0000000000000000"
			    "ffff ffff 00000000",
		    WIRE_SHORT },
		/* a pair longer than the list */
		{ SIGNATURE "02000000 0000 0000 00000000 05028000"
			    "0102030405060708 0000000000000000"
			    "0400 0400 30000000 0100 0400",
		    WIRE_SHORT },
		/* an AUTHENTICATE message, something else, nothing */
		{ SIGNATURE "03000000 0000 0000 00000000 05020000"
			    "0102030405060708 0000000000000000",
		    WIRE_INVALID },
		{ "6082", WIRE_UNKNOWN },
		{ "", WIRE_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct buf b;

		buf_init(&b, 999);
		vector_load(&b, row[i].hex);
		assert_int_equal(decode(buf_span(&b)), row[i].want);
		buf_clear(&b);
	}
}

static void
test_negotiate(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 40);
	assert_true(ntlm_negotiate_encode(&b));
	vector_same(buf_span(&b),
	    SIGNATURE "01000000 058288a2 0000000000000000 0000000000000000"
		      "0a0000000000000f");
	assert_int_equal(decode(buf_span(&b)), WIRE_INVALID);
	assert_false(ntlm_negotiate_encode(&b));
	assert_int_equal(b.n, 40);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_challenge),
		cmocka_unit_test(test_odd_challenges),
		cmocka_unit_test(test_negotiate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
