/* SPDX-License-Identifier: Apache-2.0 */
#include "lint/listeners.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"

#define WORDS_MAX 16 /* of a line; more than any listing has */

struct endpoint {
	bool ipv4, ipv6, loopback;
	bool any;      /* port 0 or "*" */
	unsigned port; /* 0 when any */
};

static bool
all_of(const char *s, size_t n, const char *set)
{
	return n > 0 && strspn(s, set) >= n;
}

/* The address part of an endpoint, n bytes of it. */
static bool
address_read(const char *s, size_t n, struct endpoint *e)
{
	const char *zone = memchr(s, '%', n);

	if (n == 1 && *s == '*') {
		e->ipv4 = e->ipv6 = true;
		return true;
	}
	if (n > 2 && *s == '[' && s[n - 1] == ']') {
		e->ipv6 = true;
		s++;
		n -= 2;
	} else if (n == 2 && memcmp(s, "::", 2) == 0) {
		/* Linux's netstat shows a socket of both families so. */
		e->ipv4 = e->ipv6 = true;
		return true;
	}
	if (zone != NULL && zone > s)
		n = (size_t)(zone - s);
	if (all_of(s, n, "0123456789.") && memchr(s, '.', n) != NULL) {
		e->ipv4 = !e->ipv6;
		e->loopback = n > 4 && memcmp(s, "127.", 4) == 0;
		return !e->ipv6;
	}
	if (!all_of(s, n, "0123456789abcdefABCDEF:.") ||
	    memchr(s, ':', n) == NULL)
		return false;
	e->ipv6 = true;
	e->loopback = n == 3 && memcmp(s, "::1", 3) == 0;
	return true;
}

/* ADDRESS:PORT */
static bool
endpoint_read(const char *word, struct endpoint *e)
{
	const char *colon = strrchr(word, ':');
	char *end;

	*e = (struct endpoint){ 0 };
	if (colon == NULL || colon == word)
		return false;
	if (strcmp(colon + 1, "*") == 0) {
		e->any = true;
	} else {
		unsigned long port = strtoul(colon + 1, &end, 10);

		if (!isdigit((unsigned char)colon[1]) || *end != '\0' ||
		    port > 65535)
			return false;
		e->port = (unsigned)port;
		e->any = port == 0;
	}
	return address_read(word, (size_t)(colon - word), e);
}

static size_t
words_split(char *line, char **word)
{
	size_t n = 0;
	char *save;

	for (char *w = strtok_r(line, " \t", &save); w != NULL && n < WORDS_MAX;
	     w = strtok_r(NULL, " \t", &save))
		word[n++] = w;
	return n;
}

/* users:(("mad.exe",pid=1234,fd=7)) of ss, 1234/mad of Linux's netstat, or a
 * number alone. */
static void
owner_read(const char *word, struct listener *l)
{
	const char *pid = strstr(word, "pid=");
	const char *quote = strchr(word, '"');
	char *end;

	if (quote != NULL && l->process == NULL)
		l->process = mem_strndup(quote + 1, strcspn(quote + 1, "\""));
	if (pid != NULL) {
		l->pid = strtoul(pid + 4, NULL, 10);
		return;
	}
	if (!isdigit((unsigned char)*word))
		return;
	l->pid = strtoul(word, &end, 10);
	if (*end == '/')
		mem_set(&l->process, end + 1);
}

/* Words from the local address on, if this line is a listener. */
static bool
line_read(char **word, size_t n, struct listener *l)
{
	struct endpoint local, remote;
	size_t i = 0;

	if (n == 0 || strncasecmp(word[0], "udp", 3) == 0 ||
	    strcmp(word[0], "UNCONN") == 0)
		return false;
	while (i + 1 < n && !endpoint_read(word[i], &local))
		i++;
	if (i + 1 >= n || local.any || !endpoint_read(word[i + 1], &remote) ||
	    !remote.any)
		return false;
	*l = (struct listener){ .port = local.port,
		.ipv4 = local.ipv4,
		.ipv6 = local.ipv6,
		.loopback = local.loopback,
		.address = mem_strdup(word[i]) };
	if (i + 2 < n)
		owner_read(word[n - 1], l);
	return true;
}

static bool
listener_read(const char *text, struct listener *l)
{
	char *line = mem_strdup(text);
	char *word[WORDS_MAX];
	bool ok = line_read(word, words_split(line, word), l);

	free(line);
	return ok;
}

static void
listener_clear(struct listener *l)
{
	free(l->address);
	free(l->process);
}

bool
listeners_is(const struct text *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct listener l;

		if (listener_read(t->line[i], &l)) {
			listener_clear(&l);
			return true;
		}
	}
	return false;
}

/* `netstat -b` names the program below: " [mad.exe]". */
static void
program_read(const char *line, struct listeners *out)
{
	const char *p = line + strspn(line, " \t");
	size_t n = strcspn(p, "]");
	struct listener *last;

	if (out->n == 0 || *p != '[' || p[n] != ']')
		return;
	last = &out->v[out->n - 1];
	if (last->process == NULL)
		last->process = mem_strndup(p + 1, n - 1);
}

void
listeners_read(const struct text *t, struct listeners *out)
{
	*out = (struct listeners){ 0 };
	for (size_t i = 0; i < t->n; i++) {
		struct listener l;

		if (!listener_read(t->line[i], &l)) {
			program_read(t->line[i], out);
			continue;
		}
		l.line = (unsigned)i + 1;
		out->v = mem_grow(out->v, out->n + 1, sizeof(*out->v));
		out->v[out->n++] = l;
	}
}

void
listeners_clear(struct listeners *l)
{
	for (size_t i = 0; i < l->n; i++)
		listener_clear(&l->v[i]);
	free(l->v);
	*l = (struct listeners){ 0 };
}
