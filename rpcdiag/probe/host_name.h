/* SPDX-License-Identifier: Apache-2.0 */
/* Names of computers as they are written. Asks nobody what they stand for. */
#ifndef RPCDIAG_PROBE_HOST_NAME_H
#define RPCDIAG_PROBE_HOST_NAME_H

#include <stdbool.h>

/* No name at all: an address, without brackets. */
bool host_name_is_address(const char *host);
/* What follows the first dot of a name, borrowed from it; NULL where there is
 * nothing, and for addresses. */
const char *host_name_domain(const char *host);
/* Alike in either case; a name without a domain is that of any domain. */
bool host_name_is_same(const char *a, const char *b);

#endif
