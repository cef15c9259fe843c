/* SPDX-License-Identifier: Apache-2.0 */
/* Names as people write them, into names of GSSAPI. */
#include <ctype.h>
#include <krb5.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "auth/gss.h"
#include "base/mem.h"

static bool
import(struct auth *a, const char *text, gss_OID type, gss_name_t *out)
{
	gss_buffer_desc name = { strlen(text), (void *)(uintptr_t)text };
	OM_uint32 minor = 0;
	OM_uint32 major = gss_import_name(&minor, &name, type, out);

	if (GSS_ERROR(major))
		machine_fault(a, major, minor);
	return !GSS_ERROR(major);
}

static bool
is_kerberos(const struct auth *a)
{
	return a->inner != &mechs_ntlm;
}

/* The realm of krb5.conf, NULL where there is none; owned. */
static char *
default_realm(void)
{
	krb5_context context;
	char *realm = NULL, *found = NULL;

	if (krb5_init_context(&context) != 0)
		return NULL;
	if (krb5_get_default_realm(context, &realm) == 0) {
		found = mem_strdup(realm);
		krb5_free_default_realm(context, realm);
	}
	krb5_free_context(context);
	return found;
}

/* The same when its first label is this domain. */
static char *
default_realm_of(const char *domain, size_t n)
{
	char *realm = default_realm();

	if (realm != NULL && strncasecmp(realm, domain, n) == 0 &&
	    (realm[n] == '.' || realm[n] == '\0'))
		return realm;
	free(realm);
	return NULL;
}

/* Realms of Windows are in capitals; what has any is left as it is. */
static char *
realm_of(const char *domain, size_t n)
{
	char *realm =
	    memchr(domain, '.', n) == NULL ? default_realm_of(domain, n) : NULL;

	if (realm != NULL)
		return realm;
	realm = mem_strndup(domain, n);
	for (char *p = realm; *p != '\0'; p++)
		if (isupper((unsigned char)*p))
			return realm;
	for (char *p = realm; *p != '\0'; p++)
		*p = (char)toupper((unsigned char)*p);
	return realm;
}

/*
 * "DOMAIN\user" means nothing to Kerberos, and "user@contoso.test" a realm
 * in small letters, which no KDC has. NTLM takes every form.
 */
static char *
principal_of(const char *user)
{
	const char *slash = strchr(user, '\\');
	const char *at = strrchr(user, '@');
	char *realm, *principal;

	if (slash != NULL) {
		realm = realm_of(user, (size_t)(slash - user));
		principal = mem_printf("%s@%s", slash + 1, realm);
	} else if (at != NULL) {
		realm = realm_of(at + 1, strlen(at + 1));
		principal =
		    mem_printf("%.*s@%s", (int)(at - user), user, realm);
	} else {
		return mem_strdup(user);
	}
	free(realm);
	return principal;
}

bool
auth_realm_is_ours(const char *user)
{
	char *principal = principal_of(user);
	const char *at = strrchr(principal, '@');
	char *realm = default_realm();
	bool ours =
	    realm != NULL && (at == NULL || strcasecmp(at + 1, realm) == 0);

	free(principal);
	free(realm);
	return ours;
}

/*
 * DNS knows no KDC of a NetBIOS name, and finding that out takes seconds where
 * its servers do not answer.
 */
static bool
has_realm(const char *user)
{
	const char *slash = strchr(user, '\\');

	return strchr(user, '@') != NULL ||
	    (slash != NULL &&
		memchr(user, '.', (size_t)(slash - user)) != NULL) ||
	    auth_realm_is_ours(user);
}

/* Tickets that are there already are another matter. */
bool
machine_has_realm(const struct auth *a)
{
	return a->user == NULL || !secret_given(&a->password) ||
	    has_realm(a->user);
}

void
auth_settle(const char *user, const char *other)
{
	if (user != NULL && !has_realm(user) &&
	    (other == NULL || !has_realm(other)))
		setenv("KRB5_CONFIG", "/dev/null", 1);
}

bool
machine_user_name(struct auth *a, gss_name_t *out)
{
	*out = GSS_C_NO_NAME;
	if (a->user == NULL)
		return true;
	if (is_kerberos(a) && a->principal == NULL)
		a->principal = principal_of(a->user);
	return import(a, is_kerberos(a) ? a->principal : a->user,
	    GSS_C_NT_USER_NAME, out);
}

/*
 * "service/host" as a host-based name, the one form that every mechanism
 * takes; whether DNS rewrites the host is krb5.conf's choice. Longer names
 * are for Kerberos alone.
 */
bool
machine_target_name(struct auth *a, gss_name_t *out)
{
	const char *slash = a->spn == NULL ? NULL : strchr(a->spn, '/');
	char *name;
	bool ok;

	if (a->spn == NULL)
		name = mem_printf("%s@%s", a->service, a->host);
	else if (slash != NULL && strpbrk(slash + 1, "/@") == NULL)
		name = mem_printf(
		    "%.*s@%s", (int)(slash - a->spn), a->spn, slash + 1);
	else
		return import(
		    a, a->spn, (gss_OID)GSS_KRB5_NT_PRINCIPAL_NAME, out);
	ok = import(a, name, GSS_C_NT_HOSTBASED_SERVICE, out);
	free(name);
	return ok;
}
