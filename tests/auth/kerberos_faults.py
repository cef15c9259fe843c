# SPDX-License-Identifier: Apache-2.0
"""Kerberos that fails at a site where NTLM and Basic work: names without keys,
keys that are stale, clocks that are wrong, no KDC, a silent one. The KDC is
MIT's, the clock that of libfaketime."""
import os
import re
import socket

import harness_path  # noqa: F401
from harness import (Lab, Suite, check, expect, folder, need,
                     rpcdiag, secret_file)
from kdc import PASSWORD, USER, Kdc

SERVER = "mbx1.contoso.test"
WEB = "HTTP/localhost"
MDB, RFR = f"exchangeMDB/{SERVER}", f"exchangeRFR/{SERVER}"
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
ALL = ["--http-auth", "auto", "--rpc-auth", "kerberos,negotiate,ntlm",
       "--user", USER]

suite = Suite()


class Site:
    """A lab with the keys of these services, and what rpcdiag says of it."""

    def __init__(self, path, services, environment=None):
        keytab = kdc.keytab(*services, name=os.path.basename(path))
        before = dict(os.environ)
        os.environ.update(environment or {})
        self.lab = Lab(path, "HEALTHY.ntlm", "--keytab", keytab, "--user",
                       f"CONTOSO\\{USER}", "--password-file",
                       secret_file(path, PASSWORD))
        os.environ.clear()
        os.environ.update(before)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lab.end()

    def check(self, *more):
        outcome = check(self.lab, *ALL, *more, endpoints=[6001, 6002])
        refused = self.lab.said().count(f"logon refused user=CONTOSO\\{USER}")
        expect(refused == 0, refused, "passwords were refused", outcome)
        return outcome

    def expect_words(self, *words):
        said = rpcdiag("check", *self.lab.options_to(endpoints=[6001, 6002]),
                       *ALL, "-v")
        text = " ".join(re.sub(r"<?\d+ ms\n", "\n", said.stdout).split())
        for some in words:
            expect(some in text, some, said)


def facts(outcome, id_):
    return [c for c in outcome.report["checks"] if c["id"] == id_][0]["facts"]


@suite.test("every key is there: Kerberos everywhere")
def good(path):
    with Site(path, [WEB, MDB, RFR]) as site:
        outcome = site.check()
        site.expect_words("the RPC proxy answered the echo, with Kerberos")
    for id_ in ("echo.in.negotiate", "auth.6002.negotiate.privacy"):
        expect(facts(outcome, id_)["auth_package"] == "kerberos", outcome)
    expect(outcome.verdict["id"] == "HEALTHY", outcome)


@suite.test("a service without a name: KRB_SPN_MISSING, and which")
def missing(path):
    with Site(path, [WEB, MDB]) as site:
        kdc.admin(f"delprinc -force {RFR}")
        outcome = site.check()
        site.expect_words(f"setspn -S {RFR} ACCOUNT",
                          f"the KDC does not know the service {RFR}")
    expect(facts(outcome, "auth.6002.kerberos.privacy")["kerberos_error"]
           == 7, outcome)
    expect(facts(outcome, "auth.6002.negotiate.privacy")["auth_package"]
           == "ntlm", outcome)
    expect(outcome.report["signature"]["SWEEP"] == "k7", outcome)
    expect(outcome.verdict["id"] == "KRB_SPN_MISSING", outcome)
    expect(outcome.verdict["confidence"] > 0.9, outcome)


@suite.test("the front end has another key: KRB_SPN_MISSING, and which")
def stale_front(path):
    with Site(path, [WEB, MDB, RFR]) as site:
        kdc.admin(f"cpw -randkey {WEB}")
        outcome = site.check()
        site.expect_words(f"setspn -S {WEB} ACCOUNT",
                          f"the server cannot read the ticket for {WEB}")
    told = facts(outcome, "echo.in.negotiate")
    expect(told["auth_fault"] == "ticket" and told["kerberos_error"] == 41,
           told, outcome)
    expect(outcome.report["signature"]["NEG"] == "e41", outcome)
    expect(outcome.report["signature"]["SWEEP"] == "all", outcome)
    expect(outcome.verdict["id"] == "KRB_SPN_MISSING", outcome)


@suite.test("an RPC service has another key: KRB_SPN_MISSING, and which")
def stale_service(path):
    with Site(path, [WEB, MDB, RFR]) as site:
        kdc.admin(f"cpw -randkey {MDB}")
        outcome = site.check()
        site.expect_words(f"setspn -S {MDB} ACCOUNT")
    expect(outcome.report["signature"]["SWEEP"] == "n9", outcome)
    expect(outcome.verdict["id"] == "KRB_SPN_MISSING", outcome)


@suite.test("the front end's clock is 20 minutes behind: KRB_CLOCK_SKEW")
def late(path):
    with Site(path, [WEB, MDB, RFR], {
            "LD_PRELOAD": FAKETIME, "FAKETIME": "-20m",
            "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0",
    }) as site:
        outcome = site.check()
        site.expect_words("the clock of localhost is 20 minutes behind that "
                          "of this machine", "the clocks differ too much")
    skew = facts(outcome, "http.out")["http_date_skew_s"]
    expect(-1203 <= skew <= -1197, skew, outcome)
    expect(facts(outcome, "echo.in.negotiate")["auth_fault"] == "clock",
           outcome)
    expect(outcome.report["signature"]["DATE"] == "skew", outcome)
    expect(outcome.verdict["id"] == "KRB_CLOCK_SKEW", outcome)
    expect(outcome.verdict["confidence"] > 0.9, outcome)


@suite.test("no KDC: healthy, with KRB_NO_KDC beside it")
def no_kdc(path):
    with Site(path, [WEB, MDB, RFR]) as site:
        os.environ["KRB5_CONFIG"] = kdc.krb5_conf("none", "127.0.0.1:9")
        try:
            outcome = site.check()
        finally:
            os.environ["KRB5_CONFIG"] = kdc.conf
    expect(facts(outcome, "auth.6001.negotiate.privacy")["auth_package"]
           == "ntlm", outcome)
    expect(outcome.verdict["id"] == "HEALTHY", outcome)
    expect([f["id"] for f in outcome.report["findings"]] == ["KRB_NO_KDC"],
           outcome)


@suite.test("a KDC that never answers delays nothing else")
def silent_kdc(path):
    with Site(path, [WEB, MDB, RFR]) as site, socket.socket() as tcp, \
            socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        tcp.listen(64)
        udp.bind(tcp.getsockname())
        port = tcp.getsockname()[1]
        os.environ["KRB5_CONFIG"] = kdc.krb5_conf(
            "silent", f"127.0.0.1:{port}")
        try:
            outcome = site.check("--timeout", "5", "--deadline", "40",
                                 "--rpc-auth", "ntlm,kerberos")
            cut = site.check("--timeout", "10", "--deadline", "3",
                             "--rpc-auth", "ntlm,kerberos")
        finally:
            os.environ["KRB5_CONFIG"] = kdc.conf
    waits = {c["id"] for c in outcome.report["checks"]
             if c["duration_ms"] > 4900}
    # Who asks the KDC waits; one goes ahead of the others of its kind.
    expect(waits and waits <= {
        "echo.in.negotiate", "auth.6001.kerberos.privacy",
        "auth.6002.kerberos.privacy"}, waits, outcome)
    # the program does not wait for the thread that still does
    expect(outcome.seconds < 20, outcome.seconds, outcome)
    expect(cut.seconds < 10, cut.seconds, cut)
    for done in (outcome, cut):
        expect(done.verdict["id"] == "HEALTHY", done)


if __name__ == "__main__":
    need("krb5kdc", "kadmin.local", "kdb5_util", "kinit")
    with folder() as top, Kdc(top) as kdc:
        suite.main()
