/* SPDX-License-Identifier: Apache-2.0 */
/* Setters for how much is tested and how long it may take. */
#include <limits.h>

#include "cli/number.h"
#include "cli/set.h"

#define TRIALS_MAX 1000000
#define CHANNEL_LIFETIME_LEAST 131072 /* [MS-RPCH] 2.2.3.5.5 */

struct err *
set_inside(struct cli *cli, const char *value)
{
	(void)value;
	cli->config.inside = true;
	return NULL;
}

struct err *
set_association(struct cli *cli, const char *value)
{
	(void)value;
	cli->config.association = true;
	return NULL;
}

struct err *
set_trials(struct cli *cli, const char *value)
{
	return count_parse(value, 1, TRIALS_MAX, &cli->config.trials);
}

struct err *
set_channel_lifetime(struct cli *cli, const char *value)
{
	return count_parse(value, CHANNEL_LIFETIME_LEAST, INT_MAX,
	    &cli->config.channel_lifetime);
}

struct err *
set_idle(struct cli *cli, const char *value)
{
	return seconds_parse(value, &cli->config.idle_us);
}

struct err *
set_watch(struct cli *cli, const char *value)
{
	return minutes_parse(value, &cli->config.watch_us);
}

struct err *
set_interval(struct cli *cli, const char *value)
{
	return seconds_parse(value, &cli->config.interval_us);
}

struct err *
set_timeout(struct cli *cli, const char *value)
{
	return seconds_parse(value, &cli->config.step_us);
}

struct err *
set_deadline(struct cli *cli, const char *value)
{
	return seconds_parse(value, &cli->config.deadline_us);
}
