/* SPDX-License-Identifier: Apache-2.0 */
/* How much of an association's traffic is protected ([MS-RPCE] 2.2.1.1.8). */
#ifndef RPCDIAG_AUTH_LEVEL_H
#define RPCDIAG_AUTH_LEVEL_H

#include <stddef.h>

/* Levels of [MS-RPCE] 2.2.1.1.8 that are spoken; NONE is HTTP. */
enum auth_level {
	AUTH_LEVEL_NONE = 0,
	AUTH_LEVEL_CONNECT = 2,
	AUTH_LEVEL_PACKET = 4,
	AUTH_LEVEL_INTEGRITY = 5,
	AUTH_LEVEL_PRIVACY = 6,
};

struct auth_level_word {
	const char *word; /* "privacy", ... */
	enum auth_level level;
};

/* From the strongest to connect; NULL past the last one. */
const struct auth_level_word *auth_level_nth(size_t n);
/* NULL when it is none of them. */
const struct auth_level_word *auth_level_find(const char *word);

#endif
