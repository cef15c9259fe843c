/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/command.h"
#include "config.h"

static int
version_run(struct cli *cli)
{
	(void)cli;
	printf("rpcdiag %s\n", PACKAGE_VERSION);
	return 0;
}

const struct command command_version = {
	.name = "version",
	.bit = CMD_VERSION,
	.operands = "",
	.help = "show the version",
	.about = "Shows the name and version of this program.",
	.run = version_run,
};
