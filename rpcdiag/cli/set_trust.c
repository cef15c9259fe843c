/* SPDX-License-Identifier: Apache-2.0 */
/* Setters for certificates: how the proxy proves who it is, and how we do. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "cli/set.h"

#define MSSTD_PREFIX "msstd:"
#define FINGERPRINT_DIGITS 64

static struct err *
file_set(char **file, const char *value)
{
	if (*value == '\0')
		return err_new("the name of the file is empty");
	mem_set(file, value);
	return NULL;
}

struct err *
set_cacert(struct cli *cli, const char *value)
{
	return file_set(&cli->config.cacert, value);
}

struct err *
set_cert(struct cli *cli, const char *value)
{
	return file_set(&cli->config.cert, value);
}

struct err *
set_key(struct cli *cli, const char *value)
{
	return file_set(&cli->config.key, value);
}

struct err *
set_insecure(struct cli *cli, const char *value)
{
	(void)value;
	cli->config.insecure = true;
	return NULL;
}

/* As openssl and browsers print it, with or without colons. */
struct err *
set_fingerprint(struct cli *cli, const char *value)
{
	char digits[FINGERPRINT_DIGITS + 1];
	size_t n = 0;

	for (; *value != '\0'; value++) {
		if (*value == ':' || *value == ' ')
			continue;
		if (!isxdigit((unsigned char)*value) || n == FINGERPRINT_DIGITS)
			return err_new("not the %d hexadecimal digits of a "
				       "SHA-256 fingerprint",
			    FINGERPRINT_DIGITS);
		digits[n++] = (char)tolower((unsigned char)*value);
	}
	if (n != FINGERPRINT_DIGITS)
		return err_new("%zu hexadecimal digits instead of the %d of a "
			       "SHA-256 fingerprint",
		    n, FINGERPRINT_DIGITS);
	digits[n] = '\0';
	mem_set(&cli->config.fingerprint, digits);
	return NULL;
}

struct err *
set_msstd(struct cli *cli, const char *value)
{
	size_t n = strlen(MSSTD_PREFIX);

	if (strncasecmp(value, MSSTD_PREFIX, n) == 0)
		value += n;
	if (*value == '\0')
		return err_new("the principal name is empty");
	mem_set(&cli->config.msstd, value);
	return NULL;
}
