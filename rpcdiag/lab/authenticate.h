/* SPDX-License-Identifier: Apache-2.0 */
/* What a client's last NTLM message says of it ([MS-NLMP] 2.2.1.3): for the
 * trace, and for what GSSAPI does not tell an acceptor. */
#ifndef RPCDIAG_LAB_AUTHENTICATE_H
#define RPCDIAG_LAB_AUTHENTICATE_H

#include <stdbool.h>

#include "base/span.h"

#define AUTHENTICATE_TEXT 64

struct authenticate {
	uint32_t flags;
	char user[AUTHENTICATE_TEXT];
	char domain[AUTHENTICATE_TEXT];
	bool bound; /* it has channel bindings */
};

/* False when there is no such message in the token, alone or in SPNEGO. */
bool authenticate_read(struct span token, struct authenticate *out);

#endif
