/* SPDX-License-Identifier: Apache-2.0 */
/* A site that takes no more connections from us, from some moment on. */
#ifndef RPCDIAG_PROBE_SHUT_OUT_H
#define RPCDIAG_PROBE_SHUT_OUT_H

#include "model/check.h"

/* What was asked after that moment was not reached: it is skipped, once enough
 * connections in a row did not open. One that fails now and then stays what it
 * is, the fault of one front end of several. */
void shut_out_note(struct checks *all);

#endif
