/* SPDX-License-Identifier: Apache-2.0 */
/* The codecs of the interfaces behind the proxy. */
#include "round.h"
#include "stubs.h"
#include "vector.h"
#include "wire/emsmdb.h"
#include "wire/epm.h"
#include "wire/iface.h"
#include "wire/nspi_rows.h"
#include "wire/rfri.h"
#include "wire/rop.h"
#include "wire/tsgu.h"

static const struct round *under_test;

static enum wire_err
decode(struct span in)
{
	bool written;

	return under_test->go(in, false, NULL, &written);
}

/* It decodes, is written again as said, and no shorter start of it decodes. */
static void
test_rounds(void **state)
{
	(void)state;
	for (size_t i = 0; i < nstubs; i++) {
		const char *want =
		    stubs[i].again != NULL ? stubs[i].again : stubs[i].hex;
		bool written = false;
		struct buf in, out;

		print_message("%s\n", stubs[i].round);
		buf_init(&in, 9999);
		buf_init(&out, 9999);
		under_test = round_find(stubs[i].round);
		assert_non_null(under_test);
		vector_load(&in, stubs[i].hex);
		assert_int_equal(
		    under_test->go(buf_span(&in), false, &out, &written),
		    WIRE_OK);
		assert_true(written);
		vector_same(buf_span(&out), want);
		assert_int_equal(decode(buf_span(&out)), WIRE_OK);
		prefixes_fail(buf_span(&in), decode);
		buf_clear(&in);
		buf_clear(&out);
	}
}

/* Each codec has a vector above. */
static void
test_all_there(void **state)
{
	(void)state;
	for (unsigned k = 0; k < nrounds; k++) {
		bool found = false;

		for (size_t i = 0; i < nstubs; i++)
			found =
			    found || round_find(stubs[i].round) == &rounds[k];
		if (!found)
			fail_msg("no vector for %s", rounds[k].name);
	}
}

static void
test_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < nhostile; i++) {
		struct buf in;

		print_message("%zu: %s\n", i, hostile_stubs[i].round);
		buf_init(&in, 9999);
		under_test = round_find(hostile_stubs[i].round);
		vector_load(&in, hostile_stubs[i].hex);
		assert_int_equal(decode(buf_span(&in)), hostile_stubs[i].want);
		buf_clear(&in);
	}
}

/* Each takes the bytes of one stub. */
static void
check_place(struct span stub)
{
	struct rfri_question question;

	assert_int_equal(rfri_new_dsa_decode(stub, false, &question), WIRE_OK);
	assert_text(question.dn, "/o=Contoso/cn=alice");
	assert_true(question.has_place);
}

static void
check_no_place(struct span stub)
{
	struct rfri_question question;

	assert_int_equal(rfri_new_dsa_decode(stub, false, &question), WIRE_OK);
	assert_false(question.has_place);
}

static void
check_big_endian(struct span stub)
{
	struct rfri_answer answer;

	assert_int_equal(
	    rfri_new_dsa_answer_decode(stub, true, &answer), WIRE_OK);
	assert_text(answer.server, "dc");
	assert_int_equal(answer.status, 5);
}

static void
check_names(struct span stub)
{
	struct nspi_names names;

	assert_int_equal(nspi_names_decode(stub, false, &names), WIRE_OK);
	assert_int_equal(names.n, 2);
	assert_text(names.dn[0], "/o=Contoso/cn=alice");
	assert_int_equal(names.dn[1].n, 0); /* its pointer is NULL */
	assert_false(ndr_handle_is_null(&names.handle));
}

static void
check_people(struct span stub)
{
	struct nspi_people people;
	const struct nspi_row *row = &people.rows.row[0];

	assert_int_equal(nspi_people_decode(stub, true, &people), WIRE_OK);
	assert_int_equal(people.mids.status, 0x00040380);
	assert_int_equal(people.rows.n, 1);
	assert_int_equal(row->n, 2);
	assert_string_equal(
	    nspi_row_find(row, NSPI_TAG_NAME)->text, "B\xc3\xb6");
	assert_string_equal(nspi_row_find(row, NSPI_TAG_DN)->text, "/o");
	assert_null(nspi_row_find(row, NSPI_TAG_HOME_MDB));
}

static void
check_towers(struct span stub)
{
	const struct pdu_syntax *emsmdb = &ifaces[IFACE_EMSMDB].syntax;
	struct epm_answer a;

	assert_int_equal(epm_map_answer_decode(stub, false, &a), WIRE_OK);
	assert_int_equal(a.n, 1); /* of two pointers one is NULL */
	assert_memory_equal(&a.tower[0].iface, emsmdb, sizeof(*emsmdb));
	assert_int_equal(a.tower[0].protocol, EPM_HTTP);
	assert_int_equal(a.tower[0].port, 6001);
	assert_memory_equal(a.tower[0].address, "\x7f\0\0\1", 4);
	assert_true(ndr_handle_is_null(&a.handle));
}

static void
check_session(struct span stub)
{
	struct emsmdb_session session;

	assert_int_equal(emsmdb_session_decode(stub, false, &session), WIRE_OK);
	assert_text(session.display_name, "A");
	assert_text(session.dn_prefix, "/o");
	assert_int_equal(session.server.word[0], 8);
	assert_int_equal(session.best.word[2], 0x189);
}

static void
check_wrong_server(struct span stub)
{
	struct rop_logon_answer logon;

	assert_int_equal(rop_logon_answer_decode(stub, &logon), WIRE_OK);
	assert_int_equal(logon.status, ROP_EC_WRONG_SERVER);
	assert_text(logon.server, "/o=x");
}

static void
test_values(void **state)
{
	static const struct {
		const char *hex;
		void (*check)(struct span stub);
	} row[] = {
		{ "00000000" DN "00000000 01000000 00000000", check_place },
		{ "00000000" DN "00000000 00000000", check_no_place },
		{ "00000000 00000001 00000001 00000003 00000000 00000003"
		  "646300 00 00000005",
		    check_big_endian },
		{ HANDLE "00000000 02000000 02000000 301e0000 00000000" DN,
		    check_names },
		{ "00000000 00000001 00000001 00000001 00000000 00000002"
		  "00000001 00000002 3001001f 00000000 0000001f 00000001"
		  "3003001e 00000000 0000001e 00000001 00000003 00000000"
		  "00000003 0042 00f6 0000 0000 00000003 00000000 00000003"
		  "2f6f00 00 00040380",
		    check_people },
		{ NO_HANDLE "02000000 02000000 00000000 02000000 cfc20000"
			    "00000000" TOWER "00 00000000",
		    check_towers },
		{ SESSION, check_session },
		{ WRONG_SERVER, check_wrong_server },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct buf b;

		buf_init(&b, 999);
		vector_load(&b, row[i].hex);
		row[i].check(buf_span(&b));
		buf_clear(&b);
	}
}

static void
test_too_long(void **state)
{
	static char dn[NDR_TEXT_MAX + 1];
	struct buf b;

	(void)state;
	memset(dn, 'x', sizeof(dn) - 1);
	buf_init(&b, 9999);
	assert_false(rfri_new_dsa_encode(span_str(dn), &b));
	assert_false(rop_logon_encode(
	    &(struct rop_logon){ .user_dn = span_str(dn) }, &b));
	assert_false(rfri_fqdn_encode(span_str("12345678"), &b));
	assert_int_equal(b.n, 0);
	assert_true(rfri_fqdn_encode(span_str("123456789"), &b));
	buf_clear(&b);
}

/* What a client of the RD Gateway sends, in the order of [MS-TSGU] 2.2.9.2.1;
 * referents are ours. */
static void
test_gateway_requests(void **state)
{
	struct tsgu_request ask = { .machine = span_str("pc") };
	struct tsgu_request got;
	struct buf b;

	(void)state;
	buf_init(&b, 999);
	assert_true(tsgu_create_encode(&b));
	vector_same(buf_span(&b),
	    "43560000 43560000 08000200 5254 4356 10000200 01000000 0100 0100"
	    "0000 0000 01000000 01000000 01000000 01000000");
	assert_int_equal(tsgu_create_decode(buf_span(&b), false), WIRE_OK);
	buf_clear(&b);
	assert_true(tsgu_authorize_encode(&ask, &b));
	vector_same(buf_span(&b),
	    "00000000 00000000000000000000000000000000 52510000 52510000"
	    "1c000200 00000000 24000200 03000000 2c000200 00000000"
	    "03000000 00000000 03000000 7000 6300 0000 0000 00000000");
	assert_int_equal(
	    tsgu_authorize_decode(buf_span(&b), false, &got), WIRE_OK);
	assert_int_equal(tsgu_create_decode(buf_span(&b), false), WIRE_INVALID);
	buf_clear(&b);
}

/* Whatever stands before it, a gateway's answer ends alike: here messages and
 * a chain of certificates would. */
static void
test_gateway_answers(void **state)
{
	struct tsgu_tunnel tunnel;
	uint32_t status = 1;
	struct buf b;

	(void)state;
	buf_init(&b, 999);
	vector_load(&b, "00000200 50430000 50430000 04000200 0badcafe");
	vector_load(&b, HANDLE "07000000 00000000");
	assert_int_equal(
	    tsgu_tunnel_decode(buf_span(&b), false, &tunnel), WIRE_OK);
	assert_int_equal(tunnel.id, 7);
	assert_int_equal(tunnel.status, 0);
	assert_false(ndr_handle_is_null(&tunnel.handle));
	buf_clear(&b);
	status = 0;
	assert_true(tsgu_authorized_encode(&status, &b));
	assert_int_equal(b.n, 72);
	status = 1;
	assert_int_equal(
	    tsgu_authorized_decode(buf_span(&b), false, &status), WIRE_OK);
	assert_int_equal(status, 0);
	buf_clear(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rounds),
		cmocka_unit_test(test_all_there),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_gateway_requests),
		cmocka_unit_test(test_gateway_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
