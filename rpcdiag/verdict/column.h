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

column_observe column_basic;
column_observe column_cbt;
column_observe column_ccert;
column_observe column_credx;
column_observe column_ctrl;
column_observe column_date;
column_observe column_direct;
column_observe column_dns;
column_observe column_e593;
column_observe column_e6001;
column_observe column_e6002;
column_observe column_e6004;
column_observe column_echo;
column_observe column_ee;
column_observe column_fprint;
column_observe column_get;
column_observe column_h0;
column_observe column_hist;
column_observe column_inlive;
column_observe column_kdc;
column_observe column_l3388;
column_observe column_mgmt;
column_observe column_namealt;
column_observe column_neg;
column_observe column_ntlm;
column_observe column_origin;
column_observe column_pin;
column_observe column_resume;
column_observe column_raw;
column_observe column_rep;
column_observe column_scope;
column_observe column_second;
column_observe column_server;
column_observe column_spare;
column_observe column_sub;
column_observe column_sweep;
column_observe column_tcp;
column_observe column_time;
column_observe column_tls;
column_observe column_user;
column_observe column_viaproxy;
column_observe column_want;
column_observe column_wsa;

#endif
