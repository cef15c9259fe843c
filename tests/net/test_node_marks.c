/* SPDX-License-Identifier: Apache-2.0 */
/* What answers tell of who gives them: read, compared, and given back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/node_marks.h"

static void
head(const char *fields, struct http_head *out)
{
	static char text[512];

	assert_true(snprintf(text, sizeof(text),
			"HTTP/1.1 401 Unauthorized\r\n%s\r\n", fields) > 0);
	assert_int_equal(http_head_parse(span_str(text), true, out), WIRE_OK);
}

static void
take(struct node_marks *m, const char *fields)
{
	struct http_head h;

	head(fields, &h);
	node_marks_take(m, &h);
}

static void
reads(void **state)
{
	struct node_marks m = { 0 };

	(void)state;
	take(&m,
	    "Set-Cookie: gone=; Path=/\r\nSet-Cookie: =x\r\n"
	    "Set-Cookie: flag\r\n");
	assert_null(m.fe_server);
	assert_int_equal(m.ncookies, 0);
	take(&m,
	    "X-FEServer: CAS1\r\nSet-Cookie: BIGipServer~p=1.2; path=/\r\n"
	    "Set-Cookie: SERVERID=cas1\r\n");
	assert_string_equal(m.fe_server, "CAS1");
	assert_int_equal(m.ncookies, 2);
	assert_string_equal(m.cookie[0].name, "BIGipServer~p");
	assert_string_equal(m.cookie[1].name, "SERVERID");
	assert_false(node_cookie_is_same(&m.cookie[0], &m.cookie[1]));
	node_marks_clear(&m);
}

/* Between two answers; that one says a thing twice is no change. */
static void
sees_what_moves(void **state)
{
	struct node_marks m = { 0 };

	(void)state;
	take(
	    &m, "X-FEServer: CAS1\r\nSet-Cookie: ID=a\r\nSet-Cookie: ID=b\r\n");
	take(&m, "X-FEServer: cas1\r\nSet-Cookie: ID=b; Secure\r\n");
	assert_false(m.fe_server_moved);
	assert_int_equal(m.ncookies, 1);
	assert_false(m.cookie[0].moved);
	take(&m, "X-FEServer: CAS2\r\nSet-Cookie: ID=a\r\n");
	take(&m, "Set-Cookie: ID=a\r\n");
	assert_true(m.fe_server_moved);
	assert_true(m.cookie[0].moved);
	node_marks_clear(&m);
}

static void
gives_back(void **state)
{
	struct http_head h;
	struct buf out;

	(void)state;
	buf_init(&out, 24);
	head("Set-Cookie: A=1; Path=/\r\nSet-Cookie: gone=\r\n"
	     "Set-Cookie: B=2 3\r\n",
	    &h);
	assert_true(node_cookies_put(&h, &out));
	assert_string_equal(buf_text(&out), "A=1; B=2 3");
	assert_false(node_cookies_put(&h, &out) && node_cookies_put(&h, &out));
	buf_wipe(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(sees_what_moves),
		cmocka_unit_test(gives_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
