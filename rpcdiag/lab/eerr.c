/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/eerr.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"

#define FILETIME_OF_1970 116444736000000000ull

struct eeinfo_record
eerr_record(uint32_t component, uint16_t location, uint32_t status)
{
	return (struct eeinfo_record){
		.pid = (uint32_t)getpid(),
		.time = FILETIME_OF_1970 + (uint64_t)clock_wall() * 10000000,
		.component = component,
		.location = location,
		.status = status,
	};
}

void
eerr_name(struct eeinfo_record *r, const char *computer)
{
	snprintf(r->computer, sizeof(r->computer), "%s", computer);
}

void
eerr_add_long(struct eeinfo_record *r, uint32_t value)
{
	if (r->nparams < EEINFO_PARAMS_MAX)
		r->param[r->nparams++] =
		    (struct eeinfo_param){ .type = EEINFO_LONG,
			    .number = value };
}
