# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# What the tests of the rules share: one line "ok - ..." or "not ok - ..." for
# each expectation; scripts/count-tests counts them.

srcdir=${srcdir:-.}
failures=0
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# holds NAME COMMAND...: the command succeeds.
holds() {
	name=$1
	shift
	if "$@" >"$scratch/out" 2>&1; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		sed 's/^/# /' "$scratch/out"
		failures=$((failures + 1))
	fi
}

# finds NAME TEXT COMMAND...: the command fails and says TEXT.
finds() {
	name=$1
	text=$2
	shift 2
	if "$@" >"$scratch/out" 2>&1; then
		echo "not ok - $name: passed, but should fail"
		failures=$((failures + 1))
	elif ! grep -qF -- "$text" "$scratch/out"; then
		echo "not ok - $name: does not say '$text'"
		sed 's/^/# /' "$scratch/out"
		failures=$((failures + 1))
	else
		echo "ok - $name"
	fi
}

finish() {
	[ "$failures" -eq 0 ] || exit 1
	exit 0
}
