/* SPDX-License-Identifier: Apache-2.0 */
/* What a logon can come to, and what a Windows runtime says before a packet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/logon_result.h"
#include "model/status.h"

#define CELL_COLUMNS 15 /* what a cell of the report's table can hold */

static void
rows_are_found_and_fit(void **state)
{
	const struct logon_result *r;

	(void)state;
	for (unsigned n = 0; (r = logon_result_nth(n)) != NULL; n++) {
		assert_ptr_equal(logon_result_find(r->result, r->fault), r);
		assert_true(r->text[0] != '\0');
		assert_in_range(strlen(r->brief), 1, CELL_COLUMNS);
		if (r->status != 0)
			assert_non_null(status_find(r->status));
	}
}

static uint32_t
status_shown(const char *result, const char *fault)
{
	return logon_result_find(result, fault)->status;
}

static void
numbers_of_a_windows_client(void **state)
{
	(void)state;
	assert_int_equal(status_shown("accepted", NULL), 0);
	assert_int_equal(status_shown("provider_unknown", NULL), 1722);
	assert_int_equal(status_shown("token_refused", NULL), 5);
	assert_int_equal(status_shown("token_refused", "something new"), 5);
	assert_int_equal(status_shown("denied", NULL), 5);
	assert_int_equal(status_shown("level_refused", NULL), 1821);
	assert_int_equal(status_shown("no_token", "password"), 5);
	assert_int_equal(status_shown("no_token", NULL), 0);
	assert_null(logon_result_find("something new", NULL));
	assert_null(logon_result_find(NULL, "kdc"));
}

/* Only a refusal of the server or the KDC is bad; silence is not. */
static void
kinds(void **state)
{
	(void)state;
	assert_int_equal(logon_result_find("denied", NULL)->kind, LOGON_BAD);
	assert_int_equal(logon_result_find("timeout", NULL)->kind, LOGON_OPEN);
	assert_int_equal(
	    logon_result_find("no_token", "kdc")->kind, LOGON_OPEN);
	assert_int_equal(
	    logon_result_find("no_token", "password")->kind, LOGON_BAD);
}

static void
local_rpc_takes_ntlm_alone(void **state)
{
	(void)state;
	assert_int_equal(runtime_refusal("ncalrpc", "negotiate"), 1747);
	assert_int_equal(runtime_refusal("NCALRPC", "Kerberos"), 1747);
	assert_int_equal(runtime_refusal("ncalrpc", "ntlm"), 0);
	assert_int_equal(runtime_refusal("ncacn_http", "negotiate"), 0);
	assert_int_equal(runtime_refusal("ncacn_ip_tcp", "kerberos"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_found_and_fit),
		cmocka_unit_test(numbers_of_a_windows_client),
		cmocka_unit_test(kinds),
		cmocka_unit_test(local_rpc_takes_ntlm_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
