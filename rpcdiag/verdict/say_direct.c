/* SPDX-License-Identifier: Apache-2.0 */
/* What a server past the device in front showed, in a sentence behind a
 * verdict that rests on it. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "verdict/say.h"
#include "verdict/seen.h"

static bool
is_named(const struct row *row, const char *column)
{
	return !cell_is_any(row->cell[matrix_column(column)]);
}

static char *
same_text(const struct signature *s, const char *direct)
{
	const char *v = signature_get(s, "DIRECT");

	return v == NULL ? NULL
			 : mem_printf("At %s, past the device, %s", direct,
			       strcmp(v, "fixes") == 0 ? "the same works"
						       : "it is the same");
}

/* The logon that was bound to its certificate, and sent to the proxy. */
static char *
binding_text(const struct report *r, const char *direct)
{
	const struct check *c = checks_find(&r->checks, "echo.in.rebound");

	if (!seen_ran(c) || fact_get(&c->facts, FACT_HTTP_ACCEPTED) == NULL)
		return NULL;
	if (fact_false(&c->facts, FACT_HTTP_ACCEPTED))
		return mem_printf("Bound to the certificate of %s the logon is "
				  "refused as well",
		    direct);
	return mem_printf("The proxy accepts the logon when it is bound to the "
			  "certificate of %s: a device in between ends TLS, "
			  "and the server behind it wants the binding to its "
			  "own",
	    direct);
}

static void
add(struct finding *f, char *sentence)
{
	say_more(f, sentence);
	free(sentence);
}

void
say_direct(struct finding *f, const struct report *r, const struct signature *s,
    const struct row *row)
{
	const char *direct =
	    r->target.direct != NULL ? r->target.direct : "the server";

	if (is_named(row, "DIRECT"))
		add(f, same_text(s, direct));
	if (is_named(row, "CBT"))
		add(f, binding_text(r, direct));
}
