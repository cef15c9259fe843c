/* SPDX-License-Identifier: Apache-2.0 */
/* RPC authentication as a table: a row for each endpoint and level, a column
 * for each mechanism, and below it what its words mean. Its checks would be
 * dozens of lines of the tree. */
#ifndef RPCDIAG_REPORT_AUTH_TABLE_H
#define RPCDIAG_REPORT_AUTH_TABLE_H

#include "model/check.h"
#include "report/table.h"

/* Has the check a cell? */
bool auth_table_holds(const struct check *c);
/* Does any check have one? */
bool auth_table_is_needed(const struct checks *c);
/* t is the caller's, for table_clear. */
void auth_table_make(struct table *t, const struct checks *c);

#endif
