/* SPDX-License-Identifier: Apache-2.0 */
#include "net/token.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/mem.h"

/*
 * The owner holds it, a thread that makes a step, and a result under way to
 * the loop. Whoever lets go last closes the machine, perhaps long after the
 * loop is gone: only a holder that saw it not closed, under the lock, may
 * touch the loop.
 */
struct token {
	pthread_mutex_t lock;
	int holders;
	bool closed;
	struct loop *loop;
	token_fn *fn;
	void *arg;
	const struct auth_mech *mech;
	struct auth *auth;
	bool stepping;
	enum auth_result result;
	struct buf in, out;
};

static void
token_release(struct token *t)
{
	bool last;

	pthread_mutex_lock(&t->lock);
	last = --t->holders == 0;
	pthread_mutex_unlock(&t->lock);
	if (!last)
		return;
	pthread_mutex_destroy(&t->lock);
	t->mech->close(t->auth);
	buf_wipe(&t->in);
	buf_wipe(&t->out);
	free(t);
}

/* On the loop's thread: hand over the token, unless nobody wants it. */
static void
token_tell(void *arg)
{
	struct token *t = arg;
	const struct auth_error *e;

	t->stepping = false;
	if (!t->closed) {
		e = token_error(t);
		if (t->result == AUTH_FAILED && e != NULL)
			log_at(LOG_EVENTS, "%s: %s: %s (%08x %u)",
			    t->mech->name, auth_fault_text(e->fault), e->text,
			    e->major, e->minor);
		t->fn(t->arg, t->result, buf_span(&t->out));
	}
	token_release(t);
}

static void *
token_thread(void *arg)
{
	struct token *t = arg;

	bool closed;

	t->result = t->mech->step(t->auth, buf_span(&t->in), &t->out);
	pthread_mutex_lock(&t->lock);
	closed = t->closed;
	if (!closed)
		loop_post(t->loop, token_tell, t);
	pthread_mutex_unlock(&t->lock);
	/* the posted call took over our hold: whoever waits for the result may
	 * end the program, and the libraries below this must be idle then */
	if (closed)
		token_release(t);
	return NULL;
}

struct token *
token_open(struct loop *l, const struct auth_mech *mech,
    const struct auth_spec *spec, token_fn *fn, void *arg)
{
	struct token *t = mem_new(sizeof(*t));

	pthread_mutex_init(&t->lock, NULL);
	t->holders = 1;
	t->loop = l;
	t->fn = fn;
	t->arg = arg;
	t->mech = mech;
	t->auth = mech->open(spec);
	buf_init(&t->in, AUTH_TOKEN_MAX);
	buf_init(&t->out, AUTH_TOKEN_MAX);
	return t;
}

void
token_step(struct token *t, struct span in)
{
	pthread_t thread;

	buf_wipe(&t->in);
	buf_wipe(&t->out);
	t->stepping = true;
	pthread_mutex_lock(&t->lock);
	t->holders++; /* the thread, or the call at the end of this turn */
	pthread_mutex_unlock(&t->lock);
	if (!buf_add(&t->in, in.p, in.n)) {
		t->result = AUTH_FAILED;
	} else if (t->mech->blocks &&
	    pthread_create(&thread, NULL, token_thread, t) == 0) {
		pthread_detach(thread);
		return;
	} else {
		t->result = t->mech->step(t->auth, buf_span(&t->in), &t->out);
	}
	loop_later(t->loop, token_tell, t);
}

void
token_close(struct token *t)
{
	if (t == NULL)
		return;
	pthread_mutex_lock(&t->lock);
	t->closed = true;
	pthread_mutex_unlock(&t->lock);
	token_release(t);
}

struct auth *
token_auth(struct token *t)
{
	return t->stepping ? NULL : t->auth;
}

const struct auth_error *
token_error(const struct token *t)
{
	if (t == NULL || t->stepping || t->mech->error == NULL)
		return NULL;
	return t->mech->error(t->auth);
}

const char *
token_package(const struct token *t)
{
	if (t == NULL || t->stepping || t->mech->package == NULL)
		return NULL;
	return t->mech->package(t->auth);
}
