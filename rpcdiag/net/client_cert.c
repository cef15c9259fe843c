/* SPDX-License-Identifier: Apache-2.0 */
#include "net/client_cert.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define DAY_S 86400L
#define NOBODY "rpcdiag throw-away certificate"

struct client_cert {
	X509 *leaf;
	STACK_OF(X509) * chain; /* behind the leaf; never NULL */
	EVP_PKEY *key;
};

static struct client_cert *
client_cert_new(void)
{
	struct client_cert *c = mem_new(sizeof(*c));

	c->chain = sk_X509_new_null();
	return c;
}

void
client_cert_free(struct client_cert *c)
{
	if (c == NULL)
		return;
	X509_free(c->leaf);
	sk_X509_pop_free(c->chain, X509_free);
	EVP_PKEY_free(c->key); /* wipes what is private */
	free(c);
}

static struct err *
open_failed(const char *option, const char *name)
{
	return err_new("%s: %s cannot be opened: %s; give the name of a PEM "
		       "file",
	    option, name, strerror(errno));
}

/* The leaf, and whatever follows it as its chain. */
static struct err *
certificates_read(struct client_cert *c, const char *name)
{
	FILE *f = fopen(name, "re");
	X509 *more;

	if (f == NULL)
		return open_failed("--cert", name);
	c->leaf = PEM_read_X509(f, NULL, NULL, NULL);
	while (c->leaf != NULL &&
	    (more = PEM_read_X509(f, NULL, NULL, NULL)) != NULL)
		sk_X509_push(c->chain, more);
	fclose(f);
	ERR_clear_error();
	return c->leaf != NULL
	    ? NULL
	    : err_new("--cert: %s holds no certificate in PEM form", name);
}

/* Called for an encrypted key alone. */
static int
on_passphrase(char *text, int size, int writing, void *asked)
{
	(void)text;
	(void)size;
	(void)writing;
	*(bool *)asked = true;
	return -1;
}

static struct err *
key_read(struct client_cert *c, const char *option, const char *name)
{
	bool encrypted = false;
	FILE *f = fopen(name, "re");

	if (f == NULL)
		return open_failed(option, name);
	setvbuf(f, NULL, _IONBF, 0); /* no copy of the key stays behind */
	c->key = PEM_read_PrivateKey(f, NULL, on_passphrase, &encrypted);
	fclose(f);
	ERR_clear_error();
	if (c->key != NULL)
		return NULL;
	if (encrypted)
		return err_new("%s: the key in %s is encrypted; write a copy "
			       "without passphrase that you alone can read: "
			       "openssl pkey -in %s -out NEW",
		    option, name, name);
	return err_new("%s: %s holds no private key in PEM form", option, name);
}

struct client_cert *
client_cert_load(const char *cert, const char *key, struct err **err)
{
	struct client_cert *c = client_cert_new();

	*err = certificates_read(c, cert);
	if (*err == NULL)
		*err = key_read(c, key == NULL ? "--cert" : "--key",
		    key == NULL ? cert : key);
	if (*err == NULL && X509_check_private_key(c->leaf, c->key) != 1)
		*err = err_new("--key: it is not the key of the certificate "
			       "in %s",
		    cert);
	ERR_clear_error();
	if (*err == NULL)
		return c;
	client_cert_free(c);
	return NULL;
}

/* Valid for a day around now. */
static bool
leaf_make(struct client_cert *c)
{
	X509_NAME *name;

	c->key = EVP_EC_gen("P-256");
	c->leaf = X509_new();
	if (c->key == NULL || c->leaf == NULL)
		return false;
	name = X509_get_subject_name(c->leaf);
	return X509_set_version(c->leaf, X509_VERSION_3) == 1 &&
	    ASN1_INTEGER_set(X509_get_serialNumber(c->leaf), 1) == 1 &&
	    X509_gmtime_adj(X509_getm_notBefore(c->leaf), -DAY_S) != NULL &&
	    X509_gmtime_adj(X509_getm_notAfter(c->leaf), DAY_S) != NULL &&
	    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
		(const unsigned char *)NOBODY, -1, -1, 0) == 1 &&
	    X509_set_issuer_name(c->leaf, name) == 1 &&
	    X509_set_pubkey(c->leaf, c->key) == 1 &&
	    X509_sign(c->leaf, c->key, EVP_sha256()) > 0;
}

struct client_cert *
client_cert_make(struct err **err)
{
	struct client_cert *c = client_cert_new();

	*err = NULL;
	if (leaf_make(c))
		return c;
	*err = err_new("OpenSSL cannot make a certificate");
	ERR_clear_error();
	client_cert_free(c);
	return NULL;
}

bool
client_cert_show(const struct client_cert *c, SSL *ssl)
{
	return SSL_use_cert_and_key(ssl, c->leaf, c->key, c->chain, 1) == 1;
}
