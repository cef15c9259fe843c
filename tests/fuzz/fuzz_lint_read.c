/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes through every reader of lint, whether or not they look like its
 * kind: the first byte chooses the reader, the rest is the file.
 */
#include "fuzz.h"
#include "lint/lint.h"

#define BYTES_PER_CHARACTER 3 /* at most, of what one byte becomes */

static void
text_check(const struct text *t, size_t n)
{
	const char *end = t->utf8 + BYTES_PER_CHARACTER * (n + 1);

	PROMISE(t->encoding < TEXT_NENCODINGS);
	for (size_t i = 0; i < t->n; i++) {
		PROMISE(t->line[i] >= t->utf8 && t->line[i] < end);
		PROMISE(strpbrk(t->line[i], "\r\n") == NULL);
	}
}

static void
export_read(const struct text *t)
{
	struct reg r;

	reg_read_export(t, &r);
	for (size_t i = 0; i < r.n; i++)
		for (size_t k = 0; k < r.v[i].n; k++) {
			PROMISE(r.v[i].v[k].line <= t->n);
			free(reg_value_shown(&r.v[i].v[k]));
		}
	reg_clear(&r);
}

static void
query_read(const struct text *t)
{
	struct reg r;
	struct profiles p = { 0 };

	reg_read_query(t, &r);
	profiles_from_reg(&r, &p);
	profiles_clear(&p);
	reg_clear(&r);
}

static void
listing_read(const struct text *t)
{
	struct listeners l;

	listeners_read(t, &l);
	for (size_t i = 0; i < l.n; i++) {
		PROMISE(l.v[i].port >= 1 && l.v[i].port <= 65535);
		PROMISE(l.v[i].ipv4 || l.v[i].ipv6);
	}
	listeners_clear(&l);
}

static void
names_read(const struct text *t)
{
	struct hosts h;

	hosts_read(t, &h);
	for (size_t i = 0; i < h.n; i++)
		PROMISE(h.v[i].address != NULL);
	hosts_clear(&h);
}

static void
log_read(const struct text *t)
{
	struct iis_log l;
	size_t requests = 0;

	iis_log_read(t, &l);
	for (size_t i = 0; i < l.n; i++)
		requests += l.v[i].count;
	PROMISE(requests + l.left_out == l.requests);
	iis_log_clear(&l);
}

static void
properties_read(const struct text *t)
{
	struct profiles p = { 0 };

	profiles_from_text(t, &p);
	profiles_clear(&p);
}

static void
prf_read(const struct text *t)
{
	struct profiles p = { 0 };

	profiles_from_prf(t, &p);
	PROMISE(p.n == 1);
	profiles_clear(&p);
}

static void
list_read(const struct text *t)
{
	struct valid_ports p = { 0 };

	for (size_t i = 0; i < t->n; i++)
		valid_ports_read(t->line[i], &p);
	for (size_t i = 0; i < p.n; i++)
		PROMISE(p.v[i].fault != PORT_OK ||
		    (p.v[i].first >= 1 && p.v[i].first <= p.v[i].last &&
			p.v[i].last <= 65535 && p.v[i].host != NULL));
	valid_ports_clear(&p);
}

static void (*const readers[])(const struct text *t) = {
	export_read,
	query_read,
	listing_read,
	names_read,
	log_read,
	properties_read,
	prf_read,
	list_read,
};

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct text t;

	if (n == 0)
		return 0;
	text_decode(span_of(p + 1, n - 1), &t);
	text_check(&t, n);
	readers[p[0] % (sizeof(readers) / sizeof(*readers))](&t);
	text_clear(&t);
	return 0;
}
