/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Commas separate challenges and also the parameters of one challenge (RFC
 * 9110 11.6.1), so a word is a parameter name when "=" follows it and a scheme
 * otherwise.
 */
#include "wire/www_auth.h"

#include <string.h>
#include <strings.h>

static bool
is_alnum(uint8_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

static bool
is_tchar(uint8_t c)
{
	return is_alnum(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c));
}

static bool
is_token68(uint8_t c)
{
	return is_alnum(c) || (c != '\0' && strchr("-._~+/", c));
}

static bool
is_equals(uint8_t c)
{
	return c == '=';
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static bool
is_separator(uint8_t c)
{
	return is_blank(c) || c == ',';
}

/* The longest start of *s made of such characters, taken off it. */
static struct span
take(struct span *s, bool (*is)(uint8_t c))
{
	size_t n = 0;
	struct span taken;

	if (s->n == 0)
		return *s;
	while (n < s->n && is(s->p[n]))
		n++;
	taken = span_sub(*s, 0, n);
	*s = span_sub(*s, n, s->n);
	return taken;
}

/* token68 with nothing after it; the same bytes may begin a parameter. */
static struct span
token68_take(struct span *s)
{
	struct span after = *s;
	struct span token = take(&after, is_token68);

	if (token.n == 0)
		return token;
	token.n += take(&after, is_equals).n;
	take(&after, is_blank);
	if (after.n > 0 && after.p[0] != ',')
		return span_sub(*s, 0, 0);
	*s = after;
	return token;
}

/* What is between quotes; false when the second one is missing. */
static bool
quoted_take(struct span *s, struct span *out)
{
	for (size_t n = 1; n < s->n; n++) {
		if (s->p[n] == '\\') {
			n++;
		} else if (s->p[n] == '"') {
			*out = span_sub(*s, 1, n - 1);
			*s = span_sub(*s, n + 1, s->n);
			return true;
		}
	}
	return false;
}

static bool
value_take(struct span *s, struct span *out)
{
	take(s, is_blank);
	if (s->n > 0 && s->p[0] == '"')
		return quoted_take(s, out);
	*out = take(s, is_tchar);
	return true;
}

static bool
word_is(struct span word, const char *text)
{
	return word.n == strlen(text) &&
	    strncasecmp((const char *)word.p, text, word.n) == 0;
}

enum wire_err
www_auth_parse(struct span value, struct www_auth *out)
{
	struct www_challenge *c = NULL; /* the one parameters belong to */

	for (;;) {
		struct span word, blanks, param;

		take(&value, is_separator);
		if (value.n == 0)
			return WIRE_OK;
		word = take(&value, is_tchar);
		blanks = take(&value, is_blank);
		if (word.n == 0)
			return WIRE_INVALID;
		if (value.n > 0 && value.p[0] == '=') {
			value = span_sub(value, 1, value.n);
			if (c == NULL || !value_take(&value, &param))
				return WIRE_INVALID;
			if (word_is(word, "realm"))
				c->realm = param;
			continue;
		}
		if (out->n == WWW_AUTH_MAX)
			return WIRE_LIMIT;
		c = &out->challenge[out->n++];
		*c = (struct www_challenge){ .scheme = word };
		if (blanks.n > 0)
			c->token = token68_take(&value);
	}
}

const struct www_challenge *
www_auth_find(const struct www_auth *a, const char *scheme)
{
	for (unsigned i = 0; i < a->n; i++)
		if (word_is(a->challenge[i].scheme, scheme))
			return &a->challenge[i];
	return NULL;
}
