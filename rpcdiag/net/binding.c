/* SPDX-License-Identifier: Apache-2.0 */
#include "net/binding.h"

bool
binding_put(enum binding binding, const struct tls_facts *tls, struct buf *out)
{
	static const uint8_t wrong[32];
	struct span hash;

	if (tls == NULL || tls->end_point_n == 0 || binding == BINDING_NONE)
		return true;
	hash = binding == BINDING_WRONG
	    ? span_of(wrong, sizeof(wrong))
	    : span_of(tls->end_point, tls->end_point_n);
	return buf_adds(out, "tls-server-end-point:") &&
	    buf_add(out, hash.p, hash.n);
}
