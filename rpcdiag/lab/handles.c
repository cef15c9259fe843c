/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/handles.h"

#include "base/random.h"

/* Where it stands; n when it is not there. */
static unsigned
find(const struct handles *h, enum iface_id iface, const struct ndr_handle *it)
{
	unsigned i = 0;

	while (i < h->n &&
	    (h->open[i].iface != iface ||
		!guid_eq(&h->open[i].handle.uuid, &it->uuid)))
		i++;
	return i;
}

bool
handles_open(struct handles *h, enum iface_id iface, struct ndr_handle *out)
{
	if (h->n == HANDLES_MAX)
		return false;
	*out = (struct ndr_handle){ 0 };
	random_fill(out->uuid.b, sizeof(out->uuid.b));
	h->open[h->n].iface = iface;
	h->open[h->n++].handle = *out;
	return true;
}

bool
handles_has(
    const struct handles *h, enum iface_id iface, const struct ndr_handle *it)
{
	return find(h, iface, it) < h->n;
}

bool
handles_close(
    struct handles *h, enum iface_id iface, const struct ndr_handle *it)
{
	unsigned i = find(h, iface, it);

	if (i == h->n)
		return false;
	h->open[i] = h->open[--h->n];
	return true;
}
