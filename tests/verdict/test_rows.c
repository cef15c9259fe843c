/* SPDX-License-Identifier: Apache-2.0 */
/* Every row of the matrix finds itself in the signatures it describes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "verdict/column.h"
#include "verdict/hypotheses.h"

#define SYMBOL_MAX 32
#define CERTAIN 0.85 /* and the reader acts on it */

/* A signature and the symbols it points to. */
struct made {
	struct signature s;
	char text[SIGNATURE_MAX][SYMBOL_MAX];
};

static void
made_set(struct made *m, const struct row *row, size_t column, size_t n)
{
	cell_symbol(row->cell[column], n, m->text[column], SYMBOL_MAX);
	m->s.value[column] = m->text[column];
}

/* The first symbol of every cell; "*" stays unobserved. */
static void
made_init(struct made *m, const struct row *row)
{
	signature_init(&m->s);
	for (size_t i = 0; i < matrix_ncolumns; i++)
		if (!cell_is_any(row->cell[i]))
			made_set(m, row, i, 0);
}

static const struct hypothesis *
find(const struct hypotheses *h, const char *id)
{
	for (size_t i = 0; i < h->n; i++)
		if (strcmp(h->v[i].row->id, id) == 0)
			return &h->v[i];
	return NULL;
}

static void
expect_row(const struct row *row, const struct made *m, const char *column)
{
	struct hypotheses h;
	double sum = 0;

	assert_true(row_survives(row, &m->s));
	hypotheses_init(&h, &m->s);
	if (!h.fits)
		fail_msg(
		    "%s.%s by %s: nothing fits", row->id, row->variant, column);
	/* What is healthy on the wire is one class; its rows without a prior
	 * are told on their pages only. */
	if (row->prior > 0 && find(&h, row->id) == NULL)
		fail_msg("%s.%s by %s: first is %s", row->id, row->variant,
		    column, h.v[0].row->id);
	for (size_t i = 0; i < h.n; i++) {
		assert_true(h.v[i].confidence >= 0);
		sum += h.v[i].confidence;
	}
	assert_true(sum <= 1.0 + 1e-9);
	hypotheses_clear(&h);
}

static void
each_row_finds_itself(void **state)
{
	struct made m;

	(void)state;
	for (size_t i = 0; i < matrix_nrows; i++) {
		const struct row *row = &matrix_rows[i];

		for (size_t k = 0; k < matrix_ncolumns; k++) {
			if (cell_is_any(row->cell[k]))
				continue;
			for (size_t n = 0; n < cell_count(row->cell[k]); n++) {
				made_init(&m, row);
				made_set(&m, row, k, n);
				expect_row(row, &m, matrix_columns[k]);
			}
		}
	}
}

/* The modes that the ladder alone puts first. */
static const char *const modes[] = { "HEALTHY", "DNS_PROXY_NXDOMAIN",
	"TCP_REFUSED", "TCP_FILTERED", "CLIENT_V6_PATH_BROKEN",
	"TLS_CERT_NAME_MISMATCH", "TLS_CERT_UNTRUSTED", "TLS_CERT_TIME",
	"TLS_PRINCIPAL_NAME_MISMATCH", "RPC_VDIR_MISSING", "RPC_METHOD_BLOCKED",
	"APP_POOL_DOWN", "REVPROXY_BACKEND_DOWN", "REVPROXY_BODY_LIMIT",
	"LOGIN_PAGE_REDIRECT", "RPC_PROXY_UNSECURE_OR_ANON_REJECT",
	"SSL_OFFLOAD_403_SSL_REQUIRED", "HTTP_BAD_CREDENTIALS",
	"HTTP_AUTH_SCHEME_MISMATCH", "WAF_ECHO_SWALLOWED", "VALIDPORTS_DENIED",
	"VALIDPORTS_PARTIAL", "BACKEND_ALL_CLOSED", "BACKEND_ONE_PORT_CLOSED",
	"BACKEND_FILTERED", "NOT_NCACN_HTTP_LISTENER", "DSPROXY_IPV4_ONLY_6004",
	"IN_CHANNEL_BUFFERED", "OUT_CHANNEL_BUFFERED", "BACKEND_HANG",
	"RPC_MGMT_REFUSED_BENIGN", "E15_LEGACY_SERVER_NAME" };

/* Only what this version observes at all, and no experiments that it has
 * no name for. */
static void
forget_unobservable(struct made *m)
{
	for (size_t i = 0; i < matrix_ncolumns; i++)
		if (column_of(i)->observe == NULL)
			m->s.value[i] = NULL;
}

static void
expect_not_sure_of_another(
    const struct row *row, const struct signature *s, const char *blind)
{
	struct hypotheses h;

	hypotheses_init(&h, s);
	assert_true(h.n > 0);
	if (strcmp(h.v[0].row->id, row->id) != 0 && h.v[0].confidence > CERTAIN)
		fail_msg("%s.%s without %s: %s with %.2f", row->id,
		    row->variant, blind, h.v[0].row->id, h.v[0].confidence);
	hypotheses_clear(&h);
}

static void
blind_columns_make_unsure(void **state)
{
	struct made m;

	(void)state;
	for (size_t i = 0; i < matrix_nrows; i++) {
		const struct row *row = &matrix_rows[i];

		for (size_t k = 0; k < matrix_ncolumns; k++) {
			if (column_of(k)->observe == NULL)
				continue;
			made_init(&m, row);
			forget_unobservable(&m);
			m.s.value[k] = NULL;
			expect_not_sure_of_another(
			    row, &m.s, matrix_columns[k]);
		}
	}
}

/* What the ladder sees is enough to put the right id first. */
static void
modes_come_first(void **state)
{
	struct made m;
	struct hypotheses h;

	(void)state;
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		const struct row *row = matrix_find(modes[i]);

		assert_non_null(row);
		made_init(&m, row);
		forget_unobservable(&m);
		if (strcmp(row->id, "DSPROXY_IPV4_ONLY_6004") == 0)
			signature_set(&m.s, "SERVER", "iis70");
		hypotheses_init(&h, &m.s);
		assert_string_equal(h.v[0].row->id, row->id);
		hypotheses_clear(&h);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_row_finds_itself),
		cmocka_unit_test(blind_columns_make_unsure),
		cmocka_unit_test(modes_come_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
