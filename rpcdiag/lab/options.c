/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/options.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lab/account.h"

#define CONNECT_TIMEOUT 21 /* seconds: three SYNs of Windows */

enum kind { KIND_TEXT, KIND_PORT, KIND_SECONDS, KIND_FLAG, KIND_COUNT };

static const struct option_row {
	const char *name;
	enum kind kind;
	size_t at; /* in struct options */
	const char *argument;
	const char *help;
} rows[] = {
	{ "--scenario", KIND_TEXT, offsetof(struct options, scenario), "ID",
	    "what is wrong with the site (default HEALTHY)" },
	{ "--list", KIND_FLAG, offsetof(struct options, list), NULL,
	    "name the scenarios and end" },
	{ "--listen", KIND_TEXT, offsetof(struct options, listen), "ADDR",
	    "address of the front (default 127.0.0.1 and ::1)" },
	{ "--port", KIND_PORT, offsetof(struct options, port), "N",
	    "port of the front (default: a free one)" },
	{ "--ports", KIND_PORT, offsetof(struct options, ports), "BASE",
	    "the RPC server's ports are BASE+1 and up" },
	{ "--backend", KIND_TEXT, offsetof(struct options, backend),
	    "HOST:PORT", "pass DCE/RPC to this server over TCP" },
	{ "--user", KIND_TEXT, offsetof(struct options, user), "NAME",
	    "who may log on (default CONTOSO\\alice)" },
	{ "--password-file", KIND_TEXT, offsetof(struct options, password_file),
	    "FILE", "with the password (default: made up)" },
	{ "--keytab", KIND_TEXT, offsetof(struct options, keytab), "FILE",
	    "take Kerberos, too, with the keys in here" },
	{ "--connect-timeout", KIND_SECONDS,
	    offsetof(struct options, connect_timeout), "SECONDS",
	    "patience of the RPC proxy with its server (default 21)" },
	{ "--plain", KIND_FLAG, offsetof(struct options, plain), NULL,
	    "the front speaks http, not https" },
	{ "--die-with-parent", KIND_FLAG,
	    offsetof(struct options, die_with_parent), NULL,
	    "end when the parent process ends" },
	{ "-v", KIND_COUNT, offsetof(struct options, verbose), NULL,
	    "trace on standard error; repeat for more" },
	{ "--help", KIND_FLAG, offsetof(struct options, help), NULL,
	    "say this and end" },
};

#define NROWS (sizeof(rows) / sizeof(rows[0]))

void
options_usage(void)
{
	printf("usage: rpcdiag-lab [OPTION]...\n"
	       "A simulated RPC over HTTP site on loopback. When it is ready "
	       "it prints one line\nof JSON that says how to reach it; SIGTERM "
	       "or SIGINT ends it.\n\n");
	for (size_t i = 0; i < NROWS; i++)
		printf("  %-18s%-10s %s\n", rows[i].name,
		    rows[i].argument != NULL ? rows[i].argument : "",
		    rows[i].help);
}

static const struct option_row *
row_find(const char *name)
{
	for (size_t i = 0; i < NROWS; i++)
		if (strcmp(rows[i].name, name) == 0)
			return &rows[i];
	return NULL;
}

static struct err *
set_number(const struct option_row *row, const char *value, char *field)
{
	char *end;
	unsigned long n = strtoul(value, &end, 10);
	unsigned long max = row->kind == KIND_PORT ? 65535 : 3600;

	if (*value < '0' || *value > '9' || *end != '\0' || n == 0 || n > max)
		return err_new("%s takes a number from 1 to %lu, not '%s'",
		    row->name, max, value);
	if (row->kind == KIND_PORT)
		*(uint16_t *)(void *)field = (uint16_t)n;
	else
		*(int *)(void *)field = (int)n;
	return NULL;
}

static struct err *
set_row(const struct option_row *row, const char *value, struct options *out)
{
	char *field = (char *)out + row->at;

	switch (row->kind) {
	case KIND_FLAG:
		*(bool *)(void *)field = true;
		return NULL;
	case KIND_COUNT:
		++*(int *)(void *)field;
		return NULL;
	case KIND_TEXT:
		*(const char **)(void *)field = value;
		return NULL;
	default:
		return set_number(row, value, field);
	}
}

static bool
takes_value(const struct option_row *row)
{
	return row->argument != NULL;
}

struct err *
options_parse(int argc, char **argv, struct options *out)
{
	*out = (struct options){ .scenario = "HEALTHY",
		.user = ACCOUNT_USER,
		.connect_timeout = CONNECT_TIMEOUT };
	for (int i = 1; i < argc; i++) {
		const struct option_row *row = row_find(argv[i]);
		const char *value = NULL;
		struct err *e;

		if (row == NULL)
			return err_new("unknown option '%s'; try rpcdiag-lab "
				       "--help",
			    argv[i]);
		if (takes_value(row)) {
			if (++i == argc)
				return err_new("%s needs a value", row->name);
			value = argv[i];
		}
		e = set_row(row, value, out);
		if (e != NULL)
			return e;
	}
	return NULL;
}
