/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NDR of the endpoint mapper (C706 appendix O) and its protocol towers
 * (appendix L), as far as ports over HTTP and TCP go.
 */
#ifndef RPCDIAG_WIRE_EPM_H
#define RPCDIAG_WIRE_EPM_H

#include "wire/ndr.h"
#include "wire/pdu.h"

#define EPM_TOWERS_MAX 8
#define EPM_TOWER_BYTES 512 /* of a tower that we accept */

enum epm_op { EPT_LOOKUP = 2, EPT_MAP = 3 };

enum { EPT_S_NOT_REGISTERED = 0x16c9a0d6 };

enum epm_protocol { /* the identifier of a tower's fourth floor (appendix I) */
	EPM_TCP = 0x07,
	EPM_HTTP = 0x1f,
};

struct epm_tower {
	struct pdu_syntax iface;
	uint8_t protocol; /* enum epm_protocol, or what the server said */
	uint16_t port;	  /* 0 unless the protocol is one of those */
	uint8_t address[4];
};

struct epm_map { /* what is asked for */
	struct epm_tower tower;
	uint32_t max;
};

struct epm_lookup { /* every entry there is */
	struct ndr_handle handle;
	uint32_t max;
};

struct epm_answer { /* of both; entries without a tower are left out */
	struct ndr_handle handle;
	uint32_t room; /* the max of the question: size_is of the array */
	unsigned n;
	struct epm_tower tower[EPM_TOWERS_MAX];
	uint32_t status;
};

enum wire_err epm_map_decode(
    struct span stub, bool big_endian, struct epm_map *out) WIRE_MUST_CHECK;
enum wire_err epm_lookup_decode(
    struct span stub, bool big_endian, struct epm_lookup *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool epm_map_encode(const struct epm_map *in, struct buf *out);
BUF_MUST_CHECK bool epm_lookup_encode(
    const struct epm_lookup *in, struct buf *out);

enum wire_err epm_map_answer_decode(
    struct span stub, bool big_endian, struct epm_answer *out) WIRE_MUST_CHECK;
enum wire_err epm_lookup_answer_decode(
    struct span stub, bool big_endian, struct epm_answer *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool epm_map_answer_encode(
    const struct epm_answer *in, struct buf *out);
BUF_MUST_CHECK bool epm_lookup_answer_encode(
    const struct epm_answer *in, struct buf *out);

#endif
