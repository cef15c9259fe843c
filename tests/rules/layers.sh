#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The layers of the tree, and that check-layers and check-symbols find faults.
set -u

. "${srcdir:-.}/tests/rules/tap.sh"
check=$srcdir/scripts/check-layers

holds "the tree keeps to its layers" "$check" "$srcdir"

plant() { # plant FILE LINE...: a tree of one file
	rm -rf "$scratch/tree"
	mkdir -p "$scratch/tree/$(dirname "$1")"
	file=$scratch/tree/$1
	shift
	printf '%s\n' "$@" >"$file"
}

plant rpcdiag/wire/a.c '#include "base/buf.h"' '#include "wire/rts.h"'
holds "own layer and a lower one" "$check" "$scratch/tree"
plant rpcdiag/wire/a.c '#include "base/buf.h"' '#include "model/fact.h"'
finds "an arrow up" "a.c:2: wire/ may not include" "$check" "$scratch/tree"
plant rpcdiag/lab/a.h '# include "verdict/verdict.h"'
finds "the lab knowing verdicts" "a.h:1: lab/ may not" "$check" "$scratch/tree"
plant rpcdiag/cli/a.c '#include "lab/site.h"'
finds "the command line knowing the lab" "may not" "$check" "$scratch/tree"
plant rpcdiag/base/a.c '#include "buf.h"'
finds "an include not rooted" "is not rooted" "$check" "$scratch/tree"
plant rpcdiag/utils/a.c '#include "base/buf.h"'
finds "a folder without a layer" "not in the table" "$check" "$scratch/tree"
plant rpcdiag/verdict/a.c '#include <curl/curl.h>'
finds "curl in a pure layer" "verdict/ is pure" "$check" "$scratch/tree"

archive=${builddir:-.}/librpcdiag.a
check=$srcdir/scripts/check-symbols
holds "librpcdiag.a calls nothing of the network" "$check" "$archive"
printf '%s\n' 'int socket(int, int, int);' 'int f(void);' \
    'int f(void) { return socket(1, 1, 0); }' >"$scratch/s.c"
# shellcheck disable=SC2086
${CC:-cc} -c -o "$scratch/s.o" "$scratch/s.c" &&
    ar rc "$scratch/s.a" "$scratch/s.o"
finds "a socket in an archive" "socket" "$check" "$scratch/s.a"

finish
