/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NDR of the calls that ask the address book for people ([MS-OXNSPI] 3.1.4.1.8
 * and 3.1.4.1.17): by what somebody typed, and one after the other. Of the
 * properties, numbers and texts are read, and no others.
 */
#ifndef RPCDIAG_WIRE_NSPI_ROWS_H
#define RPCDIAG_WIRE_NSPI_ROWS_H

#include "wire/nspi.h"

#define NSPI_COLUMNS_MAX 8
#define NSPI_ROWS_MAX 4
#define NSPI_TEXT_MAX 512 /* bytes of UTF-8 with the NUL; longer ones are cut */

/* Property tags: an identifier, and below it the type ([MS-OXPROPS]). */
enum nspi_type {
	NSPI_NUMBER = 0x0003,
	NSPI_ERROR = 0x000a, /* there is no such property */
	NSPI_NARROW = 0x001e,
	NSPI_WIDE = 0x001f,
};

enum nspi_tag {
	NSPI_TAG_NAME = 0x3001001e,	/* as in the list */
	NSPI_TAG_DN = 0x3003001e,	/* legacyExchangeDN */
	NSPI_TAG_HOME_MDB = 0x8006001e, /* DN of the mailbox database */
};

struct nspi_columns { /* no columns at all: the server's choice */
	unsigned n;
	uint32_t tag[NSPI_COLUMNS_MAX];
};

struct nspi_value {
	uint32_t tag;
	uint32_t number; /* of a number or an error */
	char text[NSPI_TEXT_MAX];
};

struct nspi_row {
	unsigned n;
	struct nspi_value value[NSPI_COLUMNS_MAX];
};

struct nspi_rows {
	unsigned n;
	struct nspi_row row[NSPI_ROWS_MAX];
};

struct nspi_who { /* NspiResolveNamesW */
	struct ndr_handle handle;
	struct nspi_stat stat;
	struct nspi_columns columns;
	unsigned n;
	char name[NSPI_NAMES_MAX][NSPI_TEXT_MAX];
};

struct nspi_people { /* its answer: rows for those that were found */
	struct nspi_mids mids;
	struct nspi_rows rows;
};

struct nspi_query { /* NspiQueryRows */
	struct ndr_handle handle;
	uint32_t flags;
	struct nspi_stat stat;
	struct nspi_mids these; /* empty: from where one stands; no status */
	uint32_t max;
	struct nspi_columns columns;
};

struct nspi_listing { /* its answer */
	struct nspi_stat stat;
	struct nspi_rows rows;
	uint32_t status;
};

/* The value of a tag, of either type of text; NULL when the row has none. */
const struct nspi_value *nspi_row_find(
    const struct nspi_row *row, uint32_t tag);

enum wire_err nspi_who_decode(
    struct span stub, bool big_endian, struct nspi_who *out) WIRE_MUST_CHECK;
enum wire_err nspi_query_decode(
    struct span stub, bool big_endian, struct nspi_query *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool nspi_who_encode(const struct nspi_who *in, struct buf *out);
BUF_MUST_CHECK bool nspi_query_encode(
    const struct nspi_query *in, struct buf *out);

enum wire_err nspi_people_decode(
    struct span stub, bool big_endian, struct nspi_people *out) WIRE_MUST_CHECK;
enum wire_err nspi_listing_decode(struct span stub, bool big_endian,
    struct nspi_listing *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool nspi_people_encode(
    const struct nspi_people *in, struct buf *out);
BUF_MUST_CHECK bool nspi_listing_encode(
    const struct nspi_listing *in, struct buf *out);

#endif
