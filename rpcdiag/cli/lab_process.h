/* SPDX-License-Identifier: Apache-2.0 */
/* The simulated site as a child process that never outlives us. */
#ifndef RPCDIAG_CLI_LAB_PROCESS_H
#define RPCDIAG_CLI_LAB_PROCESS_H

#include <sys/types.h>

#include "base/err.h"

struct lab_process {
	pid_t pid; /* 0 = not started */
	int fd;	   /* its standard output; -1 = ours */
};

/* Start rpcdiag-lab with two arguments, its output to us. */
struct err *lab_open(
    struct lab_process *lab, const char *option, const char *value);
/* The line it prints when it is ready, owned by the caller; waits 10 s. */
struct err *lab_ready(struct lab_process *lab, char **line);
/* End it: politely, then after 2 s by force. */
void lab_close(struct lab_process *lab);
/* Run rpcdiag-lab --list on our standard output; returns its status. */
struct err *lab_list(int *status);

#endif
