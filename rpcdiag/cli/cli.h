/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A command line after it was read: what to find out (struct config) and how
 * to show it. The option table fills it; commands read it.
 */
#ifndef RPCDIAG_CLI_CLI_H
#define RPCDIAG_CLI_CLI_H

#include "base/err.h"
#include "cli/rpcping.h"
#include "model/config.h"

struct renderer;

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Where a password is to be read from; the later option wins. */
struct password_source {
	char *file; /* NULL = not given */
	int fd;	    /* -1 = not given */
};

struct cli {
	struct config config;
	struct password_source http_source;
	struct password_source rpc_source;
	struct password_source second_source;
	struct password_source forward_source;
	bool forward_given; /* the environment is not asked for a proxy */
	bool path_given;    /* in the URL of the proxy */
	const struct renderer *renderer; /* static; NULL = text */
	char *output;			 /* NULL = standard output */
	enum color color;
	int verbosity;
	bool quiet;
	bool help;
	bool list;
	struct strlist servers; /* of lint */
	char *with;		/* a report beside lint's files; or NULL */
	struct strlist operands;
	struct rpcping rpcping;
	char **argv; /* borrowed: what the command was given */
	int argc;
};

void cli_init(struct cli *cli);
/* Wipes the secrets it holds. */
void cli_clear(struct cli *cli);
/* Defaults that depend on other options, and what must not be missing. */
struct err *cli_complete(struct cli *cli);

#endif
