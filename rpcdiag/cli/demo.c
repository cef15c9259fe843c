/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rpcdiag demo: starts the simulated site, asks it how it wants to be
 * checked, and checks it. Knows no scenario: their table is the lab's.
 */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/check.h"
#include "cli/command.h"
#include "cli/complain.h"
#include "cli/lab_process.h"
#include "cli/params.h"
#include "cli/stop.h"

#define DEFAULT_SCENARIO "DSPROXY_IPV4_ONLY_6004"

/* A field of the lab's line and the option that takes it. */
static const struct {
	const char *field;
	const char *option;
} field_options[] = {
	{ "proxy", "--proxy" },
	{ "server", "--server" },
	{ "ca_file", "--cacert" },
	{ "user", "--user" },
	{ "password_file", "--password-file" },
};

static void
endpoints_add(struct strlist *args, const cJSON *ports)
{
	struct strlist texts = { 0 };
	const cJSON *port;
	char *joined;

	cJSON_ArrayForEach(port, ports) if (cJSON_IsNumber(port))
	    strlist_addf(&texts, "%d", port->valueint);
	joined = strlist_join(&texts, ",");
	if (texts.n > 0) {
		strlist_add(args, "--endpoints");
		strlist_add(args, joined);
	}
	free(joined);
	strlist_clear(&texts);
}

/* The arguments that a user would have typed for this site. */
static struct err *
args_of_site(const cJSON *site, struct strlist *args)
{
	const cJSON *item;

	for (size_t i = 0; i < sizeof(field_options) / sizeof(*field_options);
	     i++) {
		item = cJSON_GetObjectItemCaseSensitive(
		    site, field_options[i].field);
		if (!cJSON_IsString(item))
			continue;
		strlist_add(args, field_options[i].option);
		strlist_add(args, item->valuestring);
	}
	if (args->n == 0)
		return err_new("the lab did not say where it is");
	endpoints_add(
	    args, cJSON_GetObjectItemCaseSensitive(site, "endpoints"));
	cJSON_ArrayForEach(
	    item, cJSON_GetObjectItemCaseSensitive(site, "options"))
	{
		if (cJSON_IsString(item))
			strlist_add(args, item->valuestring);
	}
	return NULL;
}

static void
say_site(const struct cli *given, const char *scenario, const cJSON *site)
{
	const cJSON *proxy = cJSON_GetObjectItemCaseSensitive(site, "proxy");

	if (!given->quiet && cJSON_IsString(proxy))
		fprintf(stderr,
		    "rpcdiag demo: checking the simulated site %s at %s\n",
		    scenario, proxy->valuestring);
}

/* The site's arguments first, so that the user's own come after them. */
static int
site_check(const struct cli *given, struct strlist *args)
{
	struct cli cli;
	struct err *e;
	int status;

	for (int i = 0; i < given->argc; i++)
		strlist_add(args, given->argv[i]);
	cli_init(&cli);
	cli.forward_given = true; /* no proxy stands before a loopback */
	e = params_parse(options, &command_demo, &cli, (int)args->n, args->v);
	if (e != NULL)
		status = complain("demo", e);
	else
		status = check_exec(&cli, "demo");
	cli_clear(&cli);
	return status;
}

static int
site_run(const struct cli *given, const char *scenario, const char *line)
{
	cJSON *site = cJSON_Parse(line);
	struct strlist args = { 0 };
	struct err *e = args_of_site(site, &args);
	int status;

	if (e != NULL) {
		status = complain("demo", e);
	} else {
		say_site(given, scenario, site);
		status = site_check(given, &args);
	}
	cJSON_Delete(site);
	strlist_clear(&args);
	return status;
}

static int
scenario_run(const struct cli *given, const char *scenario)
{
	struct lab_process lab;
	char *line = NULL;
	struct err *e = lab_open(&lab, "--scenario", scenario);
	int status;

	if (e == NULL)
		e = lab_ready(&lab, &line);
	if (e != NULL) {
		status = complain("demo", e);
		if (stop_asked())
			status = STATUS_STOPPED;
	} else {
		status = site_run(given, scenario, line);
	}
	lab_close(&lab);
	free(line);
	return status;
}

static int
demo_run(struct cli *cli)
{
	const char *scenario = DEFAULT_SCENARIO;
	int status = 0;

	if (cli->list) {
		struct err *e = lab_list(&status);

		return e != NULL ? complain("demo", e) : status;
	}
	if (cli->operands.n > 0)
		scenario = cli->operands.v[0];
	return scenario_run(cli, scenario);
}

const struct command command_demo = {
	.name = "demo",
	.bit = CMD_DEMO,
	.operands = "[SCENARIO]",
	.max_operands = 1,
	.help = "check a simulated site on this machine",
	.about = "Starts rpcdiag-lab with a scenario "
		 "(default " DEFAULT_SCENARIO "), checks it as any other "
		 "site, and ends it. Options given here come after those "
		 "the site needs. The exit status is check's.",
	.run = demo_run,
};
