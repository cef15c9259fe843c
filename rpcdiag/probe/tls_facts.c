/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/tls_facts.h"

#include <strings.h>

static void
certificate_facts(
    struct fact_set *f, const struct tls_facts *t, const char *want)
{
	fact_put_bool(f, FACT_TLS_TRUSTED, t->trusted);
	fact_put_str(f, FACT_TLS_VERIFY, t->verify);
	fact_put_bool(f, FACT_TLS_NAME_OK, t->name_ok);
	fact_put_bool(f, FACT_TLS_IN_TIME, t->in_time);
	if (t->msstd_given)
		fact_put_bool(f, FACT_TLS_MSSTD_OK, t->msstd_ok);
	fact_put_str(f, FACT_TLS_SUBJECT, t->subject);
	fact_put_str(f, FACT_TLS_ISSUER, t->issuer);
	if (t->names.n == 0)
		fact_put_absent(f, FACT_TLS_NAMES);
	for (size_t i = 0; i < t->names.n; i++)
		fact_put_item(f, FACT_TLS_NAMES, t->names.v[i]);
	fact_put_str(f, FACT_TLS_NOT_BEFORE, t->not_before);
	fact_put_str(f, FACT_TLS_NOT_AFTER, t->not_after);
	fact_put_int(f, FACT_TLS_DAYS_LEFT, t->days_left);
	fact_put_int(f, FACT_TLS_CHAIN_LENGTH, t->chain_length);
	fact_put_bool(f, FACT_TLS_SELF_SIGNED, t->self_signed);
	fact_put_str(f, FACT_TLS_FINGERPRINT, t->fingerprint);
	if (want != NULL)
		fact_put_bool(f, FACT_TLS_FINGERPRINT_OK,
		    strcasecmp(t->fingerprint, want) == 0);
}

void
tls_facts_note(struct check *c, const struct tls_facts *t, const char *want)
{
	struct fact_set *f = &c->facts;

	if (t->done) {
		fact_put_str(f, FACT_TLS_VERSION, t->version);
		fact_put_str(f, FACT_TLS_CIPHER, t->cipher);
	}
	if (t->alert >= 0)
		fact_put_int(f, FACT_TLS_ALERT, t->alert);
	fact_put_bool(f, FACT_TLS_CLIENT_CERT_ASKED, t->client_cert_asked);
	if (t->client_cert_asked)
		fact_put_bool(
		    f, FACT_TLS_CLIENT_CERT_SHOWN, t->client_cert_shown);
	if (t->seen)
		certificate_facts(f, t, want);
}
