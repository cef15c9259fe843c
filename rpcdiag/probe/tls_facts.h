/* SPDX-License-Identifier: Apache-2.0 */
/* From what a handshake told to the fields of a check. */
#ifndef RPCDIAG_PROBE_TLS_FACTS_H
#define RPCDIAG_PROBE_TLS_FACTS_H

#include "model/check.h"
#include "net/tls.h"

/* The handshake as far as it came, and the certificate if there was one. want:
 * its fingerprint in hex as others see it; NULL = not known. */
void tls_facts_note(
    struct check *c, const struct tls_facts *t, const char *want);

#endif
