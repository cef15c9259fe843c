/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

#define DUMP_MAX 512
#define DUMP_ROW 16

static enum log_level log_level;

void
log_set(enum log_level level)
{
	log_level = level;
}

void
log_at(enum log_level level, const char *fmt, ...)
{
	va_list ap;

	if (level > log_level)
		return;
	flockfile(stderr);
	fputs("rpcdiag: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	funlockfile(stderr);
}

void
log_bytes(const char *what, struct span bytes, size_t hidden)
{
	size_t open = bytes.n - (hidden < bytes.n ? hidden : bytes.n);
	struct span shown =
	    span_sub(bytes, 0, open < DUMP_MAX ? open : DUMP_MAX);

	if (log_level < LOG_BYTES)
		return;
	log_at(LOG_BYTES, "%s: %zu bytes", what, bytes.n);
	for (size_t at = 0; at < shown.n; at += DUMP_ROW) {
		fprintf(stderr, "  %04zx ", at);
		for (size_t i = at; i < at + DUMP_ROW && i < shown.n; i++)
			fprintf(stderr, " %02x", shown.p[i]);
		fputc('\n', stderr);
	}
	if (open < bytes.n)
		fprintf(stderr, "  %04zx  %zu bytes not shown: a secret\n",
		    open, bytes.n - open);
}
