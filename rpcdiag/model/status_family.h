/* SPDX-License-Identifier: Apache-2.0 */
/* The tables behind model/status.h, one for each source of numbers. */
#ifndef RPCDIAG_MODEL_STATUS_FAMILY_H
#define RPCDIAG_MODEL_STATUS_FAMILY_H

#include <stdbool.h>
#include <stddef.h>

#include "model/status.h"

struct status_family {
	const char *name;		/* "win32", as in documents */
	const char *title;		/* for people */
	const struct status_name *rows; /* sorted by code */
	size_t n;
	/* Its numbers mean something beside its own words only: "nak 8" is not
	 * the status 8. */
	bool apart;
};

extern const struct status_family status_family_win32;
extern const struct status_family status_family_winsock;
extern const struct status_family status_family_winhttp;
extern const struct status_family status_family_nt;
extern const struct status_family status_family_nca;
extern const struct status_family status_family_nak;
extern const struct status_family status_family_ack;
extern const struct status_family status_family_gateway;
extern const struct status_family status_family_sspi;
extern const struct status_family status_family_cert;
extern const struct status_family status_family_kerberos;
extern const struct status_family status_family_exchange;
extern const struct status_family status_family_http;
extern const struct status_family status_family_iis;

/* The n-th family, NULL past the last; what is met most comes first. */
const struct status_family *status_family_nth(size_t n);
/* NULL when the family has no such number. */
const struct status_name *status_family_find(
    const struct status_family *family, uint32_t code);

#endif
