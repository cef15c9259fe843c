/* SPDX-License-Identifier: Apache-2.0 */
#include "round.h"

#include <string.h>

#include "wire/emsmdb.h"
#include "wire/epm.h"
#include "wire/nspi_rows.h"
#include "wire/rfri.h"
#include "wire/rop.h"
#include "wire/tsgu.h"

/* X(name, type of the struct, decoder, encoder) */
#define PLAIN_ROUNDS(X) \
	X(connect, struct emsmdb_connect, emsmdb_connect_decode, \
	    emsmdb_connect_encode) \
	X(session, struct emsmdb_session, emsmdb_session_decode, \
	    emsmdb_session_encode) \
	X(rops, struct emsmdb_rops, emsmdb_rops_decode, emsmdb_rops_encode) \
	X(rops_answer, struct emsmdb_rops, emsmdb_rops_answer_decode, \
	    emsmdb_rops_answer_encode) \
	X(handle, struct ndr_handle, ndr_handle_decode, ndr_handle_encode) \
	X(cxh, struct ndr_returned, ndr_returned_decode, ndr_returned_encode) \
	X(new_dsa_answer, struct rfri_answer, rfri_new_dsa_answer_decode, \
	    rfri_new_dsa_answer_encode) \
	X(fqdn_answer, struct rfri_answer, rfri_fqdn_answer_decode, \
	    rfri_fqdn_answer_encode) \
	X(nspi_bind, struct nspi_bind, nspi_bind_decode, nspi_bind_encode) \
	X(nspi_bind_answer, struct nspi_bind_answer, nspi_bind_answer_decode, \
	    nspi_bind_answer_encode) \
	X(nspi_unbind, struct ndr_handle, nspi_unbind_decode, \
	    nspi_unbind_encode) \
	X(nspi_unbind_answer, struct ndr_returned, ndr_returned_decode, \
	    ndr_returned_encode) \
	X(nspi_move, struct nspi_move, nspi_move_decode, nspi_move_encode) \
	X(nspi_move_answer, struct nspi_move_answer, nspi_move_answer_decode, \
	    nspi_move_answer_encode) \
	X(nspi_names, struct nspi_names, nspi_names_decode, nspi_names_encode) \
	X(nspi_mids, struct nspi_mids, nspi_mids_decode, nspi_mids_encode) \
	X(epm_map, struct epm_map, epm_map_decode, epm_map_encode) \
	X(epm_map_answer, struct epm_answer, epm_map_answer_decode, \
	    epm_map_answer_encode) \
	X(epm_lookup, struct epm_lookup, epm_lookup_decode, epm_lookup_encode) \
	X(epm_lookup_answer, struct epm_answer, epm_lookup_answer_decode, \
	    epm_lookup_answer_encode)

#define PLAIN_FUNCTION(name, type, decode, encode) \
	static enum wire_err round_##name( \
	    struct span in, bool big_endian, struct buf *out, bool *written) \
	{ \
		type value; \
		enum wire_err e = decode(in, big_endian, &value); \
\
		*written = e != WIRE_OK || out == NULL || encode(&value, out); \
		return e; \
	}

PLAIN_ROUNDS(PLAIN_FUNCTION)
PLAIN_FUNCTION(nspi_who, struct nspi_who, nspi_who_decode, nspi_who_encode)
PLAIN_FUNCTION(
    nspi_people, struct nspi_people, nspi_people_decode, nspi_people_encode)
PLAIN_FUNCTION(
    nspi_query, struct nspi_query, nspi_query_decode, nspi_query_encode)
PLAIN_FUNCTION(
    nspi_listing, struct nspi_listing, nspi_listing_decode, nspi_listing_encode)
PLAIN_FUNCTION(wait, struct emsmdb_wait, emsmdb_wait_decode, emsmdb_wait_encode)
PLAIN_FUNCTION(
    woken, struct emsmdb_woken, emsmdb_woken_decode, emsmdb_woken_encode)
PLAIN_FUNCTION(
    tsgu_tunnel, struct tsgu_tunnel, tsgu_tunnel_decode, tsgu_tunnel_encode)
PLAIN_FUNCTION(
    tsgu_authorized, uint32_t, tsgu_authorized_decode, tsgu_authorized_encode)

static enum wire_err
round_new_dsa(struct span in, bool big_endian, struct buf *out, bool *written)
{
	struct rfri_question q;
	enum wire_err e = rfri_new_dsa_decode(in, big_endian, &q);

	*written =
	    e != WIRE_OK || out == NULL || rfri_new_dsa_encode(q.dn, out);
	return e;
}

static enum wire_err
round_fqdn(struct span in, bool big_endian, struct buf *out, bool *written)
{
	struct rfri_question q;
	enum wire_err e = rfri_fqdn_decode(in, big_endian, &q);

	*written = e != WIRE_OK || out == NULL || rfri_fqdn_encode(q.dn, out);
	return e;
}

static enum wire_err
round_status(struct span in, bool big_endian, struct buf *out, bool *written)
{
	uint32_t status;
	enum wire_err e = emsmdb_status_decode(in, big_endian, &status);

	*written =
	    e != WIRE_OK || out == NULL || emsmdb_status_encode(status, out);
	return e;
}

static enum wire_err
round_rop_logon(struct span in, bool big_endian, struct buf *out, bool *written)
{
	struct rop_logon logon;
	enum wire_err e = rop_logon_decode(in, &logon);

	(void)big_endian;
	*written = e != WIRE_OK || out == NULL || rop_logon_encode(&logon, out);
	return e;
}

static enum wire_err
round_rop_logon_answer(
    struct span in, bool big_endian, struct buf *out, bool *written)
{
	struct rop_logon_answer answer;
	enum wire_err e = rop_logon_answer_decode(in, &answer);

	(void)big_endian;
	*written = e != WIRE_OK || out == NULL ||
	    rop_logon_answer_encode(&answer, out);
	return e;
}

#define PLAIN_ROW(name, type, decode, encode) { #name, round_##name },

const struct round rounds[] = {
	PLAIN_ROUNDS(PLAIN_ROW) /* and those of another shape */
	{ "new_dsa", round_new_dsa },
	{ "fqdn", round_fqdn },
	{ "status", round_status },
	{ "rop_logon", round_rop_logon },
	{ "rop_logon_answer", round_rop_logon_answer },
	{ "wait", round_wait }, /* seeds know rows by number */
	{ "woken", round_woken },
	{ "tsgu_tunnel", round_tsgu_tunnel },
	{ "tsgu_authorized", round_tsgu_authorized },
	{ "nspi_who", round_nspi_who },
	{ "nspi_people", round_nspi_people },
	{ "nspi_query", round_nspi_query },
	{ "nspi_listing", round_nspi_listing },
};
const unsigned nrounds = sizeof(rounds) / sizeof(rounds[0]);

const struct round *
round_find(const char *name)
{
	for (unsigned i = 0; i < nrounds; i++)
		if (strcmp(rounds[i].name, name) == 0)
			return &rounds[i];
	return NULL;
}
