/* SPDX-License-Identifier: Apache-2.0 */
#include "explain/subject.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "wire/rpc_error.h"

#define WORD_MAX 64
#define IIS_STATUS 1000 /* 404.13 is 404013 */

struct sign *
subject_add(struct subject *s, enum sign_kind kind,
    const struct status_family *family, uint32_t code)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].kind == kind && s->v[i].family == family &&
		    s->v[i].code == code)
			return &s->v[i];
	if (s->n == SIGNS_MAX)
		return NULL;
	s->v[s->n] = (struct sign){
		.kind = kind,
		.family = family,
		.code = code,
	};
	return &s->v[s->n++];
}

void
subject_problem(struct subject *s, const char *fmt, ...)
{
	va_list ap;

	if (s->problem != NULL)
		return;
	va_start(ap, fmt);
	s->problem = mem_vprintf(fmt, ap);
	va_end(ap);
}

void
subject_clear(struct subject *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->v[i].eeinfo);
	free(s->problem);
	*s = (struct subject){ 0 };
}

static struct span
trimmed(const char *text)
{
	static const char around[] = " \t\r\n\"'`,;";
	struct span s = span_str(text);

	while (s.n > 0 && memchr(around, s.p[0], sizeof(around) - 1) != NULL)
		s = span_sub(s, 1, s.n);
	while (
	    s.n > 0 && memchr(around, s.p[s.n - 1], sizeof(around) - 1) != NULL)
		s.n--;
	return s;
}

/* If s begins with the word, let it begin behind it and any filler. */
static bool
word_take(struct span *s, const char *word)
{
	size_t n = strlen(word);

	if (s->n < n || strncasecmp((const char *)s->p, word, n) != 0)
		return false;
	*s = span_sub(*s, n, s->n);
	while (
	    s->n > 0 && strchr(" \t:=#(_-", s->p[0]) != NULL && s->p[0] != '\0')
		*s = span_sub(*s, 1, s->n);
	return true;
}

/* "503 RPC Error: 6ba, EEInfo: ..." wherever it stands. */
static bool
rpc_error_read(struct span text, struct subject *out)
{
	struct rpc_error error;
	struct sign *sign;
	enum wire_err e;
	struct buf blob;

	buf_init(&blob, RPC_ERROR_BLOB_MAX);
	e = rpc_error_parse(text, &error, &blob);
	if (e == WIRE_UNKNOWN) {
		buf_clear(&blob);
		return false;
	}
	sign = subject_add(out, SIGN_RPC_ERROR, NULL, error.code);
	if (e == WIRE_INVALID && error.has_eeinfo)
		subject_problem(
		    out, "the base64 text after EEInfo is cut or damaged");
	else if (e == WIRE_INVALID && error.code == 0) {
		subject_problem(out, "no number stands after \"RPC Error:\"");
		out->n = 0;
	}
	if (blob.n > 0)
		eeinfo_read(buf_span(&blob), sign, out);
	buf_clear(&blob);
	return true;
}

static bool
labelled_blob_read(struct span text, struct subject *out)
{
	word_take(&text, "RPC");
	if (!word_take(&text, "EEInfo"))
		return false;
	if (!blob_read(text, out))
		subject_problem(
		    out, "what stands after EEInfo is neither base64 nor hex");
	return true;
}

static unsigned
digits_take(struct span *s, unsigned *value)
{
	unsigned n = 0;

	for (*value = 0; s->n > 0 && isdigit(s->p[0]) && n < 4; n++) {
		*value = *value * 10 + (s->p[0] - '0');
		*s = span_sub(*s, 1, s->n);
	}
	return n;
}

/* "HTTP/1.1 401 Unauthorized", "404 Not Found", "403.7". */
static bool
http_read(struct span text, struct subject *out)
{
	unsigned status, sub;
	bool line = word_take(&text, "HTTP/");
	unsigned version;

	if (line) {
		digits_take(&text, &version);
		if (word_take(&text, "."))
			digits_take(&text, &version);
		word_take(&text, " ");
	}
	if (digits_take(&text, &status) != 3)
		return false;
	if (word_take(&text, ".") && digits_take(&text, &sub) > 0) {
		if (status_family_find(
			&status_family_iis, status * IIS_STATUS + sub) != NULL)
			subject_add(out, SIGN_STATUS, &status_family_iis,
			    status * IIS_STATUS + sub);
	} else if (!line && text.n > 0 && !isspace(text.p[0])) {
		return false;
	}
	if (out->n == 0 &&
	    status_family_find(&status_family_http, status) != NULL)
		subject_add(out, SIGN_STATUS, &status_family_http, status);
	return out->n > 0;
}

/* The family that a text begins with; NULL when it begins otherwise. */
static const struct status_family *
caller_take(struct span *text)
{
	static const struct {
		const char *word;
		const struct status_family *family;
	} callers[] = {
		{ "bind_nak", &status_family_nak },
		{ "bind nak", &status_family_nak },
		{ "nak", &status_family_nak },
		{ "bind_ack", &status_family_ack },
		{ "bind ack", &status_family_ack },
		{ "ack", &status_family_ack },
		{ "krb", &status_family_kerberos },
		{ "kerberos", &status_family_kerberos },
		{ "kdc", &status_family_kerberos },
	};

	for (size_t i = 0; i < sizeof(callers) / sizeof(callers[0]); i++)
		if (word_take(text, callers[i].word))
			return callers[i].family;
	return NULL;
}

/* "nak 8", "bind_ack (2, 1)", "krb 7": the last number counts, and words
 * behind a number are another matter. */
static bool
called_read(struct span text, struct subject *out)
{
	const struct status_family *family = caller_take(&text);
	unsigned value, last = 0;
	bool any = false;

	while (family != NULL && text.n > 0) {
		if (digits_take(&text, &value) > 0) {
			last = value;
			any = true;
		} else if (any && isalpha(text.p[0])) {
			return false;
		} else {
			text = span_sub(text, 1, text.n);
		}
	}
	if (!any || status_family_find(family, last) == NULL)
		return false;
	subject_add(out, SIGN_STATUS, family, last);
	return true;
}

/* Is this word of a sentence worth a look? Small numbers count things, years
 * are years, and words without a mark of a name are English. */
static bool
is_telling(struct span word)
{
	bool digit = false, name = false;

	for (size_t i = 0; i < word.n; i++) {
		digit = digit || isdigit(word.p[i]);
		name = name || word.p[i] == '_' ||
		    (i > 0 && isupper(word.p[i]) && islower(word.p[i - 1]));
	}
	if (word.n == 4 && memcmp(word.p, "20", 2) == 0)
		return false;
	return name || (digit && word.n >= 4);
}

/* "krb 41" in the midst of others; an ack is TCP's there as well. */
static bool
called_take(struct span *text, struct subject *out)
{
	struct span rest = *text;
	const struct status_family *family = caller_take(&rest);
	unsigned value;

	if (family == NULL || family == &status_family_ack ||
	    digits_take(&rest, &value) == 0 ||
	    (rest.n > 0 && isalnum(rest.p[0])) ||
	    (rest.n > 1 && rest.p[0] == '.' && isalnum(rest.p[1])) ||
	    status_family_find(family, value) == NULL)
		return false;
	subject_add(out, SIGN_STATUS, family, value);
	*text = rest;
	return true;
}

/* "Exception 1722 (0x000006BA)", a line of a log: what it names. */
static void
sentence_read(struct span text, struct subject *out)
{
	static const char inside[] = "_.-";

	while (text.n > 0) {
		size_t n = 0;
		struct span word;

		if (called_take(&text, out))
			continue;
		while (n < text.n &&
		    (isalnum(text.p[n]) ||
			memchr(inside, text.p[n], sizeof(inside) - 1) != NULL))
			n++;
		word = span_sub(text, 0, n);
		while (word.n > 0 && word.p[word.n - 1] == '.')
			word.n--;
		if (n <= WORD_MAX && is_telling(word) &&
		    !number_read(word, out))
			name_read(word, out);
		text = span_sub(text, n + 1, text.n);
	}
}

void
subject_read(const char *text, struct subject *out)
{
	struct span s = trimmed(text);

	*out = (struct subject){ 0 };
	if (s.n > SUBJECT_MAX) {
		subject_problem(
		    out, "the text is longer than %d bytes", SUBJECT_MAX);
		return;
	}
	if (rpc_error_read(s, out) || labelled_blob_read(s, out) ||
	    http_read(s, out) || called_read(s, out) || number_read(s, out) ||
	    name_read(s, out) || blob_read(s, out))
		return;
	sentence_read(s, out);
}
