/* SPDX-License-Identifier: Apache-2.0 */
/* Test vectors: bytes written as hexadecimal text with blanks. */
#ifndef RPCDIAG_TESTS_WIRE_VECTOR_H
#define RPCDIAG_TESTS_WIRE_VECTOR_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "wire/wire.h"

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

/* Append the bytes; the test fails when hex is not hexadecimal. */
void vector_load(struct buf *out, const char *hex);
/* The test fails unless got is exactly these bytes; prints both if not. */
void vector_same(struct span got, const char *hex);
/* Every shorter start of good must not decode. Each is given in memory of its
 * own size, so that a sanitizer sees a read past the end. */
void prefixes_fail(
    struct span good, enum wire_err (*decode)(struct span prefix));
/* The bytes of the vectors of PDUs that several tests start from. */
extern const char vector_conn_a1[], vector_conn_b1[], vector_conn_c2[];
extern const char vector_bind_mgmt[], vector_bind_emsmdb[];
extern const char vector_is_listening[], vector_eeinfo[];

static inline void
assert_text(struct span got, const char *want)
{
	assert_true(span_eq(got, span_str(want)));
}

#endif
