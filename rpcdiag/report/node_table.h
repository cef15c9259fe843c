/* SPDX-License-Identifier: Apache-2.0 */
/* Tunnels by the front-end nodes that served their channels: a row for each
 * pair of nodes, a column for each endpoint. */
#ifndef RPCDIAG_REPORT_NODE_TABLE_H
#define RPCDIAG_REPORT_NODE_TABLE_H

#include "model/check.h"
#include "report/table.h"

/* Were tunnels repeated, and over more than one node? */
bool node_table_is_needed(const struct checks *c);
/* t is the caller's, for table_clear. */
void node_table_make(struct table *t, const struct checks *c);

#endif
