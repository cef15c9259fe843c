/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of rpcdiag-lab. */
#ifndef RPCDIAG_LAB_OPTIONS_H
#define RPCDIAG_LAB_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct options { /* strings borrow from argv */
	const char *scenario;
	const char *listen;	   /* NULL = both loopback addresses */
	const char *backend;	   /* HOST:PORT; NULL = none */
	const char *user;	   /* DOMAIN\NAME that may log on */
	const char *password_file; /* of that user; NULL = made up */
	const char *keytab;	   /* of the site's services; NULL = none */
	uint16_t port;		   /* 0 = chosen */
	uint16_t ports;		   /* base; 0 = chosen */
	int connect_timeout;	   /* seconds */
	int verbose;
	bool list;
	bool help;
	bool die_with_parent;
	bool plain; /* the front speaks http */
};

struct err *options_parse(int argc, char **argv, struct options *out);
void options_usage(void);

#endif
