/* SPDX-License-Identifier: Apache-2.0 */
/* Basic: one token, user and password with a colon between (RFC 7617 2). */
#include <stdlib.h>

#include "auth/auth.h"
#include "base/mem.h"

struct auth {
	char *user;
	struct secret password;
};

static struct auth *
basic_open(const struct auth_spec *spec)
{
	struct auth *a = mem_new(sizeof(*a));

	a->user = mem_strdup(spec->who->user);
	if (spec->who->password != NULL)
		secret_copy(&a->password, spec->who->password);
	return a;
}

static enum auth_result
basic_step(struct auth *a, struct span in, struct buf *out)
{
	(void)in;
	if (a->user == NULL || !buf_adds(out, a->user) || !buf_adds(out, ":"))
		return AUTH_FAILED;
	if (secret_given(&a->password) &&
	    !buf_add(out, a->password.p, a->password.n))
		return AUTH_FAILED;
	return AUTH_LAST;
}

static const struct auth_error *
basic_error(const struct auth *a)
{
	static const struct auth_error no_user = {
		.fault = AUTH_FAULT_NO_CREDENTIALS,
	};

	return a->user == NULL ? &no_user : NULL;
}

static void
basic_close(struct auth *a)
{
	free(a->user);
	secret_clear(&a->password);
	free(a);
}

const struct auth_mech auth_basic = {
	.name = "basic",
	.scheme = "Basic",
	.readable = true,
	.open = basic_open,
	.step = basic_step,
	.close = basic_close,
	.error = basic_error,
};
