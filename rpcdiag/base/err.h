/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Errors of our own: wrong usage, an unreadable file, no socket. A server that
 * misbehaves is never one of these; it is a fact (model/facts.h).
 * A function that can fail so returns NULL for success or an owned error.
 */
#ifndef RPCDIAG_BASE_ERR_H
#define RPCDIAG_BASE_ERR_H

struct err;

/* One line, no trailing newline, that says what to do about it. */
struct err *err_new(const char *fmt, ...)
    __attribute__((format(printf, 1, 2), warn_unused_result));
/* The same error with "what: " before its text; takes the inner one. NULL stays
 * NULL. */
struct err *err_under(const char *what, struct err *inner)
    __attribute__((warn_unused_result));
const char *err_text(const struct err *e);
void err_free(struct err *e);

#endif
