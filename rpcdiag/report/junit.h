/* SPDX-License-Identifier: Apache-2.0 */
/* The report as results of tests, in the XML that JUnit began and CI servers
 * read: a suite for the verdict, and one for each stage. */
#ifndef RPCDIAG_REPORT_JUNIT_H
#define RPCDIAG_REPORT_JUNIT_H

#include "report/render.h"

bool junit_render(
    const struct report *r, const struct render_options *o, struct buf *out);

#endif
