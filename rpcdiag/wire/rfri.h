/* SPDX-License-Identifier: Apache-2.0 */
/*
 * NDR of the referral interface ([MS-OXABREF] 3.1.4): which server's address
 * book a client is to use, and where the mailbox server of a DN lives.
 */
#ifndef RPCDIAG_WIRE_RFRI_H
#define RPCDIAG_WIRE_RFRI_H

#include "wire/ndr.h"

#define RFRI_DN_MIN 10 /* bytes of a server's, with the NUL (3.1.4.2) */

enum rfri_op {
	RFR_GET_NEW_DSA = 0,
	RFR_GET_FQDN_FROM_SERVER_DN = 1,
};

struct rfri_question {	/* of both operations */
	struct span dn; /* of a user, or of a server; borrowed */
	/* of RfrGetNewDSA: there is a place for the answer. A unique pointer
	 * that is NULL cannot come back as anything else. */
	bool has_place;
};

struct rfri_answer {	    /* of both operations */
	struct span server; /* FQDN, borrowed; p is NULL when there is none */
	uint32_t status;    /* 0, or an HRESULT */
};

enum wire_err rfri_new_dsa_decode(struct span stub, bool big_endian,
    struct rfri_question *out) WIRE_MUST_CHECK;
enum wire_err rfri_fqdn_decode(struct span stub, bool big_endian,
    struct rfri_question *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool rfri_new_dsa_encode(struct span user_dn, struct buf *out);
/* A DN shorter than 9 bytes or longer than 1023 is none (range 10 to 1024). */
BUF_MUST_CHECK bool rfri_fqdn_encode(struct span server_dn, struct buf *out);

enum wire_err rfri_new_dsa_answer_decode(
    struct span stub, bool big_endian, struct rfri_answer *out) WIRE_MUST_CHECK;
enum wire_err rfri_fqdn_answer_decode(
    struct span stub, bool big_endian, struct rfri_answer *out) WIRE_MUST_CHECK;
BUF_MUST_CHECK bool rfri_new_dsa_answer_encode(
    const struct rfri_answer *in, struct buf *out);
BUF_MUST_CHECK bool rfri_fqdn_answer_encode(
    const struct rfri_answer *in, struct buf *out);

#endif
