/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/mem.h"
#include "fuzz.h"
#include "wire/www_auth.h"

/* Two headers: the same value twice must give the same challenges twice. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span in = span_of(p, n);
	struct www_auth a = { 0 };
	enum wire_err e = www_auth_parse(in, &a);
	unsigned first = a.n;

	PROMISE(a.n <= WWW_AUTH_MAX);
	for (unsigned i = 0; i < a.n; i++) {
		const struct www_challenge *c = &a.challenge[i];
		char *name =
		    mem_strndup((const char *)c->scheme.p, c->scheme.n);

		PROMISE(c->scheme.n > 0);
		PROMISE(span_inside(c->scheme, in));
		PROMISE(span_inside(c->token, in));
		PROMISE(span_inside(c->realm, in));
		PROMISE(www_auth_find(&a, name) != NULL);
		free(name);
	}
	if (e == WIRE_OK && 2 * first <= WWW_AUTH_MAX) {
		PROMISE(www_auth_parse(in, &a) == WIRE_OK);
		PROMISE(a.n == 2 * first);
	}
	return 0;
}
