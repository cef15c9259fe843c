/* SPDX-License-Identifier: Apache-2.0 */
/* What lint found, as text for people and as JSON (docs/lint.schema.json). */
#ifndef RPCDIAG_CLI_LINT_DRAW_H
#define RPCDIAG_CLI_LINT_DRAW_H

#include "lint/lint.h"
#include "report/render.h"

#define LINT_SCHEMA_VERSION 1

/* Both return false when out cannot hold it. live: the report the files were
 * held against; NULL = none. */
bool lint_draw_text(const struct lint *l, const struct report *live,
    const struct render_options *o, struct buf *out);
bool lint_draw_json(const struct lint *l, const struct report *live,
    const struct render_options *o, struct buf *out);

#endif
