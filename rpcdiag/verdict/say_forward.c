/* SPDX-License-Identifier: Apache-2.0 */
/* What a forward proxy has to do with a verdict, in a sentence behind it. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "verdict/column.h"
#include "verdict/say.h"
#include "verdict/seen.h"

/* "The forward proxy answered 503 ...", from what the check says of it. */
static char *
sentence(const char *detail)
{
	char *s = mem_printf("%s.", detail);

	*s = (char)toupper((unsigned char)*s);
	return s;
}

/* What the last of the checks of a forward proxy failed of. */
static const char *
last_failure(const struct report *r)
{
	const char *last = NULL;
	const struct check *c;

	for (size_t i = 0;
	     (c = checks_nth(&r->checks, STAGE_HTTP, -1, i)) != NULL; i++)
		if (c->outcome == OUTCOME_FAIL &&
		    fact_is(&c->facts, FACT_HTTP_METHOD, "CONNECT"))
			last = c->detail;
	return last;
}

/* The way that was taken, when a forward proxy ended it. */
static char *
taken_text(const struct report *r)
{
	const char *failure = last_failure(r);
	const struct check *dns = checks_nth(&r->checks, STAGE_DNS, -1, 0);
	const char *forward =
	    dns == NULL ? NULL : fact_str(&dns->facts, FACT_FORWARD_PROXY);

	if (forward == NULL)
		return NULL;
	if (seen_connect(r) == NULL && seen_unreached(r))
		return mem_printf(
		    "The forward proxy %s cannot be reached.", forward);
	return failure == NULL ? NULL : sentence(failure);
}

/* The other one, when it leads somewhere. */
static char *
other_text(const struct report *r)
{
	const struct check *via = checks_find(&r->checks, "http.viaproxy");
	const char *symbol = column_viaproxy(r);
	const char *place =
	    via == NULL ? "" : fact_str(&via->facts, FACT_FORWARD_PROXY);

	if (column_spare(r) != NULL)
		return mem_printf(
		    "The forward proxy %s is there and wants a logon.", place);
	if (symbol != NULL && strcmp(symbol, "direct") == 0)
		return mem_strdup("Past the forward proxy it answers.");
	if (symbol == NULL || strcmp(symbol, "fixes") != 0)
		return NULL;
	return mem_printf("Through the forward proxy %s it answers.", place);
}

void
say_forward(struct finding *f, const struct report *r)
{
	char *texts[] = { taken_text(r), other_text(r) };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		char *summary = texts[i] == NULL
		    ? NULL
		    : mem_printf("%s %s", f->summary, texts[i]);

		if (summary != NULL)
			mem_set(&f->summary, summary);
		free(summary);
		free(texts[i]);
	}
}
