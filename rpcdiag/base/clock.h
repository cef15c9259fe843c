/* SPDX-License-Identifier: Apache-2.0 */
/* Time, in one place, so that tests can stand still or jump. */
#ifndef RPCDIAG_BASE_CLOCK_H
#define RPCDIAG_BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define CLOCK_MS(n) ((int64_t)(n)*1000)
#define CLOCK_S(n) ((int64_t)(n)*1000000)

/* Monotonic time in microseconds since an unspecified start. */
int64_t clock_mono_us(void);
/* Wall clock, seconds since 1970 UTC. */
time_t clock_wall(void);

/* For tests: freeze both clocks at these values; negative thaws them. */
void clock_fake(int64_t mono_us, time_t wall);

/* "2026-11-21T11:02:03Z" (RFC 3339, UTC) into out[21]. */
void clock_rfc3339(time_t t, char out[21]);

/* The reverse; false when text is no such time. */
bool clock_parse_rfc3339(const char *text, time_t *t);

#endif
