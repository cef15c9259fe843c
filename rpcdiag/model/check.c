/* SPDX-License-Identifier: Apache-2.0 */
#include "model/check.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char *const stage_names[STAGE_N] = {
	[STAGE_DNS] = "dns",
	[STAGE_TCP] = "tcp",
	[STAGE_TLS] = "tls",
	[STAGE_HTTP] = "http",
	[STAGE_ECHO] = "echo",
	[STAGE_TUNNEL] = "tunnel",
	[STAGE_BIND] = "bind",
	[STAGE_CALL] = "call",
	[STAGE_REPEAT] = "repeat",
	[STAGE_INSIDE] = "inside",
};

static const char *const outcome_names[OUTCOME_N] = {
	[OUTCOME_PASS] = "pass",
	[OUTCOME_FAIL] = "fail",
	[OUTCOME_SKIP] = "skip",
	[OUTCOME_INFO] = "info",
};

static const char *const family_names[FAMILY_N] = {
	[FAMILY_NONE] = "",
	[FAMILY_IPV4] = "ipv4",
	[FAMILY_IPV6] = "ipv6",
};

const char *
stage_text(enum stage_id s)
{
	return stage_names[s];
}

const char *
outcome_text(enum outcome o)
{
	return outcome_names[o];
}

const char *
family_text(enum family f)
{
	return family_names[f];
}

struct check *
checks_add(
    struct checks *c, const char *id, const char *parent, enum stage_id stage)
{
	struct check *x = mem_new(sizeof(*x));

	x->id = mem_strdup(id);
	x->parent = mem_strdup(parent);
	x->stage = stage;
	x->outcome = OUTCOME_SKIP;
	c->v = mem_grow(c->v, c->n + 1, sizeof(*c->v));
	c->v[c->n++] = x;
	return x;
}

struct check *
checks_find(const struct checks *c, const char *id)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->v[i]->id, id) == 0)
			return c->v[i];
	return NULL;
}

struct check *
checks_nth(const struct checks *c, enum stage_id stage, int endpoint, size_t n)
{
	for (size_t i = 0; i < c->n; i++) {
		struct check *x = c->v[i];

		if (x->stage == stage &&
		    (endpoint < 0 || x->endpoint == endpoint) && n-- == 0)
			return x;
	}
	return NULL;
}

bool
check_is_page(const struct check *c)
{
	const char *type = fact_str(&c->facts, FACT_HTTP_CONTENT_TYPE);

	return fact_true(&c->facts, FACT_HTTP_FORM) ||
	    fact_str(&c->facts, FACT_HTTP_TITLE) != NULL ||
	    (type != NULL && strncmp(type, "text/html", 9) == 0);
}

static void
check_free(struct check *x)
{
	for (size_t i = 0; i < x->neeinfo; i++)
		eeinfo_view_clear(&x->eeinfo[i]);
	free(x->eeinfo);
	free(x->id);
	free(x->parent);
	free(x->address);
	free(x->http_auth);
	free(x->rpc_auth);
	free(x->rpc_level);
	free(x->http_reason);
	free(x->http_server);
	free(x->detail);
	fact_set_clear(&x->facts);
	free(x);
}

void
checks_clear(struct checks *c)
{
	for (size_t i = 0; i < c->n; i++)
		check_free(c->v[i]);
	free(c->v);
	*c = (struct checks){ 0 };
}
