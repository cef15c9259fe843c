/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The address book. Like DSProxy it only passes on what is asked to a domain
 * controller, of a list that it keeps for each address family; who is in the
 * book is the directory's business.
 */
#include <stdio.h>

#include "lab/rpc_calls.h"
#include "wire/nspi_rows.h"

#define LOGON_FAILED 0x80040111 /* [MS-OXNSPI] 2.2.1.2 */
#define NO_SUCH_PROPERTY 0x8004010f
#define FIRST_MID 16 /* below are those with a meaning */

static const struct guid server_guid = GUID_INIT(
    0x1d2f3a4b, 0x5c6d, 0x4e7f, 0x80, 0x91, 0xa2, 0xb3, 0xc4, 0xd5, 0xe6, 0xf7);

static enum rpc_done
done(bool written)
{
	return written ? RPC_DONE : RPC_NO_ROOM;
}

static bool
has_dc(const struct rpc_visit *v)
{
	return !(v->v6 && v->service->directory->dcs_v4);
}

static bool
is_known(const struct rpc_visit *v, const struct person *p)
{
	return !(v->service->directory->absent && directory_is_account(p));
}

/* Who is hidden is found by his DN all the same. */
static bool
is_listed(const struct rpc_visit *v, const struct person *p)
{
	return is_known(v, p) &&
	    !(v->service->directory->hidden && directory_is_account(p));
}

/* What a client is told of somebody who is listed. */
static struct nspi_value
value_of(const struct rpc_visit *v, const struct person *p, uint32_t tag)
{
	bool away = v->service->directory->moved && directory_is_account(p);
	struct nspi_value value = { .tag = tag };

	switch (tag & ~1U) { /* narrow or wide */
	case NSPI_TAG_NAME:
		snprintf(value.text, sizeof(value.text), "%s", p->name);
		break;
	case NSPI_TAG_DN:
		snprintf(value.text, sizeof(value.text), "%s", p->dn);
		break;
	case NSPI_TAG_HOME_MDB:
		snprintf(value.text, sizeof(value.text), "%s%s%s",
		    DIRECTORY_SERVER,
		    away ? DIRECTORY_OTHER : v->service->computer,
		    DIRECTORY_MDB);
		break;
	default:
		value.tag = (tag & ~0xffffU) | NSPI_ERROR;
		value.number = NO_SUCH_PROPERTY;
	}
	return value;
}

enum rpc_done
serve_nspi_bind(const struct rpc_visit *v, struct buf *out)
{
	struct nspi_bind_answer answer = { .status = LOGON_FAILED };
	struct nspi_bind bind;

	if (nspi_bind_decode(v->in, v->big_endian, &bind) != WIRE_OK)
		return RPC_BAD_STUB;
	if (!has_dc(v))
		return RPC_NOT_REACHED;
	if (v->level != AUTH_LEVEL_NONE) {
		if (!handles_open(v->handles, IFACE_NSPI, &answer.handle))
			return RPC_NO_ROOM;
		answer.status = 0;
		answer.has_guid = bind.wants_guid;
		answer.server = server_guid;
	}
	return done(nspi_bind_answer_encode(&answer, out));
}

enum rpc_done
serve_nspi_unbind(const struct rpc_visit *v, struct buf *out)
{
	struct ndr_returned answer = { .status = NSPI_UNBIND_SUCCESS };
	struct ndr_handle handle;

	if (nspi_unbind_decode(v->in, v->big_endian, &handle) != WIRE_OK)
		return RPC_BAD_STUB;
	if (!handles_close(v->handles, IFACE_NSPI, &handle))
		return RPC_BAD_HANDLE;
	return done(ndr_returned_encode(&answer, out));
}

enum rpc_done
serve_nspi_update_stat(const struct rpc_visit *v, struct buf *out)
{
	struct nspi_move_answer answer = { .status = 0 };
	struct nspi_move move;

	if (nspi_move_decode(v->in, v->big_endian, &move) != WIRE_OK)
		return RPC_BAD_STUB;
	if (!handles_has(v->handles, IFACE_NSPI, &move.handle))
		return RPC_BAD_HANDLE;
	answer.stat = move.stat;
	answer.stat.total = 0;
	for (unsigned i = 0; i < DIRECTORY_PEOPLE; i++)
		answer.stat.total += is_listed(v, &directory_people[i]);
	return done(nspi_move_answer_encode(&answer, out));
}

enum rpc_done
serve_nspi_dn_to_mid(const struct rpc_visit *v, struct buf *out)
{
	struct nspi_mids mids = { .status = 0 };
	struct nspi_names names;

	if (nspi_names_decode(v->in, v->big_endian, &names) != WIRE_OK)
		return RPC_BAD_STUB;
	if (!handles_has(v->handles, IFACE_NSPI, &names.handle))
		return RPC_BAD_HANDLE;
	for (unsigned i = 0; i < names.n; i++) {
		const struct person *p = directory_find(names.dn[i]);

		mids.mid[mids.n++] = p != NULL && is_known(v, p)
		    ? FIRST_MID + (uint32_t)(p - directory_people)
		    : NSPI_MID_UNRESOLVED;
	}
	return done(nspi_mids_encode(&mids, out));
}

static void
row_add(const struct rpc_visit *v, const struct nspi_columns *wanted,
    const struct person *p, struct nspi_rows *out)
{
	static const struct nspi_columns usual = { 2,
		{ NSPI_TAG_NAME, NSPI_TAG_DN } };
	const struct nspi_columns *c = wanted->n > 0 ? wanted : &usual;
	struct nspi_row *row = &out->row[out->n++];

	row->n = c->n;
	for (unsigned i = 0; i < c->n; i++)
		row->value[i] = value_of(v, p, c->tag[i]);
}

enum rpc_done
serve_nspi_resolve_names_w(const struct rpc_visit *v, struct buf *out)
{
	struct nspi_people people = { .rows = { 0 } };
	struct nspi_who who;

	if (nspi_who_decode(v->in, v->big_endian, &who) != WIRE_OK ||
	    who.n > NSPI_ROWS_MAX)
		return RPC_BAD_STUB;
	if (!handles_has(v->handles, IFACE_NSPI, &who.handle))
		return RPC_BAD_HANDLE;
	for (unsigned i = 0; i < who.n; i++) {
		unsigned n;
		const struct person *p = directory_match(who.name[i], &n);
		uint32_t *mid = &people.mids.mid[people.mids.n++];

		*mid = n > 1 ? NSPI_MID_AMBIGUOUS : NSPI_MID_UNRESOLVED;
		if (p == NULL || !is_listed(v, p))
			continue;
		*mid = NSPI_MID_RESOLVED;
		row_add(v, &who.columns, p, &people.rows);
	}
	return done(nspi_people_encode(&people, out));
}

/* Everybody from where the caller stands, or those whom it names. */
enum rpc_done
serve_nspi_query_rows(const struct rpc_visit *v, struct buf *out)
{
	struct nspi_listing listing = { .status = 0 };
	struct nspi_query q;

	if (nspi_query_decode(v->in, v->big_endian, &q) != WIRE_OK)
		return RPC_BAD_STUB;
	if (!handles_has(v->handles, IFACE_NSPI, &q.handle))
		return RPC_BAD_HANDLE;
	listing.stat = q.stat;
	for (unsigned i = 0; i < DIRECTORY_PEOPLE; i++) {
		const struct person *p = &directory_people[i];
		bool wanted = q.these.n == 0;

		for (unsigned k = 0; k < q.these.n; k++)
			wanted = wanted || q.these.mid[k] == FIRST_MID + i;
		if (wanted && is_listed(v, p) && listing.rows.n < q.max)
			row_add(v, &q.columns, p, &listing.rows);
	}
	return done(nspi_listing_encode(&listing, out));
}
