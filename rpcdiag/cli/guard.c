/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/guard.h"

#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static bool entered;
static struct rlimit core_before;

void
guard_enter(void)
{
	struct rlimit none;

	if (entered)
		return;
	entered = true;
	getrlimit(RLIMIT_CORE, &core_before);
	none = core_before;
	none.rlim_cur = 0;
	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
}

void
guard_leave(void)
{
	if (!entered)
		return;
	entered = false;
	setrlimit(RLIMIT_CORE, &core_before);
	prctl(PR_SET_DUMPABLE, 1);
}
