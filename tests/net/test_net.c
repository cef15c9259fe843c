/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of net/ that are arithmetic or text: no socket is opened here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "net/answer.h"
#include "net/flow.h"
#include "net/pdu_stream.h"
#include "net/resolve.h"

static void
flow_sender_stops_at_the_window(void **state)
{
	struct flow_sender f = { .window = 100 };

	(void)state;
	assert_true(flow_may_send(&f, 100));
	assert_false(flow_may_send(&f, 101));
	flow_sent(&f, 60);
	assert_true(flow_may_send(&f, 40));
	assert_false(flow_may_send(&f, 41));
	assert_true(flow_acked(&f, 60, 100));
	assert_true(flow_may_send(&f, 100));
}

static void
flow_ack_may_shrink_the_window(void **state)
{
	struct flow_sender f = { .window = 100 };

	(void)state;
	flow_sent(&f, 80);
	assert_true(flow_acked(&f, 40, 30));
	assert_false(flow_may_send(&f, 1)); /* 40 fly, 30 fit */
	assert_true(flow_acked(&f, 80, 30));
	assert_true(flow_may_send(&f, 30));
}

static void
flow_ack_of_the_future_is_refused(void **state)
{
	struct flow_sender f = { .window = 100 };

	(void)state;
	flow_sent(&f, 10);
	assert_false(flow_acked(&f, 11, 100));
	assert_true(flow_acked(&f, 10, 100));
	assert_false(flow_acked(&f, 9, 100)); /* an older one */
}

static void
flow_counters_wrap(void **state)
{
	struct flow_sender f = {
		.window = 100,
		.sent = UINT32_MAX - 5,
		.acked = UINT32_MAX - 5,
	};
	struct flow_receiver r = {
		.window = 100,
		.received = UINT32_MAX - 5,
		.acked = UINT32_MAX - 5,
	};

	(void)state;
	flow_sent(&f, 50);
	assert_int_equal(f.sent, 44);
	assert_true(flow_may_send(&f, 50));
	assert_false(flow_may_send(&f, 51));
	assert_true(flow_acked(&f, 44, 100));
	assert_false(flow_received(&r, 49));
	assert_true(flow_received(&r, 1));
}

static void
fill(struct buf *b, const void *p, size_t n)
{
	buf_clear(b);
	assert_true(buf_add(b, p, n));
}

static void
pdu_stream_waits_for_whole_pdus(void **state)
{
	static const uint8_t ping[20] = { 5, 0, 20, 3, 16, 0, 0, 0, 20, 0, 0, 0,
		0, 0, 0, 0, 1, 0, 0, 0 };
	struct pdu_head head;
	struct span pdu;
	struct buf b;

	(void)state;
	buf_init(&b, 64);
	for (size_t n = 1; n < sizeof(ping); n++) {
		fill(&b, ping, n);
		assert_int_equal(
		    pdu_stream_next(&b, &head, &pdu), PDU_NEXT_NONE);
	}
	fill(&b, ping, sizeof(ping));
	assert_true(buf_add(&b, ping, 3));
	assert_int_equal(pdu_stream_next(&b, &head, &pdu), PDU_NEXT_PDU);
	assert_int_equal(pdu.n, 20);
	assert_int_equal(head.type, PDU_RTS);
	buf_clear(&b);
}

static void
pdu_stream_sees_http_and_garbage(void **state)
{
	struct pdu_head head;
	struct span pdu;
	struct buf b;

	(void)state;
	buf_init(&b, 64);
	fill(&b, "HTTP/1.0 503 RPC Error: 5", 25);
	assert_int_equal(pdu_stream_next(&b, &head, &pdu), PDU_NEXT_HTTP);
	fill(&b, "SSH-2.0-OpenSSH_9.2", 19);
	assert_int_equal(pdu_stream_next(&b, &head, &pdu), PDU_NEXT_BAD);
	buf_clear(&b);
}

struct author_row {
	const char *head;
	const char *author;
};

static const struct author_row authors[] = {
	{ "HTTP/1.0 503 RPC Error: 6ba\r\n\r\n", "rpcproxy" },
	{ "HTTP/1.1 503 RPC Error: 6ba\r\nServer: nginx\r\n\r\n", "rpcproxy" },
	{ "HTTP/1.0 401 Anonymous requests or requests on unsecure channel "
	  "are not allowed\r\n\r\n",
	    "rpcproxy" },
	{ "HTTP/1.1 404 Not Found\r\nServer: Microsoft-IIS/8.5\r\n"
	  "X-FEServer: CAS1\r\n\r\n",
	    "exchange" },
	{ "HTTP/1.1 503 Service Unavailable\r\n"
	  "Server: Microsoft-HTTPAPI/2.0\r\n\r\n",
	    "http.sys" },
	{ "HTTP/1.1 404 Not Found\r\nServer: Microsoft-IIS/7.0\r\n\r\n",
	    "iis" },
	{ "HTTP/1.1 502 Bad Gateway\r\nServer: nginx/1.22.1\r\n\r\n",
	    "device" },
	{ "HTTP/1.1 503 Service Unavailable\r\nVia: 1.1 squid\r\n\r\n",
	    "device" },
	{ "HTTP/1.0 503 Service Unavailable\r\n\r\n", "unknown" },
};

static void
answer_author_is_told_by_its_signs(void **state)
{
	struct http_head head;
	struct answer a;

	(void)state;
	answer_init(&a);
	for (size_t i = 0; i < sizeof(authors) / sizeof(authors[0]); i++) {
		assert_int_equal(
		    http_head_parse(span_str(authors[i].head), true, &head),
		    WIRE_OK);
		answer_take(&a, &head, NULL);
		assert_string_equal(answer_author(&a), authors[i].author);
	}
	answer_clear(&a);
}

static void
answer_keeps_schemes_and_the_token_asked_for(void **state)
{
	static const char text[] =
	    "HTTP/1.1 401 Unauthorized\r\n"
	    "WWW-Authenticate: Negotiate, NTLM TlRMTVNTUAAC\r\n"
	    "WWW-Authenticate: Basic realm=\"a, b\"\r\n"
	    "Content-Length: 0\r\n\r\n";
	struct http_head head;
	struct answer a;

	(void)state;
	answer_init(&a);
	assert_int_equal(http_head_parse(span_str(text), true, &head), WIRE_OK);
	answer_take(&a, &head, "NTLM");
	assert_int_equal(a.schemes.n, 3);
	assert_true(strlist_has(&a.schemes, "basic"));
	assert_string_equal(a.token, "TlRMTVNTUAAC");
	assert_true(answer_is_bodyless(&a));
	answer_clear(&a);
}

static void
address_family_tells_names_from_addresses(void **state)
{
	(void)state;
	assert_int_equal(address_family("192.0.2.1"), 4);
	assert_int_equal(address_family("::1"), 6);
	assert_int_equal(address_family("localhost"), 0);
	assert_int_equal(address_family("1.2.3"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flow_sender_stops_at_the_window),
		cmocka_unit_test(flow_ack_may_shrink_the_window),
		cmocka_unit_test(flow_ack_of_the_future_is_refused),
		cmocka_unit_test(flow_counters_wrap),
		cmocka_unit_test(pdu_stream_waits_for_whole_pdus),
		cmocka_unit_test(pdu_stream_sees_http_and_garbage),
		cmocka_unit_test(answer_author_is_told_by_its_signs),
		cmocka_unit_test(answer_keeps_schemes_and_the_token_asked_for),
		cmocka_unit_test(address_family_tells_names_from_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
