/* SPDX-License-Identifier: Apache-2.0 */
/* A password: held once, never printed, overwritten when it goes. */
#ifndef RPCDIAG_BASE_SECRET_H
#define RPCDIAG_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

struct secret {
	char *p; /* NUL-terminated; NULL = not given */
	size_t n;
};

/* Copies s[0..n); what the secret held before is wiped. */
void secret_set(struct secret *x, const char *s, size_t n);
void secret_copy(struct secret *to, const struct secret *from);
void secret_clear(struct secret *x);

static inline bool
secret_given(const struct secret *x)
{
	return x->p != NULL;
}

#endif
