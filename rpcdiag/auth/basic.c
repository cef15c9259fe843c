/* SPDX-License-Identifier: Apache-2.0 */
/* Basic: one token, user and password with a colon between (RFC 7617 2). */
#include <stdlib.h>

#include "auth/auth.h"
#include "base/mem.h"

struct auth {
	struct auth_identity who;
};

static struct auth *
basic_open(const struct auth_identity *who)
{
	struct auth *a = mem_new(sizeof(*a));

	a->who = *who;
	return a;
}

static enum auth_result
basic_step(struct auth *a, struct span in, struct buf *out)
{
	const struct secret *password = a->who.password;

	(void)in;
	if (a->who.user == NULL || !buf_adds(out, a->who.user) ||
	    !buf_adds(out, ":"))
		return AUTH_FAILED;
	if (secret_given(password) && !buf_add(out, password->p, password->n))
		return AUTH_FAILED;
	return AUTH_LAST;
}

static void
basic_close(struct auth *a)
{
	free(a);
}

const struct auth_mech auth_basic = {
	.name = "basic",
	.scheme = "Basic",
	.open = basic_open,
	.step = basic_step,
	.close = basic_close,
};
