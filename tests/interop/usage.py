# SPDX-License-Identifier: Apache-2.0
"""Wrong usage and unusable targets: one clear line on stderr, exit status 3
(usage) or 2 (the target)."""
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


@suite.test("an option that is none")
def unknown_option(_):
    expect_refused(rpcdiag("check", "--proxi", "a.test"), "--proxi")


@suite.test("an option without its value")
def missing_value(_):
    expect_refused(rpcdiag("check", "--proxy"), "--proxy")


@suite.test("no target at all")
def no_target(_):
    expect_refused(rpcdiag("check"), "--proxy")


@suite.test("a command that is none")
def unknown_command(_):
    expect_refused(rpcdiag("chekc"), "chekc")


@suite.test("a format that is none")
def unknown_format(_):
    expect_refused(
        rpcdiag("check", "--proxy", "a.test", "--format", "yaml"), "yaml")


@suite.test("an endpoint that is no port")
def bad_endpoint(_):
    expect_refused(
        rpcdiag("check", "--proxy", "a.test", "--endpoints", "6001,x"), "x")


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


@suite.test("help and version succeed")
def help_and_version(_):
    for argument in ("--help", "--version"):
        outcome = rpcdiag(argument)
        expect(outcome.status == 0 and outcome.stdout, outcome)


if __name__ == "__main__":
    suite.main()
