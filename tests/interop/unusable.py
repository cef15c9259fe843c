# SPDX-License-Identifier: Apache-2.0
"""Files that cannot be read are wrong usage: one clear line on stderr, exit
status 3. A name that does not resolve is a failure of the target: 2."""
import os

from harness import Suite, expect, rpcdiag, secret_file

suite = Suite()


def expect_refused(outcome, *words):
    expect(outcome.status == 3, outcome)
    expect(outcome.stdout == "", outcome)
    lines = outcome.stderr.splitlines()
    expect(len(lines) == 1, "not one line:", outcome)
    for word in words:
        expect(word in lines[0], f"does not name '{word}':", outcome)


@suite.test("a password file that is not there")
def no_password_file(path):
    missing = os.path.join(path, "nothing")
    expect_refused(
        rpcdiag("check", "--proxy", "a.test", "--user", "alice",
                "--password-file", missing), missing)


@suite.test("a CA file that is not there")
def no_ca_file(path):
    missing = os.path.join(path, "nothing.pem")
    password = secret_file(path)
    expect_refused(
        rpcdiag("check", "--proxy", "a.test", "--user", "alice",
                "--password-file", password, "--cacert", missing), missing)


@suite.test("a name that does not resolve")
def unresolvable(path):
    password = secret_file(path)
    outcome = rpcdiag("check", "--proxy", "nothing.invalid", "--user",
                      "alice", "--password-file", password)
    expect(outcome.status == 2, outcome)
    expect("nothing.invalid" in outcome.stdout, outcome)
    expect("secret" not in outcome.stdout + outcome.stderr, outcome)


if __name__ == "__main__":
    suite.main()
