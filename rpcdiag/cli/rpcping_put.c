/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shape of rpcping's answers, for scripts that read them: what it says at
 * each verbosity, and then what it never says.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/ping.h"
#include "model/status.h"
#include "report/say.h"
#include "report/text.h"

#define ERROR_ACCESS_DENIED 5
#define RPC_S_TIMEOUT 1460
#define RPC_S_SERVER_UNAVAILABLE 1722
#define RPC_S_CALL_FAILED 1726
#define RPC_S_SEC_PKG_ERROR 1825
#define WINHTTP_TIMEOUT 12002
#define WINHTTP_NAME 12007
#define WINHTTP_CONNECT 12029
#define WINHTTP_SECURE 12175

bool
times_put(const struct call_summary *s, struct buf *out)
{
	return buf_printf(out,
	    "min/mean/p50/p95/p99/max %.3f/%.3f/%.3f/%.3f/%.3f/%.3f ms, "
	    "%.0f calls/s\n",
	    (double)s->min / 1000, (double)s->mean / 1000,
	    (double)s->p50 / 1000, (double)s->p95 / 1000, (double)s->p99 / 1000,
	    (double)s->max / 1000, s->per_s);
}

static double
fact_ms(const struct check *c, enum fact_key key)
{
	return (double)fact_int(&c->facts, key, 0) / 1000;
}

static bool
calls_put(const struct check *c, struct buf *out)
{
	int64_t n = fact_int(&c->facts, FACT_CALL_COUNT, 1);
	double ms = (double)c->duration_us / 1000;
	bool fits = buf_printf(out,
	    "Completed %lld calls in %.0f ms\n%.0f T/S or %8.3f ms/T\n",
	    (long long)n, ms, ms > 0 ? (double)n * 1000 / ms : 0,
	    ms / (double)n);

	if (n < 2)
		return fits;
	return fits &&
	    buf_printf(out,
		"min/mean/p50/p95/p99/max %.3f/%.3f/%.3f/%.3f/%.3f/%.3f ms\n",
		fact_ms(c, FACT_CALL_MIN_US), fact_ms(c, FACT_CALL_MEAN_US),
		fact_ms(c, FACT_CALL_P50_US), fact_ms(c, FACT_CALL_P95_US),
		fact_ms(c, FACT_CALL_P99_US), fact_ms(c, FACT_CALL_MAX_US));
}

/* What a Windows client would raise where the wire holds no number. */
static uint32_t
exception_of(const struct check *c)
{
	const struct fact_set *f = &c->facts;
	bool call = c->stage == STAGE_CALL;

	if (c->has_status)
		return status_of_fault(c->status_code);
	if (c->http_status == 401 || c->http_status == 403)
		return ERROR_ACCESS_DENIED;
	if (fact_get(f, FACT_AUTH_FAULT) != NULL)
		return RPC_S_SEC_PKG_ERROR;
	if (fact_is(f, FACT_BIND_RESULT, "timeout") ||
	    fact_is(f, FACT_CALL_RESULT, "timeout") ||
	    (call && fact_get(f, FACT_CALL_RESULT) == NULL)) /* cut */
		return RPC_S_TIMEOUT;
	return call ? RPC_S_CALL_FAILED : RPC_S_SERVER_UNAVAILABLE;
}

static bool
record_put(const struct eeinfo_view *e, size_t n, struct buf *out)
{
	const struct status_name *s = status_find(e->status);
	bool fits = buf_printf(out, "Error Record %zu\n", n);

	if (e->computer != NULL)
		fits = fits &&
		    buf_printf(out, "ComputerName is %s\n", e->computer);
	fits = fits &&
	    buf_printf(out,
		"Generating component is %u (%s)\nStatus is %u: %s\n"
		"Detection location is %u\nNumberOfParameters is %zu\n",
		(unsigned)e->component,
		e->component_name == NULL ? "unknown" : e->component_name,
		(unsigned)e->status, s == NULL ? "unknown" : s->text,
		(unsigned)e->location, e->params.n);
	for (size_t i = 0; i < e->params.n; i++)
		fits = fits && buf_printf(out, "Value: %s\n", e->params.v[i]);
	return fits;
}

static bool
reason_put(const struct check *c, struct buf *out)
{
	char *label = say_label(c);
	char *detail = say_check(c);
	bool fits = buf_printf(
	    out, "%s%s%s\n", label, *detail == '\0' ? "" : ": ", detail);

	/* what the answer does not tell: what we made of it */
	if (c->detail != NULL && strstr(detail, c->detail) == NULL)
		fits = fits && buf_printf(out, "%s\n", c->detail);
	free(label);
	free(detail);
	return fits;
}

/* What a logon came to, where the numbers do not tell. */
static bool
logon_put(const struct check *c, struct buf *out)
{
	static const struct say_word words[] = {
		{ "unproven",
		    "The logon is not proven: at level connect NTLM "
		    "takes anybody." },
		{ "token_refused", "The RPC server refused the logon." },
		{ "unsigned", "What came carries no signature." },
		{ "unverified", "The signature of the answer is wrong." },
		{ NULL, NULL },
	};
	const char *result = fact_str(&c->facts, FACT_AUTH_RESULT);

	for (size_t i = 0; result != NULL && words[i].value != NULL; i++)
		if (strcmp(words[i].value, result) == 0)
			return buf_printf(out, "%s\n", words[i].words);
	return true;
}

static bool
exception_put(const struct check *c, struct buf *out)
{
	uint32_t code = exception_of(c);
	bool fits = buf_printf(
	    out, "Exception %u (0x%08X)\n", (unsigned)code, (unsigned)code);

	if (c->neeinfo > 0)
		fits = fits &&
		    buf_printf(out, "Number of records is: %zu\n", c->neeinfo);
	for (size_t i = 0; i < c->neeinfo; i++)
		fits = fits && record_put(&c->eeinfo[i], i + 1, out);
	return fits && reason_put(c, out) && logon_put(c, out);
}

static unsigned
winhttp_of(const struct check *c)
{
	const struct fact_set *f = &c->facts;

	if (c->stage == STAGE_DNS)
		return WINHTTP_NAME;
	if (c->stage == STAGE_TLS && !fact_is(f, FACT_TLS_RESULT, "failure"))
		return WINHTTP_SECURE;
	return fact_is(f, FACT_HTTP_RESULT, "timeout") ? WINHTTP_TIMEOUT
						       : WINHTTP_CONNECT;
}

static bool
subject_put(const struct report *r, struct buf *out)
{
	const struct check *c = checks_find(&r->checks, "tls");
	const char *subject =
	    c == NULL ? NULL : fact_str(&c->facts, FACT_TLS_SUBJECT);

	return subject == NULL ||
	    buf_printf(out, "The certificate subject is: %s\n", subject);
}

static bool
echo_put(const struct cli *cli, const struct report *r, struct buf *out)
{
	const struct check *echo = ping_decides(r);
	const struct check *wrong = ping_wrong(r);
	bool fits = !cli->rpcping.show_subject || subject_put(r, out);

	if (echo != NULL && echo->http_status != 0)
		fits = fits &&
		    buf_printf(out, "Response from server received: %d\n",
			echo->http_status);
	if (echo != NULL && echo->outcome == OUTCOME_PASS)
		return fits &&
		    buf_printf(out,
			"Pinging successfully completed in %.0f ms\n",
			(double)echo->duration_us / 1000);
	if (echo != NULL && echo->http_status == 401)
		fits = fits &&
		    buf_adds(
			out, "Client is not authorized to ping RPC proxy\n");
	else if (echo == NULL || echo->http_status == 0)
		fits = fits &&
		    buf_printf(out, "Error %u returned in the ping.\n",
			wrong == NULL ? WINHTTP_CONNECT : winhttp_of(wrong));
	fits = fits && buf_adds(out, "Ping failed.\n");
	return wrong == NULL ? fits : fits && reason_put(wrong, out);
}

static bool
header_put(const struct cli *cli, const struct report *r, struct buf *out)
{
	static const char *const names[] = {
		[PROTSEQ_PROXY] = "ncacn_http",
		[PROTSEQ_HTTP] = "ncacn_http",
		[PROTSEQ_TCP] = "ncacn_ip_tcp",
	};
	const struct config *c = &cli->config;

	if (c->ping.echo)
		return buf_printf(out,
		    "RPCPinging proxy server %s with Echo Request Packet\n"
		    "Sending ping to server\n",
		    c->proxy_host);
	return buf_printf(out, "Pinging %s:%s[%d]%s%s\n",
	    names[c->ping.protseq], r->target.server, c->endpoints[0],
	    c->proxy_host == NULL ? "" : " through ",
	    c->proxy_host == NULL ? "" : c->proxy_host);
}

bool
rpcping_put(const struct cli *cli, const struct report *r,
    const struct render_options *o, struct buf *out)
{
	const struct check *decides = ping_decides(r);
	const struct check *wrong = ping_wrong(r);
	bool fits = cli->rpcping.verbosity < 2 || header_put(cli, r, out);
	struct render_options full = *o; /* logons have no table here */
	struct sheet s;

	full.verbosity = RENDER_FULL;
	if (cli->rpcping.verbosity >= 3) {
		sheet_init(&s, out, o->width, o->color);
		ladder_put(&s, &r->checks, &full);
		fits = fits && !s.out.full;
	}
	if (cli->config.ping.echo)
		return fits && echo_put(cli, r, out);
	if (decides != NULL && decides->outcome == OUTCOME_PASS)
		return fits && calls_put(decides, out) &&
		    logon_put(decides, out);
	if (wrong == NULL)
		return fits && buf_adds(out, "Nothing was tested.\n");
	if (fact_int(&wrong->facts, FACT_CALL_COUNT, 0) > 0)
		fits = fits && calls_put(wrong, out);
	return fits && exception_put(wrong, out);
}
