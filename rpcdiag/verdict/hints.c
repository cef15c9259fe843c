/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Knowledge that makes a row likelier or keeps us modest, but that never rules
 * a row out: two tables, with nothing decided anywhere else.
 */
#include <string.h>

#include "verdict/hypotheses.h"

struct hint {
	const char *id; /* a prefix when it ends in '*' */
	const char *column;
	const char *symbols; /* a cell of the matrix; NULL = not observed */
	double factor;
};

static const struct hint hints[] = {
	/* DSProxy met IPv6 on Windows 2008 only; Exchange 2013 has none. */
	{ "DSPROXY_IPV4_ONLY_6004", "SERVER", "iis70", 5 },
	{ "DSPROXY_IPV4_ONLY_6004", "SERVER", "iis60/iis75/iis80/iis85/iis10",
	    0.2 },
	{ "DSPROXY_IPV4_ONLY_6004", "SERVER", "exch", 0.02 },
	/* A refused connect is retried for a second: at once speaks of the
	 * filter. */
	{ "DSPROXY_IPV4_ONLY_6004", "TIME", "imm", 0.03 },
	{ "NOT_NCACN_HTTP_LISTENER", "TIME", "imm", 0.6 },
	{ "NOT_NCACN_HTTP_LISTENER", "TIME", "sec", 2 },
	{ "BACKEND_NAME_UNRESOLVED", "TIME", "imm", 0.6 },
	/* Extended error information can be off, yet it usually is not. */
	{ "DSPROXY_IPV4_ONLY_6004", "EE", NULL, 0.6 },
	{ "BACKEND_NAME_UNRESOLVED", "EE", NULL, 0.6 },
	{ "BACKEND_ALL_CLOSED", "EE", NULL, 0.6 },
	{ "BACKEND_ONE_PORT_CLOSED", "EE", NULL, 0.6 },
	/* A network that has a forward proxy wants it to be used. */
	{ "FORWARD_PROXY_REQUIRED", "SPARE", "407", 20 },
	/* Each device and each version has its own habits. */
	{ "IIS_KERNEL_MODE_AUTH", "SERVER", "iis70", 4 },
	{ "IIS_KERNEL_MODE_AUTH", "SERVER", "iis60", 0.05 },
	{ "IIS_KERNEL_MODE_AUTH", "SERVER", "iis75/iis80/iis85/iis10", 0.3 },
	{ "IIS_KERNEL_MODE_AUTH", "SERVER", "exch", 0.1 },
	/* On by default since Exchange 2019 CU14. */
	{ "EXTENDED_PROTECTION_CBT", "SERVER", "iis10/exch", 3 },
	/* A device that shows itself is there to have done it. */
	{ "IIS_KERNEL_MODE_AUTH", "SERVER", "other/none", 0.2 },
	{ "NTLM_CONN_AFFINITY_BROKEN", "SERVER", "other/none", 2 },
	{ "NTLM_PREAUTH_UNSUPPORTED", "SERVER",
	    "iis60/iis70/iis75/iis80/iis85/iis10", 0.3 },
	{ "HTTP_AUTH_SCHEME_MISMATCH", "SERVER", "other/none", 0.2 },
	/* Few machines trust the authority of a device that inspects. */
	{ "TLS_INTERCEPTION", "TLS", "ok", 0.2 },
	{ "E15_*", "SERVER", "exch", 4 },
	{ "E15_*", "SERVER", "iis60/iis70", 0.05 },
	{ "TLS_VERSION_MISMATCH", "TLS", "rst", 0.4 },
	/* A portal mostly has a certificate of its own that is good. */
	{ "LOGIN_PAGE_REDIRECT", "TLS", "name/trust", 0.15 },
	{ "REVPROXY_BACKEND_DOWN", "H0", "none", 0.3 },
	{ "RPC_METHOD_BLOCKED", "H0", "403/404/400", 0.5 },
	{ "HTTP_BASIC_DOMAIN_FORM", "SERVER", "exch", 0.5 },
	/* Two accounts with bad passwords are rarer than one. */
	{ "HTTP_BAD_CREDENTIALS", "SECOND", "refused", 0.3 },
	{ "HTTP_ACCOUNT_RESTRICTED", "SECOND", "refused", 0.3 },
	/* Nothing at all on OUT is more often a device that holds it back. */
	{ "BACKEND_FILTERED", "ORIGIN", "none", 0.25 },
	/* Windows needs more than 21 seconds only for a second address. */
	{ "BACKEND_FILTERED", "TIME", "long", 0.15 },
};

struct cap {
	const char *id;
	const char *column;
	const char *symbols; /* what lifts the cap */
	const char *or_column;
	const char *or_symbols; /* what lifts it as well; NULL = nothing */
	double most;
};

/* Without a connect record or a trusted time a 6BA has several causes and no
 * single one may be called likely; silence has more still. */
static const struct cap caps[] = {
	{ "DSPROXY_IPV4_ONLY_6004", "EE", "conn", NULL, NULL, 0.6 },
	{ "BACKEND_ALL_CLOSED", "EE", "conn", NULL, NULL, 0.6 },
	{ "BACKEND_ONE_PORT_CLOSED", "EE", "conn", NULL, NULL, 0.6 },
	{ "BACKEND_FILTERED", "TIME", "syn", NULL, NULL, 0.6 },
	{ "BACKEND_NAME_UNRESOLVED", "EE", "conn", NULL, NULL, 0.5 },
	{ "VALIDPORTS_*", "TIME", "imm/clock", NULL, NULL, 0.55 },
	{ "VALIDPORTS_*", "CTRL", "6BA", NULL, NULL, 0.55 },
	{ "BACKEND_HANG", "INLIVE", "y", NULL, NULL, 0.6 },
	{ "IN_CHANNEL_BUFFERED", "INLIVE", "n", NULL, NULL, 0.6 },
	{ "OUT_CHANNEL_BUFFERED", "TIME", "long", "E6001", "H2", 0.6 },
	{ "REVPROXY_BACKEND_DOWN", "H0", "5xx/503p", NULL, NULL, 0.3 },
	{ "TLS_INTERCEPTION", "FPRINT", "intercept", NULL, NULL, 0.4 },
	/* Clocks that differ break Kerberos, and so does much else. */
	{ "KRB_CLOCK_SKEW", "NEG", "e37", "SWEEP", "k37", 0.7 },
	/* Any device can say 401 without a scheme. */
	{ "RPC_PROXY_UNSECURE_OR_ANON_REJECT", "ORIGIN", "rpcproxy/iis", NULL,
	    NULL, 0.6 },
	/* Who served which channel is the proof of a split. */
	{ "DSPROXY_SPLIT_CONNECTIVITY", "PIN", "fixes", "DIRECT", "fixes",
	    0.7 },
	{ "GATEWAY_CLUSTER_SPLIT", "PIN", "fixes", "DIRECT", "fixes", 0.7 },
	{ "NODE_INCONSISTENT", "PIN", "fixes", "H0", "mix", 0.7 },
	/* One answer that turns us away is no difference between nodes. */
	{ "NODE_INCONSISTENT", "REP", "prob/pall/p6004", "PIN", "fixes", 0.3 },
};

static bool
id_matches(const char *pattern, const char *id)
{
	size_t n = strlen(pattern);

	if (n > 0 && pattern[n - 1] == '*')
		return strncmp(pattern, id, n - 1) == 0;
	return strcmp(pattern, id) == 0;
}

static bool
shows(const struct signature *s, const char *column, const char *symbols)
{
	const char *v = column == NULL ? NULL : signature_get(s, column);

	return v != NULL && cell_allows(symbols, v);
}

static bool
hint_fires(const struct hint *h, const struct signature *s)
{
	return h->symbols == NULL ? signature_get(s, h->column) == NULL
				  : shows(s, h->column, h->symbols);
}

double
hint_factor(const struct row *row, const struct signature *s)
{
	double factor = 1;

	for (size_t i = 0; i < sizeof(hints) / sizeof(hints[0]); i++)
		if (id_matches(hints[i].id, row->id) &&
		    hint_fires(&hints[i], s))
			factor *= hints[i].factor;
	return factor;
}

bool
hint_inside(const struct row *row, const struct signature *s)
{
	static const char *const columns[] = { "RAW", "DIRECT" };

	if (row->inside <= row->ceiling)
		return false;
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (signature_get(s, columns[i]) != NULL &&
		    !cell_is_any(row->cell[matrix_column(columns[i])]))
			return true;
	return false;
}

double
hint_cap(const struct row *row, const struct signature *s)
{
	double cap = 1;

	if (hint_inside(row, s))
		return row->inside;
	for (size_t i = 0; i < sizeof(caps) / sizeof(caps[0]); i++)
		if (id_matches(caps[i].id, row->id) && caps[i].most < cap &&
		    !shows(s, caps[i].column, caps[i].symbols) &&
		    !shows(s, caps[i].or_column, caps[i].or_symbols))
			cap = caps[i].most;
	return cap;
}
