/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "vector.h"
#include "wire/http_head.h"

static const char response[] = "HTTP/1.1 401 Unauthorized\r\n"
			       "Server: Microsoft-IIS/8.5\r\n"
			       "WWW-Authenticate: Negotiate\r\n"
			       "www-authenticate:  NTLM \t\r\n"
			       "Connection: foo , Close\r\n"
			       "X-Empty:\r\n"
			       "Content-Length: 58\r\n"
			       "\r\n";

static enum wire_err
decode_response(struct span in)
{
	struct http_head h;

	return http_head_parse(in, true, &h);
}

static void
test_response(void **state)
{
	struct http_head h;
	struct buf b;

	(void)state;
	buf_init(&b, 999);
	assert_true(buf_adds(&b, response) && buf_adds(&b, "body"));
	assert_int_equal(http_head_parse(buf_span(&b), true, &h), WIRE_OK);
	assert_int_equal(h.status, 401);
	assert_int_equal(h.minor, 1);
	assert_text(h.reason, "Unauthorized");
	assert_int_equal(h.size, strlen(response));
	assert_int_equal(h.nfields, 6);
	assert_text(http_field(&h, "server", 0), "Microsoft-IIS/8.5");
	assert_text(http_field(&h, "WWW-Authenticate", 1), "NTLM");
	assert_null(http_field(&h, "WWW-Authenticate", 2).p);
	assert_non_null(http_field(&h, "x-empty", 0).p);
	assert_int_equal(http_field(&h, "x-empty", 0).n, 0);
	assert_true(http_field_has(&h, "Connection", "close"));
	assert_true(http_field_has(&h, "connection", "FOO"));
	assert_false(http_field_has(&h, "Connection", "clos"));
	assert_false(http_field_has(&h, "Absent", "close"));
	assert_int_equal(http_content_length(&h), 58);
	prefixes_fail(span_str(response), decode_response);
	buf_clear(&b);
}

static void
test_status_lines(void **state)
{
	static const struct {
		const char *head;
		enum wire_err want;
		int status;
		const char *reason;
	} row[] = {
		{ "HTTP/1.0 503 RPC Error: 6ba\n\n", WIRE_OK, 503,
		    "RPC Error: 6ba" },
		{ "HTTP/1.1 200\r\n\r\n", WIRE_OK, 200, "" },
		{ "HTTP/1.1 200 \r\n\r\n", WIRE_OK, 200, "" },
		{ "HTTP/1.1 503 Dienst nicht verf\xc3\xbcgbar\r\n\r\n", WIRE_OK,
		    503, "Dienst nicht verf\xc3\xbcgbar" },
		{ "\r\nHTTP/1.1 200 Success\r\n\r\n", WIRE_OK, 200, "Success" },
		{ "HTTP/1.1 099 x\r\n\r\n", WIRE_INVALID, 0, NULL },
		{ "HTTP/1.1 2000 x\r\n\r\n", WIRE_INVALID, 0, NULL },
		{ "HTTP/1.1 20x x\r\n\r\n", WIRE_INVALID, 0, NULL },
		{ "HTTP/2.0 200 x\r\n\r\n", WIRE_INVALID, 0, NULL },
		{ "HTTP/1.10 200 x\r\n\r\n", WIRE_INVALID, 0, NULL },
		{ "ncacn_http/1.0", WIRE_INVALID, 0, NULL },
		{ "\5", WIRE_INVALID, 0, NULL },
		{ "HTT", WIRE_SHORT, 0, NULL },
		{ "\r", WIRE_SHORT, 0, NULL },
		{ "", WIRE_SHORT, 0, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct http_head h;

		assert_int_equal(
		    http_head_parse(span_str(row[i].head), true, &h),
		    row[i].want);
		if (row[i].reason == NULL)
			continue;
		assert_int_equal(h.status, row[i].status);
		assert_text(h.reason, row[i].reason);
	}
	assert_int_equal(decode_response(span_of(NULL, 0)), WIRE_SHORT);
}

static void
test_requests(void **state)
{
	static const struct {
		const char *head;
		enum wire_err want;
	} row[] = {
		{ "RPC_IN_DATA /rpc/rpcproxy.dll?a:6001 HTTP/1.1\r\n\r\n",
		    WIRE_OK },
		{ "RPC_IN_DATA /rpc/rpcproxy.dll?a:6001 HTTP/1.0\n\n",
		    WIRE_OK },
		{ "RPC_IN_DATA /a b HTTP/1.1\r\n\r\n", WIRE_INVALID },
		{ "RPC_IN_DATA  HTTP/1.1\r\n\r\n", WIRE_INVALID },
		{ "RPC_IN_DATA /a\r\n\r\n", WIRE_INVALID },
		{ "RPC(IN) /a HTTP/1.1\r\n\r\n", WIRE_INVALID },
		{ " /a HTTP/1.1\r\n\r\n", WIRE_INVALID },
	};
	struct http_head h;

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++)
		assert_int_equal(
		    http_head_parse(span_str(row[i].head), false, &h),
		    row[i].want);
	assert_int_equal(
	    http_head_parse(span_str(row[0].head), false, &h), WIRE_OK);
	assert_text(h.method, "RPC_IN_DATA");
	assert_text(h.target, "/rpc/rpcproxy.dll?a:6001");
	assert_int_equal(h.status, 0);
}

static void
test_bad_fields(void **state)
{
	static const char *const bad[] = {
		"HTTP/1.1 200 x\r\nA : b\r\n\r\n",
		"HTTP/1.1 200 x\r\n: b\r\n\r\n",
		"HTTP/1.1 200 x\r\nA: b\rc\r\n\r\n",
	};
	struct http_head h;

	(void)state;
	for (size_t i = 0; i < ROWS(bad); i++)
		assert_int_equal(
		    http_head_parse(span_str(bad[i]), true, &h), WIRE_INVALID);
	assert_int_equal(
	    http_head_parse(span_of("HTTP/1.1 200 x\nA: \0\n\n", 21), true, &h),
	    WIRE_INVALID);
}

/* What WinHTTP passes over does not make a site one that speaks no HTTP. */
static void
test_stray_lines(void **state)
{
	static const char head[] = "HTTP/1.1 200 x\r\nA: b\r\n c: d\r\n"
				   "no colon\r\nE: f\r\n\r\n";
	static const char *const requests[] = {
		"GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
		"GET / HTTP/1.1\r\nno colon\r\n\r\n",
	};
	struct http_head h;

	(void)state;
	assert_int_equal(http_head_parse(span_str(head), true, &h), WIRE_OK);
	assert_int_equal(h.nfields, 2);
	assert_text(http_field(&h, "a", 0), "b");
	assert_text(http_field(&h, "E", 0), "f");
	assert_int_equal(h.size, sizeof(head) - 1);
	for (size_t i = 0; i < ROWS(requests); i++)
		assert_int_equal(
		    http_head_parse(span_str(requests[i]), false, &h),
		    WIRE_INVALID);
}

static void
test_limits(void **state)
{
	struct http_head h;
	struct buf b;

	(void)state;
	buf_init(&b, 2 * HTTP_HEAD_MAX);
	assert_true(buf_adds(&b, "HTTP/1.1 200 x\r\n"));
	for (int i = 0; i < HTTP_FIELDS_MAX; i++)
		assert_true(buf_adds(&b, "a: b\r\n"));
	assert_int_equal(http_head_parse(buf_span(&b), true, &h), WIRE_SHORT);
	assert_int_equal(h.nfields, HTTP_FIELDS_MAX);
	assert_true(buf_adds(&b, "a: b\r\n"));
	assert_int_equal(http_head_parse(buf_span(&b), true, &h), WIRE_LIMIT);
	buf_clear(&b);
	assert_true(buf_adds(&b, "HTTP/1.1 200 "));
	while (b.n < HTTP_HEAD_MAX)
		assert_true(buf_adds(&b, "x"));
	assert_int_equal(http_head_parse(buf_span(&b), true, &h), WIRE_LIMIT);
	buf_clear(&b);
}

static void
test_content_lengths(void **state)
{
	static const struct {
		const char *fields;
		int64_t want;
	} row[] = {
		{ "", -1 },
		{ "Content-Length: 0\n", 0 },
		{ "Content-Length: 1073741824\n", 1073741824 },
		{ "Content-Length: 9223372036854775799\n",
		    9223372036854775799 },
		{ "Content-Length: 99999999999999999999\n", -2 },
		{ "Content-Length: 5, 5\n", 5 },
		{ "Content-Length: 5\nContent-length: 5\n", 5 },
		{ "Content-Length: 5\nContent-Length: 6\n", -2 },
		{ "Content-Length: 5, 6\n", -2 },
		{ "Content-Length: -5\n", -2 },
		{ "Content-Length: +5\n", -2 },
		{ "Content-Length: 5x\n", -2 },
		{ "Content-Length:\n", -2 },
		{ "Content-Length: 0x10\n", -2 },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct http_head h;
		struct buf b;

		buf_init(&b, 999);
		assert_true(
		    buf_printf(&b, "HTTP/1.1 200 x\n%s\n", row[i].fields));
		assert_int_equal(
		    http_head_parse(buf_span(&b), true, &h), WIRE_OK);
		assert_true(http_content_length(&h) == row[i].want);
		buf_clear(&b);
	}
}

/* Feed the body in pieces of one size; WIRE_SHORT when it never ended. */
static enum wire_err
chunked(struct span in, size_t piece, struct buf *out, size_t *taken)
{
	struct http_chunked c = { 0 };
	enum wire_err e = WIRE_OK;

	*taken = 0;
	while (*taken < in.n && !c.end && e == WIRE_OK) {
		size_t used;

		e = http_chunked_read(
		    &c, span_sub(in, *taken, piece), &used, out);
		*taken += used;
	}
	return e == WIRE_OK && !c.end ? WIRE_SHORT : e;
}

static void
test_chunked(void **state)
{
	static const struct {
		const char *body;
		enum wire_err want;
		const char *payload;
	} row[] = {
		{ "5\r\nhello\r\n0\r\n\r\n", WIRE_OK, "hello" },
		{ "5\nhello\n0\n\n", WIRE_OK, "hello" },
		{ "3\r\nhel\r\n2;a=\"b\"\r\nlo\r\n000\r\n\r\n", WIRE_OK,
		    "hello" },
		{ "A \r\n0123456789\r\n0\r\nX: y\r\nZ:\r\n\r\n", WIRE_OK,
		    "0123456789" },
		{ "0\r\n\r\n", WIRE_OK, "" },
		{ "1\r\n\r\r\n0\r\n\r\n", WIRE_OK, "\r" },
		{ "5\r\nhel", WIRE_SHORT, "hel" },
		{ "5\r\nhello\r\n0\r\n", WIRE_SHORT, "hello" },
		{ "5\r\nhello\r\n0\r\nX: y\r\n", WIRE_SHORT, "hello" },
		{ "\r\n", WIRE_INVALID, "" },
		{ "g\r\n", WIRE_INVALID, "" },
		{ "-1\r\n", WIRE_INVALID, "" },
		{ "5x\r\nhello\r\n", WIRE_INVALID, "" },
		{ "5\rxhello\r\n", WIRE_INVALID, "" },
		{ "5\r\nhelloX", WIRE_INVALID, "hello" },
		{ "5\r\nhello\rX", WIRE_INVALID, "hello" },
		{ "0\r\n\rX", WIRE_INVALID, "" },
		{ "10000000000000000\r\n", WIRE_INVALID, "" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct span in = span_str(row[i].body);

		for (size_t piece = 1; piece <= in.n; piece++) {
			size_t taken;
			struct buf out;

			buf_init(&out, 99);
			assert_int_equal(
			    chunked(in, piece, &out, &taken), row[i].want);
			assert_string_equal(buf_text(&out), row[i].payload);
			if (row[i].want == WIRE_OK)
				assert_int_equal(taken, in.n);
			buf_clear(&out);
		}
	}
}

static void
test_chunked_stops(void **state)
{
	static const char next[] = "1\r\na\r\n0\r\n\r\nHTTP/1.1 200";
	struct http_chunked c = { 0 };
	struct buf out;
	size_t used;

	(void)state;
	buf_init(&out, 3);
	assert_int_equal(
	    http_chunked_read(&c, span_str(next), &used, &out), WIRE_OK);
	assert_true(c.end);
	assert_int_equal(used, strlen(next) - 12);
	assert_int_equal(
	    http_chunked_read(&c, span_str("x"), &used, &out), WIRE_OK);
	assert_int_equal(used, 0);
	c = (struct http_chunked){ 0 };
	assert_int_equal(
	    http_chunked_read(&c, span_str("3\nabc"), &used, &out), WIRE_LIMIT);
	assert_string_equal(buf_text(&out), "a");
	buf_clear(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_response),
		cmocka_unit_test(test_status_lines),
		cmocka_unit_test(test_requests),
		cmocka_unit_test(test_bad_fields),
		cmocka_unit_test(test_stray_lines),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_content_lengths),
		cmocka_unit_test(test_chunked),
		cmocka_unit_test(test_chunked_stops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
