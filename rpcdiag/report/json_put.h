/* SPDX-License-Identifier: Apache-2.0 */
/* Members of a JSON object, each in the one way the report writes it. */
#ifndef RPCDIAG_REPORT_JSON_PUT_H
#define RPCDIAG_REPORT_JSON_PUT_H

#include <cjson/cJSON.h>

#include "base/buf.h"
#include "model/report.h"

/* Make cJSON end the program when memory runs out; call before its use. */
void json_setup(void);

/* A document that begins as all of ours do: schema_version and tool, with our
 * own version. Owned by the caller; sets cJSON up. */
cJSON *json_document_new(int schema_version, const char *version);

/* NULL is written as null; bytes that are no UTF-8 as U+FFFD. */
void json_put_str(cJSON *o, const char *key, const char *s);
void json_put_int(cJSON *o, const char *key, int64_t i);
void json_put_bool(cJSON *o, const char *key, bool b);
/* 0 stands for "none" in the model and is written as null. */
void json_put_int_or_null(cJSON *o, const char *key, int64_t i);
/* Milliseconds, with what is left of the microseconds as a fraction. */
void json_put_ms(cJSON *o, const char *key, int64_t us);
void json_put_time(cJSON *o, const char *key, time_t t);
void json_put_confidence(cJSON *o, const char *key, double c);
void json_put_list(cJSON *o, const char *key, const struct strlist *l);
void json_put_null(cJSON *o, const char *key);
/* {code, hex, name} */
void json_put_status(cJSON *o, const char *key, uint32_t code);
/* Add an empty container and return it (borrowed). */
cJSON *json_put_object(cJSON *o, const char *key);
cJSON *json_put_array(cJSON *o, const char *key);
/* Add an empty object to an array and return it (borrowed). */
cJSON *json_add_object(cJSON *array);

/* Append one record of eeinfo[]. */
void json_put_eeinfo(cJSON *array, const struct eeinfo_view *e);
/* The members of an element of checks[]. */
void json_put_check(cJSON *o, const struct check *c);

/* Append v as text for people too: indented, small containers on one line. */
BUF_MUST_CHECK bool json_print(const cJSON *v, struct buf *out);
/* All of it on one line. */
BUF_MUST_CHECK bool json_print_line(const cJSON *v, struct buf *out);

#endif
