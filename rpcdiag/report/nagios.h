/* SPDX-License-Identifier: Apache-2.0 */
/* What a monitoring system wants of a plugin (the Monitoring Plugins
 * Development Guidelines): a line with the state, performance data behind a
 * bar, then as many lines as one likes. */
#ifndef RPCDIAG_REPORT_NAGIOS_H
#define RPCDIAG_REPORT_NAGIOS_H

#include "report/render.h"

bool nagios_render(
    const struct report *r, const struct render_options *o, struct buf *out);

#endif
