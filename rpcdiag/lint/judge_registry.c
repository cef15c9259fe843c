/* SPDX-License-Identifier: Apache-2.0 */
/* Registry values, each by itself: one table of what is wrong with which. */
#include <strings.h>

#include "base/mem.h"
#include "lint/judge.h"

#define ANY UINT64_MAX

enum rule_hit {
	HIT_MISSING, /* the key is there, the value is not */
	HIT_TYPE,    /* not of type .from */
	HIT_NUMBER,  /* a number from .from to .to */
	HIT_OUTSIDE, /* a number that is not */
	HIT_LACKS,   /* no string is .text */
	HIT_PLAIN,   /* no string holds .text */
	HIT_THERE,   /* whatever it is */
};

struct rule {
	const char *key; /* how the key ends */
	const char *value;
	enum rule_hit hit;
	uint64_t from;
	uint64_t to;
	const char *text;
	enum health status;
	const char *id;
	const char *set;
	const char *why;
};

/* The rows of a value stand together; the first that hits speaks. */
static const struct rule rules[] = {
	/* Microsoft Win32 documentation, "RPC over HTTP Security". */
	{ KEY_RPC_PROXY, "Enabled", HIT_MISSING, 0, 0, NULL, HEALTH_FAILED,
	    "RPC_PROXY_DISABLED", "Enabled, REG_DWORD 1; restart IIS",
	    "without the value Enabled the RPC proxy refuses every request" },
	{ KEY_RPC_PROXY, "Enabled", HIT_TYPE, REG_DWORD, 0, NULL, HEALTH_FAILED,
	    "RPC_PROXY_DISABLED", "Enabled, REG_DWORD 1; restart IIS",
	    "Enabled counts as a REG_DWORD only" },
	{ KEY_RPC_PROXY, "Enabled", HIT_NUMBER, 0, 0, NULL, HEALTH_FAILED,
	    "RPC_PROXY_DISABLED", "Enabled, REG_DWORD 1; restart IIS",
	    "the RPC proxy is switched off and refuses every request" },

	{ KEY_RPC_PROXY, "AllowAnonymous", HIT_TYPE, REG_DWORD, 0, NULL,
	    HEALTH_DEGRADED, "RPC_PROXY_UNSECURE_OR_ANON_REJECT",
	    "AllowAnonymous, REG_DWORD 0, or 1 where TLS ends in front",
	    "AllowAnonymous counts as a REG_DWORD only; it is taken as 0" },
	{ KEY_RPC_PROXY, "AllowAnonymous", HIT_NUMBER, 1, ANY, NULL,
	    HEALTH_DEGRADED, NULL,
	    "AllowAnonymous, REG_DWORD 0, unless a device in front ends TLS",
	    "the RPC proxy takes requests that are not encrypted or not "
	    "authenticated; only a site whose TLS ends on a device in front "
	    "needs that, and Exchange 2007 and later do so by SSLOffloading" },
	{ KEY_RPC_PROXY, "AllowAnonymous", HIT_NUMBER, 0, 0, NULL,
	    HEALTH_HEALTHY, "RPC_PROXY_UNSECURE_OR_ANON_REJECT", NULL,
	    "right, unless a device in front ends TLS: then every request is "
	    "rejected as coming over an unsecure channel" },

	{ KEY_CONFIGURATOR, "PeriodicPollingMinutes", HIT_TYPE, REG_DWORD, 0,
	    NULL, HEALTH_DEGRADED, "VALIDPORTS_STALE",
	    "PeriodicPollingMinutes, REG_DWORD 15",
	    "PeriodicPollingMinutes counts as a REG_DWORD only" },
	{ KEY_CONFIGURATOR, "PeriodicPollingMinutes", HIT_NUMBER, 61, ANY, NULL,
	    HEALTH_DEGRADED, "VALIDPORTS_STALE",
	    "PeriodicPollingMinutes, REG_DWORD 15",
	    "a new mailbox server waits this many minutes for its place in "
	    "ValidPorts (the default is 15)" },
	{ KEY_SYSTEM_ATTENDANT, "HTTPFEPollingInterval", HIT_NUMBER, 61, ANY,
	    NULL, HEALTH_DEGRADED, "VALIDPORTS_STALE",
	    "HTTPFEPollingInterval, REG_DWORD 15",
	    "a new back end waits this many minutes for its place in "
	    "ValidPorts (Exchange 2003; the default is 15)" },

	{ KEY_TCPIP6, "DisabledComponents", HIT_TYPE, REG_DWORD, 0, NULL,
	    HEALTH_DEGRADED, "DSPROXY_IPV4_ONLY_6004",
	    "DisabledComponents, REG_DWORD 0xff; reboot",
	    "DisabledComponents counts as a REG_DWORD only; IPv6 stays on" },
	{ KEY_TCPIP6, "DisabledComponents", HIT_NUMBER, 0xffffffff, 0xffffffff,
	    NULL, HEALTH_DEGRADED, NULL,
	    "DisabledComponents, REG_DWORD 0xff; reboot",
	    "0xff is the value that switches IPv6 off; 0xffffffff delays each "
	    "start of Windows" },
	{ KEY_TCPIP6, "DisabledComponents", HIT_NUMBER, 1, 0x1f, NULL,
	    HEALTH_DEGRADED, "DSPROXY_IPV4_ONLY_6004",
	    "DisabledComponents, REG_DWORD 0xff (0x20 to prefer IPv4); reboot",
	    "only some of IPv6 is off; what the RPC proxy asks first is not "
	    "changed by that" },

	{ KEY_STORE, "Rpc/HTTP Port", HIT_TYPE, REG_DWORD, 0, NULL,
	    HEALTH_FAILED, "BACKEND_ONE_PORT_CLOSED",
	    "Rpc/HTTP Port, REG_DWORD 0x1771 (6001)",
	    "the port of the store counts as a REG_DWORD only" },
	{ KEY_STORE, "Rpc/HTTP Port", HIT_OUTSIDE, 6001, 6001, NULL,
	    HEALTH_FAILED, "BACKEND_ONE_PORT_CLOSED",
	    "Rpc/HTTP Port, REG_DWORD 0x1771 (6001)",
	    "clients ask for the store on 6001, and there it does not listen" },

	{ KEY_SYSTEM_ATTENDANT, "HTTP Port", HIT_TYPE, REG_DWORD, 0, NULL,
	    HEALTH_FAILED, "BACKEND_ONE_PORT_CLOSED",
	    "HTTP Port, REG_DWORD 0x1772 (6002)",
	    "the port of the referral service counts as a REG_DWORD only" },
	{ KEY_SYSTEM_ATTENDANT, "HTTP Port", HIT_OUTSIDE, 6002, 6002, NULL,
	    HEALTH_FAILED, "BACKEND_ONE_PORT_CLOSED",
	    "HTTP Port, REG_DWORD 0x1772 (6002)",
	    "clients ask for the referral service on 6002, and there it does "
	    "not listen" },

	{ KEY_SYSTEM_ATTENDANT, "Rpc/HTTP NSPI Port", HIT_TYPE, REG_DWORD, 0,
	    NULL, HEALTH_FAILED, "BACKEND_ONE_PORT_CLOSED",
	    "Rpc/HTTP NSPI Port, REG_DWORD 0x1774 (6004)",
	    "the port of DSProxy counts as a REG_DWORD only" },
	{ KEY_SYSTEM_ATTENDANT, "Rpc/HTTP NSPI Port", HIT_NUMBER, 6003, 6003,
	    NULL, HEALTH_FAILED, "NSPI_PORT_6003_LAYOUT",
	    "Rpc/HTTP NSPI Port, REG_DWORD 0x1774 (6004)",
	    "6003 is the layout of Exchange 2003 before its release; clients "
	    "ask for DSProxy on 6004" },
	{ KEY_SYSTEM_ATTENDANT, "Rpc/HTTP NSPI Port", HIT_OUTSIDE, 6004, 6004,
	    NULL, HEALTH_FAILED, "BACKEND_ONE_PORT_CLOSED",
	    "Rpc/HTTP NSPI Port, REG_DWORD 0x1774 (6004)",
	    "clients ask for DSProxy on 6004, and there it does not listen" },
	{ KEY_STORE, "Rpc/HTTP NSPI Port", HIT_NUMBER, 6003, 6003, NULL,
	    HEALTH_FAILED, "NSPI_PORT_6003_LAYOUT",
	    "Rpc/HTTP NSPI Port, REG_DWORD 0x1774 (6004), below "
	    "MSExchangeSA\\Parameters",
	    "6003 is the layout of Exchange 2003 before its release; clients "
	    "ask for DSProxy on 6004" },
	{ KEY_STORE, "Rpc/HTTP NSPI Port", HIT_THERE, 0, 0, NULL,
	    HEALTH_HEALTHY, NULL, NULL,
	    "Exchange as released reads this value below "
	    "MSExchangeSA\\Parameters" },

	{ KEY_NTDS, "NSPI interface protocol sequences", HIT_TYPE, REG_MULTI_SZ,
	    0, NULL, HEALTH_DEGRADED, "GC_NOT_ON_6004",
	    "NSPI interface protocol sequences, REG_MULTI_SZ "
	    "ncacn_http:6004; restart the domain controller",
	    "the value is documented as a REG_MULTI_SZ; with another type the "
	    "domain controller may not listen on 6004" },
	{ KEY_NTDS, "NSPI interface protocol sequences", HIT_LACKS, 0, 0,
	    "ncacn_http:6004", HEALTH_FAILED, "GC_NOT_ON_6004",
	    "NSPI interface protocol sequences, REG_MULTI_SZ "
	    "ncacn_http:6004; restart the domain controller",
	    "the domain controller does not listen on 6004, where clients that "
	    "are referred to it ask" },

	{ KEY_SYSTEM_ATTENDANT, "Do Not Refer HTTP to DSProxy", HIT_TYPE,
	    REG_DWORD, 0, NULL, HEALTH_DEGRADED, "DSPROXY_SPLIT_CONNECTIVITY",
	    "Do Not Refer HTTP to DSProxy, REG_DWORD 1",
	    "the value counts as a REG_DWORD only; clients are still referred "
	    "to DSProxy" },
	{ KEY_SYSTEM_ATTENDANT, "Do Not Refer HTTP to DSProxy", HIT_NUMBER, 2,
	    ANY, NULL, HEALTH_DEGRADED, "DSPROXY_SPLIT_CONNECTIVITY",
	    "Do Not Refer HTTP to DSProxy, REG_DWORD 1",
	    "the documented values are 0 and 1" },

	{ KEY_SYSTEM_ATTENDANT, "NSPI Target Server", HIT_TYPE, REG_SZ, 0, NULL,
	    HEALTH_DEGRADED, "DSPROXY_SPLIT_PROFILE_ONLY",
	    "NSPI Target Server, REG_SZ, the FQDN of one domain controller",
	    "the value is a REG_SZ" },
	{ KEY_SYSTEM_ATTENDANT, "NSPI Target Server", HIT_PLAIN, 0, 0, ".",
	    HEALTH_DEGRADED, "DSPROXY_SPLIT_PROFILE_ONLY",
	    "NSPI Target Server, REG_SZ, the FQDN of one domain controller",
	    "the domain controller is to be named with its domain" },
	{ KEY_SYSTEM_ATTENDANT, "No RFR Service", HIT_NUMBER, 1, ANY, NULL,
	    HEALTH_HEALTHY, NULL, NULL,
	    "this server gives no referrals: clients send address book calls "
	    "to DSProxy on 6004" },

	/* rpc.admx: 90 to 7200 seconds. */
	{ KEY_RPC_POLICY, "MinimumConnectionTimeout", HIT_TYPE, REG_DWORD, 0,
	    NULL, HEALTH_DEGRADED, "IDLE_TIMEOUT_MIDDLEBOX",
	    "MinimumConnectionTimeout, REG_DWORD 120; reboot",
	    "the value counts as a REG_DWORD only" },
	{ KEY_RPC_POLICY, "MinimumConnectionTimeout", HIT_NUMBER, 0, 89, NULL,
	    HEALTH_DEGRADED, "IDLE_TIMEOUT_MIDDLEBOX",
	    "MinimumConnectionTimeout, REG_DWORD 120; reboot",
	    "90 s is the least that is taken" },
	{ KEY_RPC_POLICY, "MinimumConnectionTimeout", HIT_NUMBER, 901, 7200,
	    NULL, HEALTH_DEGRADED, "IDLE_TIMEOUT_MIDDLEBOX",
	    "MinimumConnectionTimeout, REG_DWORD 120; reboot",
	    "above the 900 s that hold anyway the value keeps no idle "
	    "connection alive" },
	{ KEY_RPC_POLICY, "MinimumConnectionTimeout", HIT_NUMBER, 7201, ANY,
	    NULL, HEALTH_DEGRADED, "IDLE_TIMEOUT_MIDDLEBOX",
	    "MinimumConnectionTimeout, REG_DWORD 120; reboot",
	    "7200 s is the most that is taken" },

	{ KEY_PROVIDER, "DS Server", HIT_THERE, 0, 0, NULL, HEALTH_DEGRADED,
	    "REFERRAL_NOT_USED_PROFILE_FLAGS", "delete the value DS Server",
	    "address book calls of Exchange's MAPI go to this one server, and "
	    "fail altogether when it does not answer" },
};

#define NRULES (sizeof(rules) / sizeof(rules[0]))

static bool
strings_have(const struct reg_value *v, const char *text, bool whole)
{
	for (size_t i = 0; i < v->strings.n; i++)
		if (whole ? strcasecmp(v->strings.v[i], text) == 0
			  : strstr(v->strings.v[i], text) != NULL)
			return true;
	return false;
}

/* v: NULL or deleted when the value is not there. */
static bool
rule_hits(const struct rule *r, const struct reg_value *v)
{
	bool there = v != NULL && !v->deleted;

	switch (r->hit) {
	case HIT_MISSING:
		return !there;
	case HIT_TYPE:
		return there && v->type != r->from;
	case HIT_NUMBER:
		return there && reg_is_number(v) && v->number >= r->from &&
		    v->number <= r->to;
	case HIT_OUTSIDE:
		return there && reg_is_number(v) &&
		    (v->number < r->from || v->number > r->to);
	case HIT_LACKS:
		return there && !strings_have(v, r->text, true);
	case HIT_PLAIN:
		return there && !strings_have(v, r->text, false);
	case HIT_THERE:
		return there;
	}
	return false;
}

/* A value that is not there. A key with one value in it is hardly the whole
 * of it, and certainly not when reg query was asked for one. */
static void
missing_say(struct lint *l, const struct lint_file *f,
    const struct reg_key *key, const struct rule *r)
{
	struct lint_place at = { .file = f,
		.line = key->line,
		.key = key->path,
		.value = mem_printf("%s, missing", r->value) };
	bool whole = key->n > 1;
	enum health status = r->status;

	if (!whole)
		status = f->reg.query ? HEALTH_HEALTHY : HEALTH_DEGRADED;
	lint_say(l, status, r->id, &at, r->set, "%s%s", r->why,
	    whole ? "" : ", if this is all of the key");
	lint_place_free(&at);
}

static void
rule_say(struct lint *l, const struct lint_file *f, const struct reg_key *key,
    const struct rule *r, const struct reg_value *v)
{
	struct lint_place at;

	if (v == NULL) {
		missing_say(l, f, key, r);
		return;
	}
	at = lint_place_of(f, key, v);
	lint_say(l, r->status, r->id, &at, r->set, "%s", r->why);
	lint_place_free(&at);
}

/* How many letters must be changed, added or dropped, up to most; case does
 * not count. */
static unsigned
letters_apart(const char *a, const char *b, unsigned most)
{
	unsigned best;

	while (*a != '\0' && strncasecmp(a, b, 1) == 0) {
		a++;
		b++;
	}
	if (*a == '\0' && *b == '\0')
		return 0;
	if (most == 0)
		return 1;
	best = *a == '\0' ? most : letters_apart(a + 1, b, most - 1);
	if (*b != '\0' && best > 0) {
		unsigned n = letters_apart(a, b + 1, most - 1);

		best = n < best ? n : best;
	}
	if (*a != '\0' && *b != '\0' && best > 0) {
		unsigned n = letters_apart(a + 1, b + 1, most - 1);

		best = n < best ? n : best;
	}
	return best + 1;
}

#define APART_MAX 2

/* The name of the table that a value nearly has; NULL when it has one. */
static const char *
name_meant(const struct reg_key *key, const char *name)
{
	const char *meant = NULL;

	if (strncasecmp(name, "ValidPorts", 10) == 0)
		return NULL;
	for (size_t i = 0; i < NRULES; i++) {
		if (!reg_key_ends(key, rules[i].key))
			continue;
		if (strcasecmp(name, rules[i].value) == 0)
			return NULL;
		if (strlen(name) > APART_MAX * 2 &&
		    letters_apart(name, rules[i].value, APART_MAX) <= APART_MAX)
			meant = rules[i].value;
	}
	if (reg_key_ends(key, KEY_RPC_PROXY) && strlen(name) > APART_MAX * 2 &&
	    letters_apart(name, "ValidPorts", APART_MAX) <= APART_MAX)
		meant = "ValidPorts";
	return meant;
}

static void
names_check(
    struct lint *l, const struct lint_file *f, const struct reg_key *key)
{
	for (size_t i = 0; i < key->n; i++) {
		const char *meant = name_meant(key, key->v[i].name);
		struct lint_place at;

		if (meant == NULL)
			continue;
		at = lint_place_of(f, key, &key->v[i]);
		lint_say(l, HEALTH_DEGRADED, NULL, &at, meant,
		    "nothing reads a value of this name; %s may be meant",
		    meant);
		lint_place_free(&at);
	}
}

void
judge_registry(struct lint *l, const struct lint_file *f)
{
	for (size_t k = 0; k < f->reg.n; k++) {
		const struct reg_key *key = &f->reg.v[k];
		const char *said = NULL; /* the value that a row hit */

		if (key->deleted)
			continue;
		for (size_t i = 0; i < NRULES; i++) {
			const struct rule *r = &rules[i];
			const struct reg_value *v;

			if (!reg_key_ends(key, r->key) ||
			    (said != NULL && strcmp(said, r->value) == 0))
				continue;
			v = reg_value_find(key, r->value);
			if (!rule_hits(r, v))
				continue;
			rule_say(l, f, key, r, v);
			said = r->value;
		}
		names_check(l, f, key);
	}
}
