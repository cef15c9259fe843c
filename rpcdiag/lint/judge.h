/* SPDX-License-Identifier: Apache-2.0 */
/* How the parts of the judging speak: findings with their place. */
#ifndef RPCDIAG_LINT_JUDGE_H
#define RPCDIAG_LINT_JUDGE_H

#include "lint/lint.h"

/* A kind of file, recognised by its content. */
struct lint_kind {
	const char *name;
	bool (*is)(const struct text *t);
	void (*read)(const struct text *t, struct lint_file *f);
	void (*judge)(struct lint *l, const struct lint_file *f);
};

/* NULL when the text is of no known kind. */
const struct lint_kind *lint_kind_of(const struct text *t);
/* The n-th kind, NULL past the last. */
const struct lint_kind *lint_kind_nth(size_t n);

/* Where a finding stands; key and value are copied. */
struct lint_place {
	const struct lint_file *file;
	unsigned line;
	const char *key;
	const char *value;
};

/* set: the value to set, or NULL. */
void lint_say(struct lint *l, enum health status, const char *id,
    const struct lint_place *at, const char *set, const char *why, ...)
    __attribute__((format(printf, 6, 7)));
/* The place of a registry value; cleared with lint_place_free. */
struct lint_place lint_place_of(const struct lint_file *f,
    const struct reg_key *key, const struct reg_value *v);
void lint_place_free(struct lint_place *at);

/* A registry value among all files: the first key that ends so, and has it.
 * place may be NULL, else it is to be freed. */
const struct reg_value *lint_find_value(const struct lint *l, const char *key,
    const char *name, struct lint_place *place);
/* Its number; def when it is not there or no number. */
uint64_t lint_number(
    const struct lint *l, const char *key, const char *name, uint64_t def);
/* Is it one of the lists of an RPC proxy? */
bool lint_is_port_list(const struct reg_key *key, const struct reg_value *v);
/* All lists of a file, as one: NULL for none, else the first value. *place may
 * be NULL, else it is to be freed; out is to be cleared. */
const struct reg_value *lint_valid_ports(const struct lint_file *f,
    struct valid_ports *out, struct lint_place *place);
/* A finding of this id, at least so bad. */
bool lint_has_finding(const struct lint *l, const char *id, enum health least);

/* Keys of the registry, by their ends. */
#define KEY_RPC_PROXY "Microsoft\\Rpc\\RpcProxy"
#define KEY_CONFIGURATOR "MSExchangeServiceHost\\RpcHttpConfigurator"
#define KEY_SYSTEM_ATTENDANT "MSExchangeSA\\Parameters"
#define KEY_STORE "MSExchangeIS\\ParametersSystem"
#define KEY_NTDS "NTDS\\Parameters"
#define KEY_TCPIP6 "Tcpip6\\Parameters"
#define KEY_RPC_POLICY "Microsoft\\Windows NT\\Rpc"
#define KEY_PROVIDER "Exchange\\Exchange Provider"

void judge_registry(struct lint *l, const struct lint_file *f);
void judge_valid_ports(struct lint *l, const struct lint_file *f);
void judge_listeners(struct lint *l, const struct lint_file *f);
void judge_hosts(struct lint *l, const struct lint_file *f);
void judge_iis_log(struct lint *l, const struct lint_file *f);
void judge_profiles(struct lint *l, const struct lint_file *f);
/* Files against each other. */
void judge_together(struct lint *l);
/* Findings beside a live report. */
void judge_live(struct lint *l, const struct report *live);

#endif
