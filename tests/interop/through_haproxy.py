# SPDX-License-Identifier: Apache-2.0
"""HAProxy in front of a healthy site.

What HAProxy 2.6 does, measured: it streams both channels in either mode, and
passes unknown methods on. In mode http it writes header names in lower case.
"""
from harness import Lab, Suite, check, expect, expect_verdict, free_ports, need
from peers import Haproxy

need("haproxy", "openssl")
suite = Suite()


@suite.test("mode http, long timeouts: HEALTHY")
def healthy_http(path):
    with Lab(path) as lab, Haproxy(path, lab.port) as haproxy:
        outcome = check(lab, front=haproxy)
    expect_verdict(outcome, "HEALTHY")
    expect(outcome.status == 0, outcome)


@suite.test("mode tcp: HEALTHY")
def healthy_tcp(path):
    with Lab(path) as lab, Haproxy(path, lab.port, "tcp") as haproxy:
        outcome = check(lab, front=haproxy)
    expect_verdict(outcome, "HEALTHY")
    expect(outcome.status == 0, outcome)


@suite.test("no server up: REVPROXY_BACKEND_DOWN")
def backend_down(path):
    nobody, = free_ports()
    with Lab(path) as lab, Haproxy(path, nobody) as haproxy:
        outcome = check(lab, front=haproxy)
    expect_verdict(outcome, "REVPROXY_BACKEND_DOWN")


if __name__ == "__main__":
    suite.main()
