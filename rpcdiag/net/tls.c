/* SPDX-License-Identifier: Apache-2.0 */
#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/mem.h"
#include "net/client_cert.h"

#define NAMES_MAX 64

struct tls_trust {
	X509_STORE *store;
};

struct tls_session {
	SSL_SESSION *kept; /* NULL = none yet */
	/* What the handshake that began it made of the chain: those that go on
	 * with it see no certificate. */
	int chain_length;
	bool trusted;
	char verify[TLS_VERIFY_MAX];
};

struct tls_session *
tls_session_new(void)
{
	return mem_new(sizeof(struct tls_session));
}

void
tls_session_free(struct tls_session *s)
{
	if (s == NULL)
		return;
	SSL_SESSION_free(s->kept);
	free(s);
}

struct tls_trust *
tls_trust_new(const char *cacert, struct err **err)
{
	X509_STORE *store = X509_STORE_new();
	struct tls_trust *t;
	int ok;

	if (store == NULL) {
		*err = err_new("OpenSSL gives no certificate store");
		return NULL;
	}
	ok = cacert == NULL ? X509_STORE_set_default_paths(store)
			    : X509_STORE_load_file(store, cacert);
	ERR_clear_error();
	if (ok != 1) {
		X509_STORE_free(store);
		*err = err_new("--cacert: cannot read certificates from %s: "
			       "give a PEM file",
		    cacert == NULL ? "the system's store" : cacert);
		return NULL;
	}
	t = mem_new(sizeof(*t));
	t->store = store;
	return t;
}

void
tls_trust_free(struct tls_trust *t)
{
	if (t == NULL)
		return;
	X509_STORE_free(t->store);
	free(t);
}

bool
tls_facts_good(const struct tls_facts *f)
{
	return f->seen && f->trusted && f->name_ok && f->in_time;
}

void
tls_watch_clear(struct tls_watch *w)
{
	free(w->facts.subject);
	free(w->facts.issuer);
	strlist_clear(&w->facts.names);
	memset(&w->facts, 0, sizeof(w->facts));
}

/* One line, RFC 2253 order reversed as people write it; owned. */
static char *
name_line(const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text, *line;
	long n;

	X509_NAME_print_ex(
	    bio, name, 0, XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB);
	n = BIO_get_mem_data(bio, &text);
	line = mem_strndup(text, (size_t)n);
	BIO_free(bio);
	return line;
}

static void
note_time(const ASN1_TIME *t, char out[21])
{
	struct tm tm;

	out[0] = '\0';
	if (ASN1_TIME_to_tm(t, &tm) == 1)
		clock_rfc3339(timegm(&tm), out);
}

static void
note_days_left(struct tls_facts *f, const ASN1_TIME *not_after)
{
	struct tm tm;

	if (ASN1_TIME_to_tm(not_after, &tm) == 1)
		f->days_left = (timegm(&tm) - clock_wall()) / 86400;
}

static void
note_names(struct tls_facts *f, X509 *leaf)
{
	GENERAL_NAMES *names =
	    X509_get_ext_d2i(leaf, NID_subject_alt_name, NULL, NULL);

	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *n = sk_GENERAL_NAME_value(names, i);

		if (n->type == GEN_DNS && f->names.n < NAMES_MAX) {
			char *s = mem_strndup(
			    (const char *)ASN1_STRING_get0_data(n->d.dNSName),
			    (size_t)ASN1_STRING_length(n->d.dNSName));

			strlist_add(&f->names, s);
			free(s);
		}
	}
	GENERAL_NAMES_free(names);
}

static void
note_fingerprint(struct tls_facts *f, const X509 *leaf)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (X509_digest(leaf, EVP_sha256(), md, &n) != 1 || n != 32)
		return;
	for (unsigned i = 0; i < n; i++)
		snprintf(f->fingerprint + 2 * i, 3, "%02x", md[i]);
}

/* The hash of the certificate's own signature, but never one as weak as MD5
 * or SHA-1 (RFC 5929 4.1); a signature without a hash defines none. */
static void
note_end_point(struct tls_facts *f, X509 *leaf)
{
	const EVP_MD *md;
	int nid;

	_Static_assert(TLS_HASH_MAX >= EVP_MAX_MD_SIZE, "room for any hash");
	if (X509_get_signature_info(leaf, &nid, NULL, NULL, NULL) != 1 ||
	    nid == NID_undef)
		return;
	md = nid == NID_md5 || nid == NID_sha1 ? EVP_sha256()
					       : EVP_get_digestbynid(nid);
	if (md == NULL ||
	    X509_digest(leaf, md, f->end_point.hash, &f->end_point.n) != 1)
		f->end_point.n = 0;
}

/* Does the certificate name the host (RFC 6125; IP addresses by value)? */
static bool
names_host(X509 *leaf, const char *host)
{
	if (X509_check_ip_asc(leaf, host, 0) == 1)
		return true;
	return X509_check_host(leaf, host, 0, 0, NULL) == 1;
}

/* The literal comparison of Outlook: msstd name against CN and SANs. */
static bool
names_msstd(const struct tls_facts *f, const X509 *leaf, const char *msstd)
{
	char cn[256];
	int n = X509_NAME_get_text_by_NID(
	    X509_get_subject_name(leaf), NID_commonName, cn, sizeof(cn));

	if (n > 0 && strcasecmp(cn, msstd) == 0)
		return true;
	return strlist_has(&f->names, msstd);
}

static void
note_leaf(struct tls_watch *w, X509 *leaf)
{
	struct tls_facts *f = &w->facts;

	f->subject = name_line(X509_get_subject_name(leaf));
	f->issuer = name_line(X509_get_issuer_name(leaf));
	note_time(X509_get0_notBefore(leaf), f->not_before);
	note_time(X509_get0_notAfter(leaf), f->not_after);
	note_days_left(f, X509_get0_notAfter(leaf));
	note_names(f, leaf);
	note_fingerprint(f, leaf);
	note_end_point(f, leaf);
	f->self_signed = X509_self_signed(leaf, 0) == 1;
	f->name_ok = names_host(leaf, w->host);
	f->alias_ok = w->alias != NULL && names_host(leaf, w->alias);
	f->msstd_given = w->msstd != NULL;
	f->msstd_ok = f->msstd_given && names_msstd(f, leaf, w->msstd);
	f->in_time = X509_cmp_current_time(X509_get0_notBefore(leaf)) < 0 &&
	    X509_cmp_current_time(X509_get0_notAfter(leaf)) > 0;
}

/* Every complaint of the chain builder; always goes on. */
static int
on_complaint(int ok, X509_STORE_CTX *ctx)
{
	struct tls_watch *w = X509_STORE_CTX_get_app_data(ctx);
	int code = X509_STORE_CTX_get_error(ctx);

	if (ok == 1)
		return 1;
	if ((code == X509_V_ERR_CERT_HAS_EXPIRED ||
		code == X509_V_ERR_CERT_NOT_YET_VALID) &&
	    X509_STORE_CTX_get_error_depth(ctx) == 0)
		return 1; /* the leaf's own dates are a fact of their own */
	if (w->facts.trusted)
		snprintf(w->facts.verify, sizeof(w->facts.verify), "%s",
		    X509_verify_cert_error_string(code));
	w->facts.trusted = false;
	return 1;
}

static int
on_certificate(X509_STORE_CTX *ctx, void *arg)
{
	struct tls_watch *w = arg;
	X509 *leaf = X509_STORE_CTX_get0_cert(ctx);
	STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(ctx);

	if (leaf == NULL || w->facts.seen)
		return 1;
	w->facts.chain_length = sk_X509_num(sent);
	note_leaf(w, leaf);
	w->facts.trusted = true;
	snprintf(w->facts.verify, sizeof(w->facts.verify), "ok");
	X509_STORE_CTX_set_app_data(ctx, w);
	X509_STORE_CTX_set_verify_cb(ctx, on_complaint);
	if (X509_verify_cert(ctx) != 1 && w->facts.trusted &&
	    w->facts.in_time) {
		w->facts.trusted = false;
		snprintf(w->facts.verify, sizeof(w->facts.verify), "%s",
		    X509_verify_cert_error_string(
			X509_STORE_CTX_get_error(ctx)));
	}
	w->facts.seen = true;
	X509_STORE_CTX_set_error(ctx, X509_V_OK);
	ERR_clear_error();
	return 1;
}

/* A session for later: at the end of the handshake, or with a ticket of TLS
 * 1.3. Returns whether the reference is ours now. */
static int
on_session(SSL *ssl, SSL_SESSION *session)
{
	struct tls_watch *w = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	struct tls_session *s = w->session;

	if (s == NULL)
		return 0;
	SSL_SESSION_free(s->kept);
	s->kept = session;
	s->chain_length = w->facts.chain_length;
	s->trusted = w->facts.trusted;
	memcpy(s->verify, w->facts.verify, sizeof(s->verify));
	return 1;
}

/* The certificate is that of the session. */
static void
note_resumed(struct tls_watch *w, const SSL *ssl)
{
	X509 *leaf = SSL_get1_peer_certificate(ssl);

	w->facts.resumed = true;
	if (leaf != NULL && w->session != NULL && !w->facts.seen) {
		note_leaf(w, leaf);
		w->facts.chain_length = w->session->chain_length;
		w->facts.trusted = w->session->trusted;
		memcpy(w->facts.verify, w->session->verify,
		    sizeof(w->facts.verify));
		w->facts.seen = true;
	}
	X509_free(leaf);
}

static void
on_info(const SSL *ssl, int where, int ret)
{
	struct tls_watch *w = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));

	/* before the ClientHello is made; curl has no other moment for it */
	if ((where & SSL_CB_HANDSHAKE_START) != 0 && !w->facts.done &&
	    w->session != NULL && w->session->kept != NULL)
		SSL_set_session((SSL *)ssl, w->session->kept);
	if ((where & SSL_CB_READ_ALERT) == SSL_CB_READ_ALERT &&
	    (ret & 0xff) != SSL_AD_CLOSE_NOTIFY)
		w->facts.alert = ret & 0xff;
	if ((where & SSL_CB_HANDSHAKE_DONE) == 0)
		return;
	w->facts.done = true;
	snprintf(w->facts.version, sizeof(w->facts.version), "%s",
	    SSL_get_version(ssl));
	snprintf(w->facts.cipher, sizeof(w->facts.cipher), "%s",
	    SSL_get_cipher_name(ssl));
	if (SSL_session_reused(ssl) == 1)
		note_resumed(w, ssl);
}

/* The server asks for a client certificate; by now its own was looked at. A
 * client without one says so, and the server decides (RFC 8446 4.4.2). */
static int
on_client_cert(SSL *ssl, void *arg)
{
	struct tls_watch *w = arg;

	w->facts.client_cert_asked = true;
	if (w->client == NULL || !(w->client_any || tls_facts_good(&w->facts)))
		return 1;
	w->facts.client_cert_shown = client_cert_show(w->client, ssl);
	return 1;
}

/* From 1.0 on, with ciphers of any strength, and with servers that know no
 * secure renegotiation (RFC 5746). */
static void
offer_old(SSL_CTX *ctx)
{
	SSL_CTX_set_security_level(ctx, 0);
	SSL_CTX_set_cipher_list(ctx, "ALL:@SECLEVEL=0");
	SSL_CTX_set_min_proto_version(ctx, TLS1_VERSION);
	SSL_CTX_set_max_proto_version(ctx, TLS1_2_VERSION);
	SSL_CTX_set_options(ctx, SSL_OP_LEGACY_SERVER_CONNECT);
}

void
tls_watch_install(void *ssl_ctx, struct tls_watch *w)
{
	SSL_CTX *ctx = ssl_ctx;

	SSL_CTX_set_app_data(ctx, w);
	SSL_CTX_set1_cert_store(ctx, w->trust->store);
	SSL_CTX_set_cert_verify_callback(ctx, on_certificate, w);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_info_callback(ctx, on_info);
	SSL_CTX_set_cert_cb(ctx, on_client_cert, w);
	SSL_CTX_set_post_handshake_auth(ctx, 1);
	if (w->old)
		offer_old(ctx);
	SSL_CTX_set_session_cache_mode(
	    ctx, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
	SSL_CTX_sess_set_new_cb(ctx, on_session);
	/* our send buffer moves between two tries (curl error 55 else) */
	SSL_CTX_set_mode(ctx,
	    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
		SSL_MODE_ENABLE_PARTIAL_WRITE);
}
