/* SPDX-License-Identifier: Apache-2.0 */
/* What is read out of what people paste. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "explain/subject.h"

#define ROWS(a) (sizeof(a) / sizeof((a)[0]))
#define BLOB \
	"ARAIAMzMzMxQAAAAAAAAAAAAAgABAAAAAAAAAAEAAQAEAAAABAACANIEAAAAAAAA" \
	"AAAAAABa3AEIAAAAugYAAD4BAAABAAAAAwADAE0nAAAEAAAARQBYADEAAAAAAAAA"

/* The first sign of a text, and how many there are. */
static const struct {
	const char *text;
	const char *family;
	uint32_t code;
	size_t n;
} first_rows[] = {
	{ "1722", "win32", 1722, 1 },
	{ " 0x6BA ", "win32", 1722, 1 },
	{ "6ba", "win32", 1722, 1 },
	{ "\"000006ba\"", "win32", 1722, 1 },
	{ "721", "win32", 1825, 1 },
	{ "2147944122", "win32", 1722, 1 }, /* 0x800706ba */
	{ "-2147023174", "win32", 1722, 1 },
	{ "80090308", "sspi", 0x80090308, 1 },
	{ "0x80072ee2", "winhttp", 12002, 1 },
	{ "1c010003", "nca", 0x1c010003, 1 },
	{ "12175", "winhttp", 12175, 1 },
	{ "2416", "exchange", 2416, 1 },
	{ "5", "win32", 5, 2 },
	{ "37", "kerberos", 37, 1 },
	{ "401", "http", 401, 1 },
	{ "404.13", "iis", 404013, 1 },
	{ "404.99", "http", 404, 1 },
	{ "404 Not Found", "http", 404, 1 },
	{ "HTTP/1.1 405", "http", 405, 1 },
	{ "HTTP/1.1 403.4 Forbidden", "iis", 403004, 1 },
	{ "nak 8", "bind-nak", 8, 1 },
	{ "bind_nak (reason 4)", "bind-nak", 4, 1 },
	{ "bind_ack 2, 1", "bind-ack", 1, 1 },
	{ "KRB 7", "kerberos", 7, 1 },
	{ "krb 41 80090308", "kerberos", 41, 2 },
	{ "nak 8, 1722, krb 7", "bind-nak", 8, 3 },
	{ "the KDC said krb 41.", "kerberos", 41, 1 },
	{ "seq 1, ack 1, 1722", "win32", 1722, 1 },
	{ "RPC_S_SERVER_UNAVAILABLE", "win32", 1722, 1 },
	{ "server unavailable", "win32", 1722, 2 },
	{ "nca_s_fault_access_denied", "win32", 5, 1 },
	{ "NT_STATUS_LOGON_FAILURE", "ntstatus", 0xc000006d, 1 },
	{ "The RPC server is unavailable.", "win32", 1722, 1 },
	{ "Exception 1722 (0x000006BA)", "win32", 1722, 1 },
	{ "Error 12029 returned in WinHttpSendRequest.", "winhttp", 12029, 1 },
	{ "ERROR_ACCESS_DENIED", "win32", 5, 1 },
	{ "E_PROXY_CONNECTIONABORTED", "win32", 1236, 1 },
};

static void
first_signs(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(first_rows); i++) {
		struct subject s;

		subject_read(first_rows[i].text, &s);
		if (s.n != first_rows[i].n ||
		    s.v[0].code != first_rows[i].code ||
		    strcmp(s.v[0].family->name, first_rows[i].family) != 0)
			fail_msg("%s: %zu signs, first %s %u",
			    first_rows[i].text, s.n,
			    s.n == 0 ? "" : s.v[0].family->name,
			    s.n == 0 ? 0 : (unsigned)s.v[0].code);
		assert_null(s.problem);
		subject_clear(&s);
	}
}

static void
status_lines(void **state)
{
	static const char *const lines[] = {
		"HTTP/1.0 503 RPC Error: 6ba",
		"503 RPC Error: 0x6BA",
		"HTTP/1.0 503 RPC Error: 6ba, EEInfo: " BLOB,
	};

	(void)state;
	for (size_t i = 0; i < ROWS(lines); i++) {
		struct subject s;

		subject_read(lines[i], &s);
		assert_int_equal(s.n, 1);
		assert_int_equal(s.v[0].kind, SIGN_RPC_ERROR);
		assert_int_equal(s.v[0].code, 0x6ba);
		assert_int_equal(s.v[0].eeinfo != NULL, i == 2);
		assert_null(s.problem);
		subject_clear(&s);
	}
}

static void
blobs(void **state)
{
	/* the same record as bytes, in two usual hands */
	static const char *const texts[] = {
		BLOB,
		"EEInfo: " BLOB,
		"RPC EEInfo:" BLOB,
		"01100800cccccccc500000000000000000000200010000000000000001000"
		"1000400000004000200d20400000000000000000000005adc0108000000ba"
		"0600003e010000010000000300030"
		"04d270000040000004500580031000"
		"00000000000",
	};

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct subject s;

		subject_read(texts[i], &s);
		assert_null(s.problem);
		assert_int_equal(s.n, 1);
		assert_int_equal(s.v[0].kind, SIGN_EEINFO);
		assert_int_equal(s.v[0].eeinfo->record[0].status, 1722);
		assert_string_equal(s.v[0].eeinfo->record[0].computer, "EX1");
		subject_clear(&s);
	}
}

static void
pdus(void **state)
{
	struct subject s;

	(void)state;
	/* bind_nak with reason 8 */
	subject_read("05 00 0d 03 10 00 00 00 15 00 00 00 01 00 00 00 "
		     "08 00 01 05 00",
	    &s);
	assert_int_equal(s.n, 1);
	assert_ptr_equal(s.v[0].family, &status_family_nak);
	assert_int_equal(s.v[0].code, 8);
	subject_clear(&s);
	/* fault 1c010003 */
	subject_read("0500032310000000200000000200000020000000000000000300011c"
		     "00000000",
	    &s);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.v[0].code, 0x1c010003);
	subject_clear(&s);
}

static void
what_is_broken_says_so(void **state)
{
	static const char *const texts[] = {
		"503 RPC Error: 6ba, EEInfo: ARAI*",
		"503 RPC Error: 6ba, EEInfo: ARAIAMzM",
		"503 RPC Error: zz",
		"EEInfo: what?",
		"ARAIAMzMzMxQAAAAAAAA",
		"ARAIAMzMzMxQAAAAAAAA!!",
		"0123456789abcdef0123456789abcdef",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		"05000d031000000016000000010000000800010500000000",
	};

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct subject s;

		subject_read(texts[i], &s);
		if (s.problem == NULL)
			fail_msg("%s: no problem seen", texts[i]);
		subject_clear(&s);
	}
}

static void
what_means_nothing_is_nothing(void **state)
{
	static const char *const texts[] = { "", " ", "-", "hello", "4711",
		"0x", "99999999999", "Windows Server 2008", "VALIDPORTS",
		"404x", "nak", "nak 77" };

	(void)state;
	for (size_t i = 0; i < ROWS(texts); i++) {
		struct subject s;

		subject_read(texts[i], &s);
		if (s.n != 0 || s.problem != NULL)
			fail_msg("%s: %zu signs", texts[i], s.n);
		subject_clear(&s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_signs),
		cmocka_unit_test(status_lines),
		cmocka_unit_test(blobs),
		cmocka_unit_test(pdus),
		cmocka_unit_test(what_is_broken_says_so),
		cmocka_unit_test(what_means_nothing_is_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
