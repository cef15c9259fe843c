/* SPDX-License-Identifier: Apache-2.0 */
/* NTLM's signing and sealing against the examples of [MS-NLMP] 4.2. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "auth/ntlm_seal.h"

#define TEXT_SIZE 18

/* "Plaintext" in UTF-16, 4.2.1 */
static const uint8_t text[TEXT_SIZE] = { 'P', 0, 'l', 0, 'a', 0, 'i', 0, 'n', 0,
	't', 0, 'e', 0, 'x', 0, 't', 0 };

struct example {
	const char *section;
	uint8_t key[NTLM_SESSION_KEY_SIZE];
	uint32_t flags;
	uint8_t sealed[TEXT_SIZE];
	uint8_t signature[NTLM_SIGNATURE_SIZE];
};

static const struct example examples[] = {
	{ "4.2.3.4, 56 bits, no key exchange",
	    { 0xeb, 0x93, 0x42, 0x9a, 0x8b, 0xd9, 0x52, 0xf8, 0xb8, 0x9c, 0x55,
		0xb8, 0x7f, 0x47, 0x5e, 0xdc },
	    0x820a8233,
	    { 0xa0, 0x23, 0x72, 0xf6, 0x53, 0x02, 0x73, 0xf3, 0xaa, 0x1e, 0xb9,
		0x01, 0x90, 0xce, 0x52, 0x00, 0xc9, 0x9d },
	    { 1, 0, 0, 0, 0xff, 0x2a, 0xeb, 0x52, 0xf6, 0x81, 0x79, 0x3a, 0, 0,
		0, 0 } },
	{ "4.2.4.4, 128 bits, key exchange",
	    { 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55,
		0x55, 0x55, 0x55, 0x55, 0x55 },
	    0xe28a8233,
	    { 0x54, 0xe5, 0x01, 0x65, 0xbf, 0x19, 0x36, 0xdc, 0x99, 0x60, 0x20,
		0xc1, 0x81, 0x1b, 0x0f, 0x06, 0xfb, 0x5f },
	    { 1, 0, 0, 0, 0x7f, 0xb3, 0x8e, 0xc5, 0xc5, 0x5d, 0x49, 0x76, 0, 0,
		0, 0 } },
};

#define NEXAMPLES (sizeof(examples) / sizeof(examples[0]))

/* The signature is over the buffer that is sealed in place. */
static struct ntlm_message_parts
parts_of(uint8_t *p, size_t n, bool seal)
{
	return (struct ntlm_message_parts){
		.whole = span_of(p, n),
		.sealed = p,
		.sealed_n = seal ? n : 0,
	};
}

static void
examples_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < NEXAMPLES; i++) {
		const struct example *e = &examples[i];
		struct ntlm_seal *s =
		    ntlm_seal_new(NTLM_CLIENT, e->key, e->flags, 0);
		uint8_t p[TEXT_SIZE], signature[NTLM_SIGNATURE_SIZE];
		struct ntlm_message_parts m = parts_of(p, sizeof(p), true);

		assert_non_null(s);
		memcpy(p, text, sizeof(p));
		assert_true(ntlm_seal_protect(s, &m, signature));
		assert_memory_equal(p, e->sealed, sizeof(p));
		assert_memory_equal(signature, e->signature, sizeof(signature));
		ntlm_seal_free(s);
	}
}

static void
pass(struct ntlm_seal *from, struct ntlm_seal *to, bool seal, bool good)
{
	uint8_t p[TEXT_SIZE], signature[NTLM_SIGNATURE_SIZE];
	struct ntlm_message_parts m = parts_of(p, sizeof(p), seal);

	memcpy(p, text, sizeof(p));
	assert_true(ntlm_seal_protect(from, &m, signature));
	assert_int_equal(memcmp(p, text, sizeof(p)) != 0, seal);
	if (!good)
		p[3] ^= 1;
	assert_int_equal(ntlm_seal_verify(to, &m, signature), good);
	if (good)
		assert_memory_equal(p, text, sizeof(p));
}

static void
both_ends_agree_message_after_message(void **state)
{
	(void)state;
	for (size_t i = 0; i < NEXAMPLES; i++)
		for (int seal = 0; seal < 2; seal++) {
			const struct example *e = &examples[i];
			struct ntlm_seal *c =
			    ntlm_seal_new(NTLM_CLIENT, e->key, e->flags, 1);
			struct ntlm_seal *s =
			    ntlm_seal_new(NTLM_SERVER, e->key, e->flags, 1);

			for (int n = 0; n < 5; n++) {
				pass(c, s, seal, true);
				pass(s, c, seal, true);
			}
			pass(c, s, seal, false);
			ntlm_seal_free(c);
			ntlm_seal_free(s);
		}
}

static void
old_session_security_is_not_spoken(void **state)
{
	(void)state;
	assert_null(ntlm_seal_new(NTLM_CLIENT, examples[0].key,
	    examples[0].flags & ~(uint32_t)NTLMSSP_EXTENDED_SESSIONSECURITY,
	    0));
}

static void
messages_are_found_in_tokens(void **state)
{
	uint8_t token[80] = { 0xa1, 0x4e, 0x30 }; /* some SPNEGO before it */

	(void)state;
	assert_int_equal(ntlm_message_type(span_of(token, sizeof(token))), 0);
	memcpy(token + 5, "NTLMSSP\0\3\0\0\0", 12);
	token[5 + 60] = 0x33;
	token[5 + 63] = 0xe2;
	assert_int_equal(ntlm_message_type(span_of(token, sizeof(token))),
	    NTLM_AUTHENTICATE);
	assert_int_equal(
	    ntlm_authenticate_flags(span_of(token, sizeof(token))), 0xe2000033);
	for (size_t n = 0; n < 5 + 64; n++)
		assert_int_equal(ntlm_authenticate_flags(span_of(token, n)), 0);
	assert_int_equal(ntlm_message_type(span_of(NULL, 0)), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(examples_hold),
		cmocka_unit_test(both_ends_agree_message_after_message),
		cmocka_unit_test(old_session_security_is_not_spoken),
		cmocka_unit_test(messages_are_found_in_tokens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
