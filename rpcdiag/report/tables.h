/* SPDX-License-Identifier: Apache-2.0 */
/* The tables that a report may have, for every form that shows tables. */
#ifndef RPCDIAG_REPORT_TABLES_H
#define RPCDIAG_REPORT_TABLES_H

#include "model/check.h"
#include "report/table.h"

struct table_kind {
	const char *heading;
	bool (*is_needed)(const struct checks *c);
	/* For table_clear. */
	void (*make)(struct table *t, const struct checks *c);
};

/* The n-th that these checks need, NULL past the last. */
const struct table_kind *table_needed(const struct checks *c, unsigned n);

#endif
