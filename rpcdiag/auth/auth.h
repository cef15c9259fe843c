/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Security mechanisms as token machines: a server token goes in, a client
 * token comes out, and nothing here knows whether it travels in an HTTP header
 * or in a DCE/RPC auth trailer. Each mechanism is one file and one table row.
 * A machine belongs to one thread at a time and holds copies of all it needs.
 */
#ifndef RPCDIAG_AUTH_AUTH_H
#define RPCDIAG_AUTH_AUTH_H

#include "auth/level.h"
#include "base/buf.h"
#include "base/secret.h"

#define AUTH_TOKEN_MAX 65536

enum auth_result {
	AUTH_MORE,   /* send the token; the server has to answer it */
	AUTH_LAST,   /* send the token, if there is one; we are finished */
	AUTH_FAILED, /* no token: the server's was refused, or we cannot */
};

enum auth_fault {
	AUTH_FAULT_NONE,
	AUTH_FAULT_PASSWORD,	   /* the KDC says the password is wrong */
	AUTH_FAULT_USER,	   /* the KDC does not know the user */
	AUTH_FAULT_ACCOUNT,	   /* disabled, locked out or expired */
	AUTH_FAULT_TARGET,	   /* the KDC does not know the SPN */
	AUTH_FAULT_KDC,		   /* no KDC was found or reached */
	AUTH_FAULT_CLOCK,	   /* the clocks differ too much */
	AUTH_FAULT_NO_CREDENTIALS, /* no password, ticket or key to use */
	AUTH_FAULT_NO_MECHANISM,   /* not installed on this machine */
	AUTH_FAULT_TICKET,	   /* the server cannot read the ticket */
	AUTH_FAULT_TOKEN,	   /* the server's token is not acceptable */
	AUTH_FAULT_OTHER,
};

struct auth_error {
	enum auth_fault fault;
	uint32_t major, minor; /* of GSSAPI; 0 = not from there */
	int kerberos;	       /* what KDC or server sent, RFC 4120 7.5.9 */
	char client[128];      /* whom Kerberos took us for; "" = unknown */
	char target[128];      /* the service a ticket was wanted for */
	char text[256];	       /* the library's words; "" = none */
};

/*
 * Who we are. With a password the user is "user", "DOMAIN\user" or
 * "user@realm". Without one: the keys of a keytab, or the tickets of a
 * credentials cache (both NULL: the default cache), perhaps of one user.
 */
struct auth_identity {
	const char *user;
	const struct secret *password; /* NULL or not given = none */
	const char *ccache;	       /* "FILE:/tmp/x", or a path */
	const char *keytab;
	/* Counts the logons that are refused (net/lockout.h); NULL = none. */
	struct lockout *lockout;
};

/* What a machine is opened for; all is copied. */
struct auth_spec {
	const struct auth_identity *who;
	const char *service; /* "HTTP", "host", "exchangeMDB" */
	const char *host;
	const char *spn; /* whole, "HTTP/mail.contoso.test"; or NULL */
	enum auth_level level;
	/* application data of the channel bindings; p == NULL: none */
	struct span bindings;
};

/*
 * A DCE/RPC PDU to be protected or verified, from its header to the end of
 * the 8 fixed bytes of its sec_trailer; lengths in the header are final.
 * What is sealed is changed in place.
 */
struct auth_pdu {
	uint8_t *p;
	size_t n;
	size_t body;	/* offset of the stub */
	size_t body_n;	/* bytes of stub and padding */
	bool only_body; /* header signing was not agreed on */
};

struct auth; /* one exchange of tokens, for one connection */

struct auth_mech {
	const char *name;   /* as users and reports say it: "basic" */
	const char *scheme; /* in WWW-Authenticate; NULL = none sent */
	uint8_t rpc_type;   /* [MS-RPCE] 2.2.1.1.7; 0 = not for DCE/RPC */
	bool blocks;	    /* a step may wait for a KDC */
	bool readable;	    /* who sees the token has the password */
	bool mutual;	    /* when it finishes, the server accepted us */
	bool last_answered; /* in DCE/RPC even the last token has an answer */
	struct auth *(*open)(const struct auth_spec *spec);
	/* in is empty on the first step. The raw token is appended to out. */
	enum auth_result (*step)(
	    struct auth *a, struct span in, struct buf *out);
	void (*close)(struct auth *a);
	/* Why the last step, protect or verify failed; NULL = cannot tell. */
	const struct auth_error *(*error)(const struct auth *a);
	/* What it became, by the tokens it made: "kerberos", "ntlm"; NULL =
	 * not known yet. */
	const char *(*package)(const struct auth *a);
	/* After AUTH_LAST, at level packet and above; NULL = not for RPC: */
	size_t (*signature_size)(struct auth *a); /* 0 = cannot sign */
	bool (*protect)(struct auth *a, struct auth_pdu *pdu, struct buf *out);
	bool (*verify)(
	    struct auth *a, struct auth_pdu *pdu, struct span signature);
};

extern const struct auth_mech auth_negotiate; /* RFC 4178, [MS-SPNG] */
extern const struct auth_mech auth_ntlm;      /* [MS-NLMP] */
extern const struct auth_mech auth_kerberos;  /* RFC 4121, [MS-KILE] */
extern const struct auth_mech auth_basic;     /* RFC 7617 */
/* NTLM's first message twice and never the last: an experiment, no logon. */
extern const struct auth_mech auth_challenge;

/* Does the account belong to the realm of this machine (krb5.conf), so that a
 * KDC is to be expected? Reads files, and waits for nobody. */
bool auth_realm_is_ours(const char *user);
/*
 * Once, before any thread is started, for accounts with a password (other may
 * be NULL): when no realm of theirs is known, Kerberos is shown nothing of
 * krb5.conf, since its library would ask the default realm's KDC all the same,
 * which on some systems is a stranger's.
 */
void auth_settle(const char *user, const char *other);
/* By name, ignoring case; NULL when this version does not speak it. */
const struct auth_mech *auth_mech_find(const char *name);
/* "wrong password", ...; "" for AUTH_FAULT_NONE. */
const char *auth_fault_text(enum auth_fault f);

#endif
