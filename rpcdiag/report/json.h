/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON report (docs/report.schema.json): written, and read back. */
#ifndef RPCDIAG_REPORT_JSON_H
#define RPCDIAG_REPORT_JSON_H

#include "base/err.h"
#include "report/render.h"

#define JSON_SCHEMA_VERSION 1

/* What a document may hold before it is refused; far above any real run. */
#define JSON_READ_BYTES_MAX (16u << 20)
#define JSON_READ_CHECKS_MAX 4096
#define JSON_READ_ITEMS_MAX 4096

bool json_render(
    const struct report *r, const struct render_options *o, struct buf *out);

/* The document itself, with or without its checks, for cJSON_Delete. */
struct cJSON *json_document(
    const struct report *r, const struct render_options *o, bool checks);

/*
 * Read a document that json_render wrote, perhaps of another version: unknown
 * members are passed over, known ones must have their type. out is zeroed
 * first and to be cleared by the caller, also after an error.
 */
struct err *json_read(struct span text, struct report *out)
    __attribute__((warn_unused_result));

#endif
