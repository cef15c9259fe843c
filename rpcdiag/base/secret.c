/* SPDX-License-Identifier: Apache-2.0 */
#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
secret_clear(struct secret *x)
{
	if (x->p != NULL)
		explicit_bzero(x->p, x->n);
	free(x->p);
	*x = (struct secret){ 0 };
}

void
secret_set(struct secret *x, const char *s, size_t n)
{
	char *p = mem_new(n + 1);

	memcpy(p, s, n);
	secret_clear(x);
	*x = (struct secret){ .p = p, .n = n };
}

void
secret_copy(struct secret *to, const struct secret *from)
{
	if (from->p == NULL)
		secret_clear(to);
	else
		secret_set(to, from->p, from->n);
}
