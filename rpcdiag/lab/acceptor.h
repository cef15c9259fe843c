/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One client that logs on: the server's side of an exchange of tokens, by
 * GSSAPI. Knows nothing of what carries the tokens, and neither passwords nor
 * keys: the account's files do (lab/account.h).
 */
#ifndef RPCDIAG_LAB_ACCEPTOR_H
#define RPCDIAG_LAB_ACCEPTOR_H

#include "lab/sealing.h"

enum acceptor_package {
	ACCEPTOR_NTLM,
	ACCEPTOR_SPNEGO, /* with NTLM inside, or Kerberos if that is taken */
	ACCEPTOR_KERBEROS,
};

enum acceptor_result {
	ACCEPTOR_MORE,	  /* the client has to answer */
	ACCEPTOR_DONE,	  /* logged on; there may be a last token */
	ACCEPTOR_REFUSED, /* wrong password, or no token at all */
};

enum acceptor_protection { /* "extended protection" of IIS */
	PROTECTION_OFF,
	PROTECTION_ALLOW, /* bindings may be missing, but not be wrong */
	PROTECTION_REQUIRE,
};

struct acceptor;

/* There is a keytab; else Kerberos is a package that nobody registered. */
bool acceptor_takes_kerberos(void);
/* computer: the NetBIOS name that the challenge gives. The
 * bindings stay the caller's; empty where there is no TLS to be bound to. */
struct acceptor *acceptor_new(enum acceptor_package package,
    const char *computer, struct span bindings,
    enum acceptor_protection protection);
void acceptor_free(struct acceptor *a);
/* Append the answering token to out; a refusal may have one, too: a KRB-ERROR.
 * It is written to the trace as "logon refused user=...". */
enum acceptor_result acceptor_step(
    struct acceptor *a, struct span in, struct buf *out);
/* When it is done: who that is, without a domain; "" = not known. */
const char *acceptor_user(const struct acceptor *a);
/* When it is done: how PDUs are signed and sealed from now on, as long as the
 * acceptor lives. False when they cannot be. */
bool acceptor_seal(
    const struct acceptor *a, enum auth_level level, struct sealing *out);

#endif
