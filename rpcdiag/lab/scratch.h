/* SPDX-License-Identifier: Apache-2.0 */
/* The lab's own folder under TMPDIR, removed at the end. */
#ifndef RPCDIAG_LAB_SCRATCH_H
#define RPCDIAG_LAB_SCRATCH_H

#include "base/err.h"

struct scratch {
	char *folder;
	char *ca_file;
	char *client_file; /* a certificate and its key, where one is wanted */
	char *password_file;
	char *rpc_password_file;     /* when it is another one */
	char *second_password_file;  /* of the second account */
	char *forward_password_file; /* of the forward proxy's account */
	char *user_file;	     /* for NTLM's acceptor */
	char *krb5_conf;	     /* without a keytab */
};

struct err *scratch_open(struct scratch *s);
/* One line or more, readable for the owner only. */
struct err *scratch_write(const char *path, const char *line);
void scratch_close(struct scratch *s);

#endif
