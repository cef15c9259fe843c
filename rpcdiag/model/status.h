/* SPDX-License-Identifier: Apache-2.0 */
/* Names of the numbers RPC answers with: Win32, NCA fault, SSPI, TSGU. */
#ifndef RPCDIAG_MODEL_STATUS_H
#define RPCDIAG_MODEL_STATUS_H

#include <stdint.h>

struct status_name {
	uint32_t code;
	const char *name; /* "RPC_S_SERVER_UNAVAILABLE" */
	const char *text; /* what it means, in a few words */
	uint32_t win32;	  /* what a Windows client shows for it; 0 = itself */
};

/* NULL when unknown. */
const struct status_name *status_find(uint32_t code);
/* The Win32 number a Windows client shows for a fault status ([MS-RPCE]
 * 3.1.1.5.5); the number itself when it is one already or has no mapping. */
uint32_t status_of_fault(uint32_t nca);

#endif
