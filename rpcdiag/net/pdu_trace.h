/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one way of a PDU into the trace. What proves a logon stays out of it: an
 * NTLM response or a ticket lets whoever reads the trace guess the password
 * for as long as it takes. Refuses to know what a token says.
 */
#ifndef RPCDIAG_NET_PDU_TRACE_H
#define RPCDIAG_NET_PDU_TRACE_H

#include "base/span.h"

/*
 * A whole PDU, in hex, at LOG_BYTES. The token of a bind, an alter_context and
 * an auth3 (auth_value, [MS-RPCE] 2.2.2.11) is only counted, whoever sent it:
 * a peer may return what it got. A server's tokens and the signatures of calls
 * are shown; without the client's tokens they are worth nothing.
 */
void pdu_trace(const char *what, struct span pdu);

#endif
