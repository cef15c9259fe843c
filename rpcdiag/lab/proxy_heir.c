/* SPDX-License-Identifier: Apache-2.0 */
/* Channels that come in as successors of others ([MS-RPCH] 3.2.3.5.5,
 * 3.2.4.5.6), until it is known who carries them. */
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "lab/proxy.h"

bool
proxy_bequeath(
    struct proxy *p, struct http_conn *c, const struct hop *hop, bool is_in)
{
	struct proxy_heir *h = mem_new(sizeof(*h));

	h->conn = *c;
	h->hop = *hop;
	if (!cookie_offer(&p->running, &hop->vc_cookie, is_in, h)) {
		free(h);
		return false;
	}
	c->stream = NULL;
	buf_init(&c->in, 0);
	buf_init(&c->head_text, 0);
	buf_init(&c->greeting, 0);
	return true;
}

void
proxy_heir_free(struct proxy_heir *h)
{
	if (h == NULL)
		return;
	http_conn_close(&h->conn);
	free(h);
}

static void
wait_for_its_end(struct http_conn *c)
{
	while (stream_read(c->stream, &c->in, INT64_MAX) == STREAM_OK)
		buf_clear(&c->in);
}

bool
proxy_heir_passes(const struct proxy *p, struct http_conn *c)
{
	const struct http_reply down = { .minor = 1,
		.status = 503,
		.reason = "Service Unavailable",
		.fields = p->fields,
		.close = true };

	if (p->heirs == HEIR_REFUSED)
		http_conn_reply(c, &down);
	else if (p->heirs == HEIR_UNHEARD)
		wait_for_its_end(c);
	else if (p->heirs != HEIR_CUT)
		return true;
	log_at(LOG_STEPS, "a successor is not carried");
	return false;
}
