/* SPDX-License-Identifier: Apache-2.0 */
/* From a text to everything that is known about it; pure. */
#ifndef RPCDIAG_EXPLAIN_EXPLAIN_H
#define RPCDIAG_EXPLAIN_EXPLAIN_H

#include "model/explanation.h"

/* Fills out, which explanation_clear ends. False when the text was not
 * understood, or not wholly; out->problem or out->like say more. */
bool explain_text(const char *text, struct explanation *out);

#endif
