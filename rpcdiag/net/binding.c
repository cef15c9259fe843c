/* SPDX-License-Identifier: Apache-2.0 */
#include "net/binding.h"

bool
binding_put(enum binding binding, const struct tls_facts *tls,
    const struct tls_end_point *origin, struct buf *out)
{
	static const struct tls_end_point none, wrong = { .n = 32 };
	const struct tls_end_point *own = tls == NULL ? &none : &tls->end_point;
	const struct tls_end_point *to = &none;

	switch (binding) {
	case BINDING_RIGHT:
		to = own;
		break;
	case BINDING_NONE:
		break;
	case BINDING_WRONG:
		to = own->n == 0 ? &none : &wrong;
		break;
	case BINDING_ORIGIN:
		to = origin;
		break;
	}
	return to->n == 0 ||
	    (buf_adds(out, "tls-server-end-point:") &&
		buf_add(out, to->hash, to->n));
}
