/* SPDX-License-Identifier: Apache-2.0 */
/* Tunnels by the front-end nodes that served their channels: a row for each
 * pair of nodes, a column for each endpoint. */
#ifndef RPCDIAG_REPORT_NODE_TABLE_H
#define RPCDIAG_REPORT_NODE_TABLE_H

#include "model/check.h"
#include "report/sheet.h"

/* Were tunnels repeated, and over more than one node? */
bool node_table_is_needed(const struct checks *c);
void node_table_put(struct sheet *s, const struct checks *c);

#endif
