/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/deliver.h"

#include "probe/engine.h"

static void
deliver(struct probe *p, enum event_kind kind, int what, const void *data)
{
	struct event ev = { .kind = kind, .what = what, .data = data };

	probe_feed(p, &ev);
}

void
deliver_resolved(void *probe, const struct resolve_result *result)
{
	deliver(probe, EV_RESOLVED, 0, result);
}

void
deliver_conn(void *probe, enum conn_event what)
{
	deliver(probe, EV_CONN, (int)what, NULL);
}

void
deliver_forward(void *probe, enum forward_end what)
{
	deliver(probe, EV_FORWARD, (int)what, NULL);
}

void
deliver_exchange(void *probe, enum exchange_event what)
{
	deliver(probe, EV_EXCHANGE, (int)what, NULL);
}

void
deliver_vconn(void *probe, enum vconn_event what)
{
	deliver(probe, EV_VCONN, (int)what, NULL);
}

void
deliver_direct(void *probe, enum direct_event what)
{
	deliver(probe, EV_DIRECT, (int)what, NULL);
}

void
deliver_rpc(void *probe, enum rpc_event what)
{
	deliver(probe, EV_RPC, (int)what, NULL);
}

void
deliver_token(void *probe, enum auth_result result, struct span token)
{
	(void)token;
	deliver(probe, EV_TOKEN, (int)result, NULL);
}

const char *
connect_word(enum conn_end end)
{
	switch (end) {
	case CONN_ALIVE:
		return "ok";
	case CONN_REFUSED:
		return "refused";
	case CONN_UNREACHABLE:
		return "unreachable";
	case CONN_TCP_TIMEOUT:
		return "timeout";
	default:
		return "failure";
	}
}
