#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The matrix, the pages and the scenarios agree, and check-docs sees when not.
set -u

. "${srcdir:-.}/tests/rules/tap.sh"
check=$srcdir/scripts/check-docs
lab=${builddir:-.}/rpcdiag/rpcdiag-lab

holds "matrix, pages and scenarios agree" "$check" "$srcdir" "$lab"

mkdir -p "$scratch/tree/rpcdiag/verdict" "$scratch/tree/docs/findings"
printf 'id,variant\nHEALTHY,\nTCP_REFUSED,a\nTCP_REFUSED,b\n' \
    >"$scratch/tree/rpcdiag/verdict/matrix.csv"
touch "$scratch/tree/docs/findings/HEALTHY.md" \
    "$scratch/tree/docs/findings/TCP_REFUSED.md"
list() { # list LINE...: a lab that lists these scenarios
	printf '#!/bin/sh\ncat <<END\n' >"$scratch/lab"
	printf '%s\n' "$@" END >>"$scratch/lab"
	chmod +x "$scratch/lab"
}

list 'HEALTHY  works' 'TCP_REFUSED.v6  closed' '' 'Hostile:' 'HOSTILE_DRIP  x'
holds "variants and hostile ones" "$check" "$scratch/tree" "$scratch/lab"
list 'HEALTHY  works' 'TCP_REFUSD  misspelt'
finds "a scenario without a row" "TCP_REFUSD is a scenario" \
    "$check" "$scratch/tree" "$scratch/lab"
touch "$scratch/tree/docs/findings/TCP_FILTERED.md"
finds "a page without a row" "TCP_FILTERED has a page" "$check" "$scratch/tree"
rm "$scratch/tree/docs/findings/TCP_FILTERED.md" \
    "$scratch/tree/docs/findings/HEALTHY.md"
finds "a row without a page" "HEALTHY has a row" "$check" "$scratch/tree"

finish
