/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "fuzz.h"
#include "wire/ntlm.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct ntlm_challenge c;
	enum wire_err e = ntlm_challenge_decode(span_of(p, n), &c);

	PROMISE(e != WIRE_OK || n >= 32);
	PROMISE(text_is_clean(c.nb_computer, NTLM_TEXT));
	PROMISE(text_is_clean(c.nb_domain, NTLM_TEXT));
	PROMISE(text_is_clean(c.dns_computer, NTLM_TEXT));
	PROMISE(text_is_clean(c.dns_domain, NTLM_TEXT));
	PROMISE(text_is_clean(c.dns_forest, NTLM_TEXT));
	return 0;
}
