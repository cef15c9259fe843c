/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/spelling.h"

#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "probe/host_name.h"

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

/* "contoso.test" of "mail.contoso.test"; NULL for a top-level domain. */
static const char *
own_domain(const char *host)
{
	const char *domain = host_name_domain(host);

	return domain != NULL && strchr(domain, '.') != NULL ? domain : NULL;
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
		realm = own_domain(host);
	return realm == NULL ? NULL : mem_printf("%s@%s", r->who.user, realm);
}
