/* SPDX-License-Identifier: Apache-2.0 */
#include "net/node_marks.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

void
node_marks_clear(struct node_marks *m)
{
	free(m->fe_server);
	*m = (struct node_marks){ 0 };
}

bool
node_cookie_is_same(const struct node_cookie *a, const struct node_cookie *b)
{
	return strcmp(a->name, b->name) == 0 &&
	    memcmp(a->digest, b->digest, sizeof(a->digest)) == 0;
}

/* "NAME=VALUE; attributes" (RFC 6265 4.1.1) */
static size_t
cookie_size(struct span field)
{
	const uint8_t *end = memchr(field.p, ';', field.n);

	return end == NULL ? field.n : (size_t)(end - field.p);
}

/* One without a value is taken back, and marks nothing. */
static bool
cookie_read(struct span field, struct node_cookie *out)
{
	const uint8_t *equals = memchr(field.p, '=', field.n);
	size_t whole = cookie_size(field);
	size_t name = equals == NULL ? whole : (size_t)(equals - field.p);

	*out = (struct node_cookie){ 0 };
	if (name == 0 || name >= sizeof(out->name) || name + 1 >= whole)
		return false;
	for (size_t i = 0; i < name; i++) {
		if (field.p[i] <= ' ' || field.p[i] > '~')
			return false;
		out->name[i] = (char)field.p[i];
	}
	return EVP_Digest(equals + 1, whole - name - 1, out->digest, NULL,
		   EVP_sha256(), NULL) == 1;
}

static struct node_cookie *
cookie_find(struct node_marks *m, const char *name)
{
	for (unsigned i = 0; i < m->ncookies; i++)
		if (strcmp(m->cookie[i].name, name) == 0)
			return &m->cookie[i];
	return NULL;
}

/* The n-th field of this answer sets the cookie for the last time. */
static bool
is_last_word(const struct http_head *h, unsigned n, const char *name)
{
	struct node_cookie other;
	struct span field;

	while ((field = http_field(h, "Set-Cookie", ++n)).p != NULL)
		if (cookie_read(field, &other) && strcmp(other.name, name) == 0)
			return false;
	return true;
}

static void
cookie_take(struct node_marks *m, const struct node_cookie *c)
{
	struct node_cookie *known = cookie_find(m, c->name);
	bool moved =
	    known != NULL && (known->moved || !node_cookie_is_same(known, c));

	if (known == NULL && m->ncookies == NODE_COOKIES_MAX)
		return;
	if (known == NULL)
		known = &m->cookie[m->ncookies++];
	*known = *c;
	known->moved = moved;
}

void
node_marks_take(struct node_marks *m, const struct http_head *h)
{
	struct span name = http_field(h, "X-FEServer", 0), field;
	struct node_cookie c;

	if (name.n > 0) {
		char *now = mem_strndup((const char *)name.p, name.n);

		if (m->fe_server != NULL && strcasecmp(m->fe_server, now) != 0)
			m->fe_server_moved = true;
		free(m->fe_server);
		m->fe_server = now;
	}
	for (unsigned n = 0; (field = http_field(h, "Set-Cookie", n)).p != NULL;
	     n++)
		if (cookie_read(field, &c) && is_last_word(h, n, c.name))
			cookie_take(m, &c);
}

bool
node_cookies_put(const struct http_head *h, struct buf *out)
{
	struct node_cookie c;
	struct span field;
	bool ok = true;

	for (unsigned n = 0;
	     ok && (field = http_field(h, "Set-Cookie", n)).p != NULL; n++)
		if (cookie_read(field, &c) && is_last_word(h, n, c.name))
			ok = (out->n == 0 || buf_adds(out, "; ")) &&
			    buf_add(out, field.p, cookie_size(field));
	return ok;
}
