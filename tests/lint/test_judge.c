/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of which content: every value that is judged, wrong and right,
 * and files that only together are wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "lint/judge.h"
#include "verdict/matrix.h"

#define FILES_MAX 3

#define V5 "Windows Registry Editor Version 5.00\n"
#define AT(key) V5 "[HKEY_LOCAL_MACHINE\\X\\" key "]\n"
#define PROXY_KEY \
	V5 "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Rpc\\RpcProxy]\n"
#define ON "\"Enabled\"=dword:1\n"
#define PORTS(list) PROXY_KEY "\"ValidPorts\"=\"" list "\"\n" ON
#define RIGHT_PORTS \
	PORTS("mbx1:6001-6002;mbx1:6004;mbx1.x.test:6001-6002;mbx1.x.test:6004")
#define STORE AT("MSExchangeIS\\ParametersSystem")
#define SA AT("MSExchangeSA\\Parameters")
#define NTDS AT("NTDS\\Parameters")
#define SEQUENCES "NSPI interface protocol sequences"
#define POLLING AT("MSExchangeServiceHost\\RpcHttpConfigurator")
#define IPV6 AT("Services\\Tcpip6\\Parameters")
#define POLICY AT("Policies\\Microsoft\\Windows NT\\RPC")
#define PROVIDER AT("Microsoft\\Exchange\\Exchange Provider")

#define V4(port) "  TCP    0.0.0.0:" port "   0.0.0.0:0   LISTENING   7\n"
#define V6(port) "  TCP    [::]:" port "   [::]:0   LISTENING   7\n"
#define BOTH(port) V4(port) V6(port)
#define IPV4_ONLY BOTH("135") BOTH("6001") BOTH("6002") V4("6004")

#define FIELDS \
	"#Fields: date cs-method cs-uri-query sc-status sc-substatus " \
	"sc-win32-status\n"
#define IN "x RPC_IN_DATA "

/* said: every finding as STATUS ID FILE:LINE in the order they are said, worst
 * first; notes stand behind them as note ID FILE:LINE. */
static const struct {
	const char *files[FILES_MAX];
	const char *servers;
	const char *said;
} rows[] = {
	/* the RPC proxy */
	{ { PROXY_KEY "\"Website\"=\"x\"\n\"A\"=\"b\"\n" }, "",
	    "failed RPC_PROXY_DISABLED 1:2" },
	{ { PROXY_KEY "\"Website\"=\"x\"\n" }, "",
	    "degraded RPC_PROXY_DISABLED 1:2" },
	{ { PROXY_KEY "\"Enabled\"=dword:0\n" }, "",
	    "failed RPC_PROXY_DISABLED 1:3" },
	{ { PROXY_KEY "\"Enabled\"=\"1\"\n" }, "",
	    "failed RPC_PROXY_DISABLED 1:3" },
	{ { PROXY_KEY "\"Enabled\"=-\n\"A\"=\"b\"\n" }, "",
	    "failed RPC_PROXY_DISABLED 1:3" },
	{ { PROXY_KEY ON }, "", "" },
	{ { PROXY_KEY ON "\"AllowAnonymous\"=dword:1\n" }, "",
	    "degraded - 1:4" },
	{ { PROXY_KEY ON "\"AllowAnonymous\"=\"1\"\n" }, "",
	    "degraded RPC_PROXY_UNSECURE_OR_ANON_REJECT 1:4" },
	{ { PROXY_KEY ON "\"AllowAnonymous\"=dword:0\n" }, "",
	    "note RPC_PROXY_UNSECURE_OR_ANON_REJECT 1:4" },
	{ { PROXY_KEY ON "\"AlowAnonymous\"=dword:1\n" }, "",
	    "degraded - 1:4" },
	{ { PROXY_KEY ON "\"ValidPort\"=\"\"\n" }, "", "degraded - 1:4" },
	{ { "HKEY_LOCAL_MACHINE\\X\\Microsoft\\Rpc\\RpcProxy\n"
	    "    Enabled    REG_DWORD    0x0\n" },
	    "", "failed RPC_PROXY_DISABLED 1:2" },
	{ { "HKEY_LOCAL_MACHINE\\X\\Microsoft\\Rpc\\RpcProxy\n"
	    "    Website    REG_SZ    x\n" },
	    "", "note RPC_PROXY_DISABLED 1:1" },
	{ { V5 "[-HKEY_LOCAL_MACHINE\\X\\Microsoft\\Rpc\\RpcProxy]\n" }, "",
	    "" },

	/* ValidPorts */
	{ { RIGHT_PORTS }, "", "" },
	{ { RIGHT_PORTS }, "MBX1,mbx1.X.test", "" },
	{ { PORTS("mbx1:6001-6004;mbx1.x.test:6001-6004;") }, "mbx1", "" },
	{ { PORTS("mbx1:6004;mbx1:6002;mbx1:6001;;mbx1.x.test:1-65535") }, "",
	    "degraded - 1:3" },
	{ { RIGHT_PORTS }, "mbx2", "failed VALIDPORTS_DENIED 1:3" },
	{ { RIGHT_PORTS }, "mbx1.y.test", "failed VALIDPORTS_NAME_FORM 1:3" },
	{ { PORTS("mbx1:6001-6002;mbx1:6004") }, "mbx1", "" },
	{ { PORTS("mbx1:6001-6002;mbx1:6004") }, "",
	    "degraded VALIDPORTS_NAME_FORM 1:3" },
	{ { PORTS("mbx1.x.test:6001-6002;mbx1.x.test:6004") }, "mbx1",
	    "failed VALIDPORTS_NAME_FORM 1:3" },
	{ { PORTS("mbx1.x.test:6001-6002;mbx1.x.test:6004") }, "",
	    "degraded VALIDPORTS_NAME_FORM 1:3" },
	{ { PORTS("mbx1:6001-6002;mbx1.x.test:6001-6004") }, "",
	    "failed VALIDPORTS_PARTIAL 1:3" },
	{ { PORTS("mbx1:6001;mbx1:6004;mbx1.x.test:6001-6004") }, "",
	    "degraded VALIDPORTS_PARTIAL 1:3" },
	{ { PORTS("mbx1:6001-6003;mbx1.x.test:6001-6004") }, "",
	    "failed NSPI_PORT_6003_LAYOUT 1:3" },
	{ { PORTS("mbx*:6001-6002;mbx*:6004") }, "mbx7.x.test", "" },
	{ { PORTS("dc1:6004;dc1.x.test:6004;mbx1:6001-6004;"
		  "mbx1.x.test:6001-6004") },
	    "", "" },
	{ { PORTS("cas1:593;cas1:49152-65535") }, "",
	    "degraded VALIDPORTS_DENIED 1:3" },
	{ { PORTS("gw:3388") }, "", "" },
	{ { PORTS("") }, "mbx1", "failed VALIDPORTS_DENIED 1:3" },
	{ { PORTS("10.0.0.5:6001-6004") }, "", "" },
	{ { PORTS("mbx1;mbx1:6001-6004;mbx1.x.test:6001-6004") }, "",
	    "degraded VALIDPORTS_PARTIAL 1:3" },
	{ { PORTS("mbx1:6001,6002;mbx1:6001-6004;mbx1.x.test:6001-6004") }, "",
	    "degraded VALIDPORTS_PARTIAL 1:3" },
	{ { PROXY_KEY ON "\"ValidPorts\"=\"cas1:593\"\n"
			 "\"ValidPorts_AutoConfig_Exchange\"=\"mbx1:6001-6004;"
			 "mbx1.x.test:6001-6004\"\n" },
	    "mbx1", "" },
	{ { "mbx1:6001-6002;mbx1:6004;mbx1.x.test:6001-6002\n" }, "",
	    "failed VALIDPORTS_PARTIAL 1:1" },

	/* ports of services */
	{ { STORE "\"Rpc/HTTP Port\"=dword:1771\n" }, "", "" },
	{ { STORE "\"RPC/HTTP port\"=dword:1772\n" }, "",
	    "failed BACKEND_ONE_PORT_CLOSED 1:3" },
	{ { SA
	      "\"HTTP Port\"=dword:1772\n\"Rpc/HTTP NSPI Port\"=dword:1774\n" },
	    "", "" },
	{ { SA "\"HTTP Port\"=dword:1\n\"Rpc/HTTP NSPI Port\"=\"6004\"\n" }, "",
	    "failed BACKEND_ONE_PORT_CLOSED 1:3, "
	    "failed BACKEND_ONE_PORT_CLOSED 1:4" },
	{ { SA "\"Rpc/HTTP NSPI Port\"=dword:1773\n" }, "",
	    "failed NSPI_PORT_6003_LAYOUT 1:3" },
	{ { STORE "\"Rpc/HTTP NSPI Port\"=dword:1773\n" }, "",
	    "failed NSPI_PORT_6003_LAYOUT 1:3" },
	{ { STORE "\"Rpc/HTTP NSPI Port\"=dword:1774\n" }, "", "note - 1:3" },
	{ { NTDS "\"" SEQUENCES "\"=\"ncacn_http:6004\"\n" }, "",
	    "degraded GC_NOT_ON_6004 1:3" },
	{ { "HKEY_X\\NTDS\\Parameters\n    " SEQUENCES
	    "    REG_MULTI_SZ    ncacn_ip_tcp\\0ncacn_http:6004\n" },
	    "", "" },
	{ { "HKEY_X\\NTDS\\Parameters\n    " SEQUENCES
	    "    REG_MULTI_SZ    ncacn_http:6003\n" },
	    "", "failed GC_NOT_ON_6004 1:2" },

	/* polling, time-out, IPv6, DS Server */
	{ { POLLING "\"PeriodicPollingMinutes\"=dword:f\n" }, "", "" },
	{ { POLLING "\"PeriodicPollingMinutes\"=dword:0\n" }, "",
	    "degraded VALIDPORTS_STALE 1:3" },
	{ { POLLING "\"PeriodicPollingMinutes\"=dword:5a0\n" }, "",
	    "degraded VALIDPORTS_STALE 1:3" },
	{ { POLICY "\"MinimumConnectionTimeout\"=dword:78\n" }, "", "" },
	{ { POLICY "\"MinimumConnectionTimeout\"=dword:3c\n" }, "",
	    "degraded IDLE_TIMEOUT_MIDDLEBOX 1:3" },
	{ { POLICY "\"MinimumConnectionTimeout\"=dword:708\n" }, "",
	    "degraded IDLE_TIMEOUT_MIDDLEBOX 1:3" },
	{ { POLICY "\"MinimumConnectionTimeout\"=dword:ffff\n" }, "",
	    "degraded IDLE_TIMEOUT_MIDDLEBOX 1:3" },
	{ { IPV6 "\"DisabledComponents\"=dword:ff\n" }, "", "" },
	{ { IPV6 "\"DisabledComponents\"=dword:ffffffff\n" }, "",
	    "degraded - 1:3" },
	{ { IPV6 "\"DisabledComponents\"=dword:1\n" }, "",
	    "degraded DSPROXY_IPV4_ONLY_6004 1:3" },
	{ { IPV6 "\"DisabledComponent\"=dword:ff\n" }, "", "degraded - 1:3" },
	{ { PROVIDER "\"DS Server\"=\"dc1.x.test\"\n" }, "",
	    "degraded REFERRAL_NOT_USED_PROFILE_FLAGS 1:3" },

	/* the way around DSProxy */
	{ { SA "\"Do Not Refer HTTP to DSProxy\"=dword:1\n"
	       "\"NSPI Target Server\"=\"dc1.x.test\"\n" },
	    "", "" },
	{ { SA "\"Do Not Refer HTTP to DSProxy\"=dword:1\n" }, "",
	    "degraded DSPROXY_SPLIT_PROFILE_ONLY 1:3" },
	{ { SA "\"Do Not Refer HTTP to DSProxy\"=\"1\"\n" }, "",
	    "degraded DSPROXY_SPLIT_CONNECTIVITY 1:3" },
	{ { SA "\"NSPI Target Server\"=\"dc1\"\n" }, "",
	    "degraded DSPROXY_SPLIT_PROFILE_ONLY 1:3" },
	{ { SA "\"Do Not Refer HTTP to DSProxy\"=dword:1\n"
	       "\"NSPI Target Server\"=\"dc1.x.test\"\n",
	      RIGHT_PORTS, POLLING "\"PeriodicPollingMinutes\"=dword:f\n" },
	    "",
	    "failed VALIDPORTS_DC_MISSING 3:3, "
	    "failed VALIDPORTS_DC_MISSING 2:3" },
	{ { SA "\"Do Not Refer HTTP to DSProxy\"=dword:1\n"
	       "\"NSPI Target Server\"=\"dc1.x.test\"\n",
	      PORTS("dc1.x.test:6004;mbx1:6001-6004;mbx1.x.test:6001-6004"),
	      POLLING "\"PeriodicPollingMinutes\"=dword:0\n" },
	    "", "note - 3:3" },

	/* listeners */
	{ { IPV4_ONLY }, "", "failed DSPROXY_IPV4_ONLY_6004 1:7" },
	{ { V4("6004") }, "", "degraded DSPROXY_IPV4_ONLY_6004 1:1" },
	{ { V4("6004") V6("6004") }, "", "" },
	{ { BOTH("135") BOTH("6001") BOTH("6002") BOTH("6004") }, "", "" },
	{ { V4("135") V4("6001") V4("6002") V4("6004") }, "", "note - 1:4" },
	{ { BOTH("135") BOTH("6001") BOTH("6002") }, "",
	    "failed BACKEND_ONE_PORT_CLOSED 1:0" },
	{ { BOTH("135") BOTH("6001") BOTH("6002") BOTH("6003") }, "",
	    "failed NSPI_PORT_6003_LAYOUT 1:0" },
	{ { BOTH("135") BOTH("6002") BOTH("6004") }, "",
	    "failed BACKEND_ONE_PORT_CLOSED 1:0" },
	{ { BOTH("135") BOTH("6001") }, "",
	    "degraded BACKEND_ONE_PORT_CLOSED 1:0" },
	{ { BOTH("444") BOTH("6001") }, "",
	    "note BACKEND_ONE_PORT_CLOSED 1:0" },
	{ { BOTH("135") BOTH("6004") }, "", "" },
	{ { BOTH("135") }, "", "note BACKEND_ALL_CLOSED 1:0" },
	{ { "tcp 127.0.0.1:6001 0.0.0.0:* LISTEN\n" }, "",
	    "failed BACKEND_ONE_PORT_CLOSED 1:1" },
	{ { IPV4_ONLY, IPV6 "\"DisabledComponents\"=dword:ff\n" }, "",
	    "degraded DSPROXY_IPV4_ONLY_6004 1:7" },
	{ { IPV4_ONLY, "10.0.0.5 mbx1\n10.0.0.5 mbx1.x.test\n" }, "",
	    "degraded DSPROXY_IPV4_ONLY_6004 1:7" },
	{ { IPV4_ONLY, "2001:db8::5 mbx1\n" }, "",
	    "failed DSPROXY_IPV4_ONLY_6004 1:7, "
	    "failed DSPROXY_IPV4_ONLY_6004 2:1" },
	{ { BOTH("135") BOTH("6001") BOTH("6002"),
	      SA "\"Rpc/HTTP NSPI Port\"=dword:1774\n" },
	    "",
	    "failed BACKEND_ONE_PORT_CLOSED 1:0, "
	    "degraded BACKEND_ONE_PORT_CLOSED 2:3" },

	/* hosts */
	{ { "127.0.0.1 localhost\n#::1 localhost\n10.0.0.5 mbx1\n"
	    "10.0.0.5 mbx1.x.test\n" },
	    "mbx1", "" },
	{ { "::1 localhost\n10.0.0.5 mbx1\n10.0.0.5 mbx1.x.test\n" }, "mbx1",
	    "degraded DSPROXY_IPV4_ONLY_6004 1:1" },
	{ { "10.0.0.5 mbx1\n" }, "mbx1", "note DSPROXY_IPV4_ONLY_6004 1:1" },
	{ { "10.0.0.5 mbx1\n", IPV4_ONLY }, "mbx1",
	    "failed DSPROXY_IPV4_ONLY_6004 2:7, "
	    "degraded DSPROXY_IPV4_ONLY_6004 1:1" },
	{ { "2001:db8::5 mbx1\n" }, "mbx1",
	    "degraded DSPROXY_IPV4_ONLY_6004 1:1" },
	{ { "2001:db8::5 printer\n" }, "", "note DSPROXY_IPV4_ONLY_6004 1:1" },
	{ { "10.0.0.5 mbx1\n" }, "other", "" },
	{ { "127.0.0.1 mbx1.x.test\n" }, "mbx1",
	    "degraded BACKEND_ALL_CLOSED 1:1" },
	{ { "127.0.0.1 ads.example\n" }, "", "" },
	{ { "0.0.0.0 ads.example\n::1 ads.example\n:: ads.example\n" }, "",
	    "" },
	{ { "0.0.0.0 mbx1\n" }, "mbx1", "degraded BACKEND_ALL_CLOSED 1:1" },
	{ { "::1 mbx1\n" }, "mbx1", "degraded DSPROXY_IPV4_ONLY_6004 1:1" },
	{ { "127.0.0.1 mbx\n", RIGHT_PORTS }, "", "" },
	{ { "127.0.0.1 mbx1\n", RIGHT_PORTS }, "",
	    "degraded BACKEND_ALL_CLOSED 1:1" },
	{ { "127.0.0.1 localhost\n:::1 localhost\n" }, "", "degraded - 1:2" },
	{ { "10.0.0.5 mbx1 mbx1.x.test\n10.0.0.6 MBX1\n" }, "",
	    "degraded BACKEND_NAME_UNRESOLVED 1:2" },

	/* IIS logs */
	{ { FIELDS IN "mbx1:6001 401 1 1326\n" }, "",
	    "degraded HTTP_BAD_CREDENTIALS 1:2, note - 1:0" },
	{ { FIELDS IN "mbx1:6001 401 1 2148074254\n" }, "", "note - 1:0" },
	{ { FIELDS IN "mbx1:593 401 1 1326\n" }, "",
	    "note - 1:0, note EPM_593_UNAVAILABLE 1:0" },
	{ { FIELDS IN "- 403 4 5\n" IN "- 404 13 0\n" }, "",
	    "failed SSL_OFFLOAD_403_SSL_REQUIRED 1:2, "
	    "failed IIS_REQUEST_LIMIT 1:3, note - 1:0" },
	{ { FIELDS "x GET - 404 0 0\n" }, "", "note - 1:0" },

	/* what cannot be read */
	{ { PROXY_KEY ON "rubbish\n" }, "", "degraded - 1:4" },
};

static void
said_add(const struct lint *l, const struct lint_finding *f, struct strlist *to)
{
	unsigned file = 0;

	while (l->file[file]->name != f->file)
		file++;
	if (f->id != NULL && matrix_find(f->id) == NULL)
		fail_msg("%s is not in the catalogue", f->id);
	assert_true(f->why[0] != '\0');
	assert_true(
	    f->status == HEALTH_HEALTHY || f->id == NULL || f->set != NULL);
	strlist_addf(to, "%s %s %u:%u",
	    f->status == HEALTH_HEALTHY ? "note" : health_text(f->status),
	    f->id == NULL ? "-" : f->id, file + 1, f->line);
}

static void
files_read(struct lint *l, const char *const *files)
{
	for (size_t i = 0; i < FILES_MAX && files[i] != NULL; i++) {
		char *name = mem_printf("file %zu", i + 1);
		struct err *e = lint_read(l, name, span_str(files[i]));

		if (e != NULL)
			fail_msg("%s: %s", err_text(e), files[i]);
		free(name);
	}
}

static void
findings_are_as_listed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct strlist servers = { 0 };
		struct strlist said = { 0 };
		struct lint l;
		char *joined;

		lint_init(&l);
		files_read(&l, rows[i].files);
		strlist_split(&servers, rows[i].servers, ",");
		for (size_t k = 0; k < servers.n; k++)
			lint_add_server(&l, servers.v[k], "the test");
		lint_judge(&l, NULL);
		for (size_t k = 0; k < l.nfindings; k++)
			said_add(&l, &l.finding[k], &said);
		joined = strlist_join(&said, ", ");
		if (strcmp(joined, rows[i].said) != 0)
			fail_msg("row %zu: expected \"%s\", got \"%s\"\n%s", i,
			    rows[i].said, joined, rows[i].files[0]);
		free(joined);
		strlist_clear(&said);
		strlist_clear(&servers);
		lint_clear(&l);
	}
}

static void
unknown_content_is_refused(void **state)
{
	static const char *const texts[] = { "", "\n", "hello\n", "{}",
		"%PDF-1.4\n", "TCP 1.2.3.4:80 5.6.7.8:90 ESTABLISHED 1\n",
		"Windows Registry\n", "a:1;b c:2;d\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct lint l;
		struct err *e;

		lint_init(&l);
		e = lint_read(&l, "name", span_str(texts[i]));
		if (e == NULL)
			fail_msg("%s: taken as %s", texts[i],
			    lint_kind_name(l.file[0]->kind));
		assert_non_null(strstr(err_text(e), "name: not recognised"));
		err_free(e);
		lint_clear(&l);
	}
}

static void
worst_finding_is_the_status(void **state)
{
	const char *const files[FILES_MAX] = { IPV4_ONLY,
		POLLING "\"PeriodicPollingMinutes\"=dword:0\n" };
	struct lint l;

	(void)state;
	lint_init(&l);
	assert_int_equal(lint_status(&l), HEALTH_HEALTHY);
	files_read(&l, files + 1);
	lint_judge(&l, NULL);
	assert_int_equal(lint_status(&l), HEALTH_DEGRADED);
	lint_clear(&l);
	files_read(&l, files);
	lint_judge(&l, NULL);
	assert_int_equal(lint_status(&l), HEALTH_FAILED);
	lint_clear(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_are_as_listed),
		cmocka_unit_test(unknown_content_is_refused),
		cmocka_unit_test(worst_finding_is_the_status),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
