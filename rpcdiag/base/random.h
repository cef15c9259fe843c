/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes nobody can guess, from the kernel: cookies, names of controls. */
#ifndef RPCDIAG_BASE_RANDOM_H
#define RPCDIAG_BASE_RANDOM_H

#include <stddef.h>

/* Fills p[0..n), n at most 256; ends the program if the kernel has none. */
void random_fill(void *p, size_t n);

#endif
