/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of the address book ([MS-OXNSPI] 3.1.4.1). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "probe/interface_calls.h"
#include "wire/nspi_rows.h"

static bool
put_nspi_bind(const struct visit *v, struct buf *stub)
{
	struct nspi_bind bind = { .stat = nspi_stat_start };

	(void)v;
	return nspi_bind_encode(&bind, stub);
}

static enum wire_err
take_nspi_bind(
    struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct nspi_bind_answer answer;
	enum wire_err e = nspi_bind_answer_decode(stub, big_endian, &answer);

	(void)c;
	if (e == WIRE_OK) {
		v->status = answer.status;
		v->session = answer.handle;
	}
	return e;
}

static bool
put_update_stat(const struct visit *v, struct buf *stub)
{
	struct nspi_move move = { .handle = v->session,
		.stat = nspi_stat_start };

	return nspi_move_encode(&move, stub);
}

static enum wire_err
take_update_stat(
    struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct nspi_move_answer answer;
	enum wire_err e = nspi_move_answer_decode(stub, big_endian, &answer);

	if (e != WIRE_OK)
		return e;
	v->status = answer.status;
	if (answer.status == 0)
		fact_put_int(&c->facts, FACT_BOOK_ENTRIES, answer.stat.total);
	return WIRE_OK;
}

/* What is worth asking of a book that does not match the name: does it know
 * the DN, and is there anybody in it? */
static bool
wants_look_up(const struct visit *v)
{
	return visit_has_session(v) && !v->matched && v->mailbox_dn != NULL;
}

static bool
wants_count(const struct visit *v)
{
	return visit_has_session(v) && !v->matched;
}

static bool
put_dn(const struct visit *v, struct buf *stub)
{
	struct nspi_names names = {
		.handle = v->session,
		.n = 1,
		.dn = { span_str(v->mailbox_dn) },
	};

	return nspi_names_encode(&names, stub);
}

static enum wire_err
take_mid(struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct nspi_mids mids;
	enum wire_err e = nspi_mids_decode(stub, big_endian, &mids);

	if (e != WIRE_OK)
		return e;
	v->status = mids.status;
	if (mids.status == 0 && mids.n == 1)
		fact_put_bool(&c->facts, FACT_BOOK_FOUND,
		    mids.mid[0] != NSPI_MID_UNRESOLVED);
	return WIRE_OK;
}

static bool
put_unbind(const struct visit *v, struct buf *stub)
{
	return nspi_unbind_encode(&v->session, stub);
}

static enum wire_err
take_unbind(struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct ndr_returned answer;
	enum wire_err e = ndr_returned_decode(stub, big_endian, &answer);

	(void)c;
	if (e == WIRE_OK)
		v->status =
		    answer.status == NSPI_UNBIND_SUCCESS ? 0 : answer.status;
	return e;
}

/* Exactly what a client asks while a profile is made: the name, and where its
 * mailbox is. A DN is a name as well: Active Directory looks for it, too. */
static bool
wants_match(const struct visit *v)
{
	return visit_has_session(v) && v->name != NULL;
}

static bool
put_name(const struct visit *v, struct buf *stub)
{
	struct nspi_who who = {
		.handle = v->session,
		.stat = nspi_stat_start,
		.columns = { 2, { NSPI_TAG_DN, NSPI_TAG_HOME_MDB } },
		.n = 1,
	};

	snprintf(who.name[0], sizeof(who.name[0]), "%s", v->name);
	return nspi_who_encode(&who, stub);
}

/* The server of a mailbox database: what its DN has above the last name. */
static void
home_fact(struct check *c, const struct nspi_row *row)
{
	const struct nspi_value *mdb = nspi_row_find(row, NSPI_TAG_HOME_MDB);
	const char *end = mdb == NULL ? NULL : strrchr(mdb->text, '/');
	char *server;

	if (end == NULL || end == mdb->text)
		return;
	server = mem_strndup(mdb->text, (size_t)(end - mdb->text));
	fact_put_str(&c->facts, FACT_BOOK_HOME, server);
	free(server);
}

static enum wire_err
take_match(struct visit *v, struct check *c, struct span stub, bool big_endian)
{
	struct nspi_people people;
	enum wire_err e = nspi_people_decode(stub, big_endian, &people);
	uint32_t mid = people.mids.mid[0];

	if (e != WIRE_OK)
		return e;
	v->status = people.mids.status;
	if (v->status != 0 || people.mids.n != 1)
		return WIRE_OK;
	v->matched = mid != NSPI_MID_UNRESOLVED && mid != NSPI_MID_AMBIGUOUS;
	fact_put_str(&c->facts, FACT_BOOK_NAME, v->name);
	fact_put_str(&c->facts, FACT_BOOK_MATCH,
	    v->matched			    ? "one"
		: mid == NSPI_MID_AMBIGUOUS ? "several"
					    : "none");
	if (v->matched && people.rows.n == 1)
		home_fact(c, &people.rows.row[0]);
	return WIRE_OK;
}

const struct call interface_book_calls[] = {
	{ "NspiBind", NSPI_BIND, NULL, put_nspi_bind, take_nspi_bind },
	{ "NspiResolveNamesW", NSPI_RESOLVE_NAMES_W, wants_match, put_name,
	    take_match },
	{ "NspiDNToMId", NSPI_DN_TO_MID, wants_look_up, put_dn, take_mid },
	{ "NspiUpdateStat", NSPI_UPDATE_STAT, wants_count, put_update_stat,
	    take_update_stat },
	{ "NspiUnbind", NSPI_UNBIND, visit_has_session, put_unbind,
	    take_unbind },
	{ NULL, 0, NULL, NULL, NULL },
};
