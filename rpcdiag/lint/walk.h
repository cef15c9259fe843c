/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the MAPI of Exchange (the download; Outlook has a logic of its own)
 * sends address book calls: seven steps, walked over what a profile says.
 */
#ifndef RPCDIAG_LINT_WALK_H
#define RPCDIAG_LINT_WALK_H

#include "lint/judge.h"

#define WALK_STEPS 7

enum walk_outcome {
	WALK_READ,    /* settings are read, nothing is decided */
	WALK_PASSED,  /* not taken: on to the next step */
	WALK_TRIED,   /* this is what the provider tries */
	WALK_STOPPED, /* tried, and refused because of the profile */
	WALK_UNKNOWN, /* the dump does not show what decides */
	WALK_NOUTCOMES
};

struct walk_step {
	enum walk_outcome outcome;
	char *text;
};

/* How the call for a referral authenticates (rpcdce.h). */
#define AUTHN_UNKNOWN 0
#define AUTHN_NEGOTIATE 9
#define AUTHN_WINNT 10
#define AUTHN_KERBEROS 16

struct lint_walk {
	const char *file;    /* borrowed */
	const char *profile; /* borrowed; "" = not told */
	bool outlook;	     /* a profile of Outlook, whose logic is another */
	struct walk_step step[WALK_STEPS];
	char *server;	    /* whom the address book will ask, in words */
	unsigned mechanism; /* AUTHN_UNKNOWN = the dump does not tell */
	struct strlist stopped_by; /* properties that stop a referral */
};

/* "RPC_C_AUTHN_GSS_NEGOTIATE"; NULL for a number without a name here. */
const char *walk_mechanism_name(unsigned mechanism);
const char *walk_outcome_name(enum walk_outcome o);
/* Appended to l->walk. ds_server: of the registry, NULL = not set there. */
void walk_profile(struct lint *l, const struct lint_file *f,
    const struct profile *p, const char *ds_server);
void walk_clear(struct lint_walk *w);

#endif
