/* SPDX-License-Identifier: Apache-2.0 */
/* The faults of a signature, each with what may be its cause. */
#ifndef RPCDIAG_VERDICT_FAULTS_H
#define RPCDIAG_VERDICT_FAULTS_H

#include "verdict/hypotheses.h"

/* TCP over IPv6, the certificate, logons beside one that works, the echo, RPC
 * authentication */
#define FAULTS_BYPASSED 7
#define FAULTS_MAX (FAULTS_BYPASSED + 1)

struct diagnosis {
	struct signature signature; /* as far as this fault goes */
	struct hypotheses hypotheses;
};

struct faults {
	struct diagnosis v[FAULTS_MAX]; /* the verdict first; at least one */
	size_t n;
};

void faults_find(struct faults *f, const struct signature *s);
void faults_clear(struct faults *f);

#endif
