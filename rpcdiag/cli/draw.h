/* SPDX-License-Identifier: Apache-2.0 */
/* Hands a report to the renderers with what the terminal at hand can show. */
#ifndef RPCDIAG_CLI_DRAW_H
#define RPCDIAG_CLI_DRAW_H

#include "base/buf.h"
#include "cli/cli.h"
#include "model/report.h"
#include "report/render.h"

/* What standard output, or the file of --output, can show. */
struct render_options draw_options(const struct cli *cli);
/* The report in the format the command line asks for. */
struct err *draw_report(
    const struct cli *cli, const struct report *report, struct buf *out);
/* Is the format a stream? Then what it says of a check that has ended, and of
 * the whole when all have. */
bool draw_streams(const struct cli *cli);
struct err *draw_check(const struct cli *cli, const struct report *report,
    const struct check *check, struct buf *out);
struct err *draw_end(
    const struct cli *cli, const struct report *report, struct buf *out);
/* An error when the format is one for reports with a verdict alone. */
struct err *draw_plain_only(const struct cli *cli);
/* Are lines of progress wanted? Not beside the log, which says the same. */
bool draw_progress_wanted(const struct cli *cli);
/* One line on stderr: how a check ended. */
void draw_progress(const struct cli *cli, const struct check *check);
/* One line on stderr: what a run waits for while nothing ends. */
void draw_waiting(const struct cli *cli, const struct check *check,
    const char *stage, int64_t waited_us, int64_t at_most_us);

#endif
