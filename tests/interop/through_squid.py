# SPDX-License-Identifier: Apache-2.0
"""squid as the forward proxy between rpcdiag and the site.

What squid 5.7 does, measured: it asks for a logon on each connection, and
closes a connection after the 407 of a refused one. CONNECT to a port where
nobody listens is 503 with "X-Squid-Error: ERR_CONNECT_FAIL 111", a name that
its resolver denies, or has no answer for, 500 with ERR_CANNOT_FORWARD, a rule
that forbids it 403. The challenge of ntlm_fake_auth
points past its end, so nothing answers it; NTLM that works is in
tests/auth/http_logon.py.
"""
import base64
import os
import pwd

from harness import (EXIT_STATUS, Lab, Suite, check, expect,
                     expect_verdict, free_ports, need, rpcdiag, run)
from kdc import PASSWORD as TICKET_PASSWORD, REALM, USER as TICKET_USER, Kdc
from peers import SAMBA_DCERPCD, Samba, Squid

suite = Suite()
USER, PASSWORD = "dave", "m4rker.P4ss"
WANT_LOGON = "acl known proxy_auth REQUIRED\nhttp_access deny !known\n"
PLAIN = "--allow-plaintext-auth"


def helper(name):
    return os.path.join(Squid.HELPERS, name)


def basic(path):
    """Rules that want Basic of one user, by basic_ncsa_auth."""
    hashed = run(["openssl", "passwd", "-apr1", "-stdin"], text=PASSWORD)
    users = os.path.join(path, "users")
    with open(users, "w", encoding="ascii") as file:
        file.write(f"{USER}:{hashed.stdout}")
    return (f"auth_param basic program {helper('basic_ncsa_auth')} {users}\n"
            "auth_param basic realm forward\n" + WANT_LOGON)


def account(path, user=USER, password=PASSWORD):
    name = os.path.join(path, "forward-password")
    with open(os.open(name, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600),
              "w", encoding="ascii") as file:
        file.write(password)
    return ["--forward-user", user, "--forward-password-file", name]


def through(path, rules, *more, scenario="HEALTHY"):
    """The outcome, what squid was asked, and what the site saw."""
    with Lab(path, scenario) as lab:
        with Squid(path, rules) as squid:
            outcome = check(lab, *squid.options, *more)
        return outcome, squid.log(), lab.said()


def refused_logons(log, user=USER):
    return [line for line in log if line[0] == user and line[3] == "407"]


def expect_hidden(outcome, password=PASSWORD, user=USER):
    both = base64.b64encode(f"{user}:{password}".encode()).decode()
    for secret in (password, both, password.encode().hex()):
        expect(secret not in outcome.stdout + outcome.stderr, outcome)


@suite.test("nobody asks for a logon: HEALTHY")
def open_to_all(path):
    outcome, log, _ = through(path, "")
    expect_verdict(outcome, "HEALTHY")
    target = outcome.report["target"]
    expect(target["forward_proxy"].startswith("http://localhost:"), target)
    expect(target["forward_user"] is None, target)
    expect(len(log) > 8 and {line[3] for line in log} == {"200"}, log)


@suite.test("ping goes through it as well")
def ping(path):
    with Lab(path) as lab, Squid(path) as squid:
        outcome = rpcdiag("ping", *lab.options_to(), *squid.options)
        expect(outcome.status == EXIT_STATUS["healthy"], outcome)
    expect({line[3] for line in squid.log()} == {"200"}, squid.log())


@suite.test("Basic: HEALTHY, and the password is nowhere to be read")
def with_basic(path):
    outcome, log, _ = through(path, basic(path), *account(path), PLAIN, "-vvv")
    expect_verdict(outcome, "HEALTHY")
    expect_hidden(outcome)
    expect(not refused_logons(log), log)
    expect(outcome.report["target"]["forward_user"] == USER, outcome)


@suite.test("Basic: not over plain HTTP, unless --allow-plaintext-auth says so")
def not_readable(path):
    outcome, log, _ = through(path, basic(path), *account(path))
    expect_verdict(outcome, "FORWARD_PROXY_AUTH")
    expect(PLAIN in outcome.verdict["summary"], outcome)
    expect(not [line for line in log if line[0] == USER], log)


@suite.test("NTLM with a broken challenge: FORWARD_PROXY_AUTH, and why")
def broken_ntlm(path):
    rules = f"auth_param ntlm program {helper('ntlm_fake_auth')}\n" + WANT_LOGON
    outcome, _, _ = through(path, rules, *account(path, rf"CONTOSO\{USER}"))
    expect_verdict(outcome, "FORWARD_PROXY_AUTH")
    expect("no token" in outcome.verdict["summary"], outcome)


@suite.test("Negotiate: HEALTHY with a ticket of a real KDC")
def with_negotiate(path):
    with Kdc(path) as kdc:
        keytab = kdc.keytab("HTTP/localhost")
        if os.geteuid() == 0:
            os.chown(keytab, pwd.getpwnam("proxy").pw_uid, -1)
        rules = (f"auth_param negotiate program "
                 f"{helper('negotiate_kerberos_auth')} -k {keytab} "
                 f"-s HTTP/localhost@{REALM}\n" + WANT_LOGON)
        user = f"{TICKET_USER}@{REALM}"
        outcome, log, _ = through(
            path, rules, *account(path, user, TICKET_PASSWORD))
        expect_verdict(outcome, "HEALTHY")
        expect([line for line in log if line[0] == user], log)
        outcome, log, _ = through(path, rules, *account(path, user, "wrong"))
        expect_verdict(outcome, "FORWARD_PROXY_AUTH")
        expect(not [line for line in log if line[3] == "200"], log)


@suite.test("no logon given: FORWARD_PROXY_AUTH")
def no_logon(path):
    outcome, log, said = through(path, basic(path))
    expect_verdict(outcome, "FORWARD_PROXY_AUTH")
    expect("--forward-user" in outcome.verdict["summary"], outcome)
    expect("http.connect" in outcome.verdict["evidence"], outcome)
    expect(len(log) == 1 and "CAS1:" not in said, log, said)


@suite.test("a wrong password: FORWARD_PROXY_AUTH, and it is tried once")
def wrong(path):
    outcome, log, said = through(
        path, basic(path), *account(path, password="wrong"), PLAIN)
    expect_verdict(outcome, "FORWARD_PROXY_AUTH")
    expect(f"refused the logon of {USER} with basic"
           in outcome.verdict["summary"], outcome)
    expect(len(refused_logons(log)) == 1, log)
    expect("CAS1:" not in said, said)


@suite.test("--forward-auth keeps Basic from where NTLM alone is wanted")
def other_scheme(path):
    outcome, log, _ = through(path, basic(path), *account(path), PLAIN,
                              "--forward-auth", "ntlm,negotiate")
    expect_verdict(outcome, "FORWARD_PROXY_AUTH")
    expect("--forward-auth" in outcome.verdict["summary"], outcome)
    expect(not [line for line in log if line[0] == USER], log)


@suite.test("a rule forbids it: FORWARD_PROXY_AUTH, not too sure")
def denied(path):
    outcome, _, _ = through(path, "http_access deny CONNECT\n")
    expect_verdict(outcome, "FORWARD_PROXY_AUTH")
    expect("answered 403" in outcome.verdict["summary"], outcome)
    expect(outcome.verdict["confidence"] <= 0.6, outcome)


@suite.test("nobody listens behind it: TCP_REFUSED, in squid's words")
def refused_behind(path):
    outcome, _, _ = through(path, "", scenario="TCP_REFUSED")
    expect_verdict(outcome, "TCP_REFUSED")
    expect("ERR_CONNECT_FAIL 111" in outcome.verdict["summary"], outcome)


@suite.test("the same behind a logon: the direct way is tried, too")
def refused_behind_logon(path):
    outcome, _, _ = through(path, basic(path), *account(path), PLAIN,
                            scenario="TCP_REFUSED")
    expect_verdict(outcome, "TCP_REFUSED")
    expect(outcome.report["signature"]["VIAPROXY"] == "ref", outcome)


@suite.test("nobody answers behind it: TCP_FILTERED, in squid's words")
def filtered_behind(path):
    outcome, _, _ = through(
        path, "connect_timeout 1 second\nforward_timeout 2 seconds\n",
        "--timeout", "3", scenario="TCP_FILTERED")
    expect_verdict(outcome, "TCP_FILTERED")
    expect("ERR_CONNECT_FAIL 110" in outcome.verdict["summary"], outcome)


@suite.test("it finds no such name: DNS_PROXY_NXDOMAIN, not too sure")
def unknown_behind(path):
    outcome, _, _ = through(path, "", "--proxy", "nobody.contoso.test")
    expect_verdict(outcome, "DNS_PROXY_NXDOMAIN")
    expect("ERR_CANNOT_FORWARD" in outcome.verdict["summary"], outcome)
    expect(outcome.verdict["confidence"] <= 0.6, outcome)


@suite.test("it is gone, and the direct way is open: FORWARD_PROXY_REQUIRED")
def gone(path):
    nobody, = free_ports()
    with Lab(path) as lab:
        outcome = check(lab, "--forward-proxy", f"http://127.0.0.1:{nobody}")
    expect_verdict(outcome, "FORWARD_PROXY_REQUIRED")
    expect(outcome.report["signature"]["VIAPROXY"] == "direct", outcome)


def in_environment(lab, environment, *more, without=()):
    saved = dict(os.environ)
    os.environ.update(environment)
    try:
        options = lab.options_to()
        for name in without:
            at = options.index(name)
            del options[at:at + 2]
        return rpcdiag("check", *options, *more)
    finally:
        os.environ.clear()
        os.environ.update(saved)


@suite.test("https_proxy with a logon, and no_proxy, as curl reads them")
def environment(path):
    with Lab(path) as lab:
        with Squid(path, basic(path)) as squid:
            here = {"https_proxy":
                    f"http://{USER}:{PASSWORD}@127.0.0.1:{squid.port}"}
            outcome = in_environment(lab, here, PLAIN, "-vvv")
            expect(outcome.status == EXIT_STATUS["healthy"], outcome)
            expect(f"through http://127.0.0.1:{squid.port}" in outcome.stdout,
                   outcome)
            expect_hidden(outcome)
            direct = [in_environment(lab, here, "--forward-proxy", "none"),
                      in_environment(lab, {**here, "no_proxy": "localhost"})]
            for outcome in direct:
                expect(outcome.status == EXIT_STATUS["healthy"], outcome)
                expect("through" not in outcome.stdout, outcome)
        expect({line[0] for line in squid.log()} == {"-", USER}, squid.log())


@suite.test("no_proxy is wrong: FORWARD_PROXY_REQUIRED")
def wrongly_excluded(path):
    with Lab(path, "FORWARD_PROXY_REQUIRED") as lab:
        known = lab.options[lab.options.index("--forward-proxy") + 1]
        outcome = in_environment(
            lab, {"https_proxy": known.removeprefix("none,"),
                  "no_proxy": "localhost"}, "--timeout", "3",
            without=["--forward-proxy"])
        expect("FORWARD_PROXY_REQUIRED" in outcome.stdout, outcome)
        outcome = check(lab, "--forward-proxy", known.removeprefix("none,"))
        expect_verdict(outcome, "HEALTHY")


@suite.test("three accounts: squid's, the RPC proxy's, Samba's")
def identities(path):
    with Samba(path) as samba, \
            Lab(path, "HEALTHY", "--backend",
                f"127.0.0.1:{samba.port}") as lab:
        secret = os.path.join(path, "rpc-password")
        with open(os.open(secret, os.O_CREAT | os.O_WRONLY, 0o600), "w",
                  encoding="ascii") as file:
            file.write(Samba.PASSWORD)
        with Squid(path, basic(path)) as squid:
            outcome = check(
                lab, *squid.options, *account(path), PLAIN, "--rpc-user",
                Samba.USER, "--rpc-password-file", secret, "--rpc-auth",
                "ntlm", endpoints=[samba.port])
        cells = [c["facts"]["auth_result"] for c in outcome.report["checks"]
                 if c["rpc_auth"]]
        expect(set(cells) == {"accepted"}, cells, outcome)
        expect({line[0] for line in squid.log()} == {"-", USER}, squid.log())
        said = lab.said()
    front = {line.split("user=")[1].split()[0]
             for line in said.splitlines() if "logon by" in line}
    expect(front == {lab.user}, front, said)
    expect(USER not in said and "logon refused" not in said, said)


if __name__ == "__main__":
    need("squid", "krb5kdc", "openssl", SAMBA_DCERPCD, "smbpasswd",
         helper("basic_ncsa_auth"), helper("ntlm_fake_auth"),
         helper("negotiate_kerberos_auth"))
    suite.main()
