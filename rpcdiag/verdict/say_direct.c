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
	return row != NULL && !cell_is_any(row->cell[matrix_column(column)]);
}

/* A sentence that has the name of the server in its middle. */
static void
add_sentence(struct finding *f, const char *before, const char *direct,
    const char *behind)
{
	char *summary =
	    mem_printf("%s %s%s%s", f->summary, before, direct, behind);

	mem_set(&f->summary, summary);
	free(summary);
}

static void
say_same(struct finding *f, const struct signature *s, const char *direct)
{
	if (signature_is(s, "DIRECT", "fixes"))
		add_sentence(
		    f, "At ", direct, ", past the device, the same works.");
	else if (signature_is(s, "DIRECT", "no"))
		add_sentence(
		    f, "At ", direct, ", past the device, it is the same.");
}

/* The logon that was bound to its certificate, and sent to the proxy. */
static void
say_binding(struct finding *f, const struct report *r, const char *direct)
{
	const struct check *c = checks_find(&r->checks, "echo.in.rebound");

	if (!seen_ran(c))
		return;
	if (fact_true(&c->facts, FACT_HTTP_ACCEPTED))
		add_sentence(f,
		    "The proxy accepts the logon when it is bound to the "
		    "certificate of ",
		    direct,
		    ": a device in between ends TLS, and the server behind it "
		    "wants the binding to its own.");
	else if (fact_false(&c->facts, FACT_HTTP_ACCEPTED))
		add_sentence(f, "Bound to the certificate of ", direct,
		    " the logon is refused as well.");
}

void
say_direct(struct finding *f, const struct report *r, const struct signature *s,
    const struct row *row)
{
	const char *direct =
	    r->target.direct != NULL ? r->target.direct : "the server";

	if (is_named(row, "DIRECT"))
		say_same(f, s, direct);
	if (is_named(row, "CBT"))
		say_binding(f, r, direct);
}
