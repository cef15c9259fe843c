/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever is pasted: an explanation, or a word on why there is none. */
#include <string.h>

#include "explain/explain.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct explanation e;
	char text[4096];
	bool known;

	if (n >= sizeof(text))
		return 0;
	memcpy(text, p, n);
	text[n] = '\0';
	known = explain_text(text, &e);
	PROMISE(!known || (e.n > 0 && e.problem == NULL));
	PROMISE(strcmp(e.subject, text) == 0);
	for (size_t i = 0; i < e.n; i++) {
		PROMISE(e.v[i].text != NULL && e.v[i].next.n > 0);
		PROMISE(e.v[i].kind != NULL && e.v[i].title != NULL);
	}
	explanation_clear(&e);
	return 0;
}
