/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking up the numbers a diagnostic of RPC over HTTP has to name. The tables
 * know names and meanings, and refuse to know what to do about them.
 */
#include "model/status_family.h"

#include <stdlib.h>

static const struct status_family *const families[] = {
	&status_family_win32,
	&status_family_nca,
	&status_family_http,
	&status_family_iis,
	&status_family_exchange,
	&status_family_sspi,
	&status_family_nt,
	&status_family_winhttp,
	&status_family_winsock,
	&status_family_gateway,
	&status_family_cert,
	&status_family_kerberos,
	&status_family_nak,
	&status_family_ack,
};

static int
status_cmp(const void *key, const void *row)
{
	uint32_t code = *(const uint32_t *)key;
	const struct status_name *s = row;

	return (code > s->code) - (code < s->code);
}

const struct status_family *
status_family_nth(size_t n)
{
	return n < sizeof(families) / sizeof(families[0]) ? families[n] : NULL;
}

const struct status_name *
status_family_find(const struct status_family *family, uint32_t code)
{
	return bsearch(&code, family->rows, family->n, sizeof(family->rows[0]),
	    status_cmp);
}

const struct status_name *
status_find(uint32_t code)
{
	const struct status_name *s = NULL;
	const struct status_family *f;

	for (size_t n = 0; s == NULL && (f = status_family_nth(n)) != NULL; n++)
		if (!f->apart)
			s = status_family_find(f, code);
	return s;
}

uint32_t
status_of_fault(uint32_t nca)
{
	const struct status_name *s = status_find(nca);

	return s == NULL || s->win32 == 0 ? nca : s->win32;
}
