/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP authentication of a node: which schemes it offers, and whether a
 * request carries good Basic credentials; lab/visitor.h has the others. */
#ifndef RPCDIAG_LAB_LOGON_H
#define RPCDIAG_LAB_LOGON_H

#include <stdatomic.h>

#include "base/strlist.h"
#include "lab/acceptor.h"
#include "lab/account.h"
#include "lab/http_conn.h"

#define LOGON_REALM "rpc.contoso.test"

struct logon {
	bool forward; /* a forward proxy's: Proxy-Authorization and so on */
	struct strlist schemes;
	const struct account *account;
	const char *computer; /* for the challenges of NTLM and Negotiate */
	struct span bindings; /* of the node's certificate */
	enum acceptor_protection protection;
	bool qualified;		 /* Basic has no default domain */
	const char *realm;	 /* of Basic; NULL = LOGON_REALM */
	bool breaks_ntlm;	 /* NTLM's contexts get lost between its legs */
	atomic_uint *ntlm_works; /* once so many logons were made */
};

/* schemes: separated by blanks. */
void logon_init(
    struct logon *l, const char *schemes, const struct account *account);
void logon_clear(struct logon *l);
/* Whose good Basic credentials these are; NULL when they are not, with "logon
 * refused user=..." in the trace. */
const struct account *logon_accepted(
    const struct logon *l, const struct http_head *head);
/* Whether anybody answers who knows passwords; takes a while if not. */
bool logon_reaches_dc(const struct logon *l);
/* What the client's field with credentials is called, and the demand's. */
const char *logon_field(const struct logon *l);
const char *logon_demand(const struct logon *l);
/* Append the lines that demand a logon. */
BUF_MUST_CHECK bool logon_put_challenges(
    const struct logon *l, struct buf *out);

#endif
