/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/base64.h"
#include "vector.h"
#include "wire/eeinfo.h"
#include "wire/rpc_error.h"

static void
test_reasons(void **state)
{
	static const struct {
		const char *reason;
		enum wire_err want;
		uint32_t code;
		bool has_eeinfo;
		const char *blob;
	} row[] = {
		{ "RPC Error: 6ba", WIRE_OK, 0x6ba, false, "" },
		{ "RPC Error: 6BA, EEInfo: AQID", WIRE_OK, 0x6ba, true,
		    "010203" },
		{ "rpc error:6be,eeinfo:AQID", WIRE_OK, 0x6be, true, "010203" },
		{ "RPC  ERROR :  5 ,  EEInfo :  AQI=  ", WIRE_OK, 5, true,
		    "0102" },
		{ "RPC Error: 0x6ba", WIRE_OK, 0x6ba, false, "" },
		{ "RPC Error: ffffffff", WIRE_OK, 0xffffffff, false, "" },
		{ "RPC Error: 6ba ", WIRE_OK, 0x6ba, false, "" },
		/* something put words before it */
		{ "Dienst nicht verf\xc3\xbcgbar. RPC Error: 6ba", WIRE_OK,
		    0x6ba, false, "" },
		/* cut in the base64 */
		{ "RPC Error: 6ba, EEInfo: AQIDB", WIRE_OK, 0x6ba, true,
		    "010203" },
		{ "RPC Error: 6ba, EEInfo: AQIDBA", WIRE_OK, 0x6ba, true,
		    "01020304" },
		{ "RPC Error: 6ba, EEInfo:", WIRE_OK, 0x6ba, true, "" },
		{ "RPC Error: 6ba, EEInfo", WIRE_INVALID, 0x6ba, false, "" },
		{ "RPC Error: 6ba, EEInfo: AQ?D", WIRE_INVALID, 0x6ba, true,
		    "" },
		{ "RPC Error: 6ba,", WIRE_INVALID, 0x6ba, false, "" },
		{ "RPC Error: 6ba x", WIRE_INVALID, 0x6ba, false, "" },
		{ "RPC Error: ", WIRE_INVALID, 0, false, "" },
		{ "RPC Error: xyz", WIRE_INVALID, 0, false, "" },
		{ "RPC Error: 100000000", WIRE_INVALID, 0, false, "" },
		{ "RPC Error 6ba", WIRE_UNKNOWN, 0, false, "" },
		{ "RPC Erro", WIRE_UNKNOWN, 0, false, "" },
		{ "Service Unavailable", WIRE_UNKNOWN, 0, false, "" },
		{ "", WIRE_UNKNOWN, 0, false, "" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct rpc_error e;
		struct buf blob;

		buf_init(&blob, RPC_ERROR_BLOB_MAX);
		if (rpc_error_parse(span_str(row[i].reason), &e, &blob) !=
		    row[i].want)
			fail_msg("%s", row[i].reason);
		assert_int_equal(e.code, row[i].code);
		assert_int_equal(e.has_eeinfo, row[i].has_eeinfo);
		vector_same(buf_span(&blob), row[i].blob);
		buf_clear(&blob);
	}
}

static void
test_bodies(void **state)
{
	static const struct {
		const char *body;
		enum wire_err want;
		const char *blob;
	} row[] = {
		{ "RPC EEInfo:AQID\r\n", WIRE_OK, "010203" },
		{ "<html>rpc eeinfo : AQID</html>", WIRE_OK, "010203" },
		{ "RPC Error RPC EEInfo: AQ==\r\nAQID", WIRE_OK, "01" },
		{ "RPC EEInfo:\r\n", WIRE_INVALID, "" },
		{ "EEInfo:AQID", WIRE_UNKNOWN, "" },
		{ "", WIRE_UNKNOWN, "" },
	};

	(void)state;
	for (size_t i = 0; i < ROWS(row); i++) {
		struct buf blob;

		buf_init(&blob, RPC_ERROR_BLOB_MAX);
		assert_int_equal(
		    rpc_error_body_parse(span_str(row[i].body), &blob),
		    row[i].want);
		vector_same(buf_span(&blob), row[i].blob);
		buf_clear(&blob);
	}
}

static void
test_format(void **state)
{
	static struct eeinfo record;
	struct buf blob, text, again;
	struct rpc_error e;

	(void)state;
	buf_init(&blob, 999);
	buf_init(&text, 999);
	buf_init(&again, 999);
	assert_true(rpc_error_format(0x6ba, span_of(NULL, 0), &text));
	assert_string_equal(buf_text(&text), "RPC Error: 6ba");
	buf_clear(&text);
	vector_load(&blob, vector_eeinfo);
	assert_true(rpc_error_format(5, buf_span(&blob), &text));
	assert_int_equal(rpc_error_parse(buf_span(&text), &e, &again), WIRE_OK);
	assert_int_equal(e.code, 5);
	assert_true(e.has_eeinfo);
	vector_same(buf_span(&again), vector_eeinfo);
	assert_int_equal(eeinfo_decode(buf_span(&again), &record), WIRE_OK);
	buf_clear(&text);
	buf_clear(&again);
	buf_init(&text, 20);
	assert_false(rpc_error_format(5, buf_span(&blob), &text));
	assert_int_equal(text.n, 0);
	buf_clear(&text);
	buf_clear(&blob);
}

static void
test_blob_limit(void **state)
{
	struct rpc_error e;
	struct buf blob;

	(void)state;
	buf_init(&blob, 2);
	assert_int_equal(
	    rpc_error_parse(span_str("RPC Error: 5, EEInfo: AQID"), &e, &blob),
	    WIRE_INVALID);
	assert_int_equal(e.code, 5);
	assert_int_equal(blob.n, 0);
	buf_clear(&blob);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reasons),
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_format),
		cmocka_unit_test(test_blob_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
