/* SPDX-License-Identifier: Apache-2.0 */
/* The one way every decoder of this layer reports what it found. */
#ifndef RPCDIAG_WIRE_WIRE_H
#define RPCDIAG_WIRE_WIRE_H

#define WIRE_MUST_CHECK __attribute__((warn_unused_result))

enum wire_err {
	WIRE_OK,
	WIRE_SHORT,    /* the bytes end too early */
	WIRE_TRAILING, /* bytes are left over */
	WIRE_LIMIT,    /* a count or length above what we accept */
	WIRE_UNKNOWN,  /* a type this layer does not know */
	WIRE_INVALID,  /* a value the specification forbids */
	WIRE_NERRS
};

/* "cut short", "trailing bytes", ...; never NULL. */
const char *wire_err_text(enum wire_err e);

#endif
