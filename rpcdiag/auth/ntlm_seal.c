/* SPDX-License-Identifier: Apache-2.0 */
#include "auth/ntlm_seal.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "wire/cursor.h"

#define MD5_SIZE 16
#define CHECKSUM_SIZE 8
#define AT_FLAGS 60 /* of AUTHENTICATE, [MS-NLMP] 2.2.1.3 */

struct direction {
	uint8_t sign_key[MD5_SIZE];
	EVP_CIPHER_CTX *rc4;
	uint32_t seq;
};

struct ntlm_seal {
	struct direction out, in;
	bool key_exchange;
};

/* RC4 and MD5 of their own library context: the program's own use of OpenSSL
 * never sees the legacy provider. Loaded by the first who seals. */
static OSSL_LIB_CTX *legacy;
static EVP_CIPHER *rc4_cipher;
static pthread_once_t legacy_once = PTHREAD_ONCE_INIT;

static void
load_legacy(void)
{
	legacy = OSSL_LIB_CTX_new();
	if (legacy == NULL || OSSL_PROVIDER_load(legacy, "default") == NULL ||
	    OSSL_PROVIDER_load(legacy, "legacy") == NULL)
		return;
	rc4_cipher = EVP_CIPHER_fetch(legacy, "RC4", NULL);
}

static bool
have_legacy(void)
{
	pthread_once(&legacy_once, load_legacy);
	return rc4_cipher != NULL;
}

/* The message inside a token, from its signature on. */
static struct span
message_in(struct span token)
{
	static const char mark[] = "NTLMSSP"; /* with its NUL */
	const uint8_t *at =
	    token.n == 0 ? NULL : memmem(token.p, token.n, mark, sizeof(mark));

	if (at == NULL)
		return span_of(NULL, 0);
	return span_sub(token, (size_t)(at - token.p), token.n);
}

static uint32_t
u32_at(struct span message, size_t at)
{
	struct rd r;

	rd_init(&r, message);
	rd_skip(&r, at);
	return rd_u32(&r);
}

uint32_t
ntlm_message_type(struct span token)
{
	return u32_at(message_in(token), sizeof("NTLMSSP"));
}

uint32_t
ntlm_authenticate_flags(struct span token)
{
	return u32_at(message_in(token), AT_FLAGS);
}

/* SIGNKEY and SEALKEY ([MS-NLMP] 3.4.5.2, 3.4.5.3): MD5 of the key and a
 * constant that ends with its NUL. */
static bool
derive(const uint8_t *key, size_t n, const char *from_to, const char *what,
    uint8_t out[MD5_SIZE])
{
	char *magic = mem_printf(
	    "session key to %s %s key magic constant", from_to, what);
	uint8_t text[MD5_SIZE + 80];
	size_t m = strlen(magic) + 1;
	bool ok;

	memcpy(text, key, n);
	memcpy(text + n, magic, m);
	ok = EVP_Q_digest(legacy, "MD5", NULL, text, n + m, out, NULL) == 1;
	OPENSSL_cleanse(text, sizeof(text));
	free(magic);
	return ok;
}

/* How much of the key seals: 128, 56 or 40 bits. */
static size_t
seal_key_size(uint32_t flags)
{
	if ((flags & NTLMSSP_NEGOTIATE_128) != 0)
		return 16;
	return (flags & (uint32_t)NTLMSSP_NEGOTIATE_56) != 0 ? 7 : 5;
}

static bool
direction_init(struct direction *d, const uint8_t *key, uint32_t flags,
    const char *from_to)
{
	uint8_t seal_key[MD5_SIZE];
	bool ok;

	d->rc4 = EVP_CIPHER_CTX_new();
	ok = d->rc4 != NULL &&
	    derive(
		key, NTLM_SESSION_KEY_SIZE, from_to, "signing", d->sign_key) &&
	    derive(key, seal_key_size(flags), from_to, "sealing", seal_key) &&
	    EVP_EncryptInit_ex2(d->rc4, rc4_cipher, seal_key, NULL, NULL) == 1;
	OPENSSL_cleanse(seal_key, sizeof(seal_key));
	return ok;
}

struct ntlm_seal *
ntlm_seal_new(enum ntlm_role role, const uint8_t *session_key, uint32_t flags,
    uint32_t first_seq)
{
	struct ntlm_seal *s;
	struct direction *client, *server;

	if ((flags & NTLMSSP_EXTENDED_SESSIONSECURITY) == 0 || !have_legacy())
		return NULL;
	s = mem_new(sizeof(*s));
	s->key_exchange = (flags & NTLMSSP_NEGOTIATE_KEY_EXCH) != 0;
	s->out.seq = s->in.seq = first_seq;
	client = role == NTLM_CLIENT ? &s->out : &s->in;
	server = role == NTLM_CLIENT ? &s->in : &s->out;
	if (!direction_init(client, session_key, flags, "client-to-server") ||
	    !direction_init(server, session_key, flags, "server-to-client")) {
		ntlm_seal_free(s);
		return NULL;
	}
	return s;
}

void
ntlm_seal_free(struct ntlm_seal *s)
{
	if (s == NULL)
		return;
	EVP_CIPHER_CTX_free(s->out.rc4);
	EVP_CIPHER_CTX_free(s->in.rc4);
	OPENSSL_cleanse(s, sizeof(*s));
	free(s);
}

static bool
rc4(struct direction *d, uint8_t *p, size_t n)
{
	int done;

	return n == 0 ||
	    (n <= INT32_MAX &&
		EVP_EncryptUpdate(d->rc4, p, &done, p, (int)n) == 1);
}

static void
put_u32(uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

/* The first 8 bytes of HMAC-MD5 over number and message. */
static bool
checksum(const struct direction *d, struct span whole, uint8_t *out)
{
	OSSL_PARAM digest[] = {
		OSSL_PARAM_construct_utf8_string(
		    OSSL_MAC_PARAM_DIGEST, (char[]){ "MD5" }, 0),
		OSSL_PARAM_construct_end(),
	};
	EVP_MAC *hmac = EVP_MAC_fetch(legacy, "HMAC", NULL);
	EVP_MAC_CTX *ctx = EVP_MAC_CTX_new(hmac);
	uint8_t seq[4], full[MD5_SIZE];
	size_t n;
	bool ok;

	put_u32(seq, d->seq);
	ok = ctx != NULL &&
	    EVP_MAC_init(ctx, d->sign_key, MD5_SIZE, digest) == 1 &&
	    EVP_MAC_update(ctx, seq, sizeof(seq)) == 1 &&
	    EVP_MAC_update(ctx, whole.p, whole.n) == 1 &&
	    EVP_MAC_final(ctx, full, &n, sizeof(full)) == 1;
	if (ok)
		memcpy(out, full, CHECKSUM_SIZE);
	EVP_MAC_CTX_free(ctx);
	EVP_MAC_free(hmac);
	return ok;
}

/* MAC ([MS-NLMP] 3.4.4.2): version 1, checksum, number. */
static bool
sign(const struct ntlm_seal *s, struct direction *d, const uint8_t *sum,
    uint8_t *signature)
{
	put_u32(signature, 1);
	memcpy(signature + 4, sum, CHECKSUM_SIZE);
	put_u32(signature + 12, d->seq++);
	return !s->key_exchange || rc4(d, signature + 4, CHECKSUM_SIZE);
}

/* The sum is that of the plain text, but the stream seals the text first. */
bool
ntlm_seal_protect(
    struct ntlm_seal *s, const struct ntlm_message_parts *m, uint8_t *signature)
{
	uint8_t sum[CHECKSUM_SIZE];

	return checksum(&s->out, m->whole, sum) &&
	    rc4(&s->out, m->sealed, m->sealed_n) &&
	    sign(s, &s->out, sum, signature);
}

bool
ntlm_seal_verify(struct ntlm_seal *s, const struct ntlm_message_parts *m,
    const uint8_t *signature)
{
	uint8_t sum[CHECKSUM_SIZE], expected[NTLM_SIGNATURE_SIZE];

	return rc4(&s->in, m->sealed, m->sealed_n) &&
	    checksum(&s->in, m->whole, sum) && sign(s, &s->in, sum, expected) &&
	    CRYPTO_memcmp(expected, signature, NTLM_SIGNATURE_SIZE) == 0;
}
