/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "vector.h"
#include "wire/iface.h"
#include "wire/pdu_put.h"

/* bind_ack to the mgmt bind, secondary address "6001", one acceptance. */
static const char bind_ack[] =
    "05000c03100000004000000001000000 f80ff80f01020304 0500 3630303100 00"
    "01000000 00000000 045d888aeb1cc9119fe808002b104860 02000000 00000000";
static const char fault[] =
    "05000323100000002000000007000000 20000000 0000 00 00 0300011c 00000000";
static const char bind_nak[] = "05000d03100000001500000001000000 0800 01 0500";

/* The bytes live until the next call. */
static enum wire_err
decode_hex(const char *hex, struct pdu *p)
{
	static uint8_t bytes[1024];
	struct buf b;
	size_t n;

	buf_init(&b, sizeof(bytes));
	vector_load(&b, hex);
	n = b.n;
	memcpy(bytes, b.p, n);
	buf_clear(&b);
	return pdu_decode(span_of(bytes, n), p);
}

static enum wire_err
decode(struct span in)
{
	struct pdu p;

	return pdu_decode(in, &p);
}

static void
test_binds(void **state)
{
	static const struct {
		const char *hex;
		enum iface_id iface;
	} row[] = { { vector_bind_mgmt, IFACE_MGMT },
		{ vector_bind_emsmdb, IFACE_EMSMDB } };

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		const struct iface *f = &ifaces[row[i].iface];
		struct buf b;
		struct pdu p;

		buf_init(&b, 999);
		assert_int_equal(decode_hex(row[i].hex, &p), WIRE_OK);
		assert_int_equal(p.head.type, PDU_BIND);
		assert_int_equal(p.head.call_id, 1);
		assert_int_equal(p.bind.max_xmit, 4088);
		assert_int_equal(p.bind.ncontexts, 1);
		assert_memory_equal(
		    &p.bind.context[0].abstract, &f->syntax, sizeof(f->syntax));
		assert_memory_equal(
		    &p.bind.context[0].transfer, &pdu_ndr, sizeof(pdu_ndr));
		assert_ptr_equal(
		    iface_by_uuid(&p.bind.context[0].abstract.uuid), f);
		assert_true(pdu_put_bind(&p.bind, PDU_BIND, 0, 1, NULL, &b));
		vector_same(buf_span(&b), row[i].hex);
		prefixes_fail(buf_span(&b), decode);
		buf_clear(&b);
	}
}

static void
test_interfaces(void **state)
{
	static const struct {
		uint16_t port;
		enum iface_id want;
	} row[] = { { 593, IFACE_EPM }, { 6001, IFACE_EMSMDB },
		{ 6002, IFACE_RFRI }, { 6004, IFACE_NSPI },
		{ 3388, IFACE_TSGU } };
	const struct guid none = { { 0 } };

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++)
		assert_ptr_equal(
		    iface_by_port(row[i].port), &ifaces[row[i].want]);
	assert_null(iface_by_port(0));
	assert_null(iface_by_port(6003));
	assert_null(iface_by_uuid(&none));
	for (size_t i = 0; i < IFACE_N; i++) {
		assert_non_null(ifaces[i].name);
		assert_ptr_equal(
		    iface_by_uuid(&ifaces[i].syntax.uuid), &ifaces[i]);
	}
}

static void
test_bind_ack(void **state)
{
	struct pdu p;

	(void)state;
	assert_int_equal(decode_hex(bind_ack, &p), WIRE_OK);
	assert_int_equal(p.bind_ack.group, 0x04030201);
	assert_text(p.bind_ack.address, "6001");
	assert_int_equal(p.bind_ack.nresults, 1);
	assert_int_equal(p.bind_ack.result[0].result, 0);
	/* no address: the results follow after two bytes of padding */
	assert_int_equal(
	    decode_hex("05000c03100000003800000001000000 f80ff80f01000000"
		       "0000 0000 01000000 02000100"
		       "00000000000000000000000000000000 00000000",
		&p),
	    WIRE_OK);
	assert_int_equal(p.bind_ack.address.n, 0);
	assert_int_equal(p.bind_ack.result[0].result, 2);
	assert_int_equal(p.bind_ack.result[0].reason, 1);
}

static void
test_counts_are_limited(void **state)
{
	struct pdu p;

	(void)state;
	assert_int_equal(
	    decode_hex("05000c03100000002000000001000000 f80ff80f01000000"
		       "0000 0000 09000000",
		&p),
	    WIRE_LIMIT);
	assert_int_equal(p.bind_ack.nresults, 0);
	assert_int_equal(
	    decode_hex("05000b03100000001c00000001000000 f80ff80f00000000"
		       "ff000000",
		&p),
	    WIRE_LIMIT);
	assert_int_equal(
	    decode_hex("05000b03100000002c00000001000000 f80ff80f00000000"
		       "00000000 00000000000000000000000000000000",
		&p),
	    WIRE_TRAILING);
	assert_int_equal(
	    decode_hex("05000c03100000001c00000001000000 f80ff80f00000000"
		       "ffff 0000",
		&p),
	    WIRE_SHORT);
}

/* Several transfer syntaxes: the first one counts; none: all zero. */
static void
test_transfer_syntaxes(void **state)
{
	static const char two[] =
	    "05000b03100000005c00000001000000 f80ff80f00000000 01000000"
	    "0300 02 00 80bda8af8a7dc911bef408002b102989 01000000"
	    "045d888aeb1cc9119fe808002b104860 02000000"
	    "33057171babe37498319b5dbef9ccc36 01000000";
	static const char none[] =
	    "05000b03100000003400000001000000 f80ff80f00000000 01000000"
	    "0300 00 00 80bda8af8a7dc911bef408002b102989 01000000";
	struct pdu p;

	(void)state;
	assert_int_equal(decode_hex(two, &p), WIRE_OK);
	assert_int_equal(p.bind.context[0].id, 3);
	assert_true(guid_eq(&p.bind.context[0].transfer.uuid, &pdu_ndr.uuid));
	assert_int_equal(decode_hex(none, &p), WIRE_OK);
	assert_true(guid_is_zero(&p.bind.context[0].transfer.uuid));
}

static void
test_bind_nak(void **state)
{
	static const struct {
		const char *hex;
		enum wire_err want;
		size_t eeinfo;
	} row[] = {
		{ bind_nak, WIRE_OK, 0 },
		{ "05000d03100000001200000001000000 0400", WIRE_OK, 0 },
		{ "05000d03100000001400000001000000 0400 0105", WIRE_SHORT, 0 },
		{ "05000d03100000001800000001000000 0800 01 0500 000000",
		    WIRE_OK, 0 },
		/* aligned to 8, as Windows does */
		{ "05000d03100000002b00000001000000 0800 01 0500 000000"
		  "20037490d0fad31182d7009027b130ab 010203",
		    WIRE_OK, 3 },
		/* straight after two versions */
		{ "05000d03100000002800000001000000 0800 02 05000501"
		  "20037490d0fad31182d7009027b130ab 01",
		    WIRE_OK, 1 },
		/* some other signature */
		{ "05000d03100000002b00000001000000 0800 01 0500 000000"
		  "20037490d0fad31182d7009027b130ac 010203",
		    WIRE_OK, 0 },
	};
	struct pdu p;

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		assert_int_equal(decode_hex(row[i].hex, &p), row[i].want);
		assert_int_equal(p.bind_nak.eeinfo.n, row[i].eeinfo);
	}
	assert_int_equal(p.bind_nak.reason, 8);
}

static void
test_fault(void **state)
{
	static const struct {
		const char *hex;
		size_t eeinfo;
	} row[] = {
		{ fault, 0 },
		/* without the reserved word, as some write it */
		{ "05000323100000001c00000007000000 20000000 0000 00 00"
		  "0300011c",
		    0 },
		/* bytes, but the flag does not say EEInfo */
		{ "05000323100000002400000007000000 24000000 0000 00 00"
		  "0300011c 00000000 01020304",
		    0 },
		{ "05000323100000002400000007000000 24000000 0000 00 01"
		  "0300011c 00000000 01020304",
		    4 },
		/* alloc_hint too large, too small, smaller than the rest */
		{ "05000323100000002400000007000000 ff000000 0000 00 01"
		  "0300011c 00000000 01020304",
		    4 },
		{ "05000323100000002400000007000000 00000000 0000 00 01"
		  "0300011c 00000000 01020304",
		    4 },
		{ "05000323100000002400000007000000 22000000 0000 00 01"
		  "0300011c 00000000 01020304",
		    2 },
	};
	struct pdu p;

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		assert_int_equal(decode_hex(row[i].hex, &p), WIRE_OK);
		assert_int_equal(p.head.type, PDU_FAULT);
		assert_int_equal(p.fault.status, 0x1c010003);
		assert_true((p.head.flags & PFC_DID_NOT_EXECUTE) != 0);
		assert_int_equal(p.fault.eeinfo.n, row[i].eeinfo);
	}
}

static void
test_request(void **state)
{
	struct pdu p;
	struct buf b;

	(void)state;
	buf_init(&b, 99);
	assert_int_equal(decode_hex(vector_is_listening, &p), WIRE_OK);
	assert_int_equal(p.request.opnum, 2);
	assert_int_equal(p.request.stub.n, 0);
	assert_true(pdu_put_request(&p.request, 2, NULL, &b));
	vector_same(buf_span(&b), vector_is_listening);
	prefixes_fail(buf_span(&b), decode);
	buf_clear(&b);
	/* with an object UUID before the stub */
	assert_int_equal(
	    decode_hex("05000083100000002a00000002000000 02000000 0100 0300"
		       "000102030405060708090a0b0c0d0e0f abcd",
		&p),
	    WIRE_OK);
	assert_int_equal(p.request.context_id, 1);
	vector_same(p.request.stub, "abcd");
}

/* Wherever a trailer fits it is taken, whatever its alignment. */
static void
test_trailer_positions(void **state)
{
	static const struct {
		const char *hex;
		enum wire_err want;
		const char *stub;
	} row[] = {
		/* stub 4, padded to 16 */
		{ "05000203100000003400040001000000 04000000 0000 0000"
		  "01020304 000000000000000000000000 0a05 0c 00 05000000"
		  "aabbccdd",
		    WIRE_OK, "01020304" },
		/* padded to 4 only */
		{ "05000203100000002800040001000000 03000000 0000 0000"
		  "010203 00 0a05 01 00 05000000 aabbccdd",
		    WIRE_OK, "010203" },
		/* not aligned at all */
		{ "05000203100000002500040001000000 01000000 0000 0000"
		  "01 0a05 00 00 05000000 aabbccdd",
		    WIRE_OK, "01" },
		/* more padding than there is body */
		{ "05000203100000002800040001000000 04000000 0000 0000"
		  "01020304 0a05 0d 00 05000000 aabbccdd",
		    WIRE_INVALID, NULL },
		/* padding that eats the fixed part */
		{ "05000203100000002800040001000000 04000000 0000 0000"
		  "01020304 0a05 05 00 05000000 aabbccdd",
		    WIRE_SHORT, NULL },
		/* auth_length longer than the PDU */
		{ "05000203100000002800ff0001000000 04000000 0000 0000"
		  "01020304 0a05 00 00 05000000 aabbccdd",
		    WIRE_INVALID, NULL },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct pdu p;

		assert_int_equal(decode_hex(row[i].hex, &p), row[i].want);
		if (row[i].stub == NULL)
			continue;
		vector_same(p.response.stub, row[i].stub);
		assert_true(p.trailer.present);
		assert_int_equal(p.trailer.type, 10);
		assert_int_equal(p.trailer.level, 5);
		assert_int_equal(p.trailer.context_id, 5);
		assert_int_equal(
		    p.trailer.at, p.head.frag_length - 4 - PDU_TRAILER_SIZE);
		vector_same(p.trailer.value, "aabbccdd");
	}
}

static void
test_big_endian(void **state)
{
	struct pdu p;

	(void)state;
	assert_int_equal(
	    decode_hex("05000c03 00000000 0040 0000 00000001 0ff8 0ff8 01020304"
		       "0005 3630303100 00 01000000 0002 0001"
		       "8a885d041ceb11c99fe808002b104860 00000002 00000000",
		&p),
	    WIRE_OK);
	assert_true(p.head.big_endian);
	assert_int_equal(p.head.call_id, 1);
	assert_int_equal(p.bind_ack.max_recv, 4088);
	assert_int_equal(p.bind_ack.group, 0x01020304);
	assert_int_equal(p.bind_ack.result[0].result, 2);
	assert_int_equal(p.bind_ack.result[0].reason, 1);
	assert_int_equal(
	    decode_hex("05000b03 00000000 0048 0000 00000001 0ff8 0ff8"
		       "00000000 01000000 0000 01 00"
		       "a4f1db00ca471067b31f00dd010662da 00510000"
		       "8a885d041ceb11c99fe808002b104860 00000002",
		&p),
	    WIRE_OK);
	assert_memory_equal(&p.bind.context[0].abstract,
	    &ifaces[IFACE_EMSMDB].syntax, sizeof(struct pdu_syntax));
	assert_memory_equal(
	    &p.bind.context[0].transfer, &pdu_ndr, sizeof(pdu_ndr));
	assert_int_equal(
	    decode_hex("05000323 00000000 0020 0000 00000007 00000020 0000"
		       "00 00 1c010003 00000000",
		&p),
	    WIRE_OK);
	assert_int_equal(p.fault.status, 0x1c010003);
	assert_int_equal(
	    decode_hex("05000203 00000000 0028 0004 00000001 00000004 0000"
		       "0000 01020304 0a05 00 00 00000005 aabbccdd",
		&p),
	    WIRE_OK);
	assert_int_equal(p.trailer.context_id, 5);
}

static void
test_heads(void **state)
{
	static const struct {
		const char *hex;
		enum wire_err want;
	} row[] = {
		{ "05001303100000001000000001000000", WIRE_OK },
		{ "05011303100000001000000001000000", WIRE_OK },
		{ "05001103100000001000000001000000", WIRE_OK },
		{ "04001303100000001000000001000000", WIRE_INVALID },
		{ "05001303200000001000000001000000", WIRE_INVALID },
		{ "05001303100000000f00000001000000", WIRE_INVALID },
		{ "05001303100000001100000001000000", WIRE_SHORT },
		{ "0500130310000000100000000100000000", WIRE_TRAILING },
		{ "05004d03100000001000000001000000", WIRE_UNKNOWN },
		{ "05000103100000001000000001000000", WIRE_UNKNOWN },
		{ "05001003100000001000000001000000", WIRE_OK },
	};
	struct pdu_head h;
	struct pdu p;

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++)
		assert_int_equal(decode_hex(row[i].hex, &p), row[i].want);
	/* a stream reader asks before the whole PDU is there */
	assert_int_equal(
	    pdu_head_decode(
		span_of("\5\0\2\3\x10\0\0\0\0\x20\0\0\1\0\0", 16), &h),
	    WIRE_OK);
	assert_int_equal(h.frag_length, 0x2000);
	assert_int_equal(
	    pdu_head_decode(
		span_of("\5\0\2\3\x10\0\0\0\0\x20\0\0\1\0\0", 15), &h),
	    WIRE_SHORT);
	assert_int_equal(
	    pdu_head_decode(span_str("ncacn_http/1.0  "), &h), WIRE_INVALID);
}

static void
test_prefixes(void **state)
{
	static const char *const good[] = { bind_ack, fault, bind_nak };

	(void)state;
	for (size_t i = 0; i < ROWS(good); i++) {
		struct buf b;

		buf_init(&b, 999);
		vector_load(&b, good[i]);
		assert_int_equal(decode(buf_span(&b)), WIRE_OK);
		prefixes_fail(buf_span(&b), decode);
		buf_clear(&b);
	}
}

/* Every start of a good PDU with a frag_length that agrees: no crash. */
static void
test_cut_with_consistent_length(void **state)
{
	static const char *const good[] = { bind_ack, fault, bind_nak,
		vector_bind_emsmdb, vector_is_listening };

	(void)state;
	for (size_t i = 0; i < ROWS(good); i++) {
		struct buf b;

		buf_init(&b, 999);
		vector_load(&b, good[i]);
		for (size_t n = b.n; n >= PDU_HEADER_SIZE; n--) {
			struct buf cut;

			buf_init(&cut, n);
			assert_true(buf_add(&cut, b.p, n));
			cut.p[8] = (uint8_t)n;
			for (uint8_t auth = 0; auth < 24; auth++) {
				cut.p[10] = auth;
				(void)!decode(buf_span(&cut));
			}
			buf_clear(&cut);
		}
		buf_clear(&b);
	}
}

static void
test_names(void **state)
{
	static const uint8_t types[] = { PDU_REQUEST, PDU_RESPONSE, PDU_FAULT,
		PDU_BIND, PDU_BIND_ACK, PDU_BIND_NAK, PDU_ALTER_CONTEXT,
		PDU_ALTER_CONTEXT_RESP, PDU_AUTH3, PDU_SHUTDOWN, PDU_CO_CANCEL,
		PDU_ORPHANED, PDU_RTS };

	(void)state;
	for (size_t i = 0; i < ROWS(types); i++)
		assert_non_null(pdu_type_text(types[i]));
	assert_string_equal(pdu_type_text(PDU_BIND_ACK), "bind_ack");
	assert_null(pdu_type_text(1));
	assert_null(pdu_type_text(21));
	assert_null(pdu_type_text(255));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_binds),
		cmocka_unit_test(test_interfaces),
		cmocka_unit_test(test_bind_ack),
		cmocka_unit_test(test_counts_are_limited),
		cmocka_unit_test(test_transfer_syntaxes),
		cmocka_unit_test(test_bind_nak),
		cmocka_unit_test(test_fault),
		cmocka_unit_test(test_request),
		cmocka_unit_test(test_trailer_positions),
		cmocka_unit_test(test_big_endian),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_prefixes),
		cmocka_unit_test(test_cut_with_consistent_length),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
