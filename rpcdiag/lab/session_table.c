/* SPDX-License-Identifier: Apache-2.0 */
#include "lab/session_table.h"

#include <string.h>

/* A record's head (5), a message's head (4), version (2), random (32). */
#define RECORD_HANDSHAKE 22
#define MESSAGE_AT 5
#define ID_LENGTH_AT 43

void
session_table_init(struct session_table *t)
{
	memset(t, 0, sizeof(*t));
	pthread_mutex_init(&t->lock, NULL);
}

void
session_table_clear(struct session_table *t)
{
	pthread_mutex_destroy(&t->lock);
}

bool
session_of_hello(struct span sent, enum session_hello which, struct span *id)
{
	if (sent.n <= ID_LENGTH_AT || sent.p[0] != RECORD_HANDSHAKE ||
	    sent.p[MESSAGE_AT] != which)
		return false;
	*id = span_sub(sent, ID_LENGTH_AT + 1, sent.p[ID_LENGTH_AT]);
	return id->n > 0 && id->n == sent.p[ID_LENGTH_AT] &&
	    id->n <= SESSION_ID_MAX;
}

/* Under the lock. */
static struct session_row *
find(struct session_table *t, struct span id)
{
	for (unsigned i = 0; i < SESSION_ROWS; i++)
		if (t->row[i].n == id.n &&
		    memcmp(t->row[i].id, id.p, id.n) == 0)
			return &t->row[i];
	return NULL;
}

void
session_table_add(struct session_table *t, struct span id, unsigned member)
{
	struct session_row *row;

	pthread_mutex_lock(&t->lock);
	row = find(t, id);
	if (row == NULL)
		row = &t->row[t->next++ % SESSION_ROWS];
	memcpy(row->id, id.p, id.n);
	row->n = id.n;
	row->member = member;
	pthread_mutex_unlock(&t->lock);
}

bool
session_table_find(struct session_table *t, struct span id, unsigned *member)
{
	const struct session_row *row;

	pthread_mutex_lock(&t->lock);
	row = find(t, id);
	if (row != NULL)
		*member = row->member;
	pthread_mutex_unlock(&t->lock);
	return row != NULL;
}
