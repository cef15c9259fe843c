/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/number.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#define DIGITS "0123456789"
#define DAY_US CLOCK_S(86400)
#define TEXT_MAX 18 /* what a 64-bit number holds for sure */

struct err *
count_parse(const char *text, int min, int max, int *out)
{
	size_t n = strlen(text);
	long long value;

	if (n > 0 && n <= TEXT_MAX && strspn(text, DIGITS) == n) {
		value = strtoll(text, NULL, 10);
		if (value >= min && value <= max) {
			*out = (int)value;
			return NULL;
		}
	}
	return err_new(
	    "\"%s\" is not a whole number from %d to %d", text, min, max);
}

/* So many units of so many microseconds, at most a day. */
static struct err *
time_parse(const char *text, int64_t unit_us, const char *unit, int64_t *us)
{
	size_t whole = strspn(text, DIGITS);
	bool dot = text[whole] == '.';
	size_t part = dot ? strspn(text + whole + 1, DIGITS) : 0;
	size_t n = whole + (dot ? 1 + part : 0);
	double value;

	if (whole + part > 0 && n <= TEXT_MAX && text[n] == '\0') {
		value = strtod(text, NULL) * (double)unit_us;
		if (value >= 1 && value <= (double)DAY_US) {
			*us = (int64_t)(value + 0.5);
			return NULL;
		}
	}
	return err_new("\"%s\" is not a number of %s (more than 0, at most %d)",
	    text, unit, (int)(DAY_US / unit_us));
}

struct err *
seconds_parse(const char *text, int64_t *us)
{
	return time_parse(text, CLOCK_S(1), "seconds", us);
}

struct err *
minutes_parse(const char *text, int64_t *us)
{
	return time_parse(text, CLOCK_S(60), "minutes", us);
}
