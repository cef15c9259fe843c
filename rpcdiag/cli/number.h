/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as they are written in arguments: digits, nothing else. */
#ifndef RPCDIAG_CLI_NUMBER_H
#define RPCDIAG_CLI_NUMBER_H

#include <stdint.h>

#include "base/err.h"

/* A whole number from min to max; *out is set only on success. */
struct err *count_parse(const char *text, int min, int max, int *out);
/* Seconds with decimals, more than 0 and at most a day, in microseconds. */
struct err *seconds_parse(const char *text, int64_t *us);
/* Minutes likewise. */
struct err *minutes_parse(const char *text, int64_t *us);

#endif
