/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/complain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/command.h"

/* What a message quotes may hold control characters. */
static void
put_text(const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < ' ' || c == 0x7f)
			fprintf(stderr, "\\x%02x", c);
		else
			fputc(c, stderr);
	}
}

/* A command and the blank before it, or nothing. */
static void
put_command(const char *command)
{
	if (command != NULL)
		fprintf(stderr, " %s", command);
}

static void
put_start(const char *command, const char *kind, const char *text)
{
	fputs("rpcdiag", stderr);
	put_command(command);
	fprintf(stderr, ": %s", kind);
	put_text(text);
}

int
complain(const char *command, struct err *e)
{
	put_start(command, "", err_text(e));
	fputc('\n', stderr);
	err_free(e);
	return STATUS_USAGE;
}

int
complain_usage(const char *command, struct err *e)
{
	put_start(command, "", err_text(e));
	fputs("; try 'rpcdiag help", stderr);
	put_command(command);
	fputs("'\n", stderr);
	err_free(e);
	return STATUS_USAGE;
}

void
complain_warn(const char *command, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = mem_vprintf(fmt, ap);
	va_end(ap);
	put_start(command, "warning: ", text);
	fputc('\n', stderr);
	free(text);
}
