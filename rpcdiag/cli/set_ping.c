/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Setters for the letters of Microsoft's rpcping, with its names and numbers.
 * Each of them makes the answer have rpcping's shape.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "cli/address.h"
#include "cli/number.h"
#include "cli/rpcping.h"
#include "cli/set.h"

#define HTTP_PROXY_PORT 80 /* where -R or HttpProxy names none */

static const struct rpcping_word protseqs[] = {
	{ "ncacn_http", NULL, RPCPING_HTTP },
	{ "ncacn_ip_tcp", NULL, RPCPING_TCP },
	{ "ncalrpc", NULL, RPCPING_LOCAL },
	{ 0 },
};

/* RPC_C_AUTHN_*; the rest of them is not spoken. */
static const struct rpcping_word packages[] = {
	{ "none", "0", 0 },
	{ "negotiate", "9", 9 },
	{ "nego", NULL, 9 },
	{ "snego", NULL, 9 },
	{ "ntlm", "10", 10 },
	{ "kerberos", "16", 16 },
	{ 0 },
};

/* RPC_C_AUTHN_LEVEL_* */
static const struct rpcping_word levels[] = {
	{ "none", "1", 1 },
	{ "connect", "2", 2 },
	{ "call", "3", 4 },
	{ "pkt", "4", 4 },
	{ "integrity", "5", 5 },
	{ "privacy", "6", 6 },
	{ 0 },
};

/* RPC_C_HTTP_AUTHN_SCHEME_* */
static const struct rpcping_word schemes[] = {
	{ "none", "0", 0 },
	{ "basic", "1", 1 },
	{ "ntlm", "2", 2 },
	{ "negotiate", "16", 16 },
	{ "cert", "65536", RPCPING_CERT },
	{ 0 },
};

static const struct rpcping_word flags[] = {
	{ "ssl", "1", RPCPING_SSL },
	{ "use_ssl", NULL, RPCPING_SSL },
	{ "first", "2", RPCPING_FIRST },
	{ "use_first", NULL, RPCPING_FIRST },
	{ "3", NULL, RPCPING_SSL | RPCPING_FIRST },
	{ 0 },
};

static struct err *
word_find(const struct rpcping_word *words, const char *said, unsigned *code)
{
	struct strlist known = { 0 };
	struct err *e;
	char *joined;

	for (const struct rpcping_word *w = words; w->name != NULL; w++) {
		if (strcasecmp(w->name, said) == 0 ||
		    (w->number != NULL && strcmp(w->number, said) == 0)) {
			*code = w->code;
			return NULL;
		}
	}
	for (const struct rpcping_word *w = words; w->name != NULL; w++)
		if (w->number != NULL)
			strlist_addf(&known, "%s/%s", w->number, w->name);
		else
			strlist_add(&known, w->name);
	joined = strlist_join(&known, ", ");
	e = err_new("\"%s\" is not one of %s", said, joined);
	free(joined);
	strlist_clear(&known);
	return e;
}

struct err *
set_ping_protseq(struct cli *cli, const char *value)
{
	unsigned code;
	struct err *e = word_find(protseqs, value, &code);

	if (e == NULL)
		cli->rpcping.protseq = (enum rpcping_protseq)code;
	cli->rpcping.used = true;
	return e;
}

struct err *
set_ping_server(struct cli *cli, const char *value)
{
	cli->rpcping.used = true;
	return set_server(cli, value);
}

struct err *
set_ping_endpoint(struct cli *cli, const char *value)
{
	cli->rpcping.used = true;
	return set_endpoints(cli, value);
}

/* UUID[,MAJOR[.MINOR]] */
struct err *
set_ping_iface(struct cli *cli, const char *value)
{
	struct ping *ping = &cli->config.ping;
	size_t n = strcspn(value, ",");
	char *uuid = mem_strndup(value, n);
	bool ok = guid_parse(uuid, &ping->iface.uuid);
	int major = 1, minor = 0;
	char *version = mem_strdup(value[n] == ',' ? value + n + 1 : "1");
	char *dot = strchr(version, '.');
	struct err *e = NULL;

	if (dot != NULL)
		*dot++ = '\0';
	if (!ok)
		e = err_new("\"%s\" is not a UUID", uuid);
	if (e == NULL)
		e = count_parse(version, 0, UINT16_MAX, &major);
	if (e == NULL && dot != NULL)
		e = count_parse(dot, 0, UINT16_MAX, &minor);
	ping->iface.major = (uint16_t)major;
	ping->iface.minor = (uint16_t)minor;
	ping->map = true;
	cli->rpcping.used = true;
	free(uuid);
	free(version);
	return e;
}

struct err *
set_ping_object(struct cli *cli, const char *value)
{
	struct ping *ping = &cli->config.ping;

	ping->has_object = true;
	cli->rpcping.used = true;
	return guid_parse(value, &ping->object)
	    ? NULL
	    : err_new("\"%s\" is not a UUID", value);
}

static struct err *
host_port(const char *value, int standard, char **host, int *port)
{
	const char *s = value;
	struct err *e = host_take(&s, host);

	*port = standard;
	if (e == NULL && *s == ':') {
		s++;
		e = port_take(&s, port);
	}
	if (e == NULL && *s != '\0')
		e = err_new("\"%s\" is left over behind HOST[:PORT]", s);
	return e;
}

static struct err *
forward_set(struct cli *cli, const char *value)
{
	struct forward_proxy *f = &cli->config.forward;
	char *host = NULL;
	struct err *e = host_port(value, HTTP_PROXY_PORT, &host, &f->port);

	if (e == NULL) {
		mem_set(&f->host, host);
		f->spare = false;
		cli->forward_given = true;
	}
	free(host);
	return e;
}

/* One NAME=VALUE of a string binding's options. */
static struct err *
binding_option(struct cli *cli, const char *text)
{
	static const char rpc[] = "RpcProxy=", http[] = "HttpProxy=";
	struct config *c = &cli->config;
	char *host = NULL;
	struct err *e;

	if (strncasecmp(text, http, sizeof(http) - 1) == 0)
		return forward_set(cli, text + sizeof(http) - 1);
	if (strncasecmp(text, rpc, sizeof(rpc) - 1) != 0) {
		strlist_addf(&cli->rpcping.no_effect, "-o %.*s",
		    (int)strcspn(text, "="), text);
		return NULL;
	}
	e = host_port(text + sizeof(rpc) - 1, 0, &host, &c->proxy_port);
	if (e == NULL) {
		mem_set(&c->proxy_host, host);
		mem_set(&c->path, CONFIG_PATH);
		cli->rpcping.binding = true;
	}
	free(host);
	return e;
}

struct err *
set_ping_binding(struct cli *cli, const char *value)
{
	struct strlist parts = { 0 };
	struct err *e = NULL;

	cli->rpcping.used = true;
	strlist_split(&parts, value, ",");
	for (size_t i = 0; i < parts.n && e == NULL; i++)
		e = binding_option(cli, parts.v[i]);
	strlist_clear(&parts);
	return e;
}

struct err *
set_ping_forward(struct cli *cli, const char *value)
{
	cli->rpcping.used = true;
	if (cli->config.forward.host != NULL)
		return NULL; /* HttpProxy= goes before it */
	if (strcasecmp(value, "default") == 0)
		return NULL;
	if (strcasecmp(value, "none") == 0) {
		cli->forward_given = true;
		return NULL;
	}
	return forward_set(cli, value);
}

struct err *
set_ping_iterations(struct cli *cli, const char *value)
{
	cli->rpcping.used = true;
	return set_trials(cli, value);
}

struct err *
set_ping_interval(struct cli *cli, const char *value)
{
	cli->rpcping.used = true;
	return seconds_parse(value, &cli->config.ping.interval_us);
}

struct err *
set_ping_package(struct cli *cli, const char *value)
{
	static const char *const unspoken[] = { "14", "schannel", "20",
		"kernel" };
	unsigned code = 0;
	struct err *e;

	cli->rpcping.used = true;
	for (size_t i = 0; i < sizeof(unspoken) / sizeof(unspoken[0]); i++)
		if (strcasecmp(value, unspoken[i]) == 0)
			return err_new("%s exists on Windows only", value);
	e = word_find(packages, value, &code);
	strlist_clear(&cli->config.rpc_auth);
	if (e == NULL && code != 0)
		strlist_add(&cli->config.rpc_auth,
		    code == 9	     ? "negotiate"
			: code == 10 ? "ntlm"
				     : "kerberos");
	return e;
}

struct err *
set_ping_level(struct cli *cli, const char *value)
{
	static const char *const names[] = { NULL, NULL, "connect", NULL,
		"packet", "integrity", "privacy" };
	unsigned code = 0;
	struct err *e = word_find(levels, value, &code);

	cli->rpcping.used = true;
	strlist_clear(&cli->config.rpc_level);
	if (e == NULL && names[code] != NULL)
		strlist_add(&cli->config.rpc_level, names[code]);
	return e;
}

struct err *
set_ping_spn(struct cli *cli, const char *value)
{
	cli->rpcping.used = true;
	return set_rpc_spn(cli, value);
}

static struct err *
flag_add(struct cli *cli, const char *said)
{
	unsigned code = 0;
	struct err *e = word_find(flags, said, &code);

	cli->rpcping.flags |= code;
	return e;
}

/* Our own name for a scheme; NULL for a certificate. */
static const char *
scheme_name(unsigned code)
{
	for (const struct rpcping_word *w = schemes; w->name != NULL; w++)
		if (w->code == code && code != RPCPING_CERT)
			return w->name;
	return NULL;
}

static struct err *
scheme_add(struct cli *cli, const char *said)
{
	unsigned code = 0;
	struct err *e = word_find(schemes, said, &code);

	if (e != NULL)
		return e;
	if (code == RPCPING_CERT)
		cli->rpcping.flags |= RPCPING_CERT;
	else
		strlist_add_once(&cli->config.http_auth, scheme_name(code));
	if (isdigit((unsigned char)*said) && (code == 1 || code == 2))
		strlist_addf(&cli->rpcping.notes,
		    "-H %s means %s, as its help has it; some articles have "
		    "it the other way round",
		    said, code == 1 ? "basic" : "ntlm");
	return NULL;
}

static struct err *
each(struct cli *cli, const char *value,
    struct err *(*add)(struct cli *, const char *))
{
	struct strlist parts = { 0 };
	struct err *e = NULL;

	cli->rpcping.used = true;
	strlist_split(&parts, value, ",; ");
	for (size_t i = 0; i < parts.n && e == NULL; i++)
		e = add(cli, parts.v[i]);
	strlist_clear(&parts);
	return e;
}

struct err *
set_ping_flags(struct cli *cli, const char *value)
{
	return each(cli, value, flag_add);
}

struct err *
set_ping_scheme(struct cli *cli, const char *value)
{
	strlist_clear(&cli->config.http_auth);
	return each(cli, value, scheme_add);
}

static struct err *
forward_scheme_add(struct cli *cli, const char *said)
{
	unsigned code = 0;
	struct err *e = word_find(schemes, said, &code);

	if (e != NULL)
		return e;
	if (code == RPCPING_CERT)
		return err_new("no certificate logs on to a forward proxy");
	strlist_add_once(&cli->config.forward.auth, scheme_name(code));
	return NULL;
}

struct err *
set_ping_forward_scheme(struct cli *cli, const char *value)
{
	strlist_clear(&cli->config.forward.auth);
	return each(cli, value, forward_scheme_add);
}

struct err *
set_ping_subject(struct cli *cli, const char *value)
{
	cli->rpcping.used = true;
	return set_msstd(cli, value);
}

struct err *
set_ping_show_subject(struct cli *cli, const char *value)
{
	(void)value;
	cli->rpcping.used = cli->rpcping.show_subject = true;
	return NULL;
}

struct err *
set_ping_echo(struct cli *cli, const char *value)
{
	(void)value;
	cli->rpcping.used = cli->config.ping.echo = true;
	return NULL;
}

/* -v 1..3 is rpcping's; -v alone is ours. */
struct err *
set_ping_verbosity(struct cli *cli, const char *value)
{
	if (value == NULL)
		return set_verbose(cli, value);
	cli->rpcping.used = true;
	return count_parse(value, 1, 3, &cli->rpcping.verbosity);
}
