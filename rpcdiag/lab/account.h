/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The account that may log on to the site, over HTTP and over RPC alike,
 * perhaps a second one, and perhaps one for a forward proxy: the password
 * here, for Basic, and in a file that NTLM's acceptor reads. Who else has a
 * ticket for a key of the keytab is the KDC's business.
 */
#ifndef RPCDIAG_LAB_ACCOUNT_H
#define RPCDIAG_LAB_ACCOUNT_H

#include <stdbool.h>

#include "base/err.h"
#include "base/secret.h"
#include "lab/addr.h"
#include "lab/scratch.h"

#define ACCOUNT_USER "CONTOSO\\alice" /* unless another one is asked for */
#define ACCOUNT_FORWARD_USER "CONTOSO\\bob" /* of the forward proxy */
#define ACCOUNT_SECOND_USER "CONTOSO\\carol"
#define ACCOUNT_SUFFIX "contoso.test"
#define ACCOUNT_KEYTAB "KRB5_KTNAME" /* where MIT Kerberos looks for it */

struct account {
	const char *user; /* DOMAIN\NAME */
	struct secret password;
	bool disabled;		    /* whatever the password, over HTTP */
	const struct account *next; /* of the same site; NULL = the last */
	bool has_dc;		    /* a domain controller has to be asked */
	struct addr dc;
};

struct account_order {
	const char *user;
	const char *password_file; /* NULL = made up */
	const char *keytab;	   /* of the site's services; NULL = none */
	bool wrong_http;	   /* what the client is told is not it */
	bool wrong_rpc;
	struct account *second;	 /* NULL = none; its password is made up */
	struct account *forward; /* likewise */
	bool wrong_forward;
};

/* Also writes the scratch files with what the client is told, and those that
 * GSSAPI needs; before there is another thread, since it sets environment
 * variables. */
struct err *account_open(struct account *a, const struct scratch *scratch,
    const struct account_order *order);
void account_close(struct account *a);
/* Whose name this is, of a site's accounts, in any of its forms: NAME,
 * DOMAIN\NAME, NAME@suffix; NULL = nobody's. */
const struct account *account_find(const struct account *all, const char *user);

#endif
