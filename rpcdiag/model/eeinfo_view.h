/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RPCDIAG_MODEL_EEINFO_VIEW_H
#define RPCDIAG_MODEL_EEINFO_VIEW_H

#include "base/strlist.h"
#include "wire/eeinfo.h"

/* A record of extended error information, ready to be shown. */
struct eeinfo_view {
	char *computer; /* NULL = not given */
	uint32_t component;
	char *component_name; /* NULL = unknown */
	uint32_t status;
	uint32_t location;
	char *location_text; /* NULL = unknown */
	struct strlist params;
};

/* Fills *v, which then owns what it holds. */
void eeinfo_view_init(
    struct eeinfo_view *v, const struct eeinfo_record *record);
void eeinfo_view_clear(struct eeinfo_view *v);

#endif
