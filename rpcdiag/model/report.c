/* SPDX-License-Identifier: Apache-2.0 */
#include "model/report.h"

#include <stdlib.h>

#include "base/mem.h"

static const char *const health_names[HEALTH_N] = {
	[HEALTH_HEALTHY] = "healthy",
	[HEALTH_DEGRADED] = "degraded",
	[HEALTH_FAILED] = "failed",
	[HEALTH_UNKNOWN] = "unknown",
};

const char *
health_text(enum health h)
{
	return health_names[h];
}

static void
target_clear(struct target *t)
{
	free(t->proxy);
	free(t->host);
	free(t->server);
	free(t->endpoints);
	free(t->user);
	free(t->forward_proxy);
	free(t->forward_user);
	free(t->direct);
	free(t->msstd);
	strlist_clear(&t->http_auth);
	*t = (struct target){ 0 };
}

void
finding_clear(struct finding *f)
{
	for (size_t i = 0; i < f->nalternatives; i++)
		free(f->alternatives[i].id);
	for (size_t i = 0; i < f->nnot_tested; i++) {
		free(f->not_tested[i].what);
		free(f->not_tested[i].why);
	}
	free(f->alternatives);
	free(f->not_tested);
	free(f->id);
	free(f->summary);
	free(f->cause);
	strlist_clear(&f->fix);
	strlist_clear(&f->evidence);
	*f = (struct finding){ 0 };
}

void
finding_add_alternative(struct finding *f, const char *id, double confidence)
{
	f->alternatives = mem_grow(
	    f->alternatives, f->nalternatives + 1, sizeof(*f->alternatives));
	f->alternatives[f->nalternatives++] = (struct alternative){
		.id = mem_strdup(id),
		.confidence = confidence,
	};
}

void
finding_add_untested(struct finding *f, const char *what, const char *why)
{
	f->not_tested =
	    mem_grow(f->not_tested, f->nnot_tested + 1, sizeof(*f->not_tested));
	f->not_tested[f->nnot_tested++] = (struct untested){
		.what = mem_strdup(what),
		.why = mem_strdup(why),
	};
}

struct finding *
report_add_finding(struct report *r)
{
	r->findings =
	    mem_grow(r->findings, r->nfindings + 1, sizeof(*r->findings));
	r->findings[r->nfindings] = (struct finding){ 0 };
	return &r->findings[r->nfindings++];
}

void
report_clear(struct report *r)
{
	for (size_t i = 0; i < r->nfindings; i++)
		finding_clear(&r->findings[i]);
	free(r->findings);
	finding_clear(&r->verdict);
	target_clear(&r->target);
	checks_clear(&r->checks);
	strlist_clear(&r->kept);
	*r = (struct report){ 0 };
}
