/* SPDX-License-Identifier: Apache-2.0 */
/* The seven steps to the address book, over profiles of every source. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lint/walk.h"

#define V5 "Windows Registry Editor Version 5.00\n"
#define PROFILE \
	"[HKEY_CURRENT_USER\\Software\\Microsoft\\Windows NT\\" \
	"CurrentVersion\\Windows Messaging Subsystem\\Profiles\\P\\"
#define GLOBAL PROFILE "13dbb0c8aa05101a9bb000aa002fc45a]\n"
#define BOOK PROFILE "dca740c8c042101ab4b908002b2fe182]\n"
#define HOME "\"001e6602\"=\"MBX1\"\n"
#define UI(x) "\"00036606\"=hex:" x ",00,00\n"
#define CONNECT(x) "\"00036604\"=hex:" x ",00,00,00\n"
#define PACKAGE(x) "\"00036619\"=hex:" x ",00,00,00\n"
#define VERSION "\"0003661b\"=hex:b8,0b,00,00\n"
#define RECONNECT "\"00036639\"=hex:01,00,00,00\n"
#define FIVE UI("00,40") CONNECT("00") PACKAGE("09") VERSION
#define DS_SERVER \
	"[HKEY_CURRENT_USER\\Software\\Microsoft\\Exchange\\Exchange " \
	"Provider]\n\"DS Server\"=\"dc9.x.test\"\n"
#define CATALOG "\"001f6602\"=hex:64,00,63,00,31,00,00,00\n"

/* steps: the first letters of what became of each. */
static const struct {
	const char *text;
	const char *server;
	unsigned mechanism;
	const char *steps;
	const char *stopped_by;
	unsigned faults;
} rows[] = {
	/* as a profile is made, and with the five settings */
	{ V5 GLOBAL HOME UI("00,00") CONNECT("02") BOOK, "MBX1 itself",
	    AUTHN_WINNT, "rprpstp",
	    "PR_PROFILE_UI_STATE PR_PROFILE_CONNECT_FLAGS "
	    "PR_PROFILE_AUTH_PACKAGE PR_PROFILE_SERVER_VERSION",
	    5 },
	{ V5 GLOBAL HOME FIVE BOOK RECONNECT, "catalog that MBX1 refers to",
	    AUTHN_NEGOTIATE, "rprptpp", "", 0 },
	/* each of the five by itself */
	{ V5 GLOBAL HOME UI("00,00") CONNECT("00") PACKAGE("09")
		VERSION BOOK RECONNECT,
	    "MBX1 itself", AUTHN_WINNT, "rprpstp", "PR_PROFILE_UI_STATE", 1 },
	{ V5 GLOBAL HOME UI("00,40") CONNECT("02") PACKAGE("09")
		VERSION BOOK RECONNECT,
	    "MBX1 itself", AUTHN_WINNT, "rprpstp", "PR_PROFILE_CONNECT_FLAGS",
	    1 },
	{ V5 GLOBAL HOME UI("00,40") CONNECT("00") VERSION BOOK RECONNECT,
	    "MBX1 itself", AUTHN_WINNT, "rprpstp", "PR_PROFILE_AUTH_PACKAGE",
	    1 },
	{ V5 GLOBAL HOME UI("00,40") CONNECT("00") PACKAGE("10")
		VERSION BOOK RECONNECT,
	    "MBX1 itself", AUTHN_KERBEROS, "rprpstp", "PR_PROFILE_AUTH_PACKAGE",
	    1 },
	{ V5 GLOBAL HOME UI("00,40") CONNECT("00") PACKAGE("09") BOOK RECONNECT,
	    "MBX1 itself", AUTHN_NEGOTIATE, "rprpstp",
	    "PR_PROFILE_SERVER_VERSION", 1 },
	{ V5 GLOBAL HOME FIVE BOOK, "catalog that MBX1 refers to",
	    AUTHN_NEGOTIATE, "rprptpp", "", 1 },
	/* other bits stay as they are; the other section counts too */
	{ V5 GLOBAL HOME UI("00,c0") CONNECT("20")
		VERSION BOOK RECONNECT PACKAGE("09"),
	    "catalog that MBX1 refers to", AUTHN_NEGOTIATE, "rprptpp", "", 0 },
	/* a number of another length is none */
	{ V5 GLOBAL HOME FIVE "\"00036606\"=hex:00,00\n" BOOK RECONNECT,
	    "catalog that MBX1 refers to", AUTHN_NEGOTIATE, "rprptpp", "", 0 },
	{ V5 GLOBAL HOME FIVE
	    "\"00036606\"=hex:00,00,00,00,00\n" BOOK RECONNECT,
	    "catalog that MBX1 refers to", AUTHN_NEGOTIATE, "rprptpp", "", 0 },
	/* servers named in advance */
	{ V5 GLOBAL HOME FIVE BOOK RECONNECT CATALOG, "dc1", AUTHN_NEGOTIATE,
	    "rprttpp", "", 0 },
	{ V5 GLOBAL HOME FIVE BOOK RECONNECT DS_SERVER, "dc9.x.test",
	    AUTHN_NEGOTIATE, "rtrpppp", "", 1 },
	/* parts of a profile */
	{ V5 GLOBAL HOME FIVE, "catalog that MBX1 refers to", AUTHN_NEGOTIATE,
	    "rpuutpp", "", 0 },
	{ V5 BOOK RECONNECT, "not told by the dump", AUTHN_UNKNOWN, "uprpupp",
	    "", 0 },
	/* MFCMAPI: the list, a property's page, XML */
	{ "PR_PROFILE_UI_STATE\t\t0x66060003\tPT_LONG\t0\t0x0\n",
	    "the Exchange server itself", AUTHN_WINNT, "rpuustp",
	    "PR_PROFILE_UI_STATE", 1 },
	{ "Tag: 0x66060003\nType: PT_LONG\nValue: 16384\nTag: 0x66040003\n"
	  "Alternate: 0x0\nValue: 0x0\nTag: 0x66190003\nValue: 9\n",
	    "catalog that the Exchange server refers to", AUTHN_NEGOTIATE,
	    "rpuutpp", "", 0 },
	{ "<property tag = \"0x66040003\" type = \"PT_LONG\" >\n"
	  "\t<Value>2</Value>\n<property tag = \"0x6602001F\" type = "
	  "\"PT_UNICODE\">\n\t<Value><![CDATA[MBX 1]]></Value>\n",
	    "MBX 1 itself", AUTHN_WINNT, "rpuustp", "PR_PROFILE_CONNECT_FLAGS",
	    1 },
	{ "MUIDEMSAB\n0x6602001E PT_STRING8 dc1.x.test\n", "dc1.x.test",
	    AUTHN_UNKNOWN, "uprtupp", "", 0 },
	/* PRF; Outlook's logic is another, so nothing there is a fault */
	{ "[Service List]\nS=M\n[S]\nH=MBX1\nF=0x2\nX=0\n[M]\n"
	  "SectionGUID=13dbb0c8aa05101a9bb000aa002fc45a\nH=PT_STRING8,0x6602\n"
	  "F=PT_LONG,0x6604\n",
	    "MBX1 itself", AUTHN_WINNT, "rpuustp", "PR_PROFILE_CONNECT_FLAGS",
	    0 },
};

static void
check_row(size_t i, const struct lint *l)
{
	const struct lint_walk *w = &l->walk[0];
	char *stopped = strlist_join(&w->stopped_by, " ");
	unsigned faults = 0;

	if (strstr(w->server, rows[i].server) == NULL)
		fail_msg("row %zu: asks %s", i, w->server);
	if (w->mechanism != rows[i].mechanism)
		fail_msg("row %zu: mechanism %u", i, w->mechanism);
	for (size_t k = 0; k < WALK_STEPS; k++)
		if (walk_outcome_name(w->step[k].outcome)[0] !=
		    rows[i].steps[k])
			fail_msg(
			    "row %zu: step %zu %s", i, k + 1, w->step[k].text);
	assert_string_equal(stopped, rows[i].stopped_by);
	for (size_t k = 0; k < l->nfindings; k++)
		faults += l->finding[k].status > HEALTH_HEALTHY;
	if (faults != rows[i].faults)
		fail_msg("row %zu: %u faults", i, faults);
	free(stopped);
}

static void
profiles_are_walked(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct lint l;
		struct err *e;

		lint_init(&l);
		e = lint_read(&l, "profile", span_str(rows[i].text));
		if (e != NULL)
			fail_msg("row %zu: %s", i, err_text(e));
		lint_judge(&l, NULL);
		assert_int_equal(l.nwalks, 1);
		check_row(i, &l);
		lint_clear(&l);
	}
}

/* What is to be set is what was there, with the one bit changed. */
static void
other_bits_are_kept(void **state)
{
	static const char text[] = V5 GLOBAL HOME UI("01,80") CONNECT("22");
	struct lint l;

	(void)state;
	lint_init(&l);
	assert_null(lint_read(&l, "profile", span_str(text)));
	lint_judge(&l, NULL);
	assert_non_null(strstr(l.finding[0].set, "hex:01,c0,00,00"));
	assert_int_equal(l.finding[0].line, 4);
	assert_non_null(strstr(l.finding[1].set, "hex:20,00,00,00"));
	lint_clear(&l);
}

/* The server of a profile must be one the proxy connects to. */
static void
home_server_is_looked_for_in_valid_ports(void **state)
{
	static const char list[] = "mbx1.x.test:6001-6004\n";
	static const char profile[] = V5 GLOBAL HOME FIVE BOOK RECONNECT;
	struct lint l;

	(void)state;
	lint_init(&l);
	assert_null(lint_read(&l, "list", span_str(list)));
	assert_null(lint_read(&l, "profile", span_str(profile)));
	lint_judge(&l, NULL);
	assert_string_equal(l.finding[0].id, "VALIDPORTS_NAME_FORM");
	assert_non_null(
	    strstr(l.finding[0].why, "profile P in profile asks for it"));
	lint_clear(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(profiles_are_walked),
		cmocka_unit_test(other_bits_are_kept),
		cmocka_unit_test(home_server_is_looked_for_in_valid_ports),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
