/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NDR of the address book interface ([MS-OXNSPI] 3.1.4.1, [MS-NSPI] 3.1.4), as
 * far as a diagnosis goes: open a session, count what is in it, look a DN up,
 * close it. Who answers with rows of properties is in nspi_rows.h.
 */
#ifndef RPCDIAG_WIRE_NSPI_H
#define RPCDIAG_WIRE_NSPI_H

#include "wire/ndr.h"

#define NSPI_NAMES_MAX 8

enum nspi_op {
	NSPI_BIND = 0,
	NSPI_UNBIND = 1,
	NSPI_UPDATE_STAT = 2,
	NSPI_QUERY_ROWS = 3,
	NSPI_DN_TO_MID = 7,
	NSPI_RESOLVE_NAMES_W = 20,
};

enum { NSPI_UNBIND_SUCCESS = 1 }; /* its status; 2 = failure */

/* Minimal Entry IDs with a meaning of their own ([MS-OXNSPI] 2.2.9.1). */
enum { NSPI_MID_UNRESOLVED = 0, NSPI_MID_AMBIGUOUS = 1, NSPI_MID_RESOLVED = 2 };

struct nspi_stat { /* 2.2.8: where one stands in a container */
	uint32_t sort_type;
	uint32_t container; /* 0 = the global address list */
	uint32_t current;
	uint32_t delta;
	uint32_t position;
	uint32_t total;
	uint32_t code_page; /* 1252; Unicode (1200) is refused in NspiBind */
	uint32_t template_locale;
	uint32_t sort_locale;
};

extern const struct nspi_stat nspi_stat_start; /* the beginning, for English */

struct nspi_bind {
	uint32_t flags; /* 0x20 = anonymous */
	struct nspi_stat stat;
	bool wants_guid;
};

struct nspi_bind_answer {
	bool has_guid;
	struct guid server; /* of the server, when it was wanted */
	struct ndr_handle handle;
	uint32_t status;
};

struct nspi_move { /* NspiUpdateStat */
	struct ndr_handle handle;
	struct nspi_stat stat;
};

struct nspi_move_answer {
	struct nspi_stat stat;
	uint32_t status;
};

struct nspi_names { /* NspiDNToMId */
	struct ndr_handle handle;
	unsigned n;
	struct span dn[NSPI_NAMES_MAX]; /* borrowed */
};

struct nspi_mids {
	unsigned n;
	uint32_t mid[NSPI_NAMES_MAX];
	uint32_t status;
};

enum wire_err nspi_bind_decode(
    struct span stub, bool big_endian, struct nspi_bind *out) WIRE_MUST_CHECK;
enum wire_err nspi_unbind_decode(
    struct span stub, bool big_endian, struct ndr_handle *out) WIRE_MUST_CHECK;
enum wire_err nspi_move_decode(
    struct span stub, bool big_endian, struct nspi_move *out) WIRE_MUST_CHECK;
enum wire_err nspi_names_decode(
    struct span stub, bool big_endian, struct nspi_names *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool nspi_bind_encode(
    const struct nspi_bind *in, struct buf *out);
BUF_MUST_CHECK bool nspi_unbind_encode(
    const struct ndr_handle *in, struct buf *out);
BUF_MUST_CHECK bool nspi_move_encode(
    const struct nspi_move *in, struct buf *out);
BUF_MUST_CHECK bool nspi_names_encode(
    const struct nspi_names *in, struct buf *out);

enum wire_err nspi_bind_answer_decode(struct span stub, bool big_endian,
    struct nspi_bind_answer *out) WIRE_MUST_CHECK;
enum wire_err nspi_move_answer_decode(struct span stub, bool big_endian,
    struct nspi_move_answer *out) WIRE_MUST_CHECK;
enum wire_err nspi_mids_decode(
    struct span stub, bool big_endian, struct nspi_mids *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool nspi_bind_answer_encode(
    const struct nspi_bind_answer *in, struct buf *out);
BUF_MUST_CHECK bool nspi_move_answer_encode(
    const struct nspi_move_answer *in, struct buf *out);
BUF_MUST_CHECK bool nspi_mids_encode(
    const struct nspi_mids *in, struct buf *out);

#endif
