/* SPDX-License-Identifier: Apache-2.0 */
/* The table of columns. A column without a function has no probe yet. */
#include "verdict/column.h"

#include <string.h>

#include "verdict/matrix.h"

#define NOT_RUN "the run ended before it"
#define NOT_ASKED "it was not among the endpoints asked for"
#define NO_OTHER_LOGON "no logon with it came to an answer"

static const struct column columns[] = {
	{ "DNS", column_dns, COLUMN_LADDER, 0, "dns",
	    "whether the proxy's name resolves", NOT_RUN },
	{ "TCP", column_tcp, COLUMN_LADDER, 0, "tcp. http.connect",
	    "whether the proxy's port can be reached", NOT_RUN },
	{ "TLS", column_tls, COLUMN_LADDER, 0, "tls",
	    "whether TLS and the certificate are good", NOT_RUN },
	{ "H0", column_h0, COLUMN_LADDER, 0, "http.connect http.out watch.http",
	    "what the proxy answers before a logon", NOT_RUN },
	{ "WANT", column_want, COLUMN_LADDER, 0, "http.out",
	    "whether the wanted scheme is offered", NOT_RUN },
	{ "NTLM", column_ntlm, COLUMN_LADDER, 0, "http.out echo.",
	    "a logon with NTLM", NO_OTHER_LOGON },
	{ "BASIC", column_basic, COLUMN_LADDER, 0, "echo. tunnel.",
	    "a logon with Basic", "no credentials were sent" },
	{ "NEG", column_neg, COLUMN_LADDER, 0, "http.out echo.",
	    "a logon with Negotiate or Kerberos", NO_OTHER_LOGON },
	{ "ECHO", column_echo, COLUMN_LADDER, 0, "echo.",
	    "whether the RPC proxy answers an echo", NOT_RUN },
	{ "E6001", column_e6001, COLUMN_LADDER, 6001, "",
	    "the mailbox store (6001)", NOT_ASKED },
	{ "E6002", column_e6002, COLUMN_LADDER, 6002, "",
	    "the referral service (6002)", NOT_ASKED },
	{ "E6004", column_e6004, COLUMN_LADDER, 6004, "",
	    "the address book (6004)", NOT_ASKED },
	{ "E593", column_e593, COLUMN_LADDER, 593, "",
	    "the endpoint mapper (593)", NOT_ASKED },
	{ "SWEEP", column_sweep, COLUMN_EXPERIMENT, 0, "auth.",
	    "which RPC logons the server accepts",
	    "they were not compared (--rpc-auth), or no clear answer came" },
	{ "REP", column_rep, COLUMN_EXPERIMENT, 0, "repeat. idle. watch.",
	    "whether it is so every time",
	    "nothing was repeated, or not often enough (--trials)" },
	{ "TIME", column_time, COLUMN_LADDER, 0, "tunnel. repeat. idle.",
	    "how long the failing answer takes",
	    "nothing failed, or the times do not agree" },
	{ "ORIGIN", column_origin, COLUMN_LADDER, 0, "tunnel. repeat.",
	    "who wrote the failing answer",
	    "nothing in the answer names its author" },
	{ "SCOPE", column_scope, COLUMN_EXPERIMENT, 0, "http.",
	    "whether other paths and methods fail alike",
	    "they were not tried" },
	{ "EE", column_ee, COLUMN_LADDER, 0, "tunnel. repeat.",
	    "whether the proxy tried to connect to the server",
	    "no answer of the proxy says so" },
	{ "WSA", column_wsa, COLUMN_HINT, 0, "tunnel. repeat.",
	    "how the proxy's connection to the server failed",
	    "no answer of the proxy says so" },
	{ "INLIVE", column_inlive, COLUMN_EXPERIMENT, 0, "tunnel.inlive",
	    "whether what is sent on the IN channel arrives",
	    "the IN channel was not tried alone" },
	{ "NAMEALT", column_namealt, COLUMN_EXPERIMENT, 0,
	    "tunnel.name. echo.in.form",
	    "whether another spelling of the server's or user's name works",
	    "no other spelling was tried" },
	{ "PIN", column_pin, COLUMN_EXPERIMENT, 0, "tunnel. repeat.",
	    "whether one front end alone works every time",
	    "which front ends served the channels is not known" },
	{ "RESUME", column_resume, COLUMN_EXPERIMENT, 0, "shared.",
	    "whether channels with one TLS session keep to one front end",
	    "the channels did not part, or chance may have kept them so" },
	{ "CREDX", column_credx, COLUMN_EXPERIMENT, 0,
	    "echo.in.second http.scope.second auth.second association.",
	    "whether another account works, or shares an association",
	    "none was tried (--second-user)" },
	{ "CBT", column_cbt, COLUMN_EXPERIMENT, 0, "echo. direct",
	    "whether NTLM depends on the channel binding",
	    "no refused logon was repeated without one" },
	{ "HIST", column_hist, COLUMN_EXPERIMENT, 0, "watch.",
	    "whether it changes within half an hour",
	    "it was not watched (--watch)" },
	{ "VIAPROXY", column_viaproxy, COLUMN_EXPERIMENT, 0,
	    "http.viaproxy http.direct",
	    "whether it works through a forward proxy, or past it",
	    "no other way is known (--forward-proxy none,URL)" },
	{ "CCERT", column_ccert, COLUMN_EXPERIMENT, 0, "http.ccert",
	    "whether a client certificate changes the answer",
	    "none was tried" },
	{ "L3388", column_l3388, COLUMN_EXPERIMENT, 0, "tunnel.gateway",
	    "whether an RD Gateway answers on the same path",
	    "localhost:3388 was not asked for" },
	{ "FPRINT", column_fprint, COLUMN_EXPERIMENT, 0, "tls",
	    "whether others are shown the same certificate",
	    "no other fingerprint was given (--fingerprint)" },
	{ "DATE", column_date, COLUMN_HINT, 0, "http.",
	    "whether the clocks agree", "no answer carried a date" },
	{ "RAW", column_raw, COLUMN_INSIDE, 0, "inside.",
	    "whether the server itself listens, over IPv4 and IPv6",
	    "it needs a host beside the servers (--inside)" },
	{ "DIRECT", column_direct, COLUMN_INSIDE, 0, "direct",
	    "whether the same works past the device in front",
	    "no address of a server past it was given (--direct)" },
	{ "KDC", column_kdc, COLUMN_INSIDE, 0, "kdc",
	    "what the domain controller says of the account",
	    "none answered; it is only asked by a machine of its domain, or "
	    "beside the servers (--inside)" },
	{ "GET", column_get, COLUMN_LADDER, 0, "http.get",
	    "what a plain GET of the same path gets", NOT_RUN },
	{ "SUB", column_sub, COLUMN_HINT, 0, "http.",
	    "the substatus of the server", "the answer does not show it" },
	{ "CTRL", column_ctrl, COLUMN_LADDER, 0, "tunnel.control",
	    "what the proxy says to a name it cannot know",
	    "the control was not run" },
	{ "SECOND", column_second, COLUMN_HINT, 0, "echo.in.second",
	    "whether the second account is refused, too",
	    "none was tried (--second-user)" },
	{ "SPARE", column_spare, COLUMN_HINT, 0, "http.viaproxy",
	    "whether there is another forward proxy, which wants a logon",
	    "no other way is known (--forward-proxy none,URL)" },
	{ "USER", column_user, COLUMN_HINT, 0, "",
	    "how the user name is written", "no user was given" },
	{ "MGMT", column_mgmt, COLUMN_HINT, 0, "bind. call.",
	    "whether the server answers an RPC call", NOT_RUN },
	{ "SERVER", column_server, COLUMN_HINT, 0, "http.",
	    "which version of IIS or Exchange answers",
	    "the answers do not name it" },
};

#define NCOLUMNS (sizeof(columns) / sizeof(columns[0]))

const struct column *
column_nth(size_t n)
{
	return n < NCOLUMNS ? &columns[n] : NULL;
}

const struct column *
column_find(const char *name)
{
	for (size_t i = 0; i < NCOLUMNS; i++)
		if (strcmp(columns[i].name, name) == 0)
			return &columns[i];
	return NULL;
}

const struct column *
column_of(size_t column)
{
	static const struct column nothing = {
		.name = "",
		.evidence = "",
		.what = "",
		.why = "",
	};
	static const struct column *known[SIGNATURE_MAX];

	if (known[column] == NULL)
		known[column] = column_find(matrix_columns[column]);
	return known[column] != NULL ? known[column] : &nothing;
}
