/* SPDX-License-Identifier: Apache-2.0 */
#include "report/tables.h"

#include "report/auth_table.h"
#include "report/node_table.h"

static const struct table_kind kinds[] = {
	{ "RPC authentication", auth_table_is_needed, auth_table_make },
	{ "Front-end nodes", node_table_is_needed, node_table_make },
};

const struct table_kind *
table_needed(const struct checks *c, unsigned n)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (kinds[i].is_needed(c) && n-- == 0)
			return &kinds[i];
	return NULL;
}
