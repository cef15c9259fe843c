/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report as one file for a browser, a printer or a mail: no script, and
 * nothing that has to be loaded. The parts below are for html.c alone.
 */
#ifndef RPCDIAG_REPORT_HTML_H
#define RPCDIAG_REPORT_HTML_H

#include "report/ladder.h"
#include "report/markup.h"
#include "report/render.h"

bool html_render(
    const struct report *r, const struct render_options *o, struct buf *out);

struct html {
	struct markup m;
	const struct report *r;
	const struct render_options *o;
	struct ladder ladder;
};

/* report.css, a line each, NULL at the end; made when the program is built. */
extern const char *const html_style[];

/* A text of our pages, in which `...` is code. */
void html_prose(struct markup *m, const char *text);
/* <section> with its heading, "h2" or below. */
void html_section(struct markup *m, const char *level, const char *heading);
/* The name that evidence links to; owned. */
char *html_anchor(const char *check);

/* What to do, why, what shows it, what looks alike: html_finding.c. */
void html_finding(struct html *h, const struct finding *f, const char *level);
/* The rest of its page. */
void html_page(struct html *h, const struct page_text *page, const char *level);
/* The steps and when they ran: html_ladder.c. */
void html_ladder(struct html *h);
/* A row of a table of two columns; class may be NULL. */
void html_fact(struct markup *m, const char *label, const struct fact *f,
    const char *class);
/* RPC authentication, nodes, address book, certificate: html_table.c. */
void html_tables(struct html *h);

#endif
