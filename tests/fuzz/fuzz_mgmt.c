/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte chooses call (bit 0) and byte order (bit 1). */
#include <string.h>

#include "fuzz.h"
#include "wire/mgmt.h"

static void
if_ids_check(struct span stub, bool big_endian)
{
	static struct mgmt_if_ids ids, again;
	struct buf b;
	enum wire_err e = mgmt_if_ids_decode(stub, big_endian, &ids);

	PROMISE(ids.n <= MGMT_IFS_MAX);
	if (e != WIRE_OK)
		return;
	buf_init(&b, 1 << 12);
	PROMISE(mgmt_if_ids_encode(&ids, &b));
	PROMISE(mgmt_if_ids_decode(buf_span(&b), false, &again) == WIRE_OK);
	PROMISE(memcmp(&ids, &again, sizeof(ids)) == 0);
	buf_clear(&b);
}

static void
listening_check(struct span stub, bool big_endian)
{
	struct mgmt_listening l, again;
	struct buf b;

	if (mgmt_listening_decode(stub, big_endian, &l) != WIRE_OK)
		return;
	buf_init(&b, 8);
	PROMISE(mgmt_listening_encode(&l, &b));
	PROMISE(mgmt_listening_decode(buf_span(&b), false, &again) == WIRE_OK);
	PROMISE(l.status == again.status && l.listening == again.listening);
	buf_clear(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct span stub;

	if (n == 0)
		return 0;
	stub = span_of(p + 1, n - 1);
	if ((p[0] & 1) != 0)
		listening_check(stub, (p[0] & 2) != 0);
	else
		if_ids_check(stub, (p[0] & 2) != 0);
	return 0;
}
