/* SPDX-License-Identifier: Apache-2.0 */
#include "probe/host_name.h"

#include <string.h>
#include <strings.h>

bool
host_name_is_address(const char *host)
{
	return strchr(host, ':') != NULL ||
	    host[strspn(host, "0123456789.")] == '\0';
}

const char *
host_name_domain(const char *host)
{
	const char *dot = host == NULL ? NULL : strchr(host, '.');

	return dot != NULL && dot[1] != '\0' && !host_name_is_address(host)
	    ? dot + 1
	    : NULL;
}

bool
host_name_is_same(const char *a, const char *b)
{
	size_t n = strcspn(a, "."), m = strcspn(b, ".");

	return strcasecmp(a, b) == 0 ||
	    (n == m && strncasecmp(a, b, n) == 0 &&
		(a[n] == '\0' || b[n] == '\0'));
}
