/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The shapes of NDR (C706 chapter 14, [MS-RPCE] 2.2.4) that the interfaces of
 * this project use: pointers, strings, arrays of bytes, context handles. Each
 * reads or writes at the cursor, aligned from the start of the stub; pointees
 * of top-level parameters follow their pointer at once, others come at the end
 * of the construct, and the caller knows which.
 */
#ifndef RPCDIAG_WIRE_NDR_H
#define RPCDIAG_WIRE_NDR_H

#include "wire/cursor.h"

#define NDR_TEXT_MAX 1024 /* bytes of a string we accept, with its NUL */

struct ndr_handle { /* a context handle (C706 14.2.16.6), 20 bytes */
	uint32_t attributes;
	struct guid uuid;
};

/* Begin to read a stub. */
void ndr_open(struct rd *r, struct span stub, bool big_endian);
/* The end of a stub: authentication padding that some servers leave in, less
 * than 16 bytes, is passed over. */
enum wire_err ndr_end(struct rd *r) WIRE_MUST_CHECK;

/* An integer, after its alignment. */
uint16_t ndr_get_u16(struct rd *r);
uint32_t ndr_get_u32(struct rd *r);
void ndr_put_u16(struct wr *w, uint16_t v);
void ndr_put_u32(struct wr *w, uint32_t v);

/* A unique pointer (14.3.10): is there a pointee? */
bool ndr_get_pointer(struct rd *r);
void ndr_put_pointer(struct wr *w, bool there);

/* [string] char (14.3.4): borrowed, without the NUL. */
struct span ndr_get_string(struct rd *r);
void ndr_put_string(struct wr *w, struct span text);
/* A pointer and at once its string; empty when the pointer is NULL. */
struct span ndr_get_text(struct rd *r);
/* The pointer is NULL when text.p is. */
void ndr_put_text(struct wr *w, struct span text);

/* [string] wchar_t, as UTF-8 that is safe to print; cut to the room there is,
 * which counts the NUL and is not 0. */
void ndr_get_wide(struct rd *r, char *out, size_t room);
void ndr_put_wide(struct wr *w, const char *text);

/* A conformant array of bytes (14.3.3.2), borrowed; at most max of them. */
struct span ndr_get_bytes(struct rd *r, size_t max);
void ndr_put_bytes(struct wr *w, struct span bytes);
/* What stands before the elements of a varying array (14.3.3.3): the offset,
 * which has to be 0, and how many come; at most max. */
uint32_t ndr_get_variance(struct rd *r, uint32_t max);
void ndr_put_variance(struct wr *w, uint32_t n);

struct ndr_handle ndr_get_handle(struct rd *r);
void ndr_put_handle(struct wr *w, const struct ndr_handle *h);
bool ndr_handle_is_null(const struct ndr_handle *h);

/* A request that is a handle alone, as of most calls that close something. */
enum wire_err ndr_handle_decode(
    struct span stub, bool big_endian, struct ndr_handle *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool ndr_handle_encode(
    const struct ndr_handle *in, struct buf *out);

/* What calls that open or close something answer: the handle, null once it is
 * closed, and a status in the words of the interface. */
struct ndr_returned {
	struct ndr_handle handle;
	uint32_t status;
};

enum wire_err ndr_returned_decode(struct span stub, bool big_endian,
    struct ndr_returned *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool ndr_returned_encode(
    const struct ndr_returned *in, struct buf *out);

#endif
