/* SPDX-License-Identifier: Apache-2.0 */
/* Reports made by hand, one for each thing a renderer has to get right. */
#ifndef TESTS_REPORT_SAMPLES_H
#define TESTS_REPORT_SAMPLES_H

#include "model/report.h"

struct sample {
	const char *name;
	void (*make)(struct report *r); /* r is zeroed */
};

/* The n-th sample, NULL past the last. */
const struct sample *sample_nth(unsigned n);
const struct sample *sample_find(const char *name);

#endif
