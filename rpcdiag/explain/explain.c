/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "explain/causes.h"
#include "explain/near.h"
#include "explain/page.h"

#define HRESULT_WIN32 0x80070000

static void
records_copy(struct meaning *m, const struct eeinfo *e)
{
	for (unsigned i = 0; e != NULL && i < e->n; i++) {
		m->records =
		    mem_grow(m->records, m->nrecords + 1, sizeof(*m->records));
		eeinfo_view_init(&m->records[m->nrecords++], &e->record[i]);
	}
}

/* Does a Windows client show another number for it? */
static uint32_t
client_of(const struct sign *sign, const struct status_name *s)
{
	if (s == NULL || s->win32 == 0 || sign->kind == SIGN_HRESULT)
		return 0;
	return s->win32;
}

/* What is said of the number a client shows, where its own row says less. */
static const struct lore *
lore_of(const struct sign *sign, uint32_t client)
{
	const struct lore *own = lore_find(sign);
	struct sign shown = *sign;
	const struct lore *other;

	if (own == NULL || own->clues != NULL || client == 0)
		return own;
	shown.family = &status_family_win32;
	shown.code = client;
	other = lore_find(&shown);
	return other == NULL || other->clues == NULL ? own : other;
}

static void
status_meaning(struct meaning *m, const struct sign *sign)
{
	const struct status_name *s =
	    status_family_find(sign->family, sign->code);
	const struct lore *lore = lore_of(sign, client_of(sign, s));

	m->kind = sign->family->name;
	m->title = sign->family->title;
	m->has_code = true;
	m->code = sign->code;
	m->client = client_of(sign, s);
	m->name = mem_strdup(s->name);
	m->text = mem_strdup(s->text);
	if (sign->kind == SIGN_HRESULT) {
		m->kind = "hresult";
		m->title = "HRESULT";
		m->code = HRESULT_WIN32 | sign->code;
		free(m->name);
		m->name = mem_printf("HRESULT_FROM_WIN32(%s)", s->name);
	}
	m->here = mem_strdup(lore == NULL ? NULL : lore->here);
	causes_find(lore, sign, &m->causes);
	causes_next(&m->causes, &m->next);
}

static void
rpc_error_meaning(struct meaning *m, const struct sign *sign)
{
	const struct status_name *s = status_find(sign->code);
	const struct lore *lore = lore_find(sign);

	m->kind = "rpc-error";
	m->title = "answer of the RPC proxy";
	m->has_code = true;
	m->code = sign->code;
	m->name = mem_strdup(s == NULL ? NULL : s->name);
	m->text =
	    mem_strdup(s == NULL ? "an error the proxy hands on" : s->text);
	m->here = mem_strdup(lore->here);
	causes_find(lore, sign, &m->causes);
	causes_next(&m->causes, &m->next);
}

/* The sign that the records amount to: a connection that failed, else
 * the number of the last record, which is where the fault arose. */
static struct sign
sign_of_records(const struct sign *sign)
{
	const struct eeinfo *e = sign->eeinfo;
	struct sign s = { .kind = SIGN_STATUS, .eeinfo = sign->eeinfo };
	const struct status_family *f;

	s.code = e->record[e->n - 1].status;
	for (size_t n = 0; (f = status_family_nth(n)) != NULL; n++)
		if (!f->apart && status_family_find(f, s.code) != NULL &&
		    s.family == NULL)
			s.family = f;
	if (records_tried(e) || s.family == NULL) {
		s.kind = SIGN_RPC_ERROR;
		s.code = 0x6ba;
	}
	return s;
}

static void
eeinfo_meaning(struct meaning *m, const struct sign *sign)
{
	struct sign origin = sign_of_records(sign);
	const struct lore *lore = lore_find(&origin);

	m->kind = "eeinfo";
	m->title = "extended error information";
	m->text = mem_printf("%u record%s; the last one is the origin",
	    sign->eeinfo->n, sign->eeinfo->n == 1 ? "" : "s");
	m->here = mem_strdup(lore == NULL ? NULL : lore->here);
	causes_find(lore, &origin, &m->causes);
	causes_next(&m->causes, &m->next);
}

static void
sign_explain(struct explanation *out, const struct sign *sign)
{
	struct meaning *m = explanation_add(out);

	switch (sign->kind) {
	case SIGN_STATUS:
	case SIGN_HRESULT:
		status_meaning(m, sign);
		break;
	case SIGN_RPC_ERROR:
		rpc_error_meaning(m, sign);
		break;
	case SIGN_EEINFO:
		eeinfo_meaning(m, sign);
		break;
	case SIGN_FINDING:
		page_meaning(m, sign->id);
		break;
	}
	records_copy(m, sign->eeinfo);
}

bool
explain_text(const char *text, struct explanation *out)
{
	struct subject s;
	bool known;

	*out = (struct explanation){ .subject = mem_strdup(text) };
	subject_read(text, &s);
	for (size_t i = 0; i < s.n; i++)
		sign_explain(out, &s.v[i]);
	out->problem = mem_strdup(s.problem);
	known = s.n > 0 && s.problem == NULL;
	if (s.n == 0 && s.problem == NULL)
		near_find(text, &out->like);
	subject_clear(&s);
	return known;
}
