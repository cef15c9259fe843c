/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/wire.h"

#include <stddef.h>

static const char *const texts[WIRE_NERRS] = {
	[WIRE_OK] = "ok",
	[WIRE_SHORT] = "cut short",
	[WIRE_TRAILING] = "trailing bytes",
	[WIRE_LIMIT] = "above the limit",
	[WIRE_UNKNOWN] = "of unknown type",
	[WIRE_INVALID] = "invalid",
};

const char *
wire_err_text(enum wire_err e)
{
	if ((unsigned)e >= WIRE_NERRS || texts[e] == NULL)
		return "unknown error";
	return texts[e];
}
