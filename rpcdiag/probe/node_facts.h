/* SPDX-License-Identifier: Apache-2.0 */
/* From what the answers of front ends carry to the facts that tell them apart.
 * The values of cookies stay here; a report has letters for them. */
#ifndef RPCDIAG_PROBE_NODE_FACTS_H
#define RPCDIAG_PROBE_NODE_FACTS_H

#include "model/check.h"
#include "net/vconn.h"
#include "probe/engine.h"

struct cookie_book { /* zero it to start; in order of first meeting */
	struct node_cookie *v;
	size_t n;
};

void cookie_book_clear(struct cookie_book *b);
/* What the channels of a tunnel tell of the front ends that served them. */
void tunnel_node_facts(
    struct run *r, struct check *c, const struct vconn_result *v);
/* The names of the cookies that the answers of an exchange set. */
void http_cookie_facts(struct check *c, const struct node_marks *m);

#endif
