/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/tunnel_facts.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "probe/http_facts.h"
#include "probe/node_facts.h"

/* reached: the furthest state, as the report says it */
static const char *const reached_names[] = {
	[VCONN_START] = "nothing",
	[VCONN_OUT_CHANNEL_WAIT] = "nothing",
	[VCONN_WAIT_A3W] = "out-200",
	[VCONN_WAIT_C2] = "conn-a3",
	[VCONN_OPENED] = "conn-c2",
};

static const char *const waiting_texts[] = {
	[VCONN_START] = "no connection",
	[VCONN_OUT_CHANNEL_WAIT] = "no HTTP answer on OUT",
	[VCONN_WAIT_A3W] = "OUT answered 200, but CONN/A3 never came",
	[VCONN_WAIT_C2] = "CONN/A3 came, but CONN/C2 never did",
	[VCONN_OPENED] = "",
};

static const char *
end_text(const struct vconn_result *r)
{
	switch (r->end) {
	case VCONN_HTTP:
		return "http";
	case VCONN_PROTOCOL:
		return "protocol";
	case VCONN_LOST:
		if (r->conn_end == CONN_CLOSED)
			return "closed";
		return r->conn_end == CONN_RESET ? "reset" : "failure";
	default:
		return "failure";
	}
}

static void
end_facts(struct check *c, const struct vconn_result *r, enum probe_end how)
{
	struct fact_set *f = &c->facts;

	if (!r->connected && r->answer == NULL)
		fact_put_str(f, FACT_CONNECT_END,
		    r->end == VCONN_ALIVE ? "timeout"
					  : conn_end_text(r->conn_end));
	if (r->end == VCONN_ALIVE && how == PROBE_TIMEOUT) {
		fact_put_str(f, FACT_TUNNEL_END, "timeout");
		mem_set(&c->detail, waiting_texts[r->reached]);
		return;
	}
	if (r->end == VCONN_ALIVE)
		return;
	fact_put_str(f, FACT_TUNNEL_END, end_text(r));
	fact_put_str(f, FACT_TUNNEL_CHANNEL, r->on_in ? "in" : "out");
	if (r->error[0] != '\0')
		mem_set(&c->detail, r->error);
}

static void
answer_facts(struct check *c, const struct vconn_result *r)
{
	struct fact_set *f = &c->facts;

	fact_put_bool(f, FACT_HTTP_CREDENTIALS, r->credentials);
	if (r->answer == NULL)
		return;
	http_facts(c, r->answer);
	rpc_error_facts(c, r->answer);
	if (r->credentials)
		fact_put_bool(f, FACT_HTTP_ACCEPTED, r->answer->status != 401);
}

void
tunnel_facts(
    struct run *run, struct check *c, const struct vconn *v, enum probe_end how)
{
	struct fact_set *f = &c->facts;
	struct vconn_result r;

	if (fact_get(f, FACT_TUNNEL_REACHED) != NULL || how == PROBE_CUT)
		return;
	vconn_result(v, &r);
	if (r.end == VCONN_UNSAFE || r.held) {
		mem_set(&c->detail, r.held ? LOCKOUT_TEXT : r.error);
		c->outcome = OUTCOME_SKIP;
		return;
	}
	fact_put_str(f, FACT_TUNNEL_REACHED, reached_names[r.reached]);
	end_facts(c, &r, how);
	answer_facts(c, &r);
	if (r.reached >= VCONN_WAIT_A3W && r.credentials)
		fact_put_bool(f, FACT_HTTP_ACCEPTED, true);
	if (r.timeout_ms > 0)
		fact_put_int(f, FACT_TUNNEL_TIMEOUT_MS, r.timeout_ms);
	if (r.in_window > 0)
		fact_put_int(f, FACT_TUNNEL_WINDOW, r.in_window);
	if (r.pings > 0)
		fact_put_int(f, FACT_TUNNEL_PINGS, r.pings);
	if (r.chunked)
		fact_put_bool(f, FACT_TUNNEL_CHUNKED, true);
	tunnel_node_facts(run, c, &r);
	if (r.local_in[0] != '\0')
		fact_put_str(f, FACT_TUNNEL_LOCAL_IN, r.local_in);
	if (r.local_out[0] != '\0')
		fact_put_str(f, FACT_TUNNEL_LOCAL_OUT, r.local_out);
	if (fact_true(f, FACT_TUNNEL_ONE_SESSION) && r.tls_in != NULL &&
	    r.tls_in->done)
		fact_put_bool(f, FACT_TUNNEL_RESUMED, r.tls_in->resumed);
}

/* Names alone prove that: a cookie is only known for a name by many trials. */
static bool
are_two(const struct vconn_result *r)
{
	const struct ntlm_challenge *in = r->node_in, *out = r->node_out;

	if (in != NULL && out != NULL)
		return strcmp(in->dns_computer, out->dns_computer) != 0 ||
		    strcmp(in->nb_computer, out->nb_computer) != 0;
	return r->marks_in != NULL && r->marks_in->fe_server != NULL &&
	    r->marks_out != NULL && r->marks_out->fe_server != NULL &&
	    !r->marks_in->fe_server_moved && !r->marks_out->fe_server_moved &&
	    strcasecmp(r->marks_in->fe_server, r->marks_out->fe_server) != 0;
}

bool
tunnel_is_apart(struct run *run, struct check *c, const struct vconn *v)
{
	struct vconn_result r;

	vconn_result(v, &r);
	if (!are_two(&r))
		return false;
	tunnel_facts(run, c, v, PROBE_DONE);
	fact_put_str(&c->facts, FACT_TUNNEL_END, "apart");
	return true;
}

void
tunnel_recycling_facts(struct check *c, const struct vconn_result *r)
{
	static const char *const results[] = {
		[VCONN_RECYCLING_FOLLOWED] = "followed",
		[VCONN_RECYCLING_WAITS] = "waits",
		[VCONN_RECYCLING_FAILED] = "failed",
	};
	struct fact_set *f = &c->facts;

	if (r->recycling == VCONN_RECYCLING_NONE)
		return;
	fact_put_bool(f, FACT_TUNNEL_RECYCLING, true);
	fact_put_str(f, FACT_RECYCLING_RESULT, results[r->recycling]);
	fact_put_int(f, FACT_RENEWED_IN, r->in_renewed);
	fact_put_int(f, FACT_RENEWED_OUT, r->out_renewed);
}
