/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stubs of the interfaces behind the proxy. Those marked "impacket" were made
 * by its modules oxabref, nspi and epm (0.10): other referents, other padding.
 */
#include "round.h"
#include "vector.h"
#include "wire/emsmdb.h"
#include "wire/epm.h"
#include "wire/iface.h"
#include "wire/nspi.h"
#include "wire/rfri.h"
#include "wire/rop.h"
#include "wire/tsgu.h"

#define HANDLE "00000000 000102030405060708090a0b0c0d0e0f"
#define NO_HANDLE "00000000 00000000000000000000000000000000"
#define DN \
	"14000000 00000000 14000000" \
	"2f6f3d436f6e746f736f2f636e3d616c69636500" /* /o=Contoso/cn=alice */
#define TOWER \
	"4b000000 4b000000 0500 1300 0d 00dbf1a447ca6710b31f00dd010662da" \
	"0000 0200 5100 1300 0d 045d888aeb1cc9119fe808002b104860 0200" \
	"0200 0000 0100 0b 0200 0000 0100 1f 0200 1771 0100 09 0400 7f000001"

#define SESSION \
	HANDLE "60ea0000 06000000 10270000 0000 0000" \
	       "28000200 03000000 00000000 03000000 2f6f00 00" \
	       "3c000200 02000000 00000000 02000000 4100" \
	       "0800 f080 8901 0800 f080 8901 0000 00000000" \
	       "00000000 00000000 00000000 00000000 00000000"
#define WRONG_SERVER \
	"0000 0400 1300 1300 0f00 fe 00 78040000 01 05 2f6f3d7800 ffffffff"

/* again: what our own side writes, where that differs. */
static const struct {
	const char *round, *hex, *again;
} stubs[] = {
	/* no tunnel, for want of a certificate; no policy; closed */
	{ "tsgu_tunnel", "00000000" NO_HANDLE "00000000 ee590780", NULL },
	{ "tsgu_authorized", "00000000 db590780", NULL },
	{ "tsgu_close", HANDLE, NULL },
	/* impacket */
	{ "new_dsa",
	    "00000000" DN "00000000 62cd0000 f2d80000 01000000 00000000"
	    "01000000 00",
	    "00000000" DN "00000000 28000200 2c000200 01000000 00000000"
	    "01000000 00" },
	/* a place for the answer with nothing in it, and no place at all */
	{ "new_dsa", "00000000" DN "00000000 00000200 00000000",
	    "00000000" DN "00000000 28000200 2c000200 01000000 00000000"
	    "01000000 00" },
	/* impacket */
	{ "fqdn", "00000000 14000000" DN, NULL },
	/* impacket, with the status that it leaves to its caller */
	{ "new_dsa_answer",
	    "00000000 62cd0000 f2d80000 11000000 00000000 11000000"
	    "6463312e636f6e746f736f2e7465737400 bfbfbf 00000000",
	    "00000000 04000200 08000200 11000000 00000000 11000000"
	    "6463312e636f6e746f736f2e7465737400 000000 00000000" },
	{ "new_dsa_answer", "00000000 00000000 05000780", NULL },
	/* impacket */
	{ "fqdn_answer",
	    "87c30000 12000000 00000000 12000000"
	    "6d6278312e636f6e746f736f2e7465737400 bfbf 00000000",
	    "00000200 12000000 00000000 12000000"
	    "6d6278312e636f6e746f736f2e7465737400 0000 00000000" },
	/* impacket; code page 20261 */
	{ "nspi_bind",
	    "00000000 00000000 00000000 00000000 00000000 00000000 00000000"
	    "254f0000 00000000 00000000 87c30000"
	    "00000000000000000000000000000000",
	    "00000000 00000000 00000000 00000000 00000000 00000000 00000000"
	    "254f0000 00000000 00000000 28000200"
	    "00000000000000000000000000000000" },
	{ "nspi_bind_answer",
	    "28100000 000102030405060708090a0b0c0d0e0f"
	    "00000000 101112131415161718191a1b1c1d1e1f 00000000",
	    "00000200 000102030405060708090a0b0c0d0e0f"
	    "00000000 101112131415161718191a1b1c1d1e1f 00000000" },
	{ "nspi_bind_answer", "00000000" NO_HANDLE "11010480", NULL },
	{ "nspi_unbind", HANDLE "00000000", NULL },
	{ "nspi_unbind_answer", NO_HANDLE "01000000", NULL },
	/* impacket; how far to move is asked and not answered */
	{ "nspi_move",
	    HANDLE "00000000 00000000 00000000 00000000 00000000 00000000"
		   "00000000 00000000 00000000 00000000 28100000 00000000",
	    HANDLE "00000000 00000000 00000000 00000000 00000000 00000000"
		   "00000000 00000000 00000000 00000000 00000000" },
	{ "nspi_move_answer",
	    "00000000 00000000 00000000 00000000 00000000 03000000 00000000"
	    "00000000 00000000 00000000 00000000",
	    NULL },
	/* impacket */
	{ "nspi_names",
	    HANDLE "00000000 02000000 02000000 301e0000 d57e0000" DN
		   "05000000 00000000 05000000 2f6f3d7800",
	    HANDLE "00000000 02000000 02000000 20000200 24000200" DN
		   "05000000 00000000 05000000 2f6f3d7800" },
	{ "nspi_mids",
	    "d57e0000 03000000 02000000 00000000 02000000 10000000 00000000"
	    "00000000",
	    "00000200 03000000 02000000 00000000 02000000 10000000 00000000"
	    "00000000" },
	{ "nspi_mids", "00000000 0f010480", NULL },
	{ "epm_map",
	    "01000000 00000000000000000000000000000000 02000000" TOWER
	    "00" NO_HANDLE "01000000",
	    NULL },
	{ "epm_map_answer",
	    NO_HANDLE "01000000 01000000 00000000 01000000 cfc20000" TOWER
		      "bf 00000000",
	    NO_HANDLE "01000000 01000000 00000000 01000000 24000200" TOWER
		      "00 00000000" },
	{ "epm_map_answer",
	    NO_HANDLE "00000000 00000000 00000000 00000000 d6a0c916", NULL },
	{ "epm_lookup",
	    "00000000 00000000 00000000 01000000" NO_HANDLE "f4010000", NULL },
	{ "epm_lookup_answer",
	    NO_HANDLE "01000000 01000000 00000000 01000000"
		      "00000000000000000000000000000000 e6780000"
		      "00000000 03000000 616200 ee" TOWER "bf 00000000",
	    NO_HANDLE "01000000 01000000 00000000 01000000"
		      "00000000000000000000000000000000 34000200"
		      "00000000 01000000 00 000000" TOWER "00 00000000" },
	/* by the layout of [MS-OXCRPC] 3.1.4 */
	{ "status", "00000000", NULL },
	{ "handle", HANDLE, NULL },
	{ "cxh", NO_HANDLE "00000000", NULL },
	{ "cxh", HANDLE "00000000", NULL },
	/* by that of 3.3.4.1 */
	{ "wait", HANDLE "00000000", NULL },
	{ "woken", "01000000 00000000", NULL },
	{ "connect",
	    DN "00000000 00000000 00000000 e4040000 09040000 09040000 ffffffff"
	       "0100 0e00 0110 8813 00000000 00000000 00000000 08100000",
	    NULL },
	{ "session", SESSION,
	    HANDLE "60ea0000 06000000 10270000 0000 0000"
		   "24000200 03000000 00000000 03000000 2f6f00 00"
		   "38000200 02000000 00000000 02000000 4100"
		   "0800 f080 8901 0800 f080 8901 0000 00000000"
		   "00000000 00000000 00000000 00000000 00000000" },
	{ "session",
	    NO_HANDLE "60ea0000 06000000 10270000 0000 0000"
		      "00000000 00000000 0000 0000 0000 0000 0000 0000"
		      "00000000 00000000 00000000 00000000 00000000 eb030000",
	    NULL },
	{ "rops",
	    HANDLE "03000000 03000000 010203 00 03000000 00800000"
		   "00000000 00000000 08100000",
	    NULL },
	{ "rops_answer",
	    HANDLE "00000000 02000000 00000000 02000000 0102 0000 02000000"
		   "00000000 00000000 00000000 00000000 00000000 00000000",
	    NULL },
	{ "rop_logon",
	    "0000 0400 2800 2800 2400 fe 00 00 01 04040001 00000000 1400"
	    "2f6f3d436f6e746f736f2f636e3d616c69636500 ffffffff",
	    NULL },
	/* the mailbox is opened: folders and more stand after the status */
	{ "rop_logon_answer",
	    "0000 0400 1000 1000 0c00 fe 00 00000000 01020304 01000000",
	    "0000 0400 0c00 0c00 0800 fe 00 00000000 01000000" },
	{ "rop_logon_answer", WRONG_SERVER, NULL },
};

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
	for (size_t i = 0; i < ROWS(stubs); i++) {
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

		for (size_t i = 0; i < ROWS(stubs); i++)
			found =
			    found || round_find(stubs[i].round) == &rounds[k];
		if (!found)
			fail_msg("no vector for %s", rounds[k].name);
	}
}

/* What must not pass, and why. */
static const struct {
	const char *round, *hex;
	enum wire_err want;
} hostile[] = {
	/* a string: another offset, more than its room, no NUL */
	{ "fqdn_answer", "01000000 02000000 01000000 02000000 4100",
	    WIRE_INVALID },
	{ "fqdn_answer", "01000000 01000000 00000000 02000000 4100",
	    WIRE_INVALID },
	{ "fqdn_answer",
	    "01000000 02000000 00000000 02000000 4142 0000 00000000",
	    WIRE_INVALID },
	{ "fqdn_answer", "01000000 ffffffff 00000000 ffffffff 4100",
	    WIRE_LIMIT },
	/* cbMailboxServerDN: range(10, 1024) */
	{ "fqdn", "00000000 05000000 05000000 00000000 05000000 2f6f3d7800",
	    WIRE_INVALID },
	{ "nspi_names", HANDLE "00000000 02000000 01000000 00000000",
	    WIRE_INVALID },
	{ "nspi_names", HANDLE "00000000 ffffffff ffffffff 00000000",
	    WIRE_LIMIT },
	{ "nspi_mids",
	    "01000000 01000000 02000000 00000000 02000000 00000000"
	    "00000000 00000000",
	    WIRE_INVALID },
	{ "nspi_mids", "01000000 ffffffff fffffffe 00000000 fffffffe 00000000",
	    WIRE_LIMIT },
	{ "nspi_unbind_answer",
	    NO_HANDLE "01000000 00000000000000000000000000000000",
	    WIRE_TRAILING },
	{ "epm_map_answer",
	    NO_HANDLE "01000000 01000000 00000000 00000000 00000000",
	    WIRE_INVALID },
	{ "epm_map_answer",
	    NO_HANDLE "00010000 00010000 00000000 00010000 00000000",
	    WIRE_LIMIT },
	{ "epm_map", "00000000 02000000 04000000 05000000 0500 0000 00",
	    WIRE_INVALID },
	/* a floor that is longer than its tower */
	{ "epm_map", "00000000 02000000 04000000 04000000 0500 ff00",
	    WIRE_SHORT },
	{ "connect",
	    DN "00000000 00000000 00000000 e4040000 09040000 09040000"
	       "ffffffff 0100 0e00 0110 8813 00000000 09100000",
	    WIRE_LIMIT },
	/* compressed, though we asked for what is not */
	{ "rop_logon_answer",
	    "0000 0500 0c00 0c00 0800 fe 00 00000000 01000000", WIRE_UNKNOWN },
	{ "rop_logon_answer", "0000 0400 0200 0200 0100 00000000",
	    WIRE_INVALID },
	{ "rop_logon_answer",
	    "0000 0400 0c00 0c00 0800 03 00 00000000 01000000", WIRE_UNKNOWN },
	{ "rop_logon_answer",
	    "0000 0400 0f00 0f00 0b00 fe 00 78040000 01 01 41 ffffffff",
	    WIRE_INVALID },
};

static void
test_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < ROWS(hostile); i++) {
		struct buf in;

		print_message("%zu: %s\n", i, hostile[i].round);
		buf_init(&in, 9999);
		under_test = round_find(hostile[i].round);
		vector_load(&in, hostile[i].hex);
		assert_int_equal(decode(buf_span(&in)), hostile[i].want);
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
