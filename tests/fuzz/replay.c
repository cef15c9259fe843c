/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The main() of a fuzz target under plain `make check`: feed it every seed.
 *
 * replay_X [FILE|FOLDER]...    default: $srcdir/tests/fuzz/seeds/X
 */
#include <dirent.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "fuzz.h"

#define PREFIX "replay_"
#define SEED_MAX (1 << 20)

static unsigned replayed;

static void
file_replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *bytes = mem_new(SEED_MAX);
	uint8_t *exact;
	size_t n;

	if (f == NULL) {
		perror(path);
		exit(1);
	}
	n = fread(bytes, 1, SEED_MAX, f);
	fclose(f);
	/* Memory of the very size, so that a sanitizer sees one byte more. */
	exact = mem_new(n);
	memcpy(exact, bytes, n);
	free(bytes);
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	replayed++;
}

static int
is_seed(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void
path_replay(const char *path)
{
	struct dirent **entry;
	struct stat st;
	int n;

	if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
		file_replay(path);
		return;
	}
	n = scandir(path, &entry, is_seed, alphasort);
	if (n < 0) {
		perror(path);
		exit(1);
	}
	for (int i = 0; i < n; i++) {
		char *seed = mem_printf("%s/%s", path, entry[i]->d_name);

		file_replay(seed);
		free(seed);
		free(entry[i]);
	}
	free(entry);
}

static void
own_seeds_replay(const char *program)
{
	const char *srcdir = getenv("srcdir");
	const char *name = strstr(program, PREFIX);
	char *path;

	if (name == NULL) {
		fprintf(stderr, "%s: not called " PREFIX "X\n", program);
		exit(1);
	}
	path = mem_printf("%s/tests/fuzz/seeds/%s", srcdir ? srcdir : ".",
	    name + strlen(PREFIX));
	path_replay(path);
	free(path);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
		own_seeds_replay(argv[0]);
	for (int i = 1; i < argc; i++)
		path_replay(argv[i]);
	printf("%u seeds replayed\n", replayed);
	return replayed == 0;
}
