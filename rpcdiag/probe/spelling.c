/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/spelling.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"

bool
spelling_is_bare(const struct run *r)
{
	return r->who.user != NULL && strpbrk(r->who.user, "\\@") == NULL;
}

static const char *
first_fact(const struct run *r, enum fact_key key)
{
	const struct checks *all = &r->report->checks;

	for (size_t i = 0; i < all->n; i++) {
		const char *s = fact_str(&all->v[i]->facts, key);

		if (s != NULL && *s != '\0')
			return s;
	}
	return NULL;
}

/* "contoso.test" of "mail.contoso.test"; NULL for addresses, for names without
 * a domain and for those in a top-level domain. */
static const char *
domain_of(const char *host)
{
	const char *dot = strchr(host, '.');

	if (dot == NULL || strchr(dot + 1, '.') == NULL ||
	    strchr(host, ':') != NULL ||
	    host[strspn(host, "0123456789.")] == '\0')
		return NULL;
	return dot + 1;
}

/* IIS gives the name of the host where nobody set a realm, and others give a
 * sentence: neither is a domain. */
static const char *
domain_of_realm(const char *realm, const char *host)
{
	static const char in_names[] = "abcdefghijklmnopqrstuvwxyz"
				       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "0123456789.-_";

	if (realm == NULL || strchr(realm, '.') == NULL ||
	    strcasecmp(realm, host) == 0 ||
	    realm[strspn(realm, in_names)] != '\0')
		return NULL;
	return realm;
}

char *
spelling_in_full(const struct run *r)
{
	const char *host = r->config->proxy_host;
	const char *domain = first_fact(r, FACT_NODE_DOMAIN);
	const char *realm = first_fact(r, FACT_HTTP_REALM);

	if (!spelling_is_bare(r))
		return NULL;
	if (domain != NULL)
		return mem_printf("%s\\%s", domain, r->who.user);
	realm = domain_of_realm(realm, host);
	if (realm == NULL)
		realm = domain_of(host);
	return realm == NULL ? NULL : mem_printf("%s@%s", r->who.user, realm);
}
