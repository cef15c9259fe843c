#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The format of the sources, as .clang-format has it.
set -u

. "${srcdir:-.}/tests/rules/tap.sh"
check=$srcdir/scripts/check-format

if [ -z "${CI:-}" ] && ! command -v clang-format >/dev/null 2>&1; then
	exec "$check" "$srcdir"
fi

holds "the tree is formatted" "$check" "$srcdir"

mkdir -p "$scratch/tree/rpcdiag" "$scratch/tree/tests"
cp "$srcdir/.clang-format" "$scratch/tree/"
printf 'int f( void ){return 1;}\n' >"$scratch/tree/rpcdiag/a.c"
finds "a file out of format" "a.c:1" "$check" "$scratch/tree"

finish
