/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A number as people write it. Digits alone are decimal first and hexadecimal
 * second; what no family knows in one reading is dropped for the other.
 */
#include <stdlib.h>
#include <string.h>

#include "explain/subject.h"
#include "wire/hex.h"

#define TEXT_MAX 16
#define HRESULT_WIN32 0x8007 /* severity 1, FACILITY_WIN32 ([MS-ERREF] 2.1) */
#define KERBEROS_MAX 99
#define HTTP_MIN 100

struct readings {
	uint32_t v[2];
	size_t n;
};

static void
readings_add(struct readings *r, const char *digits, int base)
{
	char *end;
	long long value = strtoll(digits, &end, base);

	if (*end != '\0' || value > UINT32_MAX || value < INT32_MIN)
		return;
	if (r->n == 0 || r->v[0] != (uint32_t)value)
		r->v[r->n++] = (uint32_t)value;
}

static bool
all_hex(const char *s)
{
	for (; *s != '\0'; s++)
		if (hex_digit((uint8_t)*s) < 0)
			return false;
	return true;
}

static struct readings
readings_of(struct span text)
{
	struct readings r = { .n = 0 };
	char s[TEXT_MAX + 1];
	const char *digits;

	if (text.n == 0 || text.n > TEXT_MAX)
		return r;
	memcpy(s, text.p, text.n);
	s[text.n] = '\0';
	if (strncmp(s, "0x", 2) == 0 || strncmp(s, "0X", 2) == 0) {
		if (s[2] != '\0' && all_hex(s + 2))
			readings_add(&r, s + 2, 16);
		return r;
	}
	digits = s + (s[0] == '-');
	if (*digits == '\0' || !all_hex(digits))
		return r;
	if (strspn(digits, "0123456789") == strlen(digits))
		readings_add(&r, s, 10);
	if (s[0] != '-')
		readings_add(&r, s, 16);
	return r;
}

/* Families whose numbers have to be called by name, but for these. */
static bool
may_stand_alone(const struct status_family *f, uint32_t code)
{
	if (f == &status_family_http)
		return code >= HTTP_MIN;
	if (f == &status_family_iis)
		return false;
	return !f->apart || code <= KERBEROS_MAX;
}

static void
families_read(uint32_t code, struct subject *out)
{
	const struct status_family *f;

	/* A status of HTTP is known by heart; nothing else is as likely. */
	if (status_family_find(&status_family_http, code) != NULL)
		subject_add(out, SIGN_STATUS, &status_family_http, code);
	for (size_t n = 0; (f = status_family_nth(n)) != NULL; n++)
		if (may_stand_alone(f, code) &&
		    status_family_find(f, code) != NULL)
			subject_add(out, SIGN_STATUS, f, code);
}

static void
hresult_read(uint32_t code, struct subject *out)
{
	const struct status_family *f;

	if (code >> 16 != HRESULT_WIN32)
		return;
	for (size_t n = 0; (f = status_family_nth(n)) != NULL; n++)
		if (!f->apart && status_family_find(f, code & 0xffff) != NULL)
			subject_add(out, SIGN_HRESULT, f, code & 0xffff);
}

bool
number_read(struct span text, struct subject *out)
{
	struct readings r = readings_of(text);
	size_t before = out->n;

	for (size_t i = 0; i < r.n; i++) {
		hresult_read(r.v[i], out);
		families_read(r.v[i], out);
	}
	return out->n > before;
}
