/* SPDX-License-Identifier: Apache-2.0 */
/* Profiles, and the registry value that overrules them all. */

#include "lint/walk.h"

void
judge_profiles(struct lint *l, const struct lint_file *f)
{
	struct lint_place at;
	const struct reg_value *ds =
	    lint_find_value(l, KEY_PROVIDER, "DS Server", &at);
	const char *name =
	    ds != NULL && ds->strings.n > 0 ? ds->strings.v[0] : NULL;

	for (size_t i = 0; i < f->profiles.n; i++)
		walk_profile(l, f, &f->profiles.v[i], name);
	if (ds != NULL)
		lint_place_free(&at);
}
