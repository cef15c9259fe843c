/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of model/fact_fields.h about the services behind the endpoints:
 * mailbox store, referral, address book, associations. */
#ifndef RPCDIAG_MODEL_FACT_FIELDS_SERVICE_H
#define RPCDIAG_MODEL_FACT_FIELDS_SERVICE_H

#define FACT_FIELDS_SERVICE(X) \
	X(STORE_VERSION, "store_version", FACT_STR, "of EcDoConnectEx") \
	X(MAILBOX_SERVER, "mailbox_server", FACT_STR, \
	    "DN of the server that has the mailbox, if not this one") \
	X(REFERRAL_SERVER, "referral_server", FACT_STR, "of RfrGetNewDSA") \
	X(BOOK_ENTRIES, "book_entries", FACT_INT, "in the address list") \
	X(BOOK_FOUND, "book_found", FACT_BOOL, "the mailbox is there") \
	X(BOOK_NAME, "book_name", FACT_STR, "that was to be matched") \
	X(BOOK_MATCH, "book_match", FACT_STR, \
	    "entries that it matches: one, none, several") \
	X(BOOK_HOME, "book_home", FACT_STR, \
	    "DN of the server that the entry's mailbox is on") \
	X(SERVER_DN, "server_dn", FACT_STR, \
	    "asked for with RfrGetFQDNFromServerDN") \
	X(SERVER_FQDN, "server_fqdn", FACT_STR, "its answer") \
	X(ASSOCIATION_ROLE, "association_role", FACT_STR, \
	    "first; same (the same account in its association), apart and " \
	    "again (the second account in one of its own), other (in the " \
	    "first's)") \
	X(ASSOCIATION_RESULT, "association_result", FACT_STR, \
	    "ok, refused, lost (ok at first), silent, unclear") \
	X(ASSOCIATION_WAIT, "association_wait", FACT_STR, \
	    "what came to EcDoAsyncWaitEx: parked, answered, fault; bound " \
	    "(there was nothing to wait on), rejected")

#endif
