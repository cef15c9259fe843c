/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

static int64_t fake_mono = -1;
static time_t fake_wall = -1;

int64_t
clock_mono_us(void)
{
	struct timespec ts;

	if (fake_mono >= 0)
		return fake_mono;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return CLOCK_S(ts.tv_sec) + ts.tv_nsec / 1000;
}

time_t
clock_wall(void)
{
	return fake_wall >= 0 ? fake_wall : time(NULL);
}

void
clock_fake(int64_t mono_us, time_t wall)
{
	fake_mono = mono_us;
	fake_wall = wall;
}

void
clock_rfc3339(time_t t, char out[21])
{
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL ||
	    strftime(out, 21, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		out[0] = '\0';
}

bool
clock_parse_rfc3339(const char *text, time_t *t)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &tm);

	*t = timegm(&tm);
	return end != NULL && *end == '\0';
}
