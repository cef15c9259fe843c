/* SPDX-License-Identifier: Apache-2.0 */
/* rpcdiag ping: one tunnel, one bind, the cheapest call; no verdict. */
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/diagnosis.h"
#include "report/render.h"
#include "report/say.h"
#include "verdict/verdict.h"

#define LINE_MAX_BYTES 4096

static const struct check *
check_first(const struct report *r, enum outcome outcome)
{
	for (size_t i = 0; i < r->checks.n; i++)
		if (r->checks.v[i]->outcome == outcome)
			return r->checks.v[i];
	return NULL;
}

static const struct check *
call_last(const struct report *r)
{
	for (size_t i = r->checks.n; i > 0; i--)
		if (r->checks.v[i - 1]->stage == STAGE_CALL)
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
	    wrong->outcome == OUTCOME_FAIL ? "failed" : "not tested",
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
		return put_call(call_last(r), out);
	wrong = check_first(r, OUTCOME_FAIL);
	if (wrong == NULL)
		wrong = check_first(r, OUTCOME_SKIP);
	if (wrong == NULL)
		return buf_adds(out, "nothing was tested\n");
	return put_wrong(wrong, out);
}

static bool
call_passed(const struct report *r)
{
	const struct check *call = call_last(r);

	return call != NULL && call->outcome == OUTCOME_PASS;
}

static int
text_show(struct diagnosis *d, bool ok)
{
	struct buf out;
	int status = HEALTH_UNKNOWN;

	buf_init(&out, LINE_MAX_BYTES);
	if (put_result(&d->report, ok, &out))
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

static int
ping_run(struct cli *cli)
{
	struct diagnosis d;
	bool ok;
	int status;

	if (!diagnosis_open(&d, cli, "ping", &status))
		return status;
	run_ping(d.run);
	diagnosis_finish(&d);
	ok = call_passed(&d.report);
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
	.help = "call one endpoint through the proxy and say how long it took",
	.about = "Opens one tunnel to the first endpoint, binds to the "
		 "management interface and calls is_server_listening. Exit "
		 "status 0 when it answered, 2 when not.",
	.run = ping_run,
};
