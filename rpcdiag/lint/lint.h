/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Judging what a person can export or paste, without a network: files are
 * read, then looked at one by one, against each other, and beside a report of
 * a live run. Pure: takes bytes, gives findings.
 */
#ifndef RPCDIAG_LINT_LINT_H
#define RPCDIAG_LINT_LINT_H

#include "base/err.h"
#include "lint/hosts.h"
#include "lint/iis_log.h"
#include "lint/listeners.h"
#include "lint/profile.h"
#include "lint/reg.h"
#include "lint/text.h"
#include "lint/valid_ports.h"
#include "model/report.h"

/* What a file was recognised as decides which of its members are filled. */
struct lint_file {
	char *name; /* as the user gave it */
	const struct lint_kind *kind;
	enum text_encoding encoding;
	size_t nlines;
	struct reg reg;
	struct listeners listeners;
	struct hosts hosts;
	struct iis_log log;
	struct profiles profiles;
};

struct lint_finding {
	enum health status; /* HEALTH_HEALTHY: worth knowing, nothing to fix */
	const char *id;	    /* of the catalogue, static; NULL = none fits */
	const char *file;   /* borrowed from the lint_file */
	unsigned line;	    /* 0 = the file as a whole */
	char *key;	    /* registry key, section, listener; NULL = none */
	char *value;	    /* name and what it is now; NULL = none */
	char *why;
	char *set; /* the value to set; NULL = nothing to set there */
};

/* How a verdict of the live report stands to the files. */
struct lint_remark {
	enum lint_accord {
		LINT_AGREES,
		LINT_CONTRADICTS,
		LINT_SILENT, /* the files tell nothing of it */
	} accord;
	char *id;
	char *text;
};

struct lint {
	struct lint_file **file;
	size_t nfiles;
	struct strlist servers;	     /* RPC servers, as clients name them */
	struct strlist servers_from; /* who says so, one for each */
	struct lint_finding *finding;
	size_t nfindings;
	struct lint_walk *walk; /* one for each profile */
	size_t nwalks;
	struct lint_remark *remark;
	size_t nremarks;
};

void lint_init(struct lint *l);
void lint_clear(struct lint *l);
/* A server that clients ask the RPC proxy for, and who says so; copied. */
void lint_add_server(struct lint *l, const char *name, const char *from);
/* Read one file; the error says that its content is of no known kind. name is
 * copied, bytes are not needed afterwards. */
struct err *lint_read(struct lint *l, const char *name, struct span bytes)
    __attribute__((warn_unused_result));
/* Judge everything that was read, once; live may be NULL. */
void lint_judge(struct lint *l, const struct report *live);
/* The worst of the findings. */
enum health lint_status(const struct lint *l);

const char *lint_kind_name(const struct lint_kind *k);
const char *lint_accord_name(enum lint_accord a);

#endif
