/* SPDX-License-Identifier: Apache-2.0 */
#include "wire/iface.h"

#include <stddef.h>

const struct iface ifaces[IFACE_N] = {
	/* C706 appendix Q: any RPC server answers it */
	[IFACE_MGMT] = { "mgmt",
	    { GUID_INIT(0xafa8bd80, 0x7d8a, 0x11c9, 0xbe, 0xf4, 0x08, 0x00,
		  0x2b, 0x10, 0x29, 0x89),
		1, 0 },
	    0, 2 /* is_server_listening */ },
	/* C706 appendix O */
	[IFACE_EPM] = { "epm",
	    { GUID_INIT(0xe1af8308, 0x5d1f, 0x11c9, 0x91, 0xa4, 0x08, 0x00,
		  0x2b, 0x14, 0xa0, 0xfa),
		3, 0 },
	    593, IFACE_NO_OPNUM },
	/* [MS-OXCRPC] 1.9 */
	[IFACE_EMSMDB] = { "EMSMDB",
	    { GUID_INIT(0xa4f1db00, 0xca47, 0x1067, 0xb3, 0x1f, 0x00, 0xdd,
		  0x01, 0x06, 0x62, 0xda),
		0, 81 },
	    6001, 6 /* EcDummyRpc, 3.1.4.4 */ },
	[IFACE_ASYNC_EMSMDB] = { "AsyncEMSMDB",
	    { GUID_INIT(0x5261574a, 0x4572, 0x206e, 0xb2, 0x68, 0x6b, 0x19,
		  0x92, 0x13, 0xb4, 0xe4),
		0, 1 },
	    6001, IFACE_NO_OPNUM },
	/* [MS-OXABREF] 1.9 */
	[IFACE_RFRI] = { "RFRI",
	    { GUID_INIT(0x1544f5e0, 0x613c, 0x11d1, 0x93, 0xdf, 0x00, 0xc0,
		  0x4f, 0xd7, 0xbd, 0x09),
		1, 0 },
	    6002, IFACE_NO_OPNUM },
	/* [MS-OXNSPI] 1.9 */
	[IFACE_NSPI] = { "NSPI",
	    { GUID_INIT(0xf5cc5a18, 0x4264, 0x101a, 0x8c, 0x59, 0x08, 0x00,
		  0x2b, 0x2f, 0x84, 0x26),
		56, 0 },
	    6004, IFACE_NO_OPNUM },
	/* [MS-TSGU] 1.9 */
	[IFACE_TSGU] = { "TSGU",
	    { GUID_INIT(0x44e265dd, 0x7daf, 0x42cd, 0x85, 0x60, 0x3c, 0xdb,
		  0x6e, 0x7a, 0x27, 0x29),
		1, 3 },
	    3388, IFACE_NO_OPNUM },
};

const struct iface *
iface_by_uuid(const struct guid *uuid)
{
	for (size_t i = 0; i < IFACE_N; i++)
		if (guid_eq(&ifaces[i].syntax.uuid, uuid))
			return &ifaces[i];
	return NULL;
}

const struct iface *
iface_by_port(uint16_t port)
{
	for (size_t i = 0; i < IFACE_N; i++)
		if (ifaces[i].port == port && port != 0)
			return &ifaces[i];
	return NULL;
}
