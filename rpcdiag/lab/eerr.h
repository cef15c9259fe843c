/* SPDX-License-Identifier: Apache-2.0 */
/* Extended error records as the site's runtimes make them ([MS-EERR]). */
#ifndef RPCDIAG_LAB_EERR_H
#define RPCDIAG_LAB_EERR_H

#include "wire/eeinfo.h"

#define EERR_BLOB_MAX 8192

enum eerr_component { /* [MS-EERR] 2.2.1.2 */
	EERR_RPC_RUNTIME = 2,
	EERR_WINSOCK = 8,
};

/* One that arises now, in this process. */
struct eeinfo_record eerr_record(
    uint32_t component, uint16_t location, uint32_t status);
/* Name the machine, as on the record nearest to the reader. */
void eerr_name(struct eeinfo_record *r, const char *computer);
void eerr_add_long(struct eeinfo_record *r, uint32_t value);

#endif
