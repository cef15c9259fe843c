/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns of the matrix: one pure function each, from what the checks saw to
 * a symbol. They observe and do not judge.
 */
#ifndef RPCDIAG_VERDICT_COLUMN_H
#define RPCDIAG_VERDICT_COLUMN_H

#include "model/report.h"

enum column_kind {
	COLUMN_LADDER,	   /* seen on the way up */
	COLUMN_EXPERIMENT, /* seen only when asked for */
	COLUMN_INSIDE,	   /* seen only from beside the servers */
	COLUMN_HINT,	   /* supports, and is never a symptom */
};

/* A static symbol, "-" when a failure below kept the run from getting there,
 * NULL when not observed, which contradicts nothing. */
typedef const char *column_observe(const struct report *r);

struct column {
	const char *name;	 /* as in matrix.csv */
	column_observe *observe; /* NULL = this version cannot */
	enum column_kind kind;
	int port;	      /* of an endpoint column, else 0 */
	const char *evidence; /* prefixes of the ids of checks it reads */
	const char *what;     /* what knowing it would tell, for people */
	const char *why;      /* why it may be unknown, for people */
};

/* In the order of matrix_columns; a name without a row gives an empty one. */
const struct column *column_of(size_t column);
const struct column *column_find(const char *name);
/* The n-th of the table, NULL past its end. */
const struct column *column_nth(size_t n);

column_observe column_ccert, column_dns, column_tcp, column_tls, column_h0,
    column_want, column_ntlm, column_basic, column_neg, column_echo, column_get,
    column_sub, column_scope, column_e6001, column_e6002, column_e6004,
    column_e593, column_ctrl, column_rep, column_time, column_origin, column_ee,
    column_inlive, column_raw, column_date, column_user, column_mgmt,
    column_server, column_wsa, column_sweep, column_namealt, column_l3388,
    column_viaproxy, column_kdc, column_cbt;

#endif
