/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/complain.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "cli/command.h"

/* What a message quotes may hold control characters. */
static void
put_line(const char *command, const char *kind, const char *text)
{
	fprintf(stderr, "rpcdiag%s%s: %s", command != NULL ? " " : "",
	    command != NULL ? command : "", kind);
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < ' ' || c == 0x7f)
			fprintf(stderr, "\\x%02x", c);
		else
			fputc(c, stderr);
	}
	fputc('\n', stderr);
}

int
complain(const char *command, struct err *e)
{
	put_line(command, "", err_text(e));
	err_free(e);
	return STATUS_USAGE;
}

int
complain_usage(const char *command, struct err *e)
{
	complain(command, e);
	fprintf(stderr, "try 'rpcdiag help%s%s'\n", command != NULL ? " " : "",
	    command != NULL ? command : "");
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
	put_line(command, "warning: ", text);
	free(text);
}
