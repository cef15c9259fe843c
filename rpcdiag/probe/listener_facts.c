/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/listener_facts.h"

#include "base/mem.h"
#include "probe/deliver.h"

static const char *
greeting_word(const struct direct_result *r)
{
	if (r->greeted)
		return "ok";
	return r->protocol ? "wrong" : "none";
}

void
listener_facts(struct check *c, const struct direct *d, bool greets)
{
	struct direct_result r;

	direct_result(d, &r);
	fact_put_str(&c->facts, FACT_INSIDE_CONNECT,
	    connect_word(r.connected ? CONN_ALIVE : r.conn_end));
	if (r.connected && greets)
		fact_put_str(
		    &c->facts, FACT_INSIDE_GREETING, greeting_word(&r));
	if (*r.error != '\0')
		mem_set(&c->detail, r.error);
}

void
listener_silence(struct check *c, const struct direct *d, bool greets)
{
	struct direct_result r = { .connected = false };

	if (fact_get(&c->facts, FACT_INSIDE_CONNECT) != NULL)
		return;
	if (d != NULL)
		direct_result(d, &r);
	if (r.connected)
		listener_facts(c, d, greets);
	else
		fact_put_str(&c->facts, FACT_INSIDE_CONNECT, "timeout");
}
