/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/probes.h"
#include "probe/trial.h"

/* The handshake or the first answer may be about a missing certificate. */
static bool
may_want_certificate(const struct run *r)
{
	const struct checks *all = &r->report->checks;
	const struct check *tls = checks_find(all, "tls");
	const struct check *out = checks_find(all, "http.out");

	if (tls != NULL && tls->outcome == OUTCOME_FAIL &&
	    !fact_is(&tls->facts, FACT_TLS_RESULT, "ok"))
		return true;
	return out != NULL &&
	    (out->http_status == 403 || out->http_status == 400);
}

/* A certificate is not shown past a bad one of the server's, so nothing would
 * be told there. */
static bool
may_show(const struct run *r)
{
	const struct check *tls = checks_find(&r->report->checks, "tls");

	return r->config->insecure || tls == NULL ||
	    tls->outcome == OUTCOME_PASS ||
	    !fact_is(&tls->facts, FACT_TLS_RESULT, "ok");
}

bool
trial_cert_useful(const struct run *r)
{
	return r->trust != NULL && r->client == NULL && r->nobody == NULL &&
	    may_want_certificate(r) && may_show(r);
}

void
trial_cert_go(struct run *r)
{
	struct err *e;
	struct http_ask ask = {
		.id = "http.ccert",
		.method = "GET",
		.path = r->config->path,
	};

	r->nobody = client_cert_make(&e);
	if (e == NULL) {
		ask.client = r->nobody;
		probe_http(r, &ask);
	} else {
		run_skip(r, ask.id, "tls", STAGE_HTTP, 0, err_text(e));
	}
	err_free(e);
}
