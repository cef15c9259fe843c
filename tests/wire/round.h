/* SPDX-License-Identifier: Apache-2.0 */
/* Every codec of an interface as one function: what it makes of bytes, written
 * again. Unit tests and the fuzz target walk the same table. */
#ifndef RPCDIAG_TESTS_WIRE_ROUND_H
#define RPCDIAG_TESTS_WIRE_ROUND_H

#include "base/buf.h"
#include "wire/wire.h"

struct round {
	const char *name;
	/* Decode; append what was decoded to out if it is good and out is not
	 * NULL. *written: there was no reason not to write it. */
	enum wire_err (*go)(
	    struct span in, bool big_endian, struct buf *out, bool *written);
};

extern const struct round rounds[];
extern const unsigned nrounds;

/* NULL when there is none of that name. */
const struct round *round_find(const char *name);

#endif
