/* SPDX-License-Identifier: Apache-2.0 */
/* A whole report: what renderers draw and what a later judging starts from. */
#ifndef RPCDIAG_MODEL_REPORT_H
#define RPCDIAG_MODEL_REPORT_H

#include <time.h>

#include "model/check.h"

#define SIGNATURE_MAX 48
#define CERTIFICATE_DAYS_LEAST 14 /* one that ends sooner is a finding */

enum health { /* also the exit status of the program */
	HEALTH_HEALTHY = 0,
	HEALTH_DEGRADED = 1,
	HEALTH_FAILED = 2,
	HEALTH_UNKNOWN = 3,
	HEALTH_N
};

const char *health_text(enum health h); /* "healthy", ... */

struct target {
	char *proxy;  /* URL */
	char *host;   /* of the proxy */
	char *server; /* RPC server behind it */
	int *endpoints;
	size_t nendpoints;
	char *user;	     /* NULL = none given; never a secret */
	char *forward_proxy; /* URL of the one in use; NULL = direct */
	char *forward_user;  /* NULL = none given */
	bool inside;
	char *direct;		  /* past the device, HOST:PORT, or NULL */
	char *msstd;		  /* expected principal name, or NULL */
	struct strlist http_auth; /* what the client was told to use */
	bool insecure;
};

struct alternative {
	char *id;
	double confidence;
};

struct untested {
	char *what;
	char *why;
};

/* The verdict, and every further finding, have this form. */
struct finding {
	char *id;
	enum health status;
	double confidence; /* 0..1 */
	char *summary;	   /* one line: the answer */
	char *cause;	   /* a short paragraph */
	struct strlist fix;
	struct strlist evidence; /* ids of checks */
	struct alternative *alternatives;
	size_t nalternatives;
	struct untested *not_tested;
	size_t nnot_tested;
};

struct symbol {
	const char *column; /* static: a column of the matrix */
	const char *value;  /* static; NULL = not observed */
};

struct report {
	time_t started;
	int64_t duration_us;
	int64_t deadline_us;
	int exit_status;
	struct target target;
	struct finding verdict;
	struct finding *findings;
	size_t nfindings;
	struct checks checks;
	struct symbol signature[SIGNATURE_MAX];
	size_t nsignature;
	struct strlist kept; /* texts of a signature that was read back */
};

void finding_clear(struct finding *f);
void finding_add_alternative(
    struct finding *f, const char *id, double confidence);
void finding_add_untested(struct finding *f, const char *what, const char *why);
/* Appends an empty finding and returns it (borrowed until the next add). */
struct finding *report_add_finding(struct report *r);
void report_clear(struct report *r);

#endif
