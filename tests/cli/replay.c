/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Feeds every file of a folder to a fuzz target, so that what a fuzzer found
 * once is tested with any compiler.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

#define INPUT_MAX (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void
replay(const char *folder, const char *name)
{
	char *path = mem_printf("%s/%s", folder, name);
	uint8_t *input = mem_new(INPUT_MAX);
	FILE *file = fopen(path, "rb");
	size_t n = 0;

	if (file != NULL) {
		n = fread(input, 1, INPUT_MAX, file);
		fclose(file);
	}
	input = mem_grow(
	    input, n > 0 ? n : 1, 1); /* so that reading past it is seen */
	LLVMFuzzerTestOneInput(input, n);
	printf("ok - %s\n", name);
	free(input);
	free(path);
}

int
main(void)
{
	const char *srcdir = getenv("srcdir");
	char *folder =
	    mem_printf("%s/tests/cli/seeds", srcdir != NULL ? srcdir : ".");
	DIR *dir = opendir(folder);
	const struct dirent *entry;
	int count = 0;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		replay(folder, entry->d_name);
		count++;
	}
	if (dir != NULL)
		closedir(dir);
	if (count == 0)
		printf("not ok - %s holds no seed\n", folder);
	free(folder);
	return count > 0 ? 0 : 1;
}
