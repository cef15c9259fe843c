/* SPDX-License-Identifier: Apache-2.0 */
/* Which forward proxy the options and the environment lead to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/forward.h"
#include "cli/set.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

static const char *const variables[] = { "https_proxy", "HTTPS_PROXY",
	"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "no_proxy",
	"NO_PROXY" };

static int
forget_environment(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(variables); i++)
		unsetenv(variables[i]);
	return 0;
}

static void
options_are_taken(void **state)
{
	static const struct {
		const char *value, *host;
		int port;
		bool spare;
	} rows[] = {
		{ "squid", "squid", FORWARD_PORT, false },
		{ "squid:3128", "squid", 3128, false },
		{ "http://squid.test:8080/", "squid.test", 8080, false },
		{ "HTTP://[::1]:3128", "::1", 3128, false },
		{ "none", NULL, 0, false },
		{ "none,http://squid:3128", "squid", 3128, true },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct cli cli;
		struct forward_proxy *f = &cli.config.forward;

		cli_init(&cli);
		assert_null(set_forward_proxy(&cli, rows[i].value));
		assert_true(cli.forward_given);
		assert_int_equal(f->spare, rows[i].spare);
		if (rows[i].host == NULL) {
			assert_null(f->host);
		} else {
			assert_string_equal(f->host, rows[i].host);
			assert_int_equal(f->port, rows[i].port);
		}
		assert_ptr_equal(config_forward(&cli.config),
		    f->host == NULL || f->spare ? NULL : f);
		cli_clear(&cli);
	}
}

static void
options_are_refused(void **state)
{
	static const struct {
		const char *value, *words;
	} rows[] = {
		{ "", "host name" },
		{ "https://squid:443", "http://" },
		{ "socks5://squid", "http://" },
		{ "squid:0", "port" },
		{ "squid:3128/x", "left over" },
		{ "http://bob:secret@squid", "--forward-user" },
		{ "none,bob:secret@squid", "--forward-user" },
		{ "none,", "host name" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct cli cli;
		struct err *e;

		cli_init(&cli);
		e = set_forward_proxy(&cli, rows[i].value);
		assert_non_null(e);
		assert_non_null(strstr(err_text(e), rows[i].words));
		assert_null(strstr(err_text(e), "secret"));
		err_free(e);
		cli_clear(&cli);
	}
}

/* The proxy for a target: "host:port", with a '-' before it when it is spare;
 * "" = none. */
static void
assert_found(const char *target, const char *want)
{
	struct config c;
	char *got;

	config_init(&c);
	c.tls = strncmp(target, "http:", 5) != 0;
	c.proxy_host = mem_strdup(strstr(target, "//") + 2);
	assert_null(forward_environment(&c));
	got = c.forward.host == NULL
	    ? mem_strdup("")
	    : mem_printf("%s%s:%d", c.forward.spare ? "-" : "", c.forward.host,
		  c.forward.port);
	assert_string_equal(got, want);
	free(got);
	config_clear(&c);
}

static void
environment_is_read_as_curl_does(void **state)
{
	(void)state;
	assert_found("https://mail.test", "");
	setenv("HTTP_PROXY", "http://cgi:1", 1); /* a header of CGI */
	assert_found("http://mail.test", "");
	setenv("ALL_PROXY", "http://all", 1);
	assert_found("http://mail.test", "all:1080");
	assert_found("https://mail.test", "all:1080");
	setenv("http_proxy", "plain:1", 1);
	setenv("HTTPS_PROXY", "http://upper:2", 1);
	assert_found("http://mail.test", "plain:1");
	assert_found("https://mail.test", "upper:2");
	setenv("https_proxy", "http://lower:3/", 1);
	assert_found("https://mail.test", "lower:3");
	setenv("https_proxy", "", 1);
	assert_found("https://mail.test", "upper:2");
}

static void
no_proxy_excludes(void **state)
{
	static const struct {
		const char *list, *target;
		bool out;
	} rows[] = {
		{ "*", "https://mail.test", true },
		{ "mail.test", "https://mail.test", true },
		{ "mail.test", "https://MAIL.test.", true },
		{ "a.test, .test", "https://mail.test", true },
		{ "a.test test", "https://mail.test", true },
		{ "il.test", "https://mail.test", false },
		{ "mail.test.org", "https://mail.test", false },
		{ ".", "https://mail.test", false },
		{ "192.0.2.1", "https://192.0.2.1", true },
		{ "2.1", "https://192.0.2.1", false },
		{ "192.0.2.0/24", "https://192.0.2.1", true },
		{ "192.0.3.0/24", "https://192.0.2.1", false },
		{ "192.0.3.0/23", "https://192.0.2.1", true },
		{ "192.0.2.0/0", "https://192.0.2.1", false },
		{ "192.0.2.1/33", "https://192.0.2.1", false },
		{ "2001:db8::/32", "https://2001:db8::1", true },
		{ "[2001:db8::1]", "https://2001:db8::1", true },
		{ "[", "https://2001:db8::1", false },
	};

	(void)state;
	setenv("https_proxy", "squid:3128", 1);
	for (size_t i = 0; i < N(rows); i++) {
		setenv("no_proxy", rows[i].list, 1);
		assert_found(
		    rows[i].target, rows[i].out ? "-squid:3128" : "squid:3128");
	}
	unsetenv("no_proxy");
	setenv("NO_PROXY", "mail.test", 1);
	assert_found("https://mail.test", "-squid:3128");
}

static void
a_logon_is_taken_out_of_the_environment(void **state)
{
	static const struct {
		const char *url, *given, *user, *password, *left;
	} rows[] = {
		{ "http://bob:s%3Aecret@squid", NULL, "bob", "s:ecret",
		    "http://squid" },
		{ "CONTOSO%5cbob:a:b@squid:1", NULL, "CONTOSO\\bob", "a:b",
		    "squid:1" },
		{ "bob@squid", NULL, "bob", NULL, "squid" },
		{ "bob:%2@squid", NULL, "bob", "%2", "squid" },
		{ "bob:secret@squid", "eve", "eve", NULL, "squid" },
		{ "squid:1", NULL, NULL, NULL, "squid:1" },
	};

	(void)state;
	for (size_t i = 0; i < N(rows); i++) {
		struct config c;
		struct account *a = &c.forward.account;

		config_init(&c);
		c.proxy_host = mem_strdup("mail.test");
		mem_set(&a->user, rows[i].given);
		setenv("https_proxy", rows[i].url, 1);
		assert_null(forward_environment(&c));
		assert_string_equal(getenv("https_proxy"), rows[i].left);
		assert_string_equal(c.forward.host, "squid");
		if (rows[i].user == NULL)
			assert_null(a->user);
		else
			assert_string_equal(a->user, rows[i].user);
		if (rows[i].password == NULL)
			assert_false(secret_given(&a->password));
		else
			assert_string_equal(a->password.p, rows[i].password);
		config_clear(&c);
	}
}

static void
what_cannot_be_used_is_an_error(void **state)
{
	static const char *const urls[] = { "https://bob:secret@squid",
		"socks5h://bob:secret@squid", "http://bob:se/cret@squid",
		"http://bob:secret@:1", "http://bob:secret@squid:x" };

	(void)state;
	for (size_t i = 0; i < N(urls); i++) {
		struct config c;
		struct err *e;

		config_init(&c);
		c.proxy_host = mem_strdup("mail.test");
		setenv("https_proxy", urls[i], 1);
		e = forward_environment(&c);
		assert_non_null(e);
		assert_non_null(strstr(err_text(e), "https_proxy"));
		assert_null(strstr(err_text(e), "cret"));
		err_free(e);
		config_clear(&c);
	}
}

static void
what_nobody_would_use_is_none(void **state)
{
	(void)state;
	setenv("https_proxy", "socks5://squid", 1);
	setenv("no_proxy", "mail.test", 1);
	assert_found("https://mail.test", "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_are_taken),
		cmocka_unit_test(options_are_refused),
		cmocka_unit_test_setup(
		    environment_is_read_as_curl_does, forget_environment),
		cmocka_unit_test_setup(no_proxy_excludes, forget_environment),
		cmocka_unit_test_setup(a_logon_is_taken_out_of_the_environment,
		    forget_environment),
		cmocka_unit_test_setup(
		    what_cannot_be_used_is_an_error, forget_environment),
		cmocka_unit_test_setup(
		    what_nobody_would_use_is_none, forget_environment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
