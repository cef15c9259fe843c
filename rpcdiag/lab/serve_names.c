/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two services that name another place: the referral service, and the
 * endpoint mapper. Neither knows whether anybody is at home there.
 */
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "lab/hosts.h"
#include "lab/rpc_calls.h"
#include "wire/epm.h"
#include "wire/rfri.h"

#define NOT_FOUND 0x8004010f
#define INVALID 0x80070057

static enum rpc_done
done(bool written)
{
	return written ? RPC_DONE : RPC_NO_ROOM;
}

/* Whom clients are sent to: the one, or the other in turn. */
static const char *
next_dsa(const struct rpc_service *s)
{
	const char *dsa = s->dsa[atomic_fetch_add(s->asked, 1) % 2];

	if (dsa == NULL)
		dsa = s->dsa[0];
	return dsa != NULL ? dsa : s->host;
}

/* Whoever asks, it is the same server; one that leaves no place for the
 * answer ([MS-OXABREF] 3.1.4.1) gets none. */
enum rpc_done
serve_rfr_get_new_dsa(const struct rpc_visit *v, struct buf *out)
{
	const struct rpc_service *s = v->service;
	struct rfri_question question;
	struct rfri_answer answer = { .status = INVALID };

	if (rfri_new_dsa_decode(v->in, v->big_endian, &question) != WIRE_OK)
		return RPC_BAD_STUB;
	if (question.has_place) {
		answer.status = 0;
		answer.server = span_str(next_dsa(s));
	}
	return done(rfri_new_dsa_answer_encode(&answer, out));
}

static bool
is_server(struct span dn, const char *computer)
{
	char *its = mem_printf("%s%s", DIRECTORY_SERVER, computer);
	bool is = dn.n == strlen(its) &&
	    strncasecmp(its, (const char *)dn.p, dn.n) == 0;

	free(its);
	return is;
}

enum rpc_done
serve_rfr_get_fqdn(const struct rpc_visit *v, struct buf *out)
{
	const struct rpc_service *s = v->service;
	struct rfri_answer answer = { .status = NOT_FOUND };
	struct rfri_question question;

	if (rfri_fqdn_decode(v->in, v->big_endian, &question) != WIRE_OK)
		return RPC_BAD_STUB;
	if (is_server(question.dn, s->computer))
		answer = (struct rfri_answer){ .server = span_str(s->host) };
	else if (s->directory->moved && is_server(question.dn, DIRECTORY_OTHER))
		answer = (struct rfri_answer){
			.server = span_str(HOSTS_OTHER),
		};
	return done(rfri_fqdn_answer_encode(&answer, out));
}

/* What Exchange and Windows register, each over HTTP and over TCP. */
static const enum iface_id registered[] = { IFACE_EMSMDB, IFACE_RFRI,
	IFACE_NSPI };

#define NREGISTERED (sizeof(registered) / sizeof(registered[0]))

static struct epm_tower
tower_of(const struct iface *i, uint8_t protocol)
{
	return (struct epm_tower){
		.iface = i->syntax,
		.protocol = protocol,
		.port = protocol == EPM_HTTP ? i->port
					     : endpoints[ENDPOINT_TCP].port,
		.address = { 127, 0, 0, 1 },
	};
}

/* All at once, so that no handle is left to go on with. */
enum rpc_done
serve_ept_lookup(const struct rpc_visit *v, struct buf *out)
{
	struct epm_answer answer = { .status = 0 };
	struct epm_lookup lookup;

	if (epm_lookup_decode(v->in, v->big_endian, &lookup) != WIRE_OK)
		return RPC_BAD_STUB;
	answer.room = lookup.max;
	for (size_t i = 0; i < 2 * NREGISTERED && answer.n < lookup.max; i++)
		answer.tower[answer.n++] =
		    tower_of(&ifaces[registered[i % NREGISTERED]],
			i < NREGISTERED ? EPM_HTTP : EPM_TCP);
	if (answer.n == 0)
		answer.status = EPT_S_NOT_REGISTERED;
	return done(epm_lookup_answer_encode(&answer, out));
}

enum rpc_done
serve_ept_map(const struct rpc_visit *v, struct buf *out)
{
	struct epm_answer answer = { .status = EPT_S_NOT_REGISTERED };
	struct epm_map map;

	if (epm_map_decode(v->in, v->big_endian, &map) != WIRE_OK)
		return RPC_BAD_STUB;
	answer.room = map.max;
	for (size_t i = 0; i < NREGISTERED; i++) {
		const struct iface *f = &ifaces[registered[i]];

		if (map.max > 0 &&
		    (map.tower.protocol == EPM_HTTP ||
			map.tower.protocol == EPM_TCP) &&
		    guid_eq(&f->syntax.uuid, &map.tower.iface.uuid)) {
			answer.tower[answer.n++] =
			    tower_of(f, map.tower.protocol);
			answer.status = 0;
		}
	}
	return done(epm_map_answer_encode(&answer, out));
}
