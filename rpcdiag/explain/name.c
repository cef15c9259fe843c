/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names: those of the tables, those other programs use for the same numbers,
 * and the sentences Windows shows in their place.
 */
#include <ctype.h>
#include <string.h>

#include "explain/subject.h"
#include "verdict/page.h"

static const struct {
	const char *name;
	uint32_t code;
} aliases[] = {
	{ "ERROR_ACCESS_DENIED", 5 },
	{ "nca_s_fault_access_denied", 5 },
	{ "Access is denied", 5 },
	{ "nca_s_fault_invalid_arg", 87 },
	{ "E_PROXY_CONNECTIONABORTED", 1236 }, /* [MS-TSGU] 2.2.6 */
	{ "ERROR_TIMEOUT", 1460 },
	{ "nca_s_unknown_interface", 1717 },
	{ "The RPC server is unavailable", 1722 },
	{ "The RPC server is too busy to complete this operation", 1723 },
	{ "The remote procedure call failed", 1726 },
	{ "The remote procedure call failed and did not execute", 1727 },
	{ "An RPC protocol error occurred", 1728 },
	{ "The authentication service is unknown", 1747 },
	{ "nca_s_fault_cant_perform", 1752 },
	{ "There are no more endpoints available from the endpoint mapper",
	    1753 },
	{ "nca_s_fault_ndr", 1783 },
	{ "The stub received bad data", 1783 },
	{ "nca_s_fault_sec_pkg_error", 1825 },
	{ "A security package specific error occurred", 1825 },
	{ "MAPI_E_NO_ACCESS", 0x80070005 },
	{ "E_ACCESSDENIED", 0x80070005 },
	{ "ecLoginFailure", 0x80040111 },
	{ "ecRpcFailed", 0x80040115 },
	{ "ecVersionMismatch", 0x80040110 },
};

static int
next_letter(struct span *s)
{
	while (s->n > 0) {
		int c = s->p[0];

		*s = span_sub(*s, 1, s->n);
		if (isalnum(c) || c == '.')
			return tolower(c);
	}
	return 0;
}

/* Letters and digits only, in either case: blanks, dashes and underscores are
 * written every way. A dot counts inside a number, and not at the end of a
 * sentence. */
static bool
name_alike(const char *name, struct span text)
{
	struct span a = span_str(name);
	int x, y;

	while (text.n > 0 && text.p[text.n - 1] == '.')
		text.n--;
	do {
		x = next_letter(&a);
		y = next_letter(&text);
		if (x != y)
			return false;
	} while (x != 0);
	return true;
}

/* "SERVER_UNAVAILABLE" for RPC_S_SERVER_UNAVAILABLE. */
static bool
tail_alike(const char *name, struct span text)
{
	const char *tail = name;

	if (text.n < 4)
		return false;
	while ((tail = strchr(tail, '_')) != NULL)
		if (name_alike(++tail, text))
			return true;
	return strncmp(name, "ec", 2) == 0 && name_alike(name + 2, text);
}

static void
rows_read(struct span text, bool (*alike)(const char *, struct span),
    struct subject *out)
{
	const struct status_family *f;

	for (size_t n = 0; (f = status_family_nth(n)) != NULL; n++)
		for (size_t i = 0; i < f->n; i++)
			if (alike(f->rows[i].name, text))
				subject_add(
				    out, SIGN_STATUS, f, f->rows[i].code);
}

static void
alias_read(struct span text, struct subject *out)
{
	const struct status_family *f;

	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++) {
		if (!name_alike(aliases[i].name, text))
			continue;
		for (size_t n = 0; (f = status_family_nth(n)) != NULL; n++)
			if (!f->apart &&
			    status_family_find(f, aliases[i].code) != NULL)
				subject_add(
				    out, SIGN_STATUS, f, aliases[i].code);
	}
}

static void
finding_read(struct span text, struct subject *out)
{
	const struct page *page;

	for (size_t n = 0; (page = page_nth(n)) != NULL; n++)
		if (name_alike(page->id, text)) {
			struct sign *sign =
			    subject_add(out, SIGN_FINDING, NULL, (uint32_t)n);

			if (sign != NULL)
				sign->id = page->id;
		}
}

bool
name_read(struct span text, struct subject *out)
{
	size_t before = out->n;

	if (text.n == 0)
		return false;
	finding_read(text, out);
	rows_read(text, name_alike, out);
	alias_read(text, out);
	if (out->n > before)
		return true;
	/* Samba says NT_STATUS_ and WERR_ where Windows says STATUS_ ... */
	if (text.n > 3 && strncasecmp((const char *)text.p, "NT_", 3) == 0)
		rows_read(span_sub(text, 3, text.n), name_alike, out);
	if (text.n > 5 && strncasecmp((const char *)text.p, "WERR_", 5) == 0)
		text = span_sub(text, 5, text.n);
	if (out->n == before)
		rows_read(text, tail_alike, out);
	return out->n > before;
}
