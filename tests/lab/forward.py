#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The lab's forward proxy judged by curl: who is let through to the front, and
what the others are told. Its NTLM is left to rpcdiag: curl's own writes names in
an 8-bit code, which gss-ntlmssp reads as UTF-16."""

from raw import Client  # noqa: F401  (sets the path for the next line)
from harness import Lab, Suite, expect, need, run


suite = Suite()
REFUSED = 56  # curl: the proxy answered CONNECT with something else than 200


class Site(Lab):
    @property
    def forward(self):
        """The URL that rpcdiag is told; behind "none," when it is spare."""
        url = self.options[self.options.index("--forward-proxy") + 1]
        return url.removeprefix("none,")

    @property
    def forward_password(self):
        name = self.options[self.options.index("--forward-password-file") + 1]
        with open(name, encoding="ascii") as file:
            return file.readline().strip()


def curl(lab, *options):
    """Statuses of the proxy and of the front, and how curl ended."""
    done = run(["curl", "-q", "-s", "-o", "/dev/null", "--max-time", "20",
                "--cacert", lab.ca_file, "-x", lab.forward, *options,
                "-w", "%{http_connect} %{http_code}", lab.url])
    return (*map(int, done.stdout.split()), done.status)


def account(lab, password=None):
    return ["--proxy-user",
            rf"CONTOSO\bob:{password or lab.forward_password}"]


@suite.test("HEALTHY.forward: its account is let through, nobody else")
def healthy(path):
    with Site(path, "HEALTHY.forward") as lab:
        got = curl(lab, *account(lab))
        expect(got == (200, 401, 0), got, lab.said())
        got = curl(lab, *account(lab, "wrong"))
        expect(got == (407, 0, REFUSED), got, lab.said())
        got = curl(lab)
        expect(got == (407, 0, REFUSED), got, lab.said())
        refused = lab.said().count(r"logon refused user=CONTOSO\bob")
        expect(refused == 1, refused, lab.said())


@suite.test("FORWARD_PROXY_REQUIRED: through the proxy alone")
def required(path):
    with Site(path, "FORWARD_PROXY_REQUIRED") as lab:
        got = curl(lab)
        expect(got == (200, 401, 0), got, lab.said())
        got = curl(lab, "-x", "", "--max-time", "1.5")
        expect(got == (0, 0, 28), got, lab.said())


@suite.test("FORWARD_PROXY_AUTH: 407, 407 again, 403")
def auth(path):
    for variant, options, status in (
            ("", lambda lab: [], 407),
            (".refused", account, 407),
            (".denied", lambda lab: [], 403)):
        with Site(path, "FORWARD_PROXY_AUTH" + variant) as lab:
            got = curl(lab, *options(lab))
            expect(got == (status, 0, REFUSED), variant, got, lab.said())


@suite.test("TCP_REFUSED.forward: 503, and why")
def refused_behind(path):
    with Site(path, "TCP_REFUSED.forward") as lab:
        got = curl(lab)
        expect(got == (503, 0, REFUSED), got, lab.said())
        expect("ERR_CONNECT_FAIL 111" in lab.said(), lab.said())


if __name__ == "__main__":
    need("curl")
    suite.main()
