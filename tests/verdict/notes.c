/* SPDX-License-Identifier: Apache-2.0 */
#include "notes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* The text between the first and the second bar of *line, without the spaces
 * around it; *line then begins with the second. NULL: there is no second. */
static char *
cell_next(char **line)
{
	char *start = *line + 1, *end = strchr(start, '|');
	char *last = end;

	if (end == NULL)
		return NULL;
	*line = end;
	start += strspn(start, " ");
	while (last > start && last[-1] == ' ')
		last--;
	return mem_strndup(start, (size_t)(last - start));
}

/* "| A / B | inside | why | next |", where A and B are ids. */
static void
note_add(struct notes *notes, char *line)
{
	struct note note = { .a = cell_next(&line) };
	char *slash = note.a == NULL ? NULL : strstr(note.a, " / ");

	if (slash == NULL || notes->n == NOTES_MAX) {
		free(note.a);
		return;
	}
	*slash = '\0';
	note.b = mem_strdup(slash + strlen(" / "));
	note.told = cell_next(&line);
	note.why = cell_next(&line);
	note.next = cell_next(&line);
	notes->v[notes->n++] = note;
}

bool
notes_read(struct notes *notes)
{
	const char *tree = getenv("srcdir");
	char *path = mem_printf("%s/" NOTES, tree == NULL ? "." : tree);
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;

	free(path);
	if (f == NULL)
		return false;
	while (getline(&line, &size, f) > 0)
		if (line[0] == '|')
			note_add(notes, line);
	free(line);
	fclose(f);
	return true;
}

void
notes_clear(struct notes *notes)
{
	for (size_t i = 0; i < notes->n; i++) {
		free(notes->v[i].a);
		free(notes->v[i].b);
		free(notes->v[i].told);
		free(notes->v[i].why);
		free(notes->v[i].next);
	}
}

struct note *
notes_find(struct notes *notes, const char *a, const char *b)
{
	for (size_t i = 0; i < notes->n; i++)
		if (strcmp(notes->v[i].a, a) == 0 &&
		    strcmp(notes->v[i].b, b) == 0)
			return &notes->v[i];
	return NULL;
}
