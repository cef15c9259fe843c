/* SPDX-License-Identifier: Apache-2.0 */
/* How the tables of lore are written; for them alone. */
#ifndef RPCDIAG_EXPLAIN_LORE_ROWS_H
#define RPCDIAG_EXPLAIN_LORE_ROWS_H

#include "explain/lore.h"

#define EVERY 0, UINT32_MAX
#define ONE(code) code, code

/* A symbol of any tunnel. */
#define TUNNEL(symbol) "E6001=" symbol " E6002=" symbol " E6004=" symbol

#define WIN &status_family_win32
#define NCA &status_family_nca
#define NT &status_family_nt
#define WINHTTP &status_family_winhttp
#define SOCK &status_family_winsock
#define SSPI &status_family_sspi
#define CERT &status_family_cert
#define EXCH &status_family_exchange
#define GATE &status_family_gateway
#define KRB &status_family_kerberos
#define HTTP &status_family_http
#define IIS &status_family_iis

struct lore_table {
	const struct lore *rows;
	size_t n;
};

extern const struct lore_table lore_rpc, lore_front;

#endif
