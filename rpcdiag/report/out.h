/* SPDX-License-Identifier: Apache-2.0 */
/* A buffer that remembers whether everything went into it, so that a renderer
 * asks once, at the end. */
#ifndef RPCDIAG_REPORT_OUT_H
#define RPCDIAG_REPORT_OUT_H

#include "base/buf.h"

struct out {
	struct buf *buf;
	bool full; /* something did not fit; nothing more is added */
};

void out_add(struct out *out, const char *p, size_t n);
void out_puts(struct out *out, const char *s);
void out_printf(struct out *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
