/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a report goes: standard output, or a file that appears complete or
 * not at all. Opened before the run, so that a wrong name costs no time.
 */
#ifndef RPCDIAG_CLI_SINK_H
#define RPCDIAG_CLI_SINK_H

#include "base/buf.h"
#include "base/err.h"

struct sink {
	char *name;	 /* NULL = standard output */
	char *temporary; /* beside name; NULL = name is no regular file */
	int fd;
};

/* name is copied; NULL = standard output. */
struct err *sink_open(struct sink *sink, const char *name);
/* Write a part that can be read at once where sink is no regular file. */
struct err *sink_add(struct sink *sink, struct span text);
/* Write everything else and make it visible under its name. */
struct err *sink_commit(struct sink *sink, struct span text);
/* All three at once, for what costs no time to make. */
struct err *sink_put(const char *name, struct span text);
/* Removes what was not committed. */
void sink_close(struct sink *sink);

#endif
