/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trace on stderr that -v asks for. Callers redact: a secret, a token or
 * an Authorization value is never handed to this module.
 */
#ifndef RPCDIAG_BASE_LOG_H
#define RPCDIAG_BASE_LOG_H

#include "base/span.h"

enum log_level {
	LOG_QUIET,
	LOG_STEPS,  /* -v: checks and stages */
	LOG_EVENTS, /* -vv: connections, heads, PDUs by name */
	LOG_BYTES,  /* -vvv: hex of PDUs */
};

void log_set(enum log_level level);
void log_at(enum log_level level, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A hex dump at LOG_BYTES of all but the last hidden bytes, which are counted;
 * at most 512 bytes of it. */
void log_bytes(const char *what, struct span bytes, size_t hidden);

#endif
