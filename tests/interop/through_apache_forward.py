# SPDX-License-Identifier: Apache-2.0
"""Apache httpd as a forward proxy (mod_proxy_connect).

What httpd 2.4 does, measured: a port that is closed and a connect that times out
are both 503 Service Unavailable, and a name it does not find is 502; the pages
differ in nothing a program could go by. The time does: what is refused is
refused at once.
"""
from harness import Lab, Suite, check, expect, expect_verdict, need
from peers import ForwardingApache

need("apache2", "openssl")
suite = Suite()


def through(path, scenario, lines, *more):
    with Lab(path, scenario) as lab, ForwardingApache(path, lines) as apache:
        return check(lab, *apache.options, *more)


def signature(outcome, *columns):
    return [outcome.report["signature"].get(name) for name in columns]


@suite.test("an open way: HEALTHY")
def healthy(path):
    outcome = through(path, "HEALTHY", "")
    expect_verdict(outcome, "HEALTHY")


@suite.test("a closed port, which is refused past it as well: TCP_REFUSED")
def refused(path):
    outcome = through(path, "TCP_REFUSED", "")
    expect(signature(outcome, "TCP", "TIME", "VIAPROXY")
           == ["unr", "imm", "ref"], outcome)
    expect_verdict(outcome, "TCP_REFUSED")
    expect(not outcome.verdict["alternatives"], outcome)


@suite.test("no such name, in a domain that is known here: DNS_PROXY_NXDOMAIN")
def unknown(path):
    outcome = through(path, "DNS_PROXY_NXDOMAIN", "")
    expect(signature(outcome, "TCP", "TIME", "VIAPROXY")
           == ["unr", "imm", "nx"], outcome)
    expect_verdict(outcome, "DNS_PROXY_NXDOMAIN")
    expect(not outcome.verdict["alternatives"], outcome)


@suite.test("no such name, and no domain either: nobody can tell")
def unknown_domain(path):
    outcome = through(path, "DNS_PROXY_NXDOMAIN", "",
                      "--proxy", "rpc.fabrikam.test")
    expect(signature(outcome, "TCP", "TIME", "VIAPROXY")
           == ["unr", "imm", None], outcome)
    expect(outcome.verdict["confidence"] < 0.5, outcome)
    expect("TCP_REFUSED" in [other["id"] for other
                             in outcome.verdict["alternatives"]], outcome)


@suite.test("nobody answers, and the proxy waits for it: TCP_FILTERED")
def filtered(path):
    outcome = through(path, "TCP_FILTERED", "ProxyTimeout 5\n",
                      "--timeout", "8")
    expect(signature(outcome, "TCP", "TIME", "VIAPROXY")
           == ["unr", "syn", "to"], outcome)
    expect_verdict(outcome, "TCP_FILTERED")


if __name__ == "__main__":
    suite.main()
