/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "fuzz.h"
#include "wire/eeinfo.h"

#define BLOB_MAX (1 << 20)

/* Can every length be written? nLength is signed on the wire. */
static bool
records_check(const struct eeinfo *e)
{
	bool fits = true;

	PROMISE(e->n <= EEINFO_RECORDS_MAX);
	for (unsigned i = 0; i < e->n; i++) {
		const struct eeinfo_record *r = &e->record[i];

		PROMISE(text_is_clean(r->computer, EEINFO_TEXT));
		PROMISE(r->nparams <= EEINFO_PARAMS_MAX);
		for (unsigned k = 0; k < r->nparams; k++) {
			const struct eeinfo_param *p = &r->param[k];

			PROMISE(
			    p->type >= EEINFO_ANSI && p->type <= EEINFO_BINARY);
			PROMISE(text_is_clean(p->text, EEINFO_TEXT));
			if (p->type == EEINFO_BINARY && p->number > INT16_MAX)
				fits = false;
		}
	}
	return fits;
}

/* Also what was read before an inconsistency must be whole. */
int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static struct eeinfo e, again;
	enum wire_err err = eeinfo_decode(span_of(p, n), &e);
	struct buf b;

	(void)err;
	(void)eeinfo_connect_failed(&e);
	if (!records_check(&e))
		return 0;
	buf_init(&b, BLOB_MAX);
	PROMISE(eeinfo_encode(&e, &b));
	PROMISE(eeinfo_decode(buf_span(&b), &again) == WIRE_OK);
	PROMISE(memcmp(&e, &again, sizeof(e)) == 0);
	buf_clear(&b);
	return 0;
}
