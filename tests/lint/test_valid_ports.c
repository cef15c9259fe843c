/* SPDX-License-Identifier: Apache-2.0 */
/* The list an RPC proxy goes by, entry by entry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lint/valid_ports.h"

static const struct {
	const char *list;
	const char *host;
	unsigned port;
	bool allowed;
} asked[] = {
	{ "mbx1:6001", "mbx1", 6001, true },
	{ "mbx1:6001", "MBX1", 6001, true },
	{ "mbx1:6001", "mbx1", 6002, false },
	{ "mbx1:6001", "mbx1.x", 6001, false },
	{ "mbx1:6001-6004", "mbx1", 6004, true },
	{ "mbx1:6001-6004", "mbx1", 6005, false },
	{ "a:1;mbx1:6001;b:2", "mbx1", 6001, true },
	{ " mbx1:6001 ; mbx1:6004 ;", "mbx1", 6004, true },
	{ "mbx1:6001;mbx1:6004;;", "mbx1", 6004, true },
	{ "Data*:4000-8000", "database7.x", 6001, true },
	{ "Data*:4000-8000", "dat", 6001, false },
	{ "*:6001", "anything", 6001, true },
	{ "mbx1:0", "mbx1", 0, false },
	{ "mbx1:6004-6001", "mbx1", 6002, false },
	{ "mbx1:6001,6002", "mbx1", 6002, false },
	{ "", "", 0, false },
};

static const struct {
	const char *entry;
	enum port_fault fault;
} faults[] = {
	{ "mbx1", PORT_NONE },
	{ "mbx1:", PORT_NONE },
	{ ":6001", PORT_NONE },
	{ "mbx1:x", PORT_NUMBER },
	{ "mbx1:0", PORT_NUMBER },
	{ "mbx1:65536", PORT_NUMBER },
	{ "mbx1:99999999999999999999", PORT_NUMBER },
	{ "mbx1:6001-", PORT_NUMBER },
	{ "mbx1:6004-6001", PORT_REVERSED },
	{ "mbx1:6001,6002", PORT_COMMA },
	{ "mbx1: 6001", PORT_BLANK },
	{ "2001:db8::5:6001", PORT_IPV6 },
	{ "[::1]:6001", PORT_IPV6 },
	{ "mbx1:1-65535", PORT_OK },
};

static void
names_and_ports_are_matched(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		struct valid_ports p = { 0 };

		valid_ports_read(asked[i].list, &p);
		if (valid_ports_allow(&p, asked[i].host, asked[i].port) !=
		    asked[i].allowed)
			fail_msg("%s: %s:%u", asked[i].list, asked[i].host,
			    asked[i].port);
		valid_ports_clear(&p);
	}
}

static void
faults_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct valid_ports p = { 0 };

		valid_ports_read(faults[i].entry, &p);
		assert_int_equal(p.n, 1);
		assert_string_equal(p.v[0].text, faults[i].entry);
		if (p.v[0].fault != faults[i].fault)
			fail_msg("%s: %s", faults[i].entry,
			    port_fault_text(p.v[0].fault));
		assert_true(
		    (p.v[0].host != NULL) == (faults[i].fault == PORT_OK));
		valid_ports_clear(&p);
	}
}

static void
names_of_one_server_are_known(void **state)
{
	(void)state;
	assert_true(host_alike("mbx1", "MBX1.x.test"));
	assert_true(host_alike("mbx1.x.test", "mbx1"));
	assert_false(host_alike("mbx1", "mbx10.x.test"));
	assert_false(host_alike("mbx1.x.test", "mbx1.y.test"));
	assert_false(host_alike("10.0.0.1", "10"));
	assert_true(host_is_fqdn("a.b"));
	assert_false(host_is_fqdn("10.0.0.1"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_and_ports_are_matched),
		cmocka_unit_test(faults_are_told_apart),
		cmocka_unit_test(names_of_one_server_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
