/* SPDX-License-Identifier: Apache-2.0 */
#include "auth/level.h"

#include <string.h>

static const struct auth_level_word levels[] = {
	{ "privacy", AUTH_LEVEL_PRIVACY },
	{ "integrity", AUTH_LEVEL_INTEGRITY },
	{ "packet", AUTH_LEVEL_PACKET },
	{ "connect", AUTH_LEVEL_CONNECT },
};

#define NLEVELS (sizeof(levels) / sizeof(levels[0]))

const struct auth_level_word *
auth_level_nth(size_t n)
{
	return n < NLEVELS ? &levels[n] : NULL;
}

const struct auth_level_word *
auth_level_find(const char *word)
{
	for (size_t i = 0; i < NLEVELS; i++)
		if (strcmp(levels[i].word, word) == 0)
			return &levels[i];
	return NULL;
}
