/* SPDX-License-Identifier: Apache-2.0 */
/* rpcdiag ping: one tunnel, one bind, the cheapest call; no verdict. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/complain.h"
#include "cli/diagnosis.h"
#include "cli/draw.h"
#include "cli/ping.h"
#include "model/logon_result.h"
#include "report/render.h"
#include "report/say.h"
#include "verdict/verdict.h"

#define LINE_MAX_BYTES 4096
#define TEXT_MAX (1 << 20)

static const struct check *
check_first(const struct report *r, enum outcome outcome)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (r->checks.v[i]->outcome == outcome)
			return r->checks.v[i];
	return NULL;
}

const struct check *
ping_wrong(const struct report *r)
{
	const struct check *wrong = check_first(r, OUTCOME_FAIL);

	if (wrong == NULL)
		wrong = check_first(r, OUTCOME_SKIP);
	if (wrong == NULL && ping_decides(r) == NULL)
		wrong = checks_find(&r->checks, "tls"); /* its principal */
	return wrong;
}

/* The mapper's word alone is no answer to a ping. */
static bool
is_answer(const struct check *c)
{
	return (c->stage == STAGE_CALL &&
		   !fact_is(&c->facts, FACT_CALL_NAME, "ept_map")) ||
	    c->stage == STAGE_ECHO;
}

const struct check *
ping_decides(const struct report *r)
{
	for (size_t i = r->checks.n; i > 0; i--)
		if (is_answer(r->checks.v[i - 1]))
			return r->checks.v[i - 1];
	return NULL;
}

static bool
put_call(const struct check *call, struct buf *out)
{
	const char *name = fact_str(&call->facts, FACT_CALL_NAME);
	int64_t count = fact_int(&call->facts, FACT_CALL_COUNT, 1);
	int64_t rate = fact_int(&call->facts, FACT_CALLS_PER_S, 0);

	if (!buf_printf(out, "%s ok, %lld call%s in %.1f ms",
		name != NULL ? name : call->id, (long long)count,
		count == 1 ? "" : "s", (double)call->duration_us / 1000))
		return false;
	if (count > 1 && rate > 0)
		return buf_printf(out, ", %lld calls/s\n", (long long)rate);
	return buf_adds(out, "\n");
}

static bool
put_wrong(const struct check *wrong, struct buf *out)
{
	char *label = say_label(wrong);
	char *detail = say_check(wrong);
	bool fits = buf_printf(out, "%s %s%s%s\n", label,
	    wrong->outcome == OUTCOME_SKIP ? "not tested" : "failed",
	    *detail != '\0' ? ", " : "", detail);

	free(label);
	free(detail);
	return fits;
}

/* One line: what was pinged, and how it went. */
static bool
put_result(const struct report *r, bool ok, struct buf *out)
{
	const struct check *wrong;

	if (!buf_printf(out, "%s:%d through %s: ", r->target.server,
		r->target.nendpoints > 0 ? r->target.endpoints[0] : 0,
		r->target.host))
		return false;
	if (ok)
		return put_call(ping_decides(r), out);
	wrong = ping_wrong(r);
	if (wrong == NULL)
		return buf_adds(out, "nothing was tested\n");
	return put_wrong(wrong, out);
}

static bool
answered(const struct report *r)
{
	const struct check *c = ping_decides(r);

	return c != NULL && c->outcome == OUTCOME_PASS;
}

static int
text_show(struct diagnosis *d, bool ok)
{
	struct render_options o = draw_options(d->cli);
	struct buf out;
	int status = HEALTH_UNKNOWN;

	buf_init(&out, TEXT_MAX);
	if (d->cli->rpcping.used ? rpcping_put(d->cli, &d->report, &o, &out)
				 : put_result(&d->report, ok, &out))
		status = diagnosis_put(
		    d, buf_span(&out), ok ? HEALTH_HEALTHY : HEALTH_FAILED);
	buf_clear(&out);
	return status;
}

/* The document has a verdict, but a ping answers one question only. */
static int
document_show(struct diagnosis *d, bool ok)
{
	verdict_judge(&d->report);
	d->report.exit_status = ok ? HEALTH_HEALTHY : HEALTH_FAILED;
	return diagnosis_show(d);
}

static void
on_calls(void *arg, const struct call_times *times)
{
	struct call_summary sum = call_times_sum(times);
	struct buf line;

	(void)arg;
	buf_init(&line, LINE_MAX_BYTES);
	if (buf_printf(&line, "%zu calls: ", sum.n) && times_put(&sum, &line))
		fputs(buf_text(&line), stderr);
	buf_clear(&line);
}

/* A rule of the local runtime, which no packet ever shows. */
static int
local_show(const struct cli *cli)
{
	const struct strlist *asked = &cli->config.rpc_auth;
	const char *mechanism = asked->n > 0 ? asked->v[0] : NULL;
	uint32_t refusal =
	    mechanism == NULL ? 0 : runtime_refusal("ncalrpc", mechanism);

	if (refusal != 0)
		printf("Exception %u (0x%08X)\n", (unsigned)refusal,
		    (unsigned)refusal);
	puts("ncalrpc never leaves the machine; nothing was sent.");
	if (refusal != 0) {
		char *status = say_status(refusal);

		printf("The runtime of Windows refuses %s on local RPC with "
		       "%s, before any packet.\n"
		       "rpcdiag explain NEGOTIATE_ON_LOCAL_RPC says more.\n",
		    mechanism, status);
		free(status);
	} else if (mechanism != NULL) {
		printf("The runtime of Windows lets a program ask for %s on "
		       "local RPC.\n",
		    mechanism);
	}
	return STATUS_USAGE;
}

static int
ping_run(struct cli *cli)
{
	struct diagnosis d;
	struct err *e = rpcping_complete(cli);
	bool ok;
	int status;

	if (e == NULL)
		e = draw_plain_only(cli);
	if (e != NULL)
		return complain_usage("ping", e);
	rpcping_warn(cli, "ping");
	if (cli->rpcping.protseq == RPCPING_LOCAL)
		return local_show(cli);
	if (!diagnosis_open(&d, cli, "ping", &status))
		return status;
	if (!cli->quiet)
		run_on_calls(d.run, on_calls);
	run_ping(d.run);
	diagnosis_finish(&d);
	ok = answered(&d.report);
	if (cli->renderer == NULL || strcmp(cli->renderer->name, "text") == 0)
		status = text_show(&d, ok);
	else
		status = document_show(&d, ok);
	diagnosis_close(&d);
	return status;
}

const struct command command_ping = {
	.name = "ping",
	.bit = CMD_PING,
	.operands = "",
	.help = "call one endpoint and say how long it took",
	.about =
	    "Opens one tunnel to the first endpoint, binds to the management "
	    "interface and calls is_server_listening. Exit status 0 when it "
	    "answered, 2 when not. Takes the letters of Microsoft's rpcping "
	    "as well, with - or /, and then also pings without a proxy, over "
	    "TCP, with a logon to the RPC server, and the RPC proxy alone.",
	.run = ping_run,
};
