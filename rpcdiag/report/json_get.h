/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Members of a JSON object that a stranger wrote. The first member that has
 * not its type sticks as the error; after it every read gives nothing, and
 * the caller looks once at the end. A missing member reads as null.
 */
#ifndef RPCDIAG_REPORT_JSON_GET_H
#define RPCDIAG_REPORT_JSON_GET_H

#include <cjson/cJSON.h>

#include "base/err.h"
#include "model/report.h"

struct json_in {
	struct err *err;  /* owned by who started the reading */
	const char *part; /* of the document, for the error */
	long index;	  /* in that part; -1 = it is no list */
};

/* Remember the first thing that is wrong with a member. */
void json_wrong(struct json_in *in, const char *key, const char *expected);

/* Owned; NULL for null. */
char *json_get_str(struct json_in *in, const cJSON *o, const char *key);
/* 0 for null. */
int64_t json_get_int(struct json_in *in, const cJSON *o, const char *key,
    int64_t min, int64_t max);
bool json_get_bool(struct json_in *in, const cJSON *o, const char *key);
int64_t json_get_ms(struct json_in *in, const cJSON *o, const char *key);
time_t json_get_time(struct json_in *in, const cJSON *o, const char *key);
double json_get_confidence(struct json_in *in, const cJSON *o, const char *key);
/* Appends; every element must be a string. */
void json_get_list(
    struct json_in *in, const cJSON *o, const char *key, struct strlist *to);
/* The place of a string among n names; 0 for null. */
unsigned json_get_name(struct json_in *in, const cJSON *o, const char *key,
    const char *const *names, unsigned n);
/* The code of a {code, hex, name}; *there tells null from 0. */
uint32_t json_get_status(
    struct json_in *in, const cJSON *o, const char *key, bool *there);
/* NULL for null. */
const cJSON *json_get_object(
    struct json_in *in, const cJSON *o, const char *key);
/* NULL for null; not longer than max, all elements objects. */
const cJSON *json_get_array(
    struct json_in *in, const cJSON *o, const char *key, size_t max);

/* Append the check that an element of checks[] describes. */
void json_get_check(struct json_in *in, const cJSON *o, struct checks *to);

#endif
