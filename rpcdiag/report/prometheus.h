/* SPDX-License-Identifier: Apache-2.0 */
/* The report as metrics in Prometheus' text format, version 0.0.4, for the
 * textfile collector of node_exporter and for whoever serves them. */
#ifndef RPCDIAG_REPORT_PROMETHEUS_H
#define RPCDIAG_REPORT_PROMETHEUS_H

#include "report/render.h"

bool prometheus_render(
    const struct report *r, const struct render_options *o, struct buf *out);

#endif
