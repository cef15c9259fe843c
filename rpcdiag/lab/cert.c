/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/cert.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>

#include "lab/addr.h"

#define DAY 86400L
#define DAYS_USUAL 365
#define NAMES_MAX 1024

struct pair {
	EVP_PKEY *key;
	X509 *cert;
};

static void
pair_clear(struct pair *p)
{
	EVP_PKEY_free(p->key);
	X509_free(p->cert);
	*p = (struct pair){ 0 };
}

static bool
add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *ext;
	bool ok;

	X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	ok = ext != NULL && X509_add_ext(cert, ext, -1) == 1;
	X509_EXTENSION_free(ext);
	return ok;
}

/* A key and an unsigned certificate for it, valid from and to (in days). */
static bool
pair_begin(struct pair *p, const char *cn, long from, long to)
{
	uint64_t serial;
	X509_NAME *name;

	p->key = EVP_EC_gen("P-256");
	p->cert = X509_new();
	if (p->key == NULL || p->cert == NULL ||
	    RAND_bytes((unsigned char *)&serial, sizeof(serial)) != 1)
		return false;
	name = X509_get_subject_name(p->cert);
	return X509_set_version(p->cert, 2) == 1 &&
	    ASN1_INTEGER_set_uint64(X509_get_serialNumber(p->cert), serial) ==
	    1 &&
	    X509_gmtime_adj(X509_getm_notBefore(p->cert), from * DAY) != NULL &&
	    X509_gmtime_adj(X509_getm_notAfter(p->cert), to * DAY) != NULL &&
	    X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC,
		(const unsigned char *)"Contoso", -1, -1, 0) == 1 &&
	    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
		(const unsigned char *)cn, -1, -1, 0) == 1 &&
	    X509_set_pubkey(p->cert, p->key) == 1;
}

static bool
pair_sign(struct pair *p, const struct pair *issuer)
{
	return X509_set_issuer_name(
		   p->cert, X509_get_subject_name(issuer->cert)) == 1 &&
	    X509_sign(p->cert, issuer->key, EVP_sha256()) > 0;
}

static bool
authority_make(struct pair *ca, const char *cn)
{
	return pair_begin(ca, cn, -365, 3650) &&
	    add_extension(ca->cert, ca->cert, NID_basic_constraints,
		"critical,CA:TRUE") &&
	    add_extension(ca->cert, ca->cert, NID_key_usage,
		"critical,keyCertSign,cRLSign") &&
	    add_extension(
		ca->cert, ca->cert, NID_subject_key_identifier, "hash") &&
	    pair_sign(ca, ca);
}

/* "DNS:localhost,IP:::1,..." */
static void
names_text(const struct strlist *names, char out[NAMES_MAX])
{
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < names->n && n < NAMES_MAX; i++) {
		struct addr a;
		bool is_ip = addr_parse(names->v[i], 0, &a);

		n += (size_t)snprintf(out + n, NAMES_MAX - n, "%s%s:%s",
		    i == 0 ? "" : ",", is_ip ? "IP" : "DNS", names->v[i]);
	}
}

static bool
leaf_begin(struct pair *leaf, const char *cn, long to, const char *usage,
    const struct pair *ca)
{
	return pair_begin(leaf, cn, -200, to) &&
	    add_extension(
		leaf->cert, ca->cert, NID_basic_constraints, "CA:FALSE") &&
	    add_extension(leaf->cert, ca->cert, NID_ext_key_usage, usage) &&
	    add_extension(
		leaf->cert, ca->cert, NID_authority_key_identifier, "keyid");
}

static bool
leaf_make(struct pair *leaf, const struct cert_order *o, const struct pair *ca)
{
	char names[NAMES_MAX];
	long to = o->days != 0 ? o->days : DAYS_USUAL;

	if (o->expired)
		to = -10;
	names_text(&o->names, names);
	return leaf_begin(leaf, o->cn, to, "serverAuth", ca) &&
	    add_extension(leaf->cert, ca->cert, NID_subject_alt_name, names) &&
	    pair_sign(leaf, ca);
}

/* As lab/stream.c writes. */
static void
set_modes(SSL_CTX *ctx)
{
	SSL_CTX_set_mode(ctx,
	    SSL_MODE_ENABLE_PARTIAL_WRITE |
		SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

/* IIS looks at a certificate itself, and answers 403.16. */
static int
take_any(int ok, X509_STORE_CTX *store)
{
	(void)ok;
	(void)store;
	return 1;
}

static void
set_demand(SSL_CTX *ctx, enum cert_demand demand, X509 *ca)
{
	X509_STORE_add_cert(SSL_CTX_get_cert_store(ctx), ca);
	SSL_CTX_add_client_CA(ctx, ca);
	switch (demand) {
	case CERT_DEMAND_NONE:
		break;
	case CERT_DEMAND_ASKED:
		SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, take_any);
		break;
	case CERT_DEMAND_ALWAYS:
		SSL_CTX_set_verify(ctx,
		    SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, NULL);
		break;
	case CERT_DEMAND_LATER:
		SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
		SSL_CTX_set_verify(ctx, SSL_VERIFY_NONE, take_any);
		break;
	}
}

static void
set_sessions(SSL_CTX *ctx, enum cert_sessions sessions)
{
	if (sessions == CERT_SESSIONS_TICKET)
		return;
	SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET);
	if (sessions == CERT_SESSIONS_ID) {
		SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
		return;
	}
	/* Samba's client hangs on a session ticket that follows the
	 * handshake of TLS 1.3. */
	SSL_CTX_set_num_tickets(ctx, 0);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
}

/* Who offers no protocol at all is not asked (RFC 7301 3.1). */
static int
take_h2(SSL *ssl, const unsigned char **out, unsigned char *outlen,
    const unsigned char *in, unsigned inlen, void *arg)
{
	static const unsigned char h2[] = "\x02h2";
	unsigned char *chosen;

	(void)ssl;
	(void)arg;
	if (SSL_select_next_proto(&chosen, outlen, h2, sizeof(h2) - 1, in,
		inlen) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

static void
set_habit(SSL_CTX *ctx, enum cert_habit habit)
{
	switch (habit) {
	case CERT_HABIT_USUAL:
		break;
	case CERT_HABIT_OLD:
		/* OpenSSL 3 does it below its usual level of security only */
		SSL_CTX_set_security_level(ctx, 0);
		SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION);
		SSL_CTX_set_max_proto_version(ctx, TLS1_VERSION);
		break;
	case CERT_HABIT_H2:
		SSL_CTX_set_alpn_select_cb(ctx, take_h2, NULL);
		break;
	}
}

static SSL_CTX *
context_make(const struct pair *leaf, const struct cert_order *order,
    const struct pair *ca)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	if (ctx == NULL)
		return NULL;
	if (order->demand != CERT_DEMAND_NONE)
		set_demand(ctx, order->demand, ca->cert);
	set_habit(ctx, order->habit);
	set_modes(ctx);
	set_sessions(ctx, CERT_SESSIONS_NONE);
	if (SSL_CTX_use_certificate(ctx, leaf->cert) == 1 &&
	    SSL_CTX_use_PrivateKey(ctx, leaf->key) == 1)
		return ctx;
	SSL_CTX_free(ctx);
	return NULL;
}

/* With its key, unless p is an authority, whose key is for nobody. */
static struct err *
pair_write(const struct pair *p, bool with_key, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	bool ok;

	if (f == NULL)
		return err_new("cannot write %s", path);
	ok = PEM_write_X509(f, p->cert) == 1 &&
	    (!with_key ||
		PEM_write_PrivateKey(f, p->key, NULL, NULL, 0, NULL, NULL) ==
		    1);
	if (fclose(f) != 0 || !ok)
		return err_new("cannot write %s", path);
	return NULL;
}

static struct err *
client_write(const struct pair *ca, const char *path)
{
	struct pair client = { 0 };
	struct err *e;

	if (leaf_begin(&client, "alice", 365, "clientAuth", ca) &&
	    pair_sign(&client, ca))
		e = pair_write(&client, true, path);
	else
		e = err_new("OpenSSL cannot make a client's certificate");
	pair_clear(&client);
	return e;
}

static SSL_CTX *
fellow_make(const struct cert_order *order, const struct pair *ca)
{
	struct pair leaf = { 0 };
	SSL_CTX *ctx = NULL;

	if (leaf_make(&leaf, order, ca))
		ctx = context_make(&leaf, order, ca);
	pair_clear(&leaf);
	return ctx;
}

struct err *
cert_make(const struct cert_order *order, const char *ca_file, SSL_CTX **out)
{
	struct pair ca = { 0 };
	struct pair other = { 0 };
	struct pair leaf = { 0 };
	struct err *e = NULL;

	*out = NULL;
	if (authority_make(&ca, "Contoso Test Root CA") &&
	    authority_make(&other, "Fabrikam Private Root") &&
	    leaf_make(&leaf, order, order->foreign_ca ? &other : &ca))
		*out = context_make(&leaf, order, &ca);
	if (order->fellow != NULL)
		*order->fellow = fellow_make(order, &ca);
	if (*out == NULL || (order->fellow != NULL && *order->fellow == NULL))
		e = err_new("OpenSSL cannot make certificates: %s",
		    ERR_reason_error_string(ERR_peek_last_error()));
	else if (ca_file != NULL)
		e = pair_write(&ca, false, ca_file);
	if (e == NULL && order->client_file != NULL)
		e = client_write(&ca, order->client_file);
	if (e != NULL) {
		SSL_CTX_free(*out);
		*out = NULL;
	}
	pair_clear(&ca);
	pair_clear(&other);
	pair_clear(&leaf);
	return e;
}

struct err *
cert_keeping(SSL_CTX *leaf, enum cert_sessions sessions, SSL_CTX **out)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	*out = ctx;
	if (ctx == NULL ||
	    SSL_CTX_use_certificate(ctx, SSL_CTX_get0_certificate(leaf)) != 1 ||
	    SSL_CTX_use_PrivateKey(ctx, SSL_CTX_get0_privatekey(leaf)) != 1) {
		SSL_CTX_free(ctx);
		*out = NULL;
		return err_new("OpenSSL has no TLS");
	}
	set_modes(ctx);
	set_sessions(ctx, sessions);
	return NULL;
}

struct err *
cert_trusting(SSL_CTX **out)
{
	*out = SSL_CTX_new(TLS_client_method());
	if (*out == NULL)
		return err_new("OpenSSL has no TLS");
	set_modes(*out);
	return NULL;
}
