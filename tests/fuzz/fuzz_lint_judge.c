/* SPDX-License-Identifier: Apache-2.0 */
/* Files with a form feed between them, recognised, read and judged. */
#include <string.h>

#include "fuzz.h"
#include "lint/walk.h"
#include "verdict/matrix.h"

#define FILES_MAX 4

static void
findings_check(const struct lint *l)
{
	for (size_t i = 0; i < l->nfindings; i++) {
		const struct lint_finding *f = &l->finding[i];

		PROMISE(f->status <= HEALTH_FAILED);
		PROMISE(f->id == NULL || matrix_find(f->id) != NULL);
		PROMISE(f->file != NULL && f->why[0] != '\0');
		PROMISE(i == 0 || f->status <= l->finding[i - 1].status);
	}
	for (size_t i = 0; i < l->nwalks; i++) {
		PROMISE(l->walk[i].server != NULL);
		for (size_t k = 0; k < WALK_STEPS; k++)
			PROMISE(l->walk[i].step[k].text != NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span rest = span_of(p, n);
	struct lint l;

	lint_init(&l);
	for (unsigned i = 0; i < FILES_MAX && rest.n > 0; i++) {
		const uint8_t *end = memchr(rest.p, '\f', rest.n);
		size_t size = end == NULL ? rest.n : (size_t)(end - rest.p);

		err_free(lint_read(&l, "file", span_of(rest.p, size)));
		rest = span_sub(rest, size + 1, rest.n);
	}
	lint_add_server(&l, "mbx1", "the fuzzer");
	lint_judge(&l, NULL);
	findings_check(&l);
	lint_clear(&l);
	return 0;
}
