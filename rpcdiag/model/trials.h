/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What repeated tunnels to one endpoint show taken together: how often both
 * channels met, whether it depends on the nodes they landed on, and how likely
 * that would be if it were chance.
 */
#ifndef RPCDIAG_MODEL_TRIALS_H
#define RPCDIAG_MODEL_TRIALS_H

#include "model/nodes.h"

/* Enough for a sentence about "always": 1 - 2^-7 with two nodes. */
#define TRIALS_ENOUGH 7

/* Tunnels that opened (CONN/C2 came), that stayed silent after CONN/A3, and
 * that were refused behind the logon, by the nodes that served their channels.
 */
struct tally {
	unsigned opened, silent, failed;
};

struct trials {
	struct tally all;
	/* IN and OUT on one node, and on two, as nodes_find tells them apart;
	 * of unknown nodes in neither. */
	struct tally same, apart;
};

/* Chance that leaves a doubt: where it would do something more often than in
 * one run of twenty, nothing is said. */
#define TRIALS_DOUBT 0.05

/* Do the channels of a tunnel keep together when they have one TLS session? */
enum sharing {
	SHARING_UNKNOWN, /* not tried, or nothing can be told from it */
	SHARING_NO,	 /* they part as well */
	SHARING_FIXES,	 /* always, and chance alone would hardly do that */
};

/* A tunnel to a real endpoint that came to one of these ends. */
bool trials_holds(const struct check *c);
/* One whose nodes are both known, with one TLS session for its channels or one
 * for each; it may not have been waited for. */
bool trials_pairs(
    const struct nodes *n, const struct check *c, bool one_session);
/* Of one endpoint (-1 = of all). */
void trials_count(const struct checks *all, int endpoint, struct trials *out);
/* Of the endpoints that did not always open. */
void trials_count_broken(const struct checks *all, struct trials *out);
unsigned tally_n(const struct tally *t); /* opened or silent */
/* c is one that trials_holds. */
void tally_add(struct tally *t, const struct check *c);
/* Fisher's exact test: how often chance alone would put at least as many of
 * the silent ones among those apart; 0 to 1. */
double trials_chance(const struct trials *t);
enum sharing trials_sharing(const struct checks *all);
/* "5 of 5 tunnels with their channels on two front ends stayed silent, and 0
 * of 3 on one; chance alone would do that in 1.8 % of cases"; owned, NULL
 * when the nodes tell nothing. */
char *trials_text(const struct checks *all);
/* What trials_sharing found, as a sentence without its full stop; owned, NULL
 * when that is nothing. */
char *sharing_text(const struct checks *all);

#endif
