/* SPDX-License-Identifier: Apache-2.0 */
/*
 * No logon: asks a few times for an NTLM challenge and answers none, so that no
 * account is named. Two machines that answer on one connection, or a
 * connection that is not kept, tell why NTLM cannot work over it.
 */
#include <stdlib.h>

#include "auth/auth.h"
#include "base/mem.h"
#include "wire/ntlm.h"

#define TIMES 4 /* by turns, others get in between */

struct auth {
	unsigned asked;
};

static struct auth *
challenge_open(const struct auth_spec *spec)
{
	(void)spec;
	return mem_new(sizeof(struct auth));
}

static enum auth_result
challenge_step(struct auth *a, struct span in, struct buf *out)
{
	(void)in;
	return a->asked++ < TIMES && ntlm_negotiate_encode(out) ? AUTH_MORE
								: AUTH_FAILED;
}

static void
challenge_close(struct auth *a)
{
	free(a);
}

const struct auth_mech auth_challenge = {
	.name = "challenge",
	.scheme = "NTLM",
	.open = challenge_open,
	.step = challenge_step,
	.close = challenge_close,
};
