/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

struct err *
scratch_open(struct scratch *s)
{
	const char *tmp = getenv("TMPDIR");

	memset(s, 0, sizeof(*s));
	s->folder = mem_printf("%s/rpcdiag-lab.XXXXXX",
	    tmp != NULL && *tmp != '\0' ? tmp : "/tmp");
	if (mkdtemp(s->folder) == NULL) {
		struct err *e = err_new(
		    "cannot make a folder %s: %s", s->folder, strerror(errno));

		free(s->folder);
		s->folder = NULL;
		return e;
	}
	s->ca_file = mem_printf("%s/ca.pem", s->folder);
	s->client_file = mem_printf("%s/client.pem", s->folder);
	s->password_file = mem_printf("%s/password", s->folder);
	s->rpc_password_file = mem_printf("%s/rpc-password", s->folder);
	s->second_password_file = mem_printf("%s/second-password", s->folder);
	s->forward_password_file = mem_printf("%s/forward-password", s->folder);
	s->user_file = mem_printf("%s/users", s->folder);
	s->krb5_conf = mem_printf("%s/krb5.conf", s->folder);
	return NULL;
}

struct err *
scratch_write(const char *path, const char *line)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	bool ok;

	if (f == NULL)
		return err_new("cannot write %s: %s", path, strerror(errno));
	ok = fprintf(f, "%s\n", line) > 0;
	if (fclose(f) != 0 || !ok)
		return err_new("cannot write %s: %s", path, strerror(errno));
	return NULL;
}

void
scratch_close(struct scratch *s)
{
	if (s->folder != NULL) {
		unlink(s->ca_file);
		unlink(s->client_file);
		unlink(s->password_file);
		unlink(s->rpc_password_file);
		unlink(s->second_password_file);
		unlink(s->forward_password_file);
		unlink(s->user_file);
		unlink(s->krb5_conf);
		rmdir(s->folder);
	}
	free(s->folder);
	free(s->ca_file);
	free(s->client_file);
	free(s->password_file);
	free(s->rpc_password_file);
	free(s->second_password_file);
	free(s->forward_password_file);
	free(s->user_file);
	free(s->krb5_conf);
	memset(s, 0, sizeof(*s));
}
