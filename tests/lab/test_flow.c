/* SPDX-License-Identifier: Apache-2.0 */
/* Flow control and the list of valid ports: the lab's own arithmetic. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lab/flow.h"
#include "lab/proxy.h"

static void
sender_spends_and_is_acked(void **state)
{
	struct flow_send f = { 0 };
	struct rts_flow_ack ack = { .bytes_received = 60,
		.available_window = 100 };

	(void)state;
	assert_false(flow_send_fits(&f, 1)); /* the window is not known yet */
	flow_send_open(&f, 100);
	assert_true(flow_send_fits(&f, 100));
	assert_false(flow_send_fits(&f, 101));
	flow_send_spend(&f, 60);
	flow_send_spend(&f, 30);
	assert_int_equal(f.available, 10);
	assert_true(flow_send_acked(&f, &ack));
	assert_int_equal(f.available, 70); /* 30 bytes are under way */
}

static void
sender_refuses_contradictions(void **state)
{
	struct flow_send f = { 0 };
	struct rts_flow_ack too_wide = { .bytes_received = 50,
		.available_window = 101 };
	struct rts_flow_ack too_far = { .bytes_received = 51,
		.available_window = 100 };
	struct rts_flow_ack too_narrow = { .bytes_received = 0,
		.available_window = 49 };

	(void)state;
	flow_send_open(&f, 100);
	flow_send_spend(&f, 50);
	assert_false(flow_send_acked(&f, &too_wide));
	assert_false(flow_send_acked(&f, &too_far));
	assert_false(flow_send_acked(&f, &too_narrow));
	assert_int_equal(f.available, 50);
}

static void
counters_wrap(void **state)
{
	struct flow_send f = {
		.sent = UINT32_MAX - 9, .window = 100, .available = 100
	};
	struct rts_flow_ack ack = { .bytes_received = UINT32_MAX - 9 + 15,
		.available_window = 100 };

	(void)state;
	flow_send_spend(&f, 20);
	assert_int_equal(f.sent, 10);
	assert_true(flow_send_acked(&f, &ack));
	assert_int_equal(f.available, 95);
}

static void
receiver_acks_at_half(void **state)
{
	struct guid cookie = { { 7 } };
	struct rts_flow_ack ack;
	struct flow_recv f;

	(void)state;
	flow_recv_open(&f, 100, &cookie);
	assert_true(flow_recv_take(&f, 80));
	assert_false(flow_recv_consume(&f, 49, &ack));
	assert_true(flow_recv_consume(&f, 1, &ack));
	assert_int_equal(ack.bytes_received, 80);
	assert_int_equal(ack.available_window, 70);
	assert_true(guid_eq(&ack.cookie, &cookie));
}

static void
receiver_notices_an_overrun(void **state)
{
	struct guid cookie = { { 0 } };
	struct rts_flow_ack ack;
	struct flow_recv f;

	(void)state;
	flow_recv_open(&f, 100, &cookie);
	assert_true(flow_recv_take(&f, 100));
	assert_false(flow_recv_take(&f, 50));
	assert_true(flow_recv_consume(&f, 50, &ack));
	assert_int_equal(ack.bytes_received, 150);
	assert_int_equal(ack.available_window, 0);
	assert_true(flow_recv_consume(&f, 100, &ack));
	assert_int_equal(ack.available_window, 100);
}

static void
valid_ports_are_literal(void **state)
{
	static const struct {
		const char *query;
		bool parses, listed;
	} rows[] = {
		{ "mbx1:6001", true, true },
		{ "MBX1:6002", true, true },
		{ "mbx1:6003", true, false },
		{ "mbx1.contoso.test:6001", true, false },
		{ "mbx:6001", true, false },
		{ "cas1:593", true, true },
		{ "mbx1", false, false },
		{ ":6001", false, false },
		{ "mbx1:", false, false },
		{ "mbx1:0", false, false },
		{ "mbx1:65536", false, false },
		{ "mbx1:6001x", false, false },
		{ "mbx1:0006001", false, false },
		{ "::1:6001", true, false },
	};
	struct strlist list = { 0 };
	struct proxy_target t;

	(void)state;
	strlist_split(&list, "mbx1:6001-6002;cas1:593", ";");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool parses = proxy_target_parse(span_str(rows[i].query), &t);

		assert_int_equal(parses, rows[i].parses);
		if (parses)
			assert_int_equal(
			    valid_ports_match(&list, &t), rows[i].listed);
	}
	strlist_clear(&list);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sender_spends_and_is_acked),
		cmocka_unit_test(sender_refuses_contradictions),
		cmocka_unit_test(counters_wrap),
		cmocka_unit_test(receiver_acks_at_half),
		cmocka_unit_test(receiver_notices_an_overrun),
		cmocka_unit_test(valid_ports_are_literal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
