/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of netstat and ss by their shape; hosts files and IIS logs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lint/hosts.h"
#include "lint/iis_log.h"
#include "lint/listeners.h"

static const struct {
	const char *text;
	unsigned port; /* 0 = no listener */
	const char *families;
	bool loopback;
	unsigned long pid;
	const char *process;
} lines[] = {
	{ "  TCP    0.0.0.0:6004   0.0.0.0:0   LISTENING   3968", 6004, "4",
	    false, 3968, NULL },
	{ "  TCP    0.0.0.0:6004   0.0.0.0:0   ABH\xc3\x96REN   3968", 6004,
	    "4", false, 3968, NULL },
	{ "TCP 10.0.0.5:6004 0.0.0.0:0 LISTENING", 6004, "4", false, 0, NULL },
	{ "  TCP    [::]:6001      [::]:0      LISTENING   4", 6001, "6", false,
	    4, NULL },
	{ "  TCP    [fe80::1%11]:6001  [::]:0  LISTENING   4", 6001, "6", false,
	    4, NULL },
	{ "  TCP    127.0.0.1:6001 0.0.0.0:0   LISTENING   4", 6001, "4", true,
	    4, NULL },
	{ "  TCP    [::1]:6001     [::]:0      LISTENING   4", 6001, "6", true,
	    4, NULL },
	{ "  TCP  0.0.0.0:6001  0.0.0.0:0  LISTENING  4\n [store.exe]", 6001,
	    "4", false, 4, "store.exe" },
	{ "LISTEN 0 128 *:6001 *:* users:((\"a b\",pid=8,fd=3))", 6001, "46",
	    false, 0, NULL },
	{ "LISTEN 0 128 *:6001 *:* users:((\"mad\",pid=8,fd=3))", 6001, "46",
	    false, 8, "mad" },
	{ "LISTEN 0 128 127.0.0.53%lo:53 0.0.0.0:*", 53, "4", true, 0, NULL },
	{ "tcp6 0 0 :::6001 :::* LISTEN 12/store", 6001, "46", false, 12,
	    "store" },
	{ "tcp 0 0 0.0.0.0:6001 0.0.0.0:* LISTEN -", 6001, "4", false, 0,
	    NULL },
	{ "  TCP  10.0.0.5:6001  10.0.0.9:52110  ESTABLISHED  4", 0, "", false,
	    0, NULL },
	{ "  UDP  0.0.0.0:6001  *:*  4", 0, "", false, 0, NULL },
	{ "UNCONN 0 0 0.0.0.0:6001 0.0.0.0:*", 0, "", false, 0, NULL },
	{ "  TCP  0.0.0.0:66001  0.0.0.0:0  LISTENING  4", 0, "", false, 0,
	    NULL },
	{ "  TCP  mbx1:6001  mbx1:0  LISTENING  4", 0, "", false, 0, NULL },
	{ "  Proto  Local Address  Foreign Address  State  PID", 0, "", false,
	    0, NULL },
};

static void
check_listener(size_t i, const struct listener *l)
{
	bool six = strchr(lines[i].families, '6') != NULL;
	bool four = strchr(lines[i].families, '4') != NULL;

	if (l->port != lines[i].port || l->ipv4 != four || l->ipv6 != six ||
	    l->loopback != lines[i].loopback)
		fail_msg("%s: %u%s%s%s", lines[i].text, l->port,
		    l->ipv4 ? " IPv4" : "", l->ipv6 ? " IPv6" : "",
		    l->loopback ? " loopback" : "");
	if (lines[i].pid != 0)
		assert_int_equal(l->pid, lines[i].pid);
	if (lines[i].process != NULL)
		assert_string_equal(l->process, lines[i].process);
}

static void
listeners_are_known_by_shape(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct listeners l;
		struct text t;

		text_decode(span_str(lines[i].text), &t);
		assert_int_equal(listeners_is(&t), lines[i].port != 0);
		listeners_read(&t, &l);
		if (l.n != (lines[i].port != 0))
			fail_msg("%s: %zu listeners", lines[i].text, l.n);
		if (l.n > 0)
			check_listener(i, &l.v[0]);
		listeners_clear(&l);
		text_clear(&t);
	}
}

static void
hosts_have_names_and_comments(void **state)
{
	struct hosts h;
	struct text t;

	(void)state;
	text_decode(span_str("# names\n\n10.0.0.5\tmbx1 MBX1.x.test # ours\n"
			     "#\t::1 localhost\nfe80::1 a\n:::1 b\nword\n"),
	    &t);
	hosts_read(&t, &h);
	assert_int_equal(h.n, 5);
	assert_string_equal(h.v[0].address, "10.0.0.5");
	assert_int_equal(h.v[0].names.n, 2);
	assert_int_equal(h.v[0].line, 3);
	assert_true(h.v[1].commented && h.v[1].ipv6);
	assert_true(h.v[2].ipv6 && !h.v[2].bad);
	assert_true(h.v[3].bad && h.v[4].bad);
	hosts_clear(&h);
	text_clear(&t);
}

static void
logs_may_change_their_fields(void **state)
{
	struct iis_log l;
	struct text t;

	(void)state;
	text_decode(span_str("x RPC_IN_DATA lost before any fields\n"
			     "#Fields: cs-method sc-status cs-uri-query\n"
			     "RPC_IN_DATA 200 MBX1:6001&CorrelationID=<x>\n"
			     "RPC_IN_DATA 200 mbx1:6001\n"
			     "#Fields: sc-status sc-substatus cs-method\n"
			     "401 2 RPC_OUT_DATA\n"
			     "abc 2 RPC_OUT_DATA\n"
			     "200 0 GET\n"),
	    &t);
	iis_log_read(&t, &l);
	assert_int_equal(l.n, 2);
	assert_int_equal(l.requests, 3);
	assert_int_equal(l.v[0].count, 2);
	assert_true(l.v[0].in);
	assert_string_equal(l.v[0].target, "mbx1:6001");
	assert_int_equal(iis_row_port(&l.v[0]), 6001);
	assert_int_equal(l.v[0].substatus, -1);
	assert_int_equal(l.v[1].status, 401);
	assert_int_equal(l.v[1].substatus, 2);
	assert_int_equal(iis_row_port(&l.v[1]), 0);
	iis_log_clear(&l);
	text_clear(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(listeners_are_known_by_shape),
		cmocka_unit_test(hosts_have_names_and_comments),
		cmocka_unit_test(logs_may_change_their_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
