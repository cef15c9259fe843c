# SPDX-License-Identifier: Apache-2.0
"""Nothing is lost: what a build with sanitizers says of whole programs.

Slow there, since a leak of gss-ntlmssp's own is only told from one of ours by
the whole stack; in other builds there is nothing to see.
"""
import os

from harness import LEAKS, RPCDIAG, Suite, expect, run

# Each ends in another place: the name, TLS, the logon, a tunnel, the
# comparison of mechanisms, a mailbox.
SCENARIOS = ("HEALTHY", "DNS_PROXY_NXDOMAIN", "TLS_CERT_UNTRUSTED",
             "HTTP_BAD_CREDENTIALS", "FORWARD_PROXY_AUTH.refused",
             "VALIDPORTS_PARTIAL", "RFR_WINNT_REMOVED", "HEALTHY.mailbox")

suite = Suite()


def clean(arguments):
    outcome = run([RPCDIAG, *arguments], env={**os.environ, **LEAKS})
    expect("Sanitizer" not in outcome.stderr, outcome)
    return outcome


for scenario in SCENARIOS:
    @suite.test(f"{scenario}: nothing is lost, by lab or program")
    def diagnosis(path, scenario=scenario):
        outcome = clean(["demo", scenario, "-q", "--timeout", "20"])
        expect(outcome.stdout, outcome)


@suite.test("explain and usage lose nothing")
def others(path):
    clean(["explain", "1722", "VALIDPORTS_DENIED", "nonsense"])
    clean(["check", "--proxy"])


if __name__ == "__main__":
    suite.main()
