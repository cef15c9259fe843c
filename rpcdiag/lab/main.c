/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>

#include "base/log.h"
#include "lab/crew.h"
#include "lab/site.h"

#define EXIT_USAGE 3

/* Before any thread exists: all of them inherit the mask. */
static void
hold_signals(sigset_t *ending)
{
	sigemptyset(ending);
	sigaddset(ending, SIGTERM);
	sigaddset(ending, SIGINT);
	sigaddset(ending, SIGHUP);
	sigprocmask(SIG_BLOCK, ending, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void
announce(const struct site *s)
{
	char *line = site_announcement(s);

	puts(line);
	fflush(stdout);
	free(line);
}

static int
complain(struct err *e)
{
	fprintf(stderr, "rpcdiag-lab: %s\n", err_text(e));
	err_free(e);
	return EXIT_USAGE;
}

static int
serve(const struct scenario *scenario, const struct options *o)
{
	static struct site site;
	sigset_t ending;
	struct err *e;
	int sig;

	hold_signals(&ending);
	if (o->die_with_parent)
		prctl(PR_SET_PDEATHSIG, SIGTERM);
	crew_open();
	e = site_open(&site, scenario, o);
	if (e == NULL) {
		announce(&site);
		sigwait(&ending, &sig);
	}
	crew_close();
	site_close(&site);
	return e == NULL ? 0 : complain(e);
}

int
main(int argc, char **argv)
{
	const struct scenario *scenario;
	struct options o;
	struct err *e = options_parse(argc, argv, &o);

	if (e != NULL)
		return complain(e);
	if (o.help || o.list) {
		if (o.help)
			options_usage();
		else
			scenario_list();
		return 0;
	}
	scenario = scenario_find(o.scenario);
	if (scenario == NULL)
		return complain(err_new("no scenario '%s'; rpcdiag-lab --list "
					"names them",
		    o.scenario));
	log_set(o.verbose > LOG_BYTES ? LOG_BYTES : (enum log_level)o.verbose);
	return serve(scenario, &o);
}
