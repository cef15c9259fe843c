/* SPDX-License-Identifier: Apache-2.0 */
/* What the options that name a target make of their arguments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/mem.h"
#include "cli/set.h"

#define N(a) (sizeof(a) / sizeof((a)[0]))

/* The call must fail, and say these words. */
static void
assert_refused(option_set *set, const char *value, const char *words)
{
	struct cli cli;
	struct err *e;

	cli_init(&cli);
	e = set(&cli, value);
	if (e == NULL)
		fail_msg("\"%s\" was taken", value);
	if (strstr(err_text(e), words) == NULL)
		fail_msg(
		    "\"%s\": \"%s\" lacks \"%s\"", value, err_text(e), words);
	err_free(e);
	cli_clear(&cli);
}

static void
assert_taken(struct err *e, const char *value)
{
	if (e != NULL)
		fail_msg("\"%s\": %s", value, err_text(e));
}

static const struct {
	const char *value;
	bool tls;
	const char *host;
	int port;
	const char *path;
} proxies[] = {
	{ "mail.contoso.com", true, "mail.contoso.com", 443, CONFIG_PATH },
	{ "mail:8443", true, "mail", 8443, CONFIG_PATH },
	{ "mail:80", true, "mail", 80, CONFIG_PATH },
	{ "http://mail", false, "mail", 80, CONFIG_PATH },
	{ "HTTP://mail", false, "mail", 80, CONFIG_PATH },
	{ "https://mail", true, "mail", 443, CONFIG_PATH },
	{ "https://mail/", true, "mail", 443, CONFIG_PATH },
	{ "https://mail:444/x/y.dll", true, "mail", 444, "/x/y.dll" },
	{ "mail/rpcwithcert/rpcproxy.dll", true, "mail", 443,
	    "/rpcwithcert/rpcproxy.dll" },
	{ "192.0.2.1", true, "192.0.2.1", 443, CONFIG_PATH },
	{ "[::1]", true, "::1", 443, CONFIG_PATH },
	{ "[2001:db8::1]:444", true, "2001:db8::1", 444, CONFIG_PATH },
	{ "http://[::1]:8080/", false, "::1", 8080, CONFIG_PATH },
	{ "under_score.test", true, "under_score.test", 443, CONFIG_PATH },
	{ "mail:65535", true, "mail", 65535, CONFIG_PATH },
	{ "mail:0443", true, "mail", 443, CONFIG_PATH },
};

static void
proxy_taken(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(proxies); i++) {
		struct cli cli;

		cli_init(&cli);
		assert_taken(
		    set_proxy(&cli, proxies[i].value), proxies[i].value);
		assert_int_equal(cli.config.tls, proxies[i].tls);
		assert_string_equal(cli.config.proxy_host, proxies[i].host);
		assert_int_equal(cli.config.proxy_port, proxies[i].port);
		assert_string_equal(cli.config.path, proxies[i].path);
		cli_clear(&cli);
	}
}

static const struct {
	option_set *set;
	const char *value;
	const char *words;
} refusals[] = {
	{ set_proxy, "", "host name" },
	{ set_proxy, "https://", "host name" },
	{ set_proxy, "ftp://mail", "\"ftp\" is not https or http" },
	{ set_proxy, "mail:", "\"\" is not a port" },
	{ set_proxy, "mail:0", "\"0\" is not a port" },
	{ set_proxy, "mail:65536", "\"65536\" is not a port" },
	{ set_proxy, "mail:99999999999999999999", "is not a port" },
	{ set_proxy, "mail:+44", "\"+44\" is not a port" },
	{ set_proxy, "mail:443x", "\"443x\" is not a port" },
	{ set_proxy, "mail x", "\" x\" is left over" },
	{ set_proxy, "mail\r\nX: y", "left over" },
	{ set_proxy, "m\303\244il", "left over" },
	{ set_proxy, "::1", "[::1]" },
	{ set_proxy, "[::1", "closing bracket" },
	{ set_proxy, "[mail]", "not an IPv6 address" },
	{ set_proxy, "[::1]x", "left over" },
	{ set_proxy, "https://mail/a b", "plain ASCII" },
	{ set_proxy, "https://mail/?x", "\"?\"" },
	{ set_proxy, "https://mail/#x", "\"#\"" },
	{ set_proxy, "alice@mail", "--user" },
	{ set_proxy, "https://a:b/c@mail", "--user" },
	{ set_server, "", "1 to 255" },
	{ set_server, "mbx1:6001", "not a server name" },
	{ set_server, "mbx1 mbx2", "not a server name" },
	{ set_server, "mbx1&x", "not a server name" },
	{ set_endpoints, "", "empty" },
	{ set_endpoints, " , ", "empty" },
	{ set_endpoints, "70000", "\"70000\" is not a port (1..65535)" },
	{ set_endpoints, "6001,x", "\"x\" is not a port" },
	{ set_endpoints, "0", "\"0\" is not a port" },
	{ set_endpoints, "6001:2", "\"6001:2\" is not a port" },
	{ set_endpoints, "6001-6004", "\"6001-6004\" is not a port" },
	{ set_endpoints, "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17",
	    "more than 16" },
	{ set_connect_to, "", "HOST:PORT:ADDR:PORT2" },
	{ set_connect_to, "h", "\":\" is expected" },
	{ set_connect_to, "h:1", "\":\" is expected" },
	{ set_connect_to, "h:1:192.0.2.1", "\":\" is expected" },
	{ set_connect_to, "h:1:name:2", "numeric address" },
	{ set_connect_to, "h:1:192.0.2.1:2:3", "\":3\" is left over" },
	{ set_connect_to, "h:1:192.0.2.1:0", "\"0\" is not a port" },
	{ set_resolve, "h:1", "HOST:PORT:ADDR" },
	{ set_resolve, "h:1:192.0.2.1:2", "\":2\" is left over" },
	{ set_resolve, "h:1:192.0.2", "numeric address" },
	{ set_dns_server, "", "numeric address" },
	{ set_dns_server, "dns.test", "numeric address" },
	{ set_dns_server, "192.0.2.1:0", "\"0\" is not a port" },
	{ set_dns_server, "192.0.2.1,", "left over" },
	{ set_dns_server, "::1", "IPv4 only" },
	{ set_dns_server, "[::1]:53", "IPv4 only" },
};

static void
refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < N(refusals); i++)
		assert_refused(
		    refusals[i].set, refusals[i].value, refusals[i].words);
}

/* Nothing of what may be a password is repeated. */
static void
secret_not_repeated(void **state)
{
	static const char *const urls[] = {
		"https://alice:hunter2@mail",
		"https://alice:hunter2/x@mail",
		"alice:hunter2?@mail",
	};

	(void)state;
	for (size_t i = 0; i < N(urls); i++) {
		struct cli cli;
		struct err *e;

		cli_init(&cli);
		e = set_proxy(&cli, urls[i]);
		assert_non_null(e);
		assert_null(strstr(err_text(e), "hunter2"));
		err_free(e);
		cli_clear(&cli);
	}
}

static void
endpoints_taken(void **state)
{
	struct cli cli;

	(void)state;
	cli_init(&cli);
	assert_null(set_endpoints(&cli, "1"));
	/* given again: replaces; blanks and doubles are dropped */
	assert_null(set_endpoints(&cli, "6004, 6001,,6004,65535"));
	assert_int_equal(cli.config.nendpoints, 3);
	assert_int_equal(cli.config.endpoints[0], 6004);
	assert_int_equal(cli.config.endpoints[1], 6001);
	assert_int_equal(cli.config.endpoints[2], 65535);
	cli_clear(&cli);
}

static const struct {
	option_set *set;
	const char *value;
	struct address_map want;
} maps[] = {
	{ set_connect_to, "mbx1:6001:127.0.0.1:40001",
	    { (char *)"mbx1", 6001, (char *)"127.0.0.1", 40001 } },
	{ set_connect_to, "mbx1:6001:[::1]:40001",
	    { (char *)"mbx1", 6001, (char *)"::1", 40001 } },
	{ set_connect_to, "[2001:db8::1]:443:[::1]:1",
	    { (char *)"2001:db8::1", 443, (char *)"::1", 1 } },
	{ set_resolve, "mail:443:192.0.2.1",
	    { (char *)"mail", 443, (char *)"192.0.2.1", 443 } },
	{ set_resolve, "mail:443:2001:db8::1",
	    { (char *)"mail", 443, (char *)"2001:db8::1", 443 } },
	{ set_resolve, "mail:443:[2001:db8::1]",
	    { (char *)"mail", 443, (char *)"2001:db8::1", 443 } },
};

static void
maps_taken(void **state)
{
	struct cli cli;

	(void)state;
	cli_init(&cli);
	for (size_t i = 0; i < N(maps); i++) {
		const struct address_map *got;

		assert_taken(maps[i].set(&cli, maps[i].value), maps[i].value);
		assert_int_equal(cli.config.nmap, i + 1);
		got = &cli.config.map[i];
		assert_string_equal(got->host, maps[i].want.host);
		assert_int_equal(got->port, maps[i].want.port);
		assert_string_equal(got->address, maps[i].want.address);
		assert_int_equal(got->to_port, maps[i].want.to_port);
	}
	cli_clear(&cli);
}

static void
servers_taken(void **state)
{
	static const char *const names[] = {
		"mbx1",
		"mbx1.contoso.test",
		"5f0b1c9e-0000-4000-8000-000000000001@contoso.test",
		"192.0.2.1",
	};

	(void)state;
	for (size_t i = 0; i < N(names); i++) {
		struct cli cli;

		cli_init(&cli);
		assert_taken(set_server(&cli, names[i]), names[i]);
		assert_string_equal(cli.config.server, names[i]);
		cli_clear(&cli);
	}
}

static void
direct_taken(void **unused)
{
	static const struct {
		const char *value, *host;
		int port;
	} rows[] = {
		{ "cas1.contoso.local", "cas1.contoso.local", 0 },
		{ "cas1:444", "cas1", 444 },
		{ "[2001:db8::1]", "2001:db8::1", 0 },
		{ "[2001:db8::1]:444", "2001:db8::1", 444 },
	};

	(void)unused;
	for (size_t i = 0; i < N(rows); i++) {
		struct cli cli;

		cli_init(&cli);
		assert_taken(set_direct(&cli, rows[i].value), rows[i].value);
		assert_string_equal(cli.config.direct_host, rows[i].host);
		assert_int_equal(cli.config.direct_port, rows[i].port);
		assert_int_equal(config_direct_port(&cli.config),
		    rows[i].port > 0 ? rows[i].port : cli.config.proxy_port);
		cli_clear(&cli);
	}
	assert_refused(set_direct, "cas1:0", "port");
	assert_refused(set_direct, "cas1/rpc", "left over");
}

static void
dns_server_taken(void **state)
{
	struct cli cli;

	(void)state;
	cli_init(&cli);
	assert_null(set_dns_server(&cli, "192.0.2.1"));
	assert_string_equal(cli.config.dns_server, "192.0.2.1");
	assert_null(set_dns_server(&cli, "192.0.2.1:5353"));
	assert_string_equal(cli.config.dns_server, "192.0.2.1:5353");
	cli_clear(&cli);
}

/* A refused value leaves what an earlier option said. */
static void
refusal_changes_nothing(void **state)
{
	struct cli cli;
	struct err *e;

	(void)state;
	cli_init(&cli);
	assert_null(set_proxy(&cli, "http://mail:81/a"));
	e = set_proxy(&cli, "other:0");
	assert_non_null(e);
	err_free(e);
	assert_string_equal(cli.config.proxy_host, "mail");
	assert_int_equal(cli.config.proxy_port, 81);
	assert_string_equal(cli.config.path, "/a");
	assert_false(cli.config.tls);
	cli_clear(&cli);
}

static void
families_exclude(void **state)
{
	struct cli cli;
	struct err *e;

	(void)state;
	cli_init(&cli);
	assert_null(set_ipv6(&cli, NULL));
	assert_null(set_ipv6(&cli, NULL));
	e = set_ipv4(&cli, NULL);
	assert_non_null(e);
	err_free(e);
	assert_int_equal(cli.config.family, FAMILY_IPV6);
	cli_clear(&cli);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(proxy_taken),
		cmocka_unit_test(refused),
		cmocka_unit_test(secret_not_repeated),
		cmocka_unit_test(endpoints_taken),
		cmocka_unit_test(maps_taken),
		cmocka_unit_test(servers_taken),
		cmocka_unit_test(direct_taken),
		cmocka_unit_test(dns_server_taken),
		cmocka_unit_test(refusal_changes_nothing),
		cmocka_unit_test(families_exclude),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
