/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Extended error information ([MS-EERR] 2.2.1, 2.2.2.1): the chain of records
 * a Windows runtime attaches to a 503, a bind_nak or a fault. The first record
 * is nearest to the reader, the last one is where the fault arose.
 */
#ifndef RPCDIAG_WIRE_EEINFO_H
#define RPCDIAG_WIRE_EEINFO_H

#include <stdbool.h>

#include "base/buf.h"
#include "wire/wire.h"

#define EEINFO_RECORDS_MAX 16
#define EEINFO_PARAMS_MAX 16
#define EEINFO_TEXT 128 /* longer strings are cut, with the NUL */

#define EEINFO_COMPONENT_WINSOCK 8
/* The pair that [MS-EERR] defines as "the proxy tried to connect to the
 * RPC/HTTP server, and the connect failed". */
#define EEINFO_COMPONENT_HTTP_PROXY 14
#define EEINFO_LOCATION_PROXY_CONNECT 0x5a0

enum eeinfo_type { /* ExtendedErrorParamTypesInternal */
	EEINFO_ANSI = 1,
	EEINFO_UNICODE,
	EEINFO_LONG,
	EEINFO_SHORT,
	EEINFO_INT64,
	EEINFO_NONE,
	EEINFO_BINARY,
};

struct eeinfo_param {
	enum eeinfo_type type;
	uint64_t number;	/* LONG, SHORT, INT64; length of a BINARY */
	char text[EEINFO_TEXT]; /* ANSI, UNICODE: UTF-8 */
};

struct eeinfo_record {
	char computer[EEINFO_TEXT]; /* UTF-8; "" = not given */
	uint32_t pid;
	uint64_t time; /* FILETIME: 100 ns since 1601 UTC */
	uint32_t component;
	uint32_t status;
	uint16_t location;
	uint16_t flags; /* 1: earlier records missing, 2: later ones */
	uint16_t nparams;
	struct eeinfo_param param[EEINFO_PARAMS_MAX];
};

struct eeinfo {
	unsigned n;
	struct eeinfo_record record[EEINFO_RECORDS_MAX];
};

/*
 * Decode a blob. What was read before an inconsistency stays in out, so a cut
 * blob still tells what it can; out->n is 0 when nothing was readable.
 */
enum wire_err eeinfo_decode(
    struct span blob, struct eeinfo *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool eeinfo_encode(const struct eeinfo *in, struct buf *out);
/* "RPC runtime", "Winsock", ...; NULL when unknown. */
const char *eeinfo_component_text(uint32_t component);
/* What happened at a detection location; NULL when unknown. */
const char *eeinfo_location_text(uint16_t location);
/* Does any record say that the proxy's connect to the server failed? */
bool eeinfo_connect_failed(const struct eeinfo *e);

#endif
