/* SPDX-License-Identifier: Apache-2.0 */
/* Setters for what files are judged by. */
#include "base/mem.h"
#include "cli/set.h"

struct err *
set_servers(struct cli *cli, const char *value)
{
	strlist_split(&cli->servers, value, ", ;");
	return cli->servers.n == 0 ? err_new("the list of servers is empty")
				   : NULL;
}

struct err *
set_with(struct cli *cli, const char *value)
{
	if (*value == '\0')
		return err_new("the name of the file is empty");
	mem_set(&cli->with, value);
	return NULL;
}
