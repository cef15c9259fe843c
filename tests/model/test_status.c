/* SPDX-License-Identifier: Apache-2.0 */
/* The table of status names: sorted, complete, and right where it counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/status_family.h"

/* Every table, and every row of it as status_find shows it. */
static void
tables_are_sorted_and_complete(void **state)
{
	const struct status_family *f;
	size_t rows = 0;

	(void)state;
	for (size_t n = 0; (f = status_family_nth(n)) != NULL; n++) {
		assert_true(f->n > 0);
		rows += f->n;
		for (size_t i = 0; i < f->n; i++) {
			const struct status_name *s = &f->rows[i];

			assert_true(s->name[0] != '\0' && s->text[0] != '\0');
			assert_true(i == 0 || s->code > s[-1].code);
			assert_ptr_equal(status_family_find(f, s->code), s);
			if (!f->apart)
				assert_ptr_equal(status_find(s->code), s);
		}
	}
	assert_true(rows > 300);
}

static void
every_mapping_ends_in_a_named_number(void **state)
{
	const struct status_family *f = &status_family_nca;

	(void)state;
	for (size_t i = 0; i < f->n; i++) {
		const struct status_name *s = &f->rows[i];

		if (s->win32 == 0)
			continue;
		assert_non_null(status_find(s->win32));
		assert_int_equal(status_find(s->win32)->win32, 0);
		assert_int_equal(status_of_fault(s->code), s->win32);
	}
}

static void
known_numbers_have_their_names(void **state)
{
	static const struct {
		uint32_t code;
		const char *name;
	} rows[] = {
		{ 0x5, "RPC_S_ACCESS_DENIED" },
		{ 0x3eb, "ecUnknownUser" },
		{ 0x478, "ecWrongServer" },
		{ 0x970, "ecNotEncrypted" },
		{ 0x6ba, "RPC_S_SERVER_UNAVAILABLE" },
		{ 0x6c0, "RPC_S_PROTOCOL_ERROR" },
		{ 0x6d9, "EPT_S_NOT_REGISTERED" },
		{ 0x6f7, "RPC_X_BAD_STUB_DATA" },
		{ 0x721, "RPC_S_SEC_PKG_ERROR" },
		{ 0x1c010003, "nca_s_unk_if" },
		{ 0x800759da, "E_PROXY_RAP_ACCESSDENIED" },
		{ 0x8009030c, "SEC_E_LOGON_DENIED" },
		{ 0xc000006d, "STATUS_LOGON_FAILURE" },
		{ 0xc0021009, "RPC_P_RECEIVE_FAILED" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(
		    status_find(rows[i].code)->name, rows[i].name);
	/* "nak 8" is no status */
	assert_null(status_find(8));
	assert_null(status_find(4711));
	assert_null(status_find(0xffffffff));
}

static void
faults_become_win32(void **state)
{
	(void)state;
	assert_int_equal(status_of_fault(0x1c010003), 1717);
	assert_int_equal(status_of_fault(0x1c010002), 1745);
	assert_int_equal(status_of_fault(0x1c010014), 1723);
	assert_int_equal(status_of_fault(0x1c00001a), 6);
	/* a Win32 number, one without a mapping, one nobody knows */
	assert_int_equal(status_of_fault(5), 5);
	assert_int_equal(status_of_fault(0x1c000021), 0x1c000021);
	assert_int_equal(status_of_fault(0x12345678), 0x12345678);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_sorted_and_complete),
		cmocka_unit_test(every_mapping_ends_in_a_named_number),
		cmocka_unit_test(known_numbers_have_their_names),
		cmocka_unit_test(faults_become_win32),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
