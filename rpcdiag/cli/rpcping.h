/* SPDX-License-Identifier: Apache-2.0 */
/* What a command line in Microsoft's rpcping's letters asks for beyond what a
 * config holds; set_ping.c and set_identity.c fill it. */
#ifndef RPCDIAG_CLI_RPCPING_H
#define RPCDIAG_CLI_RPCPING_H

#include <stdbool.h>

#include "base/strlist.h"

enum rpcping_protseq {
	RPCPING_UNSAID,
	RPCPING_HTTP,
	RPCPING_TCP,
	RPCPING_LOCAL,
};

enum rpcping_flag {
	RPCPING_SSL = 1,
	RPCPING_FIRST = 2,
	RPCPING_CERT = 65536,
};

struct rpcping_word {
	const char *name;   /* NULL ends a table */
	const char *number; /* the same in digits; NULL = none */
	unsigned code;
};

struct rpcping {
	bool used; /* a letter was: answer in its shape */
	enum rpcping_protseq protseq;
	unsigned flags; /* enum rpcping_flag */
	bool binding;	/* the RPC proxy was named by -o */
	bool show_subject;
	bool secret;		  /* a password stood in an argument */
	int verbosity;		  /* 0 = not given */
	struct strlist no_effect; /* what means nothing off Windows */
	struct strlist notes;
};

#endif
