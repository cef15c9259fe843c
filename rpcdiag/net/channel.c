/* SPDX-License-Identifier: Apache-2.0 */
#include "net/channel.h"

#include <stdlib.h>

#include "base/mem.h"
#include "net/vconn_state.h"

static void
on_exchange(void *arg, enum exchange_event ev)
{
	struct channel *c = arg;

	c->began = c->began || ev == EXCHANGE_SENT;
	vconn_on_channel(c, ev);
}

struct channel *
channel_open(struct vconn *v, const struct channel_ask *ask)
{
	const struct vconn_spec *spec = &v->spec;
	struct request req = {
		.method = ask->is_in ? "RPC_IN_DATA" : "RPC_OUT_DATA",
		.length = ask->length,
		.body = ask->first,
		.rpc = true,
		.stream = true,
		.mech = spec->mech,
		.who = spec->who,
		.spn = spec->spn,
		.binding = spec->binding,
		.ask = spec->ask,
		.trust_any = spec->trust_any,
		.plaintext = spec->plaintext,
		.after = ask->after == NULL ? NULL : ask->after->x,
	};
	char *target =
	    mem_printf("%s?%s:%d", spec->path, spec->server, spec->port);
	struct channel *c = mem_new(sizeof(*c));

	c->v = v;
	c->is_in = ask->is_in;
	c->cookie = ask->cookie;
	c->length = ask->length;
	c->said = ask->first.n;
	c->receive.window = VCONN_WINDOW;
	req.target = target;
	c->x = exchange_open(
	    v->loop, ask->is_in ? &spec->in : &spec->out, &req, on_exchange, c);
	free(target);
	return c;
}

void
channel_close(struct channel *c)
{
	if (c == NULL)
		return;
	exchange_close(c->x);
	loop_later(c->v->loop, free, c);
}

uint64_t
channel_room(const struct channel *c)
{
	return c->length - c->said;
}

bool
channel_send(struct channel *c, struct span bytes)
{
	if (bytes.n > channel_room(c) || !exchange_send(c->x, bytes))
		return false;
	c->said += bytes.n;
	return true;
}

const struct answer *
channel_answer(const struct channel *c)
{
	return exchange_answer(c->x);
}
