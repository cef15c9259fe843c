/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the numbers in a record mean. Locations come from Microsoft's list of
 * detection locations, which was written for Windows XP; later systems use
 * numbers that nobody published, so an unknown one is normal.
 */
#include "wire/eeinfo.h"

#include <stddef.h>

static const char *const components[] = {
	[1] = "application",
	[2] = "RPC runtime",
	[3] = "security provider",
	[4] = "named pipe file system",
	[5] = "network redirector",
	[6] = "named pipes",
	[7] = "I/O system",
	[EEINFO_COMPONENT_WINSOCK] = "Winsock",
	[9] = "authorization API",
	[10] = "local procedure call",
	[EEINFO_COMPONENT_HTTP_PROXY] = "RPC over HTTP proxy",
};

#define NCOMPONENTS (sizeof(components) / sizeof(components[0]))

static const struct {
	uint16_t first, last;
	const char *text;
} locations[] = {
	{ 30, 30, "the requested interface is not available on the server" },
	{ 31, 31, "the server is not listening" },
	{ 40, 40, "the security callback of the interface refused the call" },
	{ 50, 54, "processing of the bind failed" },
	{ 55, 55, "the bind was malformed" },
	{ 60, 62, "the server could not get its own credentials" },
	{ 70, 70, "the server refused the first authentication token" },
	{ 71, 72, "the server refused a later authentication token" },
	{ 73, 73, "the server refused the first authentication token" },
	{ 74, 74, "the server refused a later authentication token" },
	{ 120, 120, "signing or sealing failed" },
	{ 130, 131, "verifying or unsealing failed" },
	{ 140, 142, "the client could not make its first token" },
	{ 150, 155, "the client could not make a later token" },
	{ 290, 292, "receiving from the socket failed" },
	{ 310, 310, "no socket could be opened" },
	{ 311, 311, "the TCP connect failed" },
	{ 312, 312, "no socket could be opened" },
	{ 313, 313, "the TCP connect failed" },
	{ 314, 314, "the TCP connect timed out" },
	{ 317, 318, "the TCP connect failed" },
	{ 320, 322, "name resolution failed" },
	{ 323, 323, "no address of the server could be reached" },
	{ 350, 350, "the call timed out" },
	{ 351, 351, "the bind timed out" },
	{ 360, 361, "sending or receiving timed out" },
	{ 500, 501, "the endpoint mapper did not resolve the endpoint" },
	{ 700, 700, "the client received a bind_nak" },
	{ 701, 701, "the client received an unusable bind_ack" },
	{ EEINFO_LOCATION_PROXY_CONNECT, EEINFO_LOCATION_PROXY_CONNECT,
	    "the RPC proxy could not connect to the RPC server" },
	{ 1442, 1442, "opening the TCP or HTTP connection failed" },
	{ 1610, 1619, "the server's access check refused the call" },
	{ 1710, 1710, "the connection was aborted" },
	{ 1750, 1750, "a fault was received" },
};

#define NLOCATIONS (sizeof(locations) / sizeof(locations[0]))

const char *
eeinfo_component_text(uint32_t component)
{
	return component < NCOMPONENTS ? components[component] : NULL;
}

const char *
eeinfo_location_text(uint16_t location)
{
	for (size_t i = 0; i < NLOCATIONS; i++)
		if (location >= locations[i].first &&
		    location <= locations[i].last)
			return locations[i].text;
	return NULL;
}

bool
eeinfo_connect_failed(const struct eeinfo *e)
{
	for (unsigned i = 0; i < e->n; i++)
		if (e->record[i].component == EEINFO_COMPONENT_HTTP_PROXY &&
		    e->record[i].location == EEINFO_LOCATION_PROXY_CONNECT)
			return true;
	return false;
}
