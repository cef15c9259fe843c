# SPDX-License-Identifier: Apache-2.0
"""Logons at HTTP, mechanism by mechanism, against a web server whose judge is
GSSAPI: MIT Kerberos with a Samba KDC, and gss-ntlmssp as an acceptor."""
import os
import shutil

import harness_path  # noqa: F401
import namespace
from harness import (Lab, Suite, check, expect, expect_verdict, folder, need,
                     secret_file)
from domain import NETBIOS, PASSWORD, REALM, USER, WEB, Domain
from gss_web import Web
from peers import Squid, certificate
from probes import run_probe

suite = Suite()


def probe(web, mechanism, **keys):
    if "ccache" not in keys and "keytab" not in keys:
        keys = {"user": USER, "password": PASSWORD, **keys}
    return run_probe("http_auth_probe", keys.pop("host", WEB), web.port,
                     mechanism, **keys)


def expect_echo(web, outcome, *lengths):
    """The echo came after requests of these Content-Lengths, all of them on
    one connection."""
    expect(web.requests, "nothing was asked:", outcome)
    seen = web.requests[-1]
    expect(outcome.end == "ok" and outcome.status == "200"
           and outcome.body == "20", outcome, seen)
    expect([request.length for request in seen] == list(lengths),
           [str(vars(request)) for request in seen], outcome)


@suite.test("NTLM: a leg without a body, then the request")
def ntlm(_):
    for user in (USER, f"{NETBIOS}\\{USER}", f"{USER}@{REALM}"):
        with Web() as web:
            outcome = probe(web, "ntlm", user=user)
            expect_echo(web, outcome, 0, 4)
            expect(outcome.credentials == "1" and outcome.node, outcome)


@suite.test("Negotiate with Kerberos: one request")
def negotiate(_):
    for mechanism in ("negotiate", "kerberos"):
        with Web() as web:
            expect_echo(web, probe(web, mechanism), 4)


@suite.test("Negotiate with a keytab")
def keytab(_):
    with Web() as web:
        expect_echo(web, probe(web, "negotiate", user=USER,
                               keytab=domain.user_keytab()), 4)


@suite.test("Negotiate with NTLM inside: legs without a body")
def negotiate_ntlm(_):
    with Web() as web:
        outcome = probe(web, "negotiate", host="localhost")
        expect_echo(web, outcome, 0, 4)
        expect(outcome.node, outcome)


@suite.test("a server without Kerberos answers with NTLM")
def falls_back(path):
    os.environ["KRB5_KTNAME"] = os.path.join(path, "none")
    try:
        with Web() as web:
            outcome = probe(web, "negotiate")
            expect(outcome.end == "ok", outcome)
            expect_echo(web, outcome, 4, 0, 4)
    finally:
        os.environ["KRB5_KTNAME"] = os.path.join(domain.path, "web.keytab")


@suite.test("Basic: one request")
def basic(_):
    with Web(schemes=("Basic",), basic=f"{USER}:{PASSWORD}") as web:
        expect_echo(web, probe(web, "basic"), 4)


@suite.test("a wrong password is refused with 401")
def wrong_password(_):
    for mechanism in ("ntlm", "negotiate"):
        with Web() as web:
            outcome = probe(web, mechanism, password="wrong",
                            host="localhost")
            expect(outcome.end == "ok" and outcome.status == "401"
                   and outcome.credentials == "1", mechanism, outcome)
            expect(len(web.requests) == 1, outcome)


@suite.test("Kerberos says itself what is wrong, and nothing is sent")
def kerberos_faults(_):
    for fault, keys in (
            ("wrong password", {"password": "wrong"}),
            ("unknown user", {"user": "nobody"}),
            ("unknown service principal name", {"spn": "HTTP/nowhere"})):
        with Web() as web:
            outcome = probe(web, "kerberos", **keys)
            expect(outcome.end == "no-auth" and outcome.fault == fault
                   and not any(web.requests), outcome)


@suite.test("no credentials for any mechanism of Negotiate")
def no_credentials(path):
    with Web() as web:
        outcome = probe(web, "negotiate", user=None,
                        ccache=os.path.join(path, "none"))
        expect(outcome.end == "no-auth"
               and outcome.fault == "no credentials to use", outcome)


@suite.test("no logon needed: the request goes without credentials")
def let_in(_):
    with Web(let_in=True) as web:
        outcome = probe(web, "ntlm")
        expect_echo(web, outcome, 0, 4)
        expect("authorization" not in web.requests[0][1].fields
               and outcome.credentials == "0", outcome)


@suite.test("a scheme that is not offered")
def not_offered(_):
    with Web(schemes=("Basic",), basic="a:b") as web:
        outcome = probe(web, "ntlm")
        expect(outcome.status == "401" and outcome.schemes == "Basic", outcome)


@suite.test("channel bindings: right, none, wrong")
def bindings(path):
    pair = certificate(path)
    for mechanism, host in (("ntlm", "localhost"), ("negotiate", "localhost")):
        for binding, status in ((None, "200"), ("wrong", "401")):
            with Web(certificate=pair) as web:
                outcome = probe(web, mechanism, host=host, cacert=pair[0],
                                binding=binding)
                expect(outcome.status == status, mechanism, binding, outcome,
                       web.requests)
    # the right ones do no harm where nobody asks for them
    for binding in (None, "none"):
        with Web(certificate=pair) as web:
            web.bindings = None
            outcome = probe(web, "ntlm", host="localhost", cacert=pair[0],
                            binding=binding)
            expect(outcome.status == "200", binding, outcome)


def through(proxy, web, mechanism, **keys):
    """NTLM at the web server, behind a forward proxy."""
    keys["log"] = 1
    return probe(web, "ntlm", via=proxy.port, via_mech=mechanism,
                 via_user=USER, **{"via_password": PASSWORD, **keys})


@suite.test("a forward proxy: no logon, Basic, NTLM, Negotiate")
def forward(path):
    pair = certificate(path)
    for mechanism, spn, legs in (
            ("none", None, 1), ("basic", None, 1), ("ntlm", None, 2),
            ("negotiate", None, 2), ("negotiate", f"HTTP/{WEB}", 1)):
        for tls in (None, pair):
            with Web(certificate=tls) as web, \
                    Web(schemes=("Negotiate", "NTLM", "Basic"), proxy=True,
                        basic=f"{USER}:{PASSWORD}",
                        let_in=mechanism == "none") as proxy:
                outcome = through(
                    proxy, web, mechanism, via_spn=spn, via_plaintext=1,
                    host="localhost", cacert=tls and tls[0])
                expect_echo(web, outcome, 0, 4)
                expect(len(proxy.requests) == 1
                       and len(proxy.requests[0]) == legs,
                       mechanism, proxy.requests, outcome)
                expect(proxy.requests[0][0].target == f"localhost:{web.port}",
                       vars(proxy.requests[0][0]))


@suite.test("a forward proxy refuses: its answer, and nothing at the target")
def forward_refuses(_):
    for mechanism, password in (("none", ""), ("ntlm", "wrong")):
        with Web() as web, Web(schemes=("NTLM",), proxy=True) as proxy:
            outcome = through(proxy, web, mechanism, via_password=password)
            expect(outcome.end == "ok" and outcome.status == "407"
                   and outcome.author == "device"
                   and outcome.schemes == "NTLM", outcome)
            expect(not web.requests, outcome)


@suite.test("a forward proxy: no password in the clear unless allowed")
def forward_plain(_):
    with Web() as web, Web(schemes=("Basic",), proxy=True) as proxy:
        outcome = through(proxy, web, "basic")
        expect(outcome.end == "lost" and "forward proxy" in outcome.error,
               outcome)
        expect(not any(proxy.requests), outcome)


@suite.test("squid as a forward proxy")
def squid(path):
    rules = ("acl refused dstdomain silent.contoso.test\n"
             "http_access deny refused\n")
    with Squid(path, rules) as proxy, Web() as web:
        expect_echo(web, probe(web, "ntlm", via=proxy.port), 0, 4)
        outcome = probe(web, "ntlm", via=proxy.port,
                        host="silent.contoso.test")
        expect(outcome.status == "403" and outcome.author == "device",
               outcome)


@suite.test("squid with Samba's NTLM: HEALTHY, and a wrong password tried once")
def squid_ntlm(path):
    rules = ("auth_param ntlm program /usr/bin/ntlm_auth "
             "--helper-protocol=squid-2.5-ntlmssp "
             f"--configfile={domain.smb_conf}\n"
             "acl known proxy_auth REQUIRED\nhttp_access deny !known\n")
    # where winbindd keeps what ntlm_auth asks it through
    shutil.chown(os.path.join(domain.path, "ad", "state",
                              "winbindd_privileged"), group="proxy")
    for password, verdict in ((PASSWORD, "HEALTHY"),
                              ("wrong", "FORWARD_PROXY_AUTH")):
        home = os.path.join(path, verdict)
        os.mkdir(home)
        with Lab(home) as lab:
            with Squid(home, rules) as proxy:
                outcome = check(
                    lab, *proxy.options, "--forward-user",
                    rf"{NETBIOS}\{USER}", "--forward-password-file",
                    secret_file(home, password))
        expect_verdict(outcome, verdict)
        tried = [c["facts"].get("forward_auth")
                 for c in outcome.report["checks"]]
        expect(tried.count("ntlm") == 1, tried, outcome)


if __name__ == "__main__":
    need("samba", "samba-tool", "kinit", "unshare", "ip", "squid")
    namespace.enter()
    with folder() as top, Domain(top) as domain:
        os.environ["KRB5_KTNAME"] = domain.web_keytab()
        users = os.path.join(top, "users")
        with open(users, "w", encoding="ascii") as users_file:
            for name in (NETBIOS, REALM, ""):
                users_file.write(f"{name}:{USER}:{PASSWORD}\n")
        os.environ["NTLM_USER_FILE"] = users
        suite.main()
