/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/hosts.h"

#include <arpa/inet.h>
#include <stdlib.h>

#include "base/mem.h"

static bool
is_address(const char *s, int family)
{
	unsigned char bytes[16];

	return inet_pton(family, s, bytes) == 1;
}

bool
host_address_is_loopback(const char *address)
{
	return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

bool
host_address_is_nowhere(const char *address)
{
	return strcmp(address, "0.0.0.0") == 0 || strcmp(address, "::") == 0;
}

/* NAMES behind an address; a comment may follow. False when there are none. */
static bool
entry_read(const char *line, struct host_entry *e)
{
	struct strlist words = { 0 };
	char *text = mem_strndup(line, strcspn(line, "#"));
	bool ok;

	strlist_split(&words, text, " \t");
	ok = words.n >= 2;
	if (ok) {
		mem_set(&e->address, words.v[0]);
		e->ipv6 = is_address(words.v[0], AF_INET6);
		e->bad = !e->ipv6 && !is_address(words.v[0], AF_INET);
		for (size_t i = 1; i < words.n; i++)
			strlist_add(&e->names, words.v[i]);
	}
	strlist_clear(&words);
	free(text);
	return ok;
}

static void
entry_clear(struct host_entry *e)
{
	free(e->address);
	strlist_clear(&e->names);
}

/* A line that is no entry and not empty is a bad one; a comment that is no
 * entry is nothing. */
static bool
line_read(const char *line, struct host_entry *e)
{
	line += strspn(line, " \t");
	e->commented = *line == '#';
	line += strspn(line, "# \t");
	if (entry_read(line, e) && (!e->commented || !e->bad))
		return true;
	if (e->commented || *line == '\0') {
		entry_clear(e);
		return false;
	}
	if (e->address == NULL)
		e->address = mem_strdup(line);
	e->bad = true;
	return true;
}

void
hosts_read(const struct text *t, struct hosts *out)
{
	*out = (struct hosts){ 0 };
	for (size_t i = 0; i < t->n; i++) {
		struct host_entry e = { .line = (unsigned)i + 1 };

		if (!line_read(t->line[i], &e))
			continue;
		out->v = mem_grow(out->v, out->n + 1, sizeof(*out->v));
		out->v[out->n++] = e;
	}
}

void
hosts_clear(struct hosts *h)
{
	for (size_t i = 0; i < h->n; i++)
		entry_clear(&h->v[i]);
	free(h->v);
	*h = (struct hosts){ 0 };
}

/* Half of the lines must be entries. */
bool
hosts_is(const struct text *t)
{
	struct hosts h;
	size_t good = 0;
	size_t bad = 0;

	hosts_read(t, &h);
	for (size_t i = 0; i < h.n; i++)
		if (h.v[i].bad)
			bad++;
		else
			good++;
	hosts_clear(&h);
	return good > 0 && good >= bad;
}
