/* SPDX-License-Identifier: Apache-2.0 */
/* The evidence of a finding for people: the checks it names, those together
 * that saw the same. */
#ifndef RPCDIAG_REPORT_WITNESS_H
#define RPCDIAG_REPORT_WITNESS_H

#include "model/report.h"

struct witness {
	struct strlist ids;
	char *said;   /* owned, printable; "" when there is nothing to say */
	char *origin; /* where the error arose, owned; NULL = not known */
};

struct witnesses {
	struct witness *v;
	size_t n;
};

void witnesses_init(struct witnesses *w, const struct report *r,
    const struct strlist *evidence);
void witnesses_clear(struct witnesses *w);
/* Its ids side by side; past a few of them their number says enough. Owned. */
char *witness_ids(const struct witness *w);

#endif
