/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a check saw, in words: the same for the tree, for the progress line
 * and for the evidence. All strings are owned by the caller and printable.
 */
#ifndef RPCDIAG_REPORT_SAY_H
#define RPCDIAG_REPORT_SAY_H

#include "base/buf.h"
#include "model/check.h"

/* "tunnel 6004", "bind mgmt": the id without what the tree shows anyway. */
char *say_label(const struct check *c);
/* The telling detail; for a skipped check the reason; "" when there is none. */
char *say_check(const struct check *c);
/* "1722 (0x6ba) RPC_S_SERVER_UNAVAILABLE" */
char *say_status(uint32_t code);
/* A record of extended error information in one line. */
char *say_eeinfo(const struct eeinfo_view *e);
/* The value of a fact: "yes", "not there", a list with commas; any text. */
char *say_fact(const struct fact *f);
/* "1.234567", for programs; "0.000000" when it is less than nothing. */
char *say_seconds(int64_t us);
/* "12 ms"; "" for 0. */
char *say_duration(int64_t us);

/* What the parts of this module build sentences from. */
#define SAY_MAX 4096

struct say_word {
	const char *value; /* of a fact; NULL ends the list */
	const char *words;
};

/* Add a part, after ", " unless it is the first. What exceeds SAY_MAX is
 * dropped. Returns b, so that parts can be chained. */
void say(struct buf *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The words for a value; the value itself when the list lacks it; NULL for
 * NULL. */
const char *say_find(const struct say_word *list, const char *value);

/* The words for a fact that tells how a step went; for the value "failure",
 * which says nothing, what the check says itself. NULL when not tested. */
const char *say_result(
    const struct check *c, enum fact_key key, const struct say_word *list);

/* The last name of a DN: "MBX1" of "/o=Contoso/.../cn=MBX1"; what is none as
 * it is. */
const char *say_dn(const char *dn);

void say_http(const struct check *c, struct buf *b);
void say_tunnel(const struct check *c, struct buf *b);
/* How a tunnel fared that was held open. */
void say_hold(const struct check *c, struct buf *b);
/* Which channels were renewed under a tunnel, or should have been. */
void say_recycling(const struct check *c, struct buf *b);
void say_bind(const struct check *c, struct buf *b);
/* Why there was no token, or why one was refused; nothing when neither was. */
void say_auth_fault(const struct check *c, struct buf *b);
/* What Negotiate became; nothing of other mechanisms, whose name says it. */
void say_auth_package(const struct check *c, struct buf *b);
/* What the domain controller said of the account. */
void say_kdc(const struct check *c, struct buf *b);
void say_call(const struct check *c, struct buf *b);
void say_inside(const struct check *c, struct buf *b);

#endif
