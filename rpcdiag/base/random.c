/* SPDX-License-Identifier: Apache-2.0 */
#include "base/random.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

void
random_fill(void *p, size_t n)
{
	/* up to 256 bytes come whole (getrandom(2)) */
	if (getrandom(p, n, 0) != (ssize_t)n) {
		fputs("rpcdiag: the kernel gives no random bytes\n", stderr);
		exit(3);
	}
}
