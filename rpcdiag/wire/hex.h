/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RPCDIAG_WIRE_HEX_H
#define RPCDIAG_WIRE_HEX_H

#include <stdint.h>

/* The value of a hexadecimal digit of either case; -1 for anything else. */
static inline int
hex_digit(uint8_t c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

#endif
