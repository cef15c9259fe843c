#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The lengths in the tree, and that check-length finds what is too long.
set -u

. "${srcdir:-.}/tests/rules/tap.sh"
check=$srcdir/scripts/check-length

holds "the tree keeps to its lengths" "$check" "$srcdir"

mkdir -p "$scratch/tree/rpcdiag" "$scratch/tree/tests"

# function N: a function of N lines, from return type to closing brace.
function_of() {
	echo 'static int'
	echo 'f(void)'
	echo '{'
	seq $(($1 - 4)) | sed 's/.*/	a++;/'
	echo '}'
}

plant() { # plant NAME: standard input becomes the only file of a tree
	rm -f "$scratch"/tree/rpcdiag/*
	cat >"$scratch/tree/rpcdiag/$1"
}

(echo '/* x */'; echo; function_of 60) | plant a.c
holds "a function of 60 lines" "$check" "$scratch/tree"
(echo '/* x */'; echo 'int g;'; function_of 61) | plant a.c
finds "a function of 61 lines" "a.c:3: function of 61 lines" \
    "$check" "$scratch/tree"
seq 500 | sed 's/.*/int a;/' | plant a.c
holds "a file of 500 lines" "$check" "$scratch/tree"
seq 501 | sed 's/.*/int a;/' | plant a.c
finds "a file of 501 lines" "a.c:501: 501 lines" "$check" "$scratch/tree"
seq 151 | sed 's/.*/int a;/' | plant a.h
finds "a header of 151 lines" "a.h:151: 151 lines" "$check" "$scratch/tree"
printf '\t%072d\n' 0 | plant a.c
holds "a tab and 72 columns" "$check" "$scratch/tree"
printf '\t%073d\n' 0 | plant a.c
finds "a tab and 73 columns" "81 columns" "$check" "$scratch/tree"
printf '%079d\303\251\n' 0 | plant a.c
holds "a letter of two bytes is one column" "$check" "$scratch/tree"

finish
