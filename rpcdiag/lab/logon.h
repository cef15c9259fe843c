/* SPDX-License-Identifier: Apache-2.0 */
/* HTTP authentication of a node: which schemes it offers, and whether a
 * request carries good Basic credentials; lab/visitor.h has the others. */
#ifndef RPCDIAG_LAB_LOGON_H
#define RPCDIAG_LAB_LOGON_H

#include "base/strlist.h"
#include "lab/acceptor.h"
#include "lab/account.h"
#include "lab/http_conn.h"

#define LOGON_REALM "rpc.contoso.test"

struct logon {
	struct strlist schemes;
	const struct account *account;
	const char *computer; /* for the challenges of NTLM and Negotiate */
	struct span bindings; /* of the node's certificate */
	enum acceptor_protection protection;
};

/* schemes: separated by blanks. */
void logon_init(
    struct logon *l, const char *schemes, const struct account *account);
void logon_clear(struct logon *l);
/* Writes "logon refused user=..." to the trace when it is not. */
bool logon_accepted(const struct logon *l, const struct http_head *head);
/* Append the WWW-Authenticate lines. */
BUF_MUST_CHECK bool logon_put_challenges(
    const struct logon *l, struct buf *out);

#endif
