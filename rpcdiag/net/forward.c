/* SPDX-License-Identifier: Apache-2.0 */
#include "net/forward.h"

#include <fcntl.h>
#include <stdlib.h>

#include "base/mem.h"
#include "net/exchange.h"
#include "net/loop_conn.h"
#include "net/request_head.h"

struct forward {
	struct exchange *exchange;
	forward_fn *fn;
	void *arg;
};

static void
on_exchange(void *arg, enum exchange_event ev)
{
	struct forward *f = arg;
	int status = exchange_answer(f->exchange)->status;

	if (ev == EXCHANGE_DONE)
		f->fn(
		    f->arg, status / 100 == 2 ? FORWARD_OPEN : FORWARD_REFUSED);
	else if (ev == EXCHANGE_ENDED)
		f->fn(f->arg, FORWARD_FAILED);
}

struct forward *
forward_open(struct loop *l, const struct conn_forward *proxy, const char *host,
    int port, forward_fn *fn, void *arg)
{
	struct forward *f = mem_new(sizeof(*f));
	char *target = request_host(host, port);
	struct conn_spec spec = {
		.host = proxy->host,
		.address = proxy->address,
		.port = proxy->port,
	};
	struct request req = {
		.method = "CONNECT",
		.target = target,
		.forward = true,
		.mech = proxy->mech,
		.who = proxy->who,
		.spn = proxy->spn,
		.plaintext = proxy->plaintext,
	};

	f->fn = fn;
	f->arg = arg;
	f->exchange = exchange_open(l, &spec, &req, on_exchange, f);
	free(target);
	return f;
}

void
forward_close(struct forward *f)
{
	if (f == NULL)
		return;
	exchange_close(f->exchange);
	free(f);
}

/* Its connection closes a socket of its own, so we keep another one. */
int
forward_take(struct forward *f)
{
	return fcntl(
	    conn_socket(exchange_conn(f->exchange)), F_DUPFD_CLOEXEC, 0);
}

const struct answer *
forward_answer(const struct forward *f)
{
	return exchange_answer(f->exchange);
}

const struct auth_error *
forward_auth_error(const struct forward *f)
{
	return token_error(exchange_token(f->exchange));
}

bool
forward_is_held(const struct forward *f)
{
	return exchange_is_held(f->exchange);
}

const char *
forward_error(const struct forward *f)
{
	switch (exchange_end(f->exchange)) {
	case EXCHANGE_UNSAFE:
		return "no readable password goes to the forward proxy";
	case EXCHANGE_NO_AUTH:
		return "no token could be made for the forward proxy";
	case EXCHANGE_HELD:
		return LOCKOUT_TEXT;
	case EXCHANGE_GARBAGE:
		return "the forward proxy does not speak HTTP";
	default:
		return conn_error(exchange_conn(f->exchange));
	}
}
