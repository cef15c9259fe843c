/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every renderer makes of every sample, byte for byte. With
 * UPDATE_GOLDEN=1 in the environment the files are written instead.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "report/render.h"
#include "report/utf8.h"
#include "samples.h"

#define OUT_MAX (1u << 20)

/* The page of the one finding that has one. */
static struct page_text *
page(const struct report *r, const char *id)
{
	struct page_text *t;

	assert_non_null(r);
	if (strcmp(id, "DSPROXY_IPV4_ONLY_6004") != 0)
		return NULL;
	t = mem_new(sizeof(*t));
	t->see = mem_strdup("6001 and 6002 work, 6004 fails every time.");
	t->confirm = mem_strdup(
	    "On the mailbox server: `netstat -ano | findstr 6004` shows one "
	    "line, for 0.0.0.0, & none for [::]. <b>`");
	t->source = mem_strdup("Exchange team blog on Outlook Anywhere.");
	named_texts_add(&t->looks_like, "VALIDPORTS_PARTIAL",
	    mem_strdup("the refusal then comes at once; look at ValidPorts in "
		       "the registry of the Client Access server."));
	return t;
}

static const struct {
	const char *suffix;
	const char *renderer;
	struct render_options options;
} forms[] = {
	{ "txt", "text", { .version = "0.0", .page = page } },
	{ "color.txt", "text",
	    { .version = "0.0", .page = page, .color = true } },
	{ "brief.txt", "text",
	    { .version = "0.0", .verbosity = RENDER_ANSWER } },
	{ "full.txt", "text", { .version = "0.0", .verbosity = RENDER_FULL } },
	{ "json", "json", { .version = "0.0" } },
	{ "jsonl", "jsonl", { .version = "0.0" } },
	{ "html", "html", { .version = "0.0", .page = page } },
	{ "nagios", "nagios", { .version = "0.0" } },
	{ "prom", "prometheus", { .version = "0.0" } },
	{ "xml", "junit", { .version = "0.0" } },
};

#define FORMS (sizeof(forms) / sizeof(forms[0]))

/* The style sheet has a file of its own; here it would stand in each. */
static void
leave_out_style(char *text)
{
	char *from = strstr(text, "<style>");
	char *end = strstr(text, "</style>");

	if (from != NULL && end != NULL)
		memmove(from + strlen("<style>"), end, strlen(end) + 1);
}

static char *
render(const struct sample *sample, size_t form, size_t max)
{
	const struct renderer *r = renderer_find(forms[form].renderer);
	struct report report = { 0 };
	struct buf out;
	char *text;

	sample->make(&report);
	buf_init(&out, max);
	if (!r->render(&report, &forms[form].options, &out))
		buf_clear(&out);
	report_clear(&report);
	text = buf_take(&out);
	leave_out_style(text);
	return text;
}

static char *
golden_path(const char *sample, const char *suffix)
{
	const char *dir = getenv("srcdir");

	return mem_printf("%s/tests/report/golden/%s.%s",
	    dir == NULL ? "." : dir, sample, suffix);
}

static char *
file_read(const char *path)
{
	FILE *f = fopen(path, "rb");
	char *text = mem_new(OUT_MAX);
	size_t n;

	if (f == NULL)
		fail_msg("cannot open %s", path);
	n = fread(text, 1, OUT_MAX - 1, f);
	text[n] = '\0';
	fclose(f);
	return text;
}

static void
file_write(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	if (f == NULL || fputs(text, f) == EOF || fclose(f) != 0)
		fail_msg("cannot write %s", path);
}

static void
output_is_as_recorded(void **state)
{
	const struct sample *s;

	(void)state;
	for (unsigned n = 0; (s = sample_nth(n)) != NULL; n++)
		for (size_t i = 0; i < FORMS; i++) {
			char *path = golden_path(s->name, forms[i].suffix);
			char *got = render(s, i, OUT_MAX);
			char *expected;

			if (getenv("UPDATE_GOLDEN") != NULL)
				file_write(path, got);
			expected = file_read(path);
			if (strcmp(got, expected) != 0)
				fail_msg("%s differs; got:\n%s", path, got);
			free(expected);
			free(got);
			free(path);
		}
}

static void
no_line_is_wider_than_the_sheet(void **state)
{
	const struct sample *s;

	(void)state;
	for (unsigned n = 0; (s = sample_nth(n)) != NULL; n++)
		for (size_t i = 0; i < FORMS; i++) {
			char *text = render(s, i, OUT_MAX);

			if (strcmp(forms[i].renderer, "text") == 0 &&
			    !forms[i].options.color)
				for (char *line = strtok(text, "\n");
				     line != NULL; line = strtok(NULL, "\n"))
					if (utf8_columns(line) > RENDER_WIDTH)
						fail_msg("too wide: %s", line);
			free(text);
		}
}

/* Whatever a server wrote, a terminal gets nothing to obey. */
static void
nothing_steers_the_terminal(void **state)
{
	char *text = render(sample_find("odd"), 0, OUT_MAX);
	const char *p = text;
	uint32_t ch;

	(void)state;
	while ((ch = utf8_next(&p)) != 0) {
		assert_true(ch != UNICODE_BAD);
		assert_true(ch >= 0x20 || ch == '\n');
		assert_false(ch >= 0x7f && ch < 0xa0);
		assert_true(ch != 0x202e);
	}
	free(text);
}

static void
a_full_buffer_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < FORMS; i++) {
		char *text = render(sample_find("dsproxy"), i, 100);

		assert_string_equal(text, "");
		free(text);
	}
}

/* A stream says in parts what the whole says. */
static void
parts_make_the_whole(void **state)
{
	const struct renderer *stream = renderer_find("jsonl");
	struct render_options o = { .version = "0.0" };
	struct report r = { 0 };
	struct buf parts, whole;

	(void)state;
	sample_find("dsproxy")->make(&r);
	buf_init(&parts, OUT_MAX);
	buf_init(&whole, OUT_MAX);
	for (size_t i = 0; i < r.checks.n; i++)
		assert_true(stream->check(&r, r.checks.v[i], &o, &parts));
	assert_true(stream->end(&r, &o, &parts));
	assert_true(stream->render(&r, &o, &whole));
	assert_string_equal(buf_text(&parts), buf_text(&whole));
	buf_clear(&parts);
	buf_clear(&whole);
	report_clear(&r);
}

static void
progress_is_one_line(void **state)
{
	struct render_options o = { .width = 80 };
	struct report r = { 0 };
	struct buf out;

	(void)state;
	sample_find("dsproxy")->make(&r);
	for (size_t i = 0; i < r.checks.n; i++) {
		buf_init(&out, 1000);
		assert_true(progress_line(r.checks.v[i], &o, &out));
		assert_ptr_equal(
		    strchr(buf_text(&out), '\n'), buf_text(&out) + out.n - 1);
		assert_true(utf8_columns(buf_text(&out)) <= 81);
		buf_clear(&out);
	}
	buf_init(&out, 1000);
	assert_true(progress_line(checks_find(&r.checks, "tls"), &o, &out));
	assert_string_equal(buf_text(&out),
	    "ok    tls               TLSv1.3, certificate valid 89 days"
	    "                 12 ms\n");
	buf_clear(&out);
	report_clear(&r);
}

static void
a_wait_is_one_line(void **state)
{
	struct render_options o = { .width = 80 };
	struct report r = { 0 };
	struct buf out;

	(void)state;
	sample_find("dsproxy")->make(&r);
	buf_init(&out, 1000);
	assert_true(progress_wait(checks_find(&r.checks, "tls"),
	    "await the handshake", 3200000, 10000000, &o, &out));
	assert_string_equal(buf_text(&out),
	    "...   tls               await the handshake: 3 s, at most 10 s\n");
	buf_clear(&out);
	report_clear(&r);
}

static void
renderers_have_names(void **state)
{
	(void)state;
	assert_non_null(renderer_find("text"));
	assert_non_null(renderer_find("json"));
	assert_null(renderer_find("xml"));
	assert_string_equal(renderer_nth(0)->name, "text");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(output_is_as_recorded),
		cmocka_unit_test(no_line_is_wider_than_the_sheet),
		cmocka_unit_test(nothing_steers_the_terminal),
		cmocka_unit_test(a_full_buffer_is_told),
		cmocka_unit_test(parts_make_the_whole),
		cmocka_unit_test(progress_is_one_line),
		cmocka_unit_test(a_wait_is_one_line),
		cmocka_unit_test(renderers_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
