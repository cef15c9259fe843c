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
mkdir -p "$scratch/tree/tests/lab"
elsewhere() { # elsewhere LINE...: the table of what is no scenario
	printf '%s\n' "id,shown by,why" "$@" >"$scratch/tree/tests/lab/elsewhere.csv"
}
elsewhere
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
list 'HEALTHY  works'
finds "a mode that nothing shows" "TCP_REFUSED is no scenario" \
    "$check" "$scratch/tree" "$scratch/lab"
elsewhere 'TCP_REFUSED,-,the client has no network'
holds "a mode with a reason" "$check" "$scratch/tree" "$scratch/lab"
elsewhere 'TCP_REFUSED,-'
finds "a mode without a reason" "TCP_REFUSED is in elsewhere.csv without" \
    "$check" "$scratch/tree" "$scratch/lab"
echo '# TCP_REFUSED' >"$scratch/tree/tests/lab/shown.py"
elsewhere 'TCP_REFUSED,tests/lab/shown.py,needs a network'
holds "a mode that a test shows" "$check" "$scratch/tree" "$scratch/lab"
elsewhere 'TCP_REFUSED,tests/lab/lost.py,needs a network'
finds "a mode whose test is gone" "TCP_REFUSED is not in the test" \
    "$check" "$scratch/tree" "$scratch/lab"
elsewhere 'TCP_REFUSED,-,none' 'TCP_RFUSED,-,misspelt' 'HEALTHY,-,none'
finds "a reason for nothing" "TCP_RFUSED is in elsewhere.csv but no row" \
    "$check" "$scratch/tree" "$scratch/lab"
finds "a scenario with a reason not to be" "HEALTHY is a scenario, and in" \
    "$check" "$scratch/tree" "$scratch/lab"
touch "$scratch/tree/docs/findings/TCP_FILTERED.md"
finds "a page without a row" "TCP_FILTERED has a page" "$check" "$scratch/tree"
rm "$scratch/tree/docs/findings/TCP_FILTERED.md" \
    "$scratch/tree/docs/findings/HEALTHY.md"
finds "a row without a page" "HEALTHY has a row" "$check" "$scratch/tree"

finish
