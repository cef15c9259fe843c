/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A client for the tests of authentication: one exchange, an echo of RPC over
 * HTTP, and what came of it in one line.
 * Usage: http_auth_probe HOST PORT MECHANISM [KEY=VALUE...]
 *        keys: user, password, ccache, keytab, spn, cacert (TLS), binding
 *        (none, wrong), length, via, via-mech, via-user, via-password,
 *        via-spn, via-plaintext, log
 * A mechanism called "none" sends no credentials.
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "net/exchange.h"

#define PATIENCE_US CLOCK_S(20)

struct account {
	struct secret password;
	struct auth_identity who;
};

struct probe {
	struct loop *loop;
	struct exchange *exchange;
	struct account web, proxy;
	bool over;
};

static const char *const end_names[] = {
	[EXCHANGE_OK] = "ok",
	[EXCHANGE_LOST] = "lost",
	[EXCHANGE_GARBAGE] = "garbage",
	[EXCHANGE_UNSAFE] = "unsafe",
	[EXCHANGE_NO_AUTH] = "no-auth",
};

static void
on_exchange(void *arg, enum exchange_event ev)
{
	struct probe *p = arg;

	p->over = ev == EXCHANGE_DONE || ev == EXCHANGE_ENDED;
}

static void
say(const struct probe *p)
{
	const struct exchange *x = p->exchange;
	const struct answer *a = exchange_answer(x);
	const struct auth_error *e = token_error(exchange_token(x));
	const struct ntlm_challenge *node = exchange_node(x);

	printf("end=%s status=%d credentials=%d body=%zu author=\"%s\" "
	       "schemes=\"",
	    p->over ? end_names[exchange_end(x)] : "timeout", a->status,
	    exchange_sent_credentials(x), a->body.n, answer_author(a));
	for (size_t i = 0; i < a->schemes.n; i++)
		printf("%s%s", i == 0 ? "" : " ", a->schemes.v[i]);
	printf("\" node=\"%s\" fault=\"%s\" minor=%u text=\"%s\" "
	       "error=\"%s\"\n",
	    node == NULL ? "" : node->nb_computer,
	    e == NULL ? "" : auth_fault_text(e->fault),
	    e == NULL ? 0 : e->minor, e == NULL ? "" : e->text,
	    conn_error(exchange_conn(x)));
}

static const char *
value_of(int argc, char **argv, const char *key)
{
	size_t n = strlen(key);

	for (int i = 4; i < argc; i++)
		if (strncmp(argv[i], key, n) == 0 && argv[i][n] == '=')
			return argv[i] + n + 1;
	return NULL;
}

static void
account_fill(struct account *a, const char *user, const char *password)
{
	if (password != NULL)
		secret_set(&a->password, password, strlen(password));
	a->who.user = user;
	a->who.password = &a->password;
}

static enum binding
binding_of(const char *name)
{
	if (name == NULL)
		return BINDING_RIGHT;
	return strcmp(name, "none") == 0 ? BINDING_NONE : BINDING_WRONG;
}

static void
open_exchange(struct probe *p, int argc, char **argv, struct tls_trust *trust)
{
	static const uint8_t body[4];
	const char *length = value_of(argc, argv, "length");
	const char *via = value_of(argc, argv, "via");
	const char *via_mech = value_of(argc, argv, "via-mech");
	struct conn_forward forward = {
		.host = "proxy.contoso.test",
		.address = "127.0.0.1",
		.port = via == NULL ? 0 : atoi(via),
		.mech = via_mech == NULL ? NULL : auth_mech_find(via_mech),
		.who = &p->proxy.who,
		.spn = value_of(argc, argv, "via-spn"),
		.plaintext = value_of(argc, argv, "via-plaintext") != NULL,
	};
	struct conn_spec spec = {
		.forward = via == NULL ? NULL : &forward,
		.host = argv[1],
		.address = via == NULL ? "127.0.0.1" : NULL,
		.port = atoi(argv[2]),
		.trust = trust,
	};
	struct request req = {
		.method = "RPC_OUT_DATA",
		.target = "/rpc/rpcproxy.dll?mbx1:6001",
		.rpc = true,
		.length =
		    length == NULL ? sizeof(body) : strtoull(length, NULL, 10),
		.body = span_of(body, sizeof(body)),
		.mech = auth_mech_find(argv[3]),
		.who = &p->web.who,
		.spn = value_of(argc, argv, "spn"),
		.binding = binding_of(value_of(argc, argv, "binding")),
		.plaintext = true,
	};

	account_fill(&p->web, value_of(argc, argv, "user"),
	    value_of(argc, argv, "password"));
	account_fill(&p->proxy, value_of(argc, argv, "via-user"),
	    value_of(argc, argv, "via-password"));
	p->web.who.ccache = value_of(argc, argv, "ccache");
	p->web.who.keytab = value_of(argc, argv, "keytab");
	p->exchange = exchange_open(p->loop, &spec, &req, on_exchange, p);
}

int
main(int argc, char **argv)
{
	struct tls_trust *trust = NULL;
	struct err *err = NULL;
	struct probe p = { 0 };
	const char *cacert;
	int64_t ends = clock_mono_us() + PATIENCE_US;

	if (argc < 4)
		return 3;
	log_set(value_of(argc, argv, "log") != NULL ? LOG_EVENTS : LOG_QUIET);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	cacert = value_of(argc, argv, "cacert");
	if (cacert != NULL)
		trust = tls_trust_new(cacert, &err);
	if (err != NULL)
		return 3;
	p.loop = loop_new();
	open_exchange(&p, argc, argv, trust);
	while (!p.over && clock_mono_us() < ends)
		loop_turn(p.loop, ends);
	say(&p);
	exchange_close(p.exchange);
	loop_free(p.loop);
	tls_trust_free(trust);
	secret_clear(&p.web.password);
	secret_clear(&p.proxy.password);
	curl_global_cleanup();
	return 0;
}
