/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The directory of the simulated site: three users, one of them the account,
 * and where each has a mailbox. What is wrong with it is a scenario's; what a
 * service makes of that is the service's business.
 */
#ifndef RPCDIAG_LAB_DIRECTORY_H
#define RPCDIAG_LAB_DIRECTORY_H

#include <stdbool.h>

#include "base/span.h"

#define DIRECTORY_ROOT "/o=Contoso/ou=Exchange"
#define DIRECTORY_USER DIRECTORY_ROOT "/cn=Recipients/cn="
#define DIRECTORY_SERVER DIRECTORY_ROOT "/cn=Configuration/cn=Servers/cn="

#define DIRECTORY_MDB "/cn=Microsoft Private MDB" /* of a server */
#define DIRECTORY_OTHER "MBX2" /* where a mailbox is that was moved */

struct directory_knobs { /* all zero: healthy */
	bool moved;	 /* the account's mailbox lives on another server */
	bool encrypted;	 /* the store demands that calls be encrypted */
	bool hidden;	 /* the account is in no address list */
	bool absent;	 /* the address book does not know the account at all */
	bool dcs_v4;	 /* for IPv6 the address book has no DC to ask */
	bool no_policy;	 /* none of the RD Gateway admits the account */
	const char *dsa; /* whom clients are sent to; NULL = this server */
	const char *dsa_too;  /* each second time, or NULL */
	const char *dsa_next; /* whom the one at dsa names in turn, or NULL */
};

struct person {
	const char *name; /* as in the address book */
	const char *dn;	  /* legacyExchangeDN */
};

#define DIRECTORY_PEOPLE 3

extern const struct person directory_people[DIRECTORY_PEOPLE];

/* Whoever has this DN, in any case; NULL when nobody has. */
const struct person *directory_find(struct span dn);
/* Whoever is meant by what somebody typed: a DN, or how a part of the name
 * begins. *n: how many it could be; only one is returned. */
const struct person *directory_match(const char *typed, unsigned *n);
/* The one who may log on; the others have mailboxes of their own. */
bool directory_is_account(const struct person *p);

#endif
