/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kdc: what the domain controller says of the account, when the front end says
 * no more than 401. A ticket for the front end is asked for and sent to nobody.
 * A wrong password counts against the account here as anywhere.
 */
#include "net/token.h"
#include "probe/auth_facts.h"
#include "probe/deliver.h"
#include "probe/probes.h"

struct kdc_state {
	struct token *token;
};

static enum step
ask_kdc(struct probe *p, const struct event *ev)
{
	struct kdc_state *s = p->state;
	struct auth_spec spec = {
		.who = &p->run->who,
		.service = "HTTP",
		.host = p->run->config->proxy_host,
	};

	(void)ev;
	s->token =
	    token_open(p->run->loop, &auth_kerberos, &spec, deliver_token, p);
	token_step(s->token, span_of(NULL, 0));
	return STEP_NEXT;
}

/* A service that is unknown is the service's trouble: whoever is told so has
 * shown the right password first. */
static const char *
result_of(enum auth_result result, const struct auth_error *e)
{
	if (result != AUTH_FAILED)
		return "ok";
	switch (e == NULL ? AUTH_FAULT_OTHER : e->fault) {
	case AUTH_FAULT_TARGET:
		return "ok";
	case AUTH_FAULT_KDC:
		return "none";
	case AUTH_FAULT_PASSWORD:
	case AUTH_FAULT_USER:
	case AUTH_FAULT_ACCOUNT:
	case AUTH_FAULT_CLOCK:
		return "refused";
	default:
		return NULL; /* our own trouble says nothing */
	}
}

static enum step
await_kdc(struct probe *p, const struct event *ev)
{
	struct kdc_state *s = p->state;
	const struct auth_error *e;
	const char *result;

	if (ev->kind != EV_TOKEN)
		return STEP_WAIT;
	e = token_error(s->token);
	result = result_of((enum auth_result)ev->what, e);
	if (result != NULL)
		fact_put_str(&p->check->facts, FACT_KDC_RESULT, result);
	auth_error_facts(p->check, e);
	if (e != NULL && e->fault == AUTH_FAULT_PASSWORD)
		lockout_refused(p->run->lockout, p->run->who.user);
	probe_outcome(p, OUTCOME_INFO);
	return STEP_DONE;
}

static void
kdc_end(struct probe *p, enum probe_end how)
{
	struct kdc_state *s = p->state;

	if (how == PROBE_TIMEOUT)
		fact_put_str(&p->check->facts, FACT_KDC_RESULT, "none");
	lockout_release(p->run->lockout, p->run->who.user);
	token_close(s->token);
}

static const struct stage kdc_stages[] = {
	{ "ask the KDC", ask_kdc, 0 },
	{ "await its answer", await_kdc, 0 },
	{ NULL, NULL, 0 },
};

static const struct probe_type kdc_type = {
	.name = "kdc",
	.stages = kdc_stages,
	.state_size = sizeof(struct kdc_state),
	.end = kdc_end,
};

void
probe_kdc(struct run *r)
{
	struct check *c;

	if (!lockout_reserve(r->lockout, r->who.user))
		return;
	c = checks_add(&r->report->checks, "kdc", "echo.in", STAGE_INSIDE);
	probe_start(r, &kdc_type, c, NULL);
}
