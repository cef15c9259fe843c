/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a person pasted, as the signs it holds: numbers, names, status lines,
 * extended error information, ids of the catalogue. It knows how errors are
 * written, and refuses to know what they mean.
 */
#ifndef RPCDIAG_EXPLAIN_SUBJECT_H
#define RPCDIAG_EXPLAIN_SUBJECT_H

#include "base/span.h"
#include "model/status_family.h"
#include "wire/eeinfo.h"

#define SIGNS_MAX 16
#define SUBJECT_MAX 65536 /* bytes of a text worth reading */

enum sign_kind {
	SIGN_STATUS,	/* a number of a family */
	SIGN_HRESULT,	/* HRESULT_FROM_WIN32 of one */
	SIGN_RPC_ERROR, /* "RPC Error: n", said by an RPC proxy */
	SIGN_EEINFO,
	SIGN_FINDING,
};

struct sign {
	enum sign_kind kind;
	const struct status_family *family; /* of a STATUS or HRESULT */
	uint32_t code;
	const char *id;	       /* static; of a FINDING */
	struct eeinfo *eeinfo; /* owned; also beside a STATUS or RPC_ERROR */
};

struct subject {
	struct sign v[SIGNS_MAX]; /* most likely first */
	size_t n;
	char *problem; /* owned: why a part could not be read */
};

/* Always fills out; no sign and no problem means: nothing known in it. */
void subject_read(const char *text, struct subject *out);
void subject_clear(struct subject *s);

/* For the readers: add unless it is there or the subject is full. */
struct sign *subject_add(struct subject *s, enum sign_kind kind,
    const struct status_family *family, uint32_t code);
/* The first problem stays. */
void subject_problem(struct subject *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* 1722, 0x6ba, 6ba, -2147023174, 80090308; false when it is no number that
 * any family knows. */
bool number_read(struct span text, struct subject *out);
/* A name of a family, an alias, a known sentence of Windows, an id. */
bool name_read(struct span text, struct subject *out);
/* Extended error information or a whole PDU, in base64 or hexadecimal. False
 * when the text looks like neither; true with a problem when it is broken. */
bool blob_read(struct span text, struct subject *out);
/* The same from bytes. */
void eeinfo_read(struct span blob, struct sign *sign, struct subject *out);

#endif
