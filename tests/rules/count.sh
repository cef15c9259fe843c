#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What scripts/count-tests counts.
set -u

. "${srcdir:-.}/tests/rules/tap.sh"
count=$srcdir/scripts/count-tests

# counts NAME WANTED RESULT LINE...: a test of that result with that log.
counts() {
	name=$1
	wanted=$2
	rm -rf "$scratch/logs"
	mkdir "$scratch/logs"
	echo ":test-result: $3" >"$scratch/logs/a.trs"
	shift 3
	printf '%s\n' "$@" >"$scratch/logs/a.log"
	got=$("$count" "$scratch/logs")
	holds "$name: $wanted" test "$got" = "$wanted"
	[ "$got" = "$wanted" ] || echo "# $got"
}

counts "cmocka" "2 passed, 0 failed" PASS \
    '[==========] Running 2 test(s).' '[       OK ] a' '[       OK ] b' \
    '[  PASSED  ] 2 test(s).'
counts "cmocka with a failure" "1 passed, 1 failed" FAIL \
    '[       OK ] a' '[  FAILED  ] b' '[  PASSED  ] 1 test(s).' \
    '[  FAILED  ] 1 test(s), listed below:' '[  FAILED  ] b' \
    ' 1 FAILED TEST(S)'
counts "cmocka that crashed" "1 passed, 1 failed" FAIL \
    '[       OK ] a' 'Segmentation fault'
counts "a script" "2 passed, 1 failed" FAIL 'ok - a' 'not ok - b' 'ok - c'
counts "unittest" "21 passed, 0 failed" PASS 'Ran 21 tests in 1.5s' '' 'OK'
counts "unittest with failures" "18 passed, 4 failed" FAIL \
    'Ran 22 tests in 85.7s' '' 'FAILED (failures=3, errors=1)'
counts "unittest with skips" "1 passed, 2 failed" PASS \
    'Ran 3 tests in 0.1s' '' 'OK (skipped=2)'
counts "a program that says nothing" "1 passed, 0 failed" PASS 'hello'
counts "one that fails and says nothing" "0 passed, 1 failed" FAIL 'hello'
counts "a skipped one" "0 passed, 1 failed" SKIP 'skipped: no nginx'

finish
