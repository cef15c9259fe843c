/* SPDX-License-Identifier: Apache-2.0 */
/* Stubs by the name of their codec in round.h. */
#ifndef RPCDIAG_TESTS_WIRE_STUBS_H
#define RPCDIAG_TESTS_WIRE_STUBS_H

#include "wire/wire.h"

#define HANDLE "00000000 000102030405060708090a0b0c0d0e0f"
#define NO_HANDLE "00000000 00000000000000000000000000000000"
#define DN \
	"14000000 00000000 14000000" \
	"2f6f3d436f6e746f736f2f636e3d616c69636500" /* /o=Contoso/cn=alice */
#define TOWER \
	"4b000000 4b000000 0500 1300 0d 00dbf1a447ca6710b31f00dd010662da" \
	"0000 0200 5100 1300 0d 045d888aeb1cc9119fe808002b104860 0200" \
	"0200 0000 0100 0b 0200 0000 0100 1f 0200 1771 0100 09 0400 7f000001"

#define SESSION \
	HANDLE "60ea0000 06000000 10270000 0000 0000" \
	       "28000200 03000000 00000000 03000000 2f6f00 00" \
	       "3c000200 02000000 00000000 02000000 4100" \
	       "0800 f080 8901 0800 f080 8901 0000 00000000" \
	       "00000000 00000000 00000000 00000000 00000000"
#define WRONG_SERVER \
	"0000 0400 1300 1300 0f00 fe 00 78040000 01 05 2f6f3d7800 ffffffff"

struct stub {
	const char *round, *hex;
	const char *again; /* what our own side writes; NULL = the same */
};

extern const struct stub stubs[];
extern const unsigned nstubs;

struct hostile_stub { /* what must not pass, and why */
	const char *round, *hex;
	enum wire_err want;
};

extern const struct hostile_stub hostile_stubs[];
extern const unsigned nhostile;

#endif
