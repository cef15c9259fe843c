/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the connections of one client have in common at a server: the group of
 * their binds ([MS-RPCE] 2.2.2.4, assoc_group_id), whose context handles they
 * share; and, at an Exchange 2013 that is asked to, the registration of their
 * virtual connections' AssociationGroupId ([MS-RPCH] 2.2.3.5.13) as one user's.
 * Knows nothing of how either travels.
 */
#ifndef RPCDIAG_LAB_ASSOCIATION_H
#define RPCDIAG_LAB_ASSOCIATION_H

#include <pthread.h>

#include "lab/handles.h"

struct association { /* one group */
	struct association *next;
	uint32_t id;
	unsigned uses; /* connections */
	struct handles handles;
};

struct registration;

struct associations { /* of one server process */
	pthread_mutex_t lock;
	uint32_t last; /* group handed out */
	struct association *first;
	struct registration *registered;
};

void associations_init(struct associations *s);
void associations_clear(struct associations *s);
/* id 0 makes a new group. NULL: there is none of this id. */
struct association *association_join(struct associations *s, uint32_t id);
/* The last one to leave takes the handles along. NULL is fine. */
void association_leave(struct associations *s, struct association *a);
/* Before its handles are looked at: connections have threads of their own. */
void association_lock(struct associations *s);
void association_unlock(struct associations *s);

/*
 * A connection makes a call as user. *registered is the connection's, false to
 * begin with. False: the id is another user's, and from now on nobody's; or it
 * was this connection's and has been lost.
 */
bool association_admit(struct associations *s, const struct guid *id,
    const char *user, bool *registered);
/* A registered connection ends. */
void association_retire(struct associations *s, const struct guid *id);

#endif
