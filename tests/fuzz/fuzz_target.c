/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parsers of targets over any bytes: the first chooses the option, the
 * rest is its value. What is taken must be fit to be sent.
 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/set.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static option_set *const setters[] = {
	set_proxy,
	set_server,
	set_endpoints,
	set_resolve,
	set_connect_to,
	set_dns_server,
};

static void
expect(bool holds)
{
	if (!holds)
		abort();
}

static void
expect_port(int port)
{
	expect(port >= 1 && port <= 65535);
}

/* Goes into a request line, a header or a query as it is. */
static void
expect_word(const char *s)
{
	expect(*s != '\0');
	for (; *s != '\0'; s++)
		expect(*s > ' ' && *s <= '~');
}

static void
expect_sound(const struct config *c)
{
	if (c->proxy_host != NULL) {
		expect_word(c->proxy_host);
		expect_port(c->proxy_port);
	}
	expect_word(c->path);
	expect(c->path[0] == '/');
	if (c->server != NULL)
		expect_word(c->server);
	expect(c->nendpoints <= 16);
	for (size_t i = 0; i < c->nendpoints; i++)
		expect_port(c->endpoints[i]);
	for (size_t i = 0; i < c->nmap; i++) {
		expect_word(c->map[i].host);
		expect_port(c->map[i].port);
		expect_word(c->map[i].address);
		expect_port(c->map[i].to_port);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct cli cli;
	char *value;

	if (n == 0)
		return 0;
	value = mem_strndup((const char *)p + 1, n - 1);
	cli_init(&cli);
	err_free(
	    setters[p[0] % (sizeof(setters) / sizeof(*setters))](&cli, value));
	expect_sound(&cli.config);
	cli_clear(&cli);
	free(value);
	return 0;
}
