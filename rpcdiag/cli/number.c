/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/number.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define SECONDS_MAX 86400
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

struct err *
seconds_parse(const char *text, int64_t *us)
{
	size_t whole = strspn(text, DIGITS);
	bool dot = text[whole] == '.';
	size_t part = dot ? strspn(text + whole + 1, DIGITS) : 0;
	size_t n = whole + (dot ? 1 + part : 0);
	double value;

	if (whole + part > 0 && n <= TEXT_MAX && text[n] == '\0') {
		value = strtod(text, NULL);
		if (value >= 0.000001 && value <= SECONDS_MAX) {
			*us = (int64_t)(value * 1000000 + 0.5);
			return NULL;
		}
	}
	return err_new("\"%s\" is not a number of seconds (more than 0, at "
		       "most %d)",
	    text, SECONDS_MAX);
}
