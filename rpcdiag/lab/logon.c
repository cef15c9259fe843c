/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/logon.h"

#include <ctype.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

#include "base/base64.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lab/sock.h"

#define CREDENTIALS_MAX 1024
#define DC_TIME CLOCK_MS(2500) /* NetLogon waits longer */

void
logon_init(struct logon *l, const char *schemes, const struct account *account)
{
	*l = (struct logon){ .account = account };
	strlist_split(&l->schemes, schemes, " ");
}

void
logon_clear(struct logon *l)
{
	strlist_clear(&l->schemes);
}

const char *
logon_field(const struct logon *l)
{
	return l->forward ? "Proxy-Authorization" : "Authorization";
}

const char *
logon_demand(const struct logon *l)
{
	return l->forward ? "Proxy-Authenticate" : "WWW-Authenticate";
}

/* The forms that IIS with a default domain accepts. */
static bool
user_known(const struct logon *l, const char *user)
{
	const char *slash = strchr(l->account->user, '\\');
	const char *name = slash != NULL ? slash + 1 : l->account->user;
	size_t n = strlen(name);

	if (strcasecmp(user, l->account->user) == 0 ||
	    strcasecmp(user, name) == 0)
		return true;
	return strncasecmp(user, name, n) == 0 &&
	    strcasecmp(user + n, "@" ACCOUNT_SUFFIX) == 0;
}

static bool
password_matches(const struct logon *l, const char *given)
{
	return strlen(given) == l->account->password.n &&
	    CRYPTO_memcmp(
		given, l->account->password.p, l->account->password.n) == 0;
}

/* What a stranger sent goes into the trace: keep it on one line. */
static void
log_logon(const struct logon *l, const char *user, bool good)
{
	char shown[64];
	size_t n = 0;

	for (; user[n] != '\0' && n < sizeof(shown) - 1; n++)
		shown[n] = isprint((unsigned char)user[n]) ? user[n] : '?';
	shown[n] = '\0';
	if (good)
		log_at(LOG_STEPS, "logon by Basic user=%s at %s", shown,
		    l->computer);
	else
		log_at(LOG_STEPS, "logon refused user=%s", shown);
}

/* text: "user:password" (RFC 7617). */
static bool
credentials_good(const struct logon *l, const char *text)
{
	size_t n = strcspn(text, ":");
	char *user = mem_strndup(text, n);
	bool good = text[n] == ':' && user_known(l, user) &&
	    password_matches(l, text + n + 1);

	log_logon(l, user, good);
	free(user);
	return good;
}

bool
logon_reaches_dc(const struct logon *l)
{
	int fd;

	if (!l->account->has_dc)
		return true;
	if (sock_connect(&l->account->dc, DC_TIME, &fd) == SOCK_OK) {
		close(fd);
		return true;
	}
	log_at(LOG_STEPS, "no domain controller answers");
	return false;
}

bool
logon_accepted(const struct logon *l, const struct http_head *head)
{
	static const char prefix[] = "Basic ";
	const size_t skip = sizeof(prefix) - 1;
	struct span value = http_field(head, logon_field(l), 0);
	struct buf plain;
	bool good = false;

	if (!strlist_has(&l->schemes, "Basic") || value.n < skip ||
	    strncasecmp((const char *)value.p, prefix, skip) != 0)
		return false;
	buf_init(&plain, CREDENTIALS_MAX);
	if (base64_decode(span_sub(value, skip, value.n), &plain))
		good = logon_reaches_dc(l) &&
		    credentials_good(l, buf_text(&plain));
	buf_wipe(&plain);
	return good;
}

bool
logon_put_challenges(const struct logon *l, struct buf *out)
{
	bool ok = true;

	for (size_t i = 0; i < l->schemes.n; i++) {
		bool basic = strcasecmp(l->schemes.v[i], "Basic") == 0;

		ok = ok &&
		    buf_printf(out, "%s: %s%s\r\n", logon_demand(l),
			l->schemes.v[i],
			basic ? " realm=\"" LOGON_REALM "\"" : "");
	}
	return ok;
}
