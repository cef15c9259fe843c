/* SPDX-License-Identifier: Apache-2.0 */
#include "model/eeinfo_view.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"

static void
param_text(struct strlist *out, const struct eeinfo_param *p)
{
	switch (p->type) {
	case EEINFO_ANSI:
	case EEINFO_UNICODE:
		strlist_add(out, p->text);
		break;
	case EEINFO_LONG:
	case EEINFO_SHORT:
	case EEINFO_INT64:
		strlist_addf(out, "%" PRIu64, p->number);
		break;
	case EEINFO_BINARY:
		strlist_addf(out, "%" PRIu64 " bytes", p->number);
		break;
	case EEINFO_NONE:
		break;
	}
}

void
eeinfo_view_init(struct eeinfo_view *v, const struct eeinfo_record *r)
{
	const char *computer = r->computer[0] == '\0' ? NULL : r->computer;

	*v = (struct eeinfo_view){
		.computer = mem_strdup(computer),
		.component = r->component,
		.component_name =
		    mem_strdup(eeinfo_component_text(r->component)),
		.status = r->status,
		.location = r->location,
		.location_text = mem_strdup(eeinfo_location_text(r->location)),
	};
	for (unsigned k = 0; k < r->nparams; k++)
		param_text(&v->params, &r->param[k]);
}

void
eeinfo_view_clear(struct eeinfo_view *v)
{
	free(v->computer);
	free(v->component_name);
	free(v->location_text);
	strlist_clear(&v->params);
	*v = (struct eeinfo_view){ 0 };
}
