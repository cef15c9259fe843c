/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/log.h"
#include "config.h"
#include "verdict/page.h"
#include "verdict/say.h"

#define WIDTH_MIN 60 /* narrower, a wrapped line says less than a cut one */
#define LINE_MAX_BYTES 4096

static bool
color_wanted(const struct cli *cli, int fd, bool to_file)
{
	const char *no_color = getenv("NO_COLOR"); /* no-color.org */
	const char *term = getenv("TERM");

	if (cli->color != COLOR_AUTO)
		return cli->color == COLOR_ALWAYS;
	if (to_file || !isatty(fd) || term == NULL)
		return false;
	return (no_color == NULL || *no_color == '\0') &&
	    strcmp(term, "dumb") != 0;
}

static unsigned
width_of(int fd)
{
	struct winsize size;

	if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 ||
	    size.ws_col > RENDER_WIDTH)
		return RENDER_WIDTH;
	return size.ws_col < WIDTH_MIN ? WIDTH_MIN : size.ws_col;
}

static enum render_verbosity
verbosity_of(const struct cli *cli)
{
	if (cli->verbosity > 0)
		return RENDER_FULL;
	return cli->quiet ? RENDER_ANSWER : RENDER_NORMAL;
}

static char *
fill(const char *text, const void *report)
{
	return say_fill(text, report);
}

/* Renderers may not know the pages of the findings; we may. */
static struct page_text *
page_of(const struct report *report, const char *id)
{
	const struct page *page = page_find(id);

	return page == NULL ? NULL : page_text_new(page, fill, report);
}

static struct render_options
options_for(const struct cli *cli, int fd, bool to_file)
{
	return (struct render_options){
		.color = color_wanted(cli, fd, to_file),
		.width = to_file ? RENDER_WIDTH : width_of(fd),
		.verbosity = verbosity_of(cli),
		.version = PACKAGE_VERSION,
		.page = page_of,
	};
}

struct render_options
draw_options(const struct cli *cli)
{
	return options_for(cli, STDOUT_FILENO, cli->output != NULL);
}

static const struct renderer *
renderer_of(const struct cli *cli)
{
	return cli->renderer != NULL ? cli->renderer : renderer_nth(0);
}

static struct err *
fits(bool ok, const struct buf *out)
{
	return ok ? NULL
		  : err_new("the report is larger than %zu bytes", out->max);
}

struct err *
draw_report(const struct cli *cli, const struct report *report, struct buf *out)
{
	struct render_options o = draw_options(cli);

	return fits(renderer_of(cli)->render(report, &o, out), out);
}

bool
draw_streams(const struct cli *cli)
{
	return renderer_of(cli)->check != NULL;
}

struct err *
draw_check(const struct cli *cli, const struct report *report,
    const struct check *check, struct buf *out)
{
	struct render_options o = draw_options(cli);

	return fits(renderer_of(cli)->check(report, check, &o, out), out);
}

struct err *
draw_end(const struct cli *cli, const struct report *report, struct buf *out)
{
	struct render_options o = draw_options(cli);

	return fits(renderer_of(cli)->end(report, &o, out), out);
}

struct err *
draw_plain_only(const struct cli *cli)
{
	const char *name = renderer_of(cli)->name;

	if (strcmp(name, "text") == 0 || strcmp(name, "json") == 0)
		return NULL;
	return err_new("--format: \"%s\" is not one of text, json", name);
}

bool
draw_progress_wanted(const struct cli *cli)
{
	if (cli->quiet || cli->verbosity >= LOG_EVENTS)
		return false;
	return cli->verbosity > 0 || isatty(STDERR_FILENO);
}

void
draw_progress(const struct cli *cli, const struct check *check)
{
	struct render_options o = options_for(cli, STDERR_FILENO, false);
	struct buf line;

	buf_init(&line, LINE_MAX_BYTES);
	if (progress_line(check, &o, &line))
		fputs(buf_text(&line), stderr);
	buf_clear(&line);
}

void
draw_waiting(const struct cli *cli, const struct check *check,
    const char *stage, int64_t waited_us, int64_t at_most_us)
{
	struct render_options o = options_for(cli, STDERR_FILENO, false);
	struct buf line;

	buf_init(&line, LINE_MAX_BYTES);
	if (progress_wait(check, stage, waited_us, at_most_us, &o, &line))
		fputs(buf_text(&line), stderr);
	buf_clear(&line);
}
