/* SPDX-License-Identifier: Apache-2.0 */
/* Channel recycling at the server ([MS-RPCH] 3.2.5.5.4 to 3.2.5.5.12). */
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"
#include "lab/vconn_state.h"

void
vconn_heir_free(struct vconn_half *h)
{
	if (h == NULL)
		return;
	vconn_half_clear(h);
	free(h);
}

void
vconn_bequeath(struct vconn_table *t, struct vconn_half *mine)
{
	struct vconn_half *h = mem_new(sizeof(*h));

	*h = *mine;
	if (!cookie_offer(&t->running, &h->hop.vc_cookie, h->is_in, h)) {
		log_at(LOG_STEPS, "a successor of nothing that runs here");
		vconn_heir_free(h);
	}
}

bool
vconn_recycle_out(struct vconn *v)
{
	const struct hop to_client = { .destination = RTS_TO_CLIENT };
	uint32_t most = v->out.hop.lifetime;

	if (v->asked || v->said < most - most / 4)
		return true;
	v->asked = true;
	log_at(LOG_STEPS, "OUT_R1/A1: the OUT channel is to be renewed");
	return vconn_say(v, &v->out, OUT_R1_A1, &to_client);
}

static bool
is_expected(const struct vconn_half *heir, const struct vconn_half *of)
{
	return guid_eq(&heir->hop.predecessor, &of->hop.channel_cookie);
}

/* OUT_R1/A4 (3.2.5.5.8), IN_R1/A2 (3.2.5.5.4). */
static bool
meet(struct vconn *v, struct vconn_half *heir)
{
	struct vconn_half **at = heir->is_in ? &v->heir_in : &v->heir_out;
	bool fits = *at == NULL &&
	    (heir->is_in ? is_expected(heir, &v->in)
			 : v->asked && is_expected(heir, &v->out));

	if (!fits) {
		log_at(LOG_STEPS, "a successor out of turn");
		vconn_heir_free(heir);
		return false;
	}
	*at = heir;
	return vconn_say(
	    v, &v->out, heir->is_in ? IN_R1_A3 : OUT_R1_A5, &heir->hop);
}

bool
vconn_meet_heirs(struct vconn *v, struct cookie_table *t)
{
	struct vconn_half *in = cookie_take(t, &v->in_entry);
	struct vconn_half *out = cookie_take(t, &v->out_entry);

	return (in == NULL || meet(v, in)) && (out == NULL || meet(v, out));
}

static void
begin_out(struct vconn *v)
{
	v->said = 0;
	v->asked = v->knows_next = false;
}

/* OUT_R1/A8 (3.2.5.5.9): answers go to the other proxy from here on. */
static bool
switch_out_r1(struct vconn *v)
{
	const struct hop none = { 0 };

	if (!vconn_say(v, &v->out, OUT_R1_A9, &none))
		return false;
	vconn_half_clear(&v->past_out);
	v->past_out = v->out;
	v->out = *v->heir_out;
	free(v->heir_out);
	v->heir_out = NULL;
	v->send = (struct flow_send){ 0 };
	flow_send_open(&v->send, v->out.hop.window);
	begin_out(v);
	return true;
}

/* OUT_R2/A8 (3.2.5.5.11): the proxy is the same, its channel is not. */
static bool
switch_out_r2(struct vconn *v)
{
	const struct hop none = { 0 };

	v->out.hop.predecessor = v->out.hop.channel_cookie;
	v->out.hop.channel_cookie = v->next;
	begin_out(v);
	return vconn_say(v, &v->out, OUT_R2_B1, &none);
}

static bool
take_a8(struct vconn *v, const struct guid *successor)
{
	if (v->heir_out != NULL)
		return guid_eq(successor, &v->heir_out->hop.channel_cookie) &&
		    switch_out_r1(v);
	return v->knows_next && guid_eq(successor, &v->next) &&
	    switch_out_r2(v);
}

/* IN_R1/B1 (3.2.5.5.7). */
bool
vconn_switch_in(struct vconn *v)
{
	const struct hop ours = { .window = HOP_WINDOW };

	vconn_half_clear(&v->in);
	v->in = *v->heir_in;
	free(v->heir_in);
	v->heir_in = NULL;
	v->last_in = v->switching = false;
	flow_recv_succeed(&v->recv, &v->in.hop.channel_cookie, v->calls.n);
	return vconn_say(v, &v->in, IN_R1_B2, &ours);
}

/* IN_R1/A6 (3.2.5.5.6) or IN_R2/A2 (3.2.5.5.5), which look the same. */
static bool
take_in_cookie(struct vconn *v, const struct guid *successor)
{
	const struct hop to_client = { .destination = RTS_TO_CLIENT };

	if (v->heir_in != NULL) {
		v->last_in = true;
		return guid_eq(successor, &v->heir_in->hop.channel_cookie);
	}
	v->in.hop.channel_cookie = v->recv.cookie = *successor;
	return vconn_say(v, &v->out, IN_R2_A3, &to_client);
}

bool
vconn_recycle_from_in(struct vconn *v, struct span pdu, bool *known)
{
	struct hop h = { 0 };

	*known = true;
	if (hop_take(pdu, OUT_R1_A8, &h))
		return take_a8(v, &h.channel_cookie);
	if (hop_take(pdu, IN_R1_A6, &h))
		return take_in_cookie(v, &h.channel_cookie);
	*known = v->switching = hop_take(pdu, IN_R1_B1, &h);
	return !v->switching || v->last_in;
}

bool
vconn_recycle_from_out(struct vconn *v, struct span pdu, bool *known)
{
	struct hop h = { .destination = RTS_TO_CLIENT };

	/* OUT_R2/A4 (3.2.5.5.10) */
	*known = hop_take(pdu, OUT_R2_A4, &h);
	if (!*known)
		return true;
	v->next = h.channel_cookie;
	v->knows_next = true;
	return v->asked && vconn_say(v, &v->out, OUT_R2_A5, &h);
}
