/* SPDX-License-Identifier: Apache-2.0 */
#include "report/sentence.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/mem.h"

int
sentence_percent(double confidence)
{
	if (!(confidence > 0))
		return 0;
	return confidence >= 1 ? 100 : (int)(confidence * 100 + 0.5);
}

char *
sentence_status(enum health h)
{
	char *status = mem_strdup(health_text(h));

	for (char *p = status; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	return status;
}

const char *
sentence_id(const struct finding *f)
{
	if (f->id == NULL || *f->id == '\0' ||
	    strcasecmp(f->id, health_text(f->status)) == 0)
		return NULL;
	return f->id;
}

char *
sentence_target(const struct target *t)
{
	struct strlist ports = { 0 };
	char *joined, *text;

	if (t->proxy == NULL)
		return NULL;
	for (size_t i = 0; i < t->nendpoints; i++)
		strlist_addf(&ports, "%d", t->endpoints[i]);
	joined = strlist_join(&ports, ", ");
	text = mem_printf("%s%s%s to %s%s%s, %s%s, from %s", t->proxy,
	    t->forward_proxy == NULL ? "" : " through ",
	    t->forward_proxy == NULL ? "" : t->forward_proxy,
	    t->server == NULL ? "no server" : t->server,
	    ports.n == 0 ? "" : " ports ", joined,
	    t->user == NULL ? "no user" : "as ", t->user == NULL ? "" : t->user,
	    t->inside ? "inside" : "outside");
	free(joined);
	strlist_clear(&ports);
	return text;
}

struct page_text *
sentence_page(const struct finding *f, const struct report *r,
    const struct render_options *o)
{
	return o->page == NULL || f->id == NULL ? NULL : o->page(r, f->id);
}

const char *
sentence_difference(const struct page_text *page, const char *id)
{
	for (size_t i = 0; page != NULL && i < page->looks_like.n; i++)
		if (strcmp(page->looks_like.v[i].id, id) == 0)
			return page->looks_like.v[i].text;
	return NULL;
}

char *
sentence_run(const struct report *r, const struct render_options *o)
{
	long long tenths = (long long)((r->duration_us + 50000) / 100000);
	char started[21];

	clock_rfc3339(r->started, started);
	return mem_printf("%s, %lld.%lld s, rpcdiag %s, exit status %d",
	    started, tenths / 10, tenths % 10,
	    o->version == NULL ? "" : o->version, r->exit_status);
}
