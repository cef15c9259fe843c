# SPDX-License-Identifier: Apache-2.0
"""Where credentials go, and how often: judged by what the site saw of them,
not by what rpcdiag says of itself."""
from harness import EXIT_STATUS, Lab, Suite, check, expect, rpcdiag

suite = Suite()
MAX_REFUSED = 2


def logons(lab):
    """Requests for an IN channel or an echo on it, in the lab's log: every one
    carries the logon, and nothing else asks for one."""
    return [line for line in lab.said().splitlines() if "RPC_IN_DATA" in line]


@suite.test("not past a bad certificate, unless --insecure says so")
def bad_certificate(path):
    with Lab(path, "TLS_CERT_UNTRUSTED") as lab:
        outcome = check(lab)
        expect(not logons(lab), "a logon was made:", lab.said())
        expect(not [c for c in outcome.report["checks"]
                    if c["facts"].get("http_credentials_sent")], outcome)
        outcome = check(lab, "--insecure")
        expect(logons(lab), "no logon with --insecure:", lab.said())
    expect(outcome.verdict["id"] == "TLS_CERT_UNTRUSTED", outcome)
    opened = [c["id"] for c in outcome.report["checks"]
              if c["stage"] == "tunnel" and c["outcome"] == "pass"]
    expect(len(opened) == 3, opened, outcome)


@suite.test("not Basic over plain HTTP, unless --allow-plaintext-auth says so")
def plain_http(path):
    with Lab(path, "HEALTHY", "--plain") as lab:
        options = [word for word in lab.options_to()
                   if word != "--allow-plaintext-auth"]
        outcome = rpcdiag("check", *options)
        expect(not logons(lab), "a logon was made:", lab.said())
        expect(outcome.status == EXIT_STATUS["unknown"], outcome)
        expect("--allow-plaintext-auth" in outcome.stdout, outcome)
        outcome = rpcdiag("check", *options, "--allow-plaintext-auth")
        expect(logons(lab), "no logon when allowed:", lab.said())
        expect(outcome.status == EXIT_STATUS["healthy"], outcome)


@suite.test("a wrong password is not tried until the account is locked")
def lock_out(path):
    with Lab(path, "HTTP_BAD_CREDENTIALS") as lab:
        outcome = check(lab)
        refused = lab.said().count("logon refused")
    expect(1 <= refused <= MAX_REFUSED, refused, "refused logons", outcome)


if __name__ == "__main__":
    suite.main()
