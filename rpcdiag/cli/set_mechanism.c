/* SPDX-License-Identifier: Apache-2.0 */
/* Setters for the ways to log on: lists of words from a table. */
#include <stdlib.h>
#include <strings.h>

#include "cli/set.h"

struct word {
	const char *said;
	const char *kept; /* NULL ends a table */
};

static const struct word http_words[] = {
	{ "none", "none" },
	{ "basic", "basic" },
	{ "ntlm", "ntlm" },
	{ "negotiate", "negotiate" },
	{ 0 },
};

static const struct word rpc_words[] = {
	{ "none", "none" },
	{ "ntlm", "ntlm" },
	{ "negotiate", "negotiate" },
	{ "kerberos", "kerberos" },
	{ 0 },
};

/* Level call is packet on a connection ([MS-RPCE] 2.2.1.1.8). */
static const struct word level_words[] = {
	{ "connect", "connect" },
	{ "call", "packet" },
	{ "pkt", "packet" },
	{ "packet", "packet" },
	{ "integrity", "integrity" },
	{ "privacy", "privacy" },
	{ 0 },
};

static struct err *
word_add(struct strlist *list, const struct word *words, const char *said)
{
	struct strlist known = { 0 };
	struct err *e;
	char *joined;

	for (const struct word *w = words; w->kept != NULL; w++) {
		if (strcasecmp(said, w->said) == 0) {
			strlist_add_once(list, w->kept);
			return NULL;
		}
	}
	if (strcasecmp(said, "auto") == 0)
		return err_new("auto stands alone, not in a list");
	for (const struct word *w = words; w->kept != NULL; w++)
		strlist_add(&known, w->said);
	joined = strlist_join(&known, ", ");
	e = err_new("\"%s\" is not one of auto, %s", said, joined);
	free(joined);
	strlist_clear(&known);
	return e;
}

static struct err *
words_set(struct strlist *list, const struct word *words, const char *value)
{
	struct strlist parts = { 0 };
	struct err *e = NULL;

	strlist_clear(list);
	strlist_split(&parts, value, ",");
	if (parts.n == 0)
		e = err_new("the list is empty");
	for (size_t i = 0; i < parts.n && e == NULL; i++)
		e = word_add(list, words, parts.v[i]);
	strlist_clear(&parts);
	return e;
}

static struct err *
auto_or_words_set(
    struct strlist *list, const struct word *words, const char *value)
{
	strlist_clear(list); /* empty = auto */
	if (strcasecmp(value, "auto") == 0)
		return NULL;
	return words_set(list, words, value);
}

struct err *
set_http_auth(struct cli *cli, const char *value)
{
	return auto_or_words_set(&cli->config.http_auth, http_words, value);
}

struct err *
set_forward_auth(struct cli *cli, const char *value)
{
	return auto_or_words_set(&cli->config.forward.auth, http_words, value);
}

struct err *
set_rpc_auth(struct cli *cli, const char *value)
{
	return auto_or_words_set(&cli->config.rpc_auth, rpc_words, value);
}

struct err *
set_rpc_level(struct cli *cli, const char *value)
{
	return words_set(&cli->config.rpc_level, level_words, value);
}
