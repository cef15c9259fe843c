# SPDX-License-Identifier: Apache-2.0
"""rpcdiag itself against Samba's AD domain controller: every mechanism and
level through the lab's RPC proxy, and every way for Kerberos to fail told
apart, in the report's facts and in its words."""
import os
import re

import harness_path  # noqa: F401
import namespace
from harness import Lab, Suite, check, expect, folder, need, rpcdiag
from domain import PASSWORD, USER, Domain, krb5_conf

SERVER = "mbx1.contoso.test"
SERVICES = [f"{name}/{SERVER}" for name in (
    "exchangeMDB", "exchangeRFR", "exchangeAB")]
LEVELS = ("connect", "packet", "integrity", "privacy")
FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
OTHER = "An0ther.one"  # what the front end takes the password to be
MAX_REFUSED = 2

suite = Suite()


def secret(path, name, text):
    name = os.path.join(path, name)
    with open(os.open(name, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600),
              "w", encoding="ascii") as file:
        file.write(f"{text}\n")
    return name


def site(path):
    """The controller's endpoint mapper behind the lab's RPC proxy."""
    return Lab(path, "HEALTHY", "--backend", "127.0.0.1:135",
               "--user", f"CONTOSO\\{USER}",
               "--password-file", secret(path, "lab", PASSWORD))


def cells(outcome):
    return {(c["endpoint"], c["rpc_auth"], c["rpc_level"]): c
            for c in outcome.report["checks"]
            if "auth_result" in c["facts"]}


def expect_words(lab, words, *options):
    """What the whole text report says, without its lines and times."""
    said = rpcdiag("check", *lab.options_to(), *options, "-v")
    text = re.sub(r"<?\d+ ms\n", "\n", said.stdout)
    expect(words in " ".join(text.split()), words, said)


@suite.test("three mechanisms, four levels, three services: verified replies")
def matrix(path):
    with site(path) as lab:
        outcome = check(lab, "--rpc-auth", "ntlm,negotiate,kerberos",
                        "--rpc-level", ",".join(LEVELS))
    got = cells(outcome)
    expect(len(got) == 36, len(got), outcome)
    for (endpoint, mechanism, level), cell in got.items():
        unsigned = (mechanism, level) == ("ntlm", "connect")
        expect(cell["facts"].get("auth_result")
               == ("unproven" if unsigned else "accepted"),
               endpoint, mechanism, level, outcome)
    for port in lab.endpoints:  # and without a logon
        call = [c for c in outcome.report["checks"] if c["stage"] == "call"
                and c["endpoint"] == port and c["outcome"] == "pass"]
        expect(call, "no call to", port, outcome)
    expect(outcome.verdict["id"] == "HEALTHY", outcome)


@suite.test("Negotiate with NTLM inside, where no KDC can be reached")
def inner_ntlm(path):
    config = {"KRB5_CONFIG": krb5_conf(path, "krb5.conf", "127.0.0.1:9")}
    with site(path) as lab, environment(config):
        outcome = check(lab, "--rpc-auth", "negotiate,kerberos",
                        "--rpc-level", ",".join(LEVELS), endpoints=[6001])
        expect_words(lab, "no KDC was reached for administrator@CONTOSO.TEST",
                     "--rpc-auth", "kerberos", "--endpoints", "6001")
        # Samba takes no unsigned NTLM inside Negotiate: a fault of status 1
        expect_words(lab, "fault: at connect some servers (Samba)",
                     "--rpc-auth", "negotiate", "--rpc-level",
                     "connect,packet", "--endpoints", "6001")
    for (_, mechanism, level), cell in cells(outcome).items():
        facts = cell["facts"]
        want = "fault" if level == "connect" else "accepted"
        if mechanism == "negotiate":
            expect(facts.get("auth_result") == want, level, outcome)
        else:
            expect(facts.get("auth_fault") == "kdc", outcome)
    expect(outcome.verdict["status"] == "healthy", outcome)


class environment:
    """Variables for the programs that are started inside the with block."""

    def __init__(self, variables):
        self.variables = variables

    def __enter__(self):
        self.before = dict(os.environ)
        os.environ.update(self.variables)

    def __exit__(self, *_):
        os.environ.clear()
        os.environ.update(self.before)


def add_fault(title, words, fault, number, verdict, user=USER,
              password=PASSWORD, server=SERVER, variables=None):
    """One cell with Kerberos alone fails in one way."""
    @suite.test(f"{title}: told, and told apart")
    def told(path):
        with site(path) as lab, environment(
                variables(path) if variables else {}):
            options = ["--rpc-user", user, "--rpc-password-file",
                       secret(path, "rpc", password), "--rpc-auth",
                       "kerberos", "--endpoints", "6001", "--insecure"]
            outcome = check(lab, *options, endpoints=[6001])
            expect_words(lab, words, *options)
        cell = cells(outcome)[6001, "kerberos", "privacy"]["facts"]
        expect(cell.get("auth_fault") == fault, cell, outcome)
        expect(cell.get("kerberos_error") == number, cell, outcome)
        expect(outcome.verdict["id"] == verdict, outcome)


add_fault("a wrong password",
          f"the KDC refuses the password of {USER}",
          "password", 24, "RPC_INNER_BAD_CREDENTIALS", password="wrong")
add_fault("an unknown user", "the KDC does not know the user nobody",
          "user", 6, "RPC_INNER_BAD_CREDENTIALS", user="nobody")
add_fault("a disabled account",
          "the account is disabled, locked out or expired",
          "account", 18, "RPC_INNER_BAD_CREDENTIALS", user="gone")
add_fault("clocks an hour apart", "the clocks differ too much",
          "clock", 37, "KRB_CLOCK_SKEW", variables=lambda path: {
              "LD_PRELOAD": FAKETIME, "FAKETIME": "+1h",
              "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0",
              "KRB5_CONFIG": krb5_conf(path, "krb5.conf",
                                       more="kdc_timesync = 0")})
add_fault("no KDC", "no KDC was reached for administrator@CONTOSO.TEST",
          "kdc", None, "HEALTHY", user=f"{USER}@CONTOSO.TEST",
          variables=lambda path: {
              "KRB5_CONFIG": krb5_conf(path, "krb5.conf", "127.0.0.1:9")})


@suite.test("an unknown service: told, and told apart")
def unknown_service(path):
    domain.tool("spn", "delete", f"exchangeRFR/{SERVER}", "DC1$")
    options = ["--rpc-auth", "kerberos,ntlm"]
    try:
        with site(path) as lab:
            outcome = check(lab, *options)
            expect_words(lab, "the KDC does not know the service "
                         f"exchangeRFR/{SERVER}", *options)
    finally:
        domain.tool("spn", "add", f"exchangeRFR/{SERVER}", "DC1$")
    cell = cells(outcome)[6002, "kerberos", "privacy"]["facts"]
    expect(cell.get("auth_fault") == "target", cell)
    expect(cell.get("auth_spn") == f"exchangeRFR/{SERVER}", cell)
    expect(cell.get("kerberos_error") == 7, cell)
    expect(outcome.verdict["id"] == "KRB_SPN_MISSING", outcome)


def add_oracle(title, user, verdict, symbol, password=PASSWORD):
    """The front end says 401 and no more; the KDC knows why."""
    @suite.test(f"a KDC as oracle: {title}")
    def oracle(path):
        with Lab(path, "HEALTHY", "--password-file",
                 secret(path, "lab", OTHER)) as lab:
            outcome = check(lab, "--user", f"CONTOSO\\{user}",
                            "--password-file", secret(path, "own", password))
        expect(outcome.report["signature"]["KDC"] == symbol, outcome)
        expect(outcome.verdict["id"] == verdict, outcome)
        expect(outcome.verdict["confidence"] >= 0.8 or symbol == "ok",
               outcome)
        refused = lab.said().count("logon refused") + (symbol == "24")
        expect(refused <= MAX_REFUSED, refused, "refused", outcome)


add_oracle("a disabled account", "gone", "HTTP_ACCOUNT_RESTRICTED", "18")
add_oracle("an expired account", "past", "HTTP_ACCOUNT_RESTRICTED", "18")
add_oracle("a password that has to be changed", "old",
           "HTTP_ACCOUNT_RESTRICTED", "23")
add_oracle("a wrong password", "fine", "HTTP_BAD_CREDENTIALS", "24",
           password="wrong")
add_oracle("an unknown user", "nobody", "HTTP_BAD_CREDENTIALS", "6")


@suite.test("a KDC of another realm is not asked")
def foreign_realm(path):
    with Lab(path, "HEALTHY", "--password-file",
             secret(path, "lab", OTHER)) as lab:
        outcome = check(lab, "--user", "fine@fabrikam.test",
                        "--password-file", secret(path, "own", PASSWORD))
    expect("KDC" not in outcome.report["signature"], outcome)


if __name__ == "__main__":
    need("samba", "samba-tool", "kinit", "unshare", "ip")
    namespace.enter()
    with folder() as top, Domain(top) as domain:
        for service in SERVICES:
            domain.tool("spn", "add", service, "DC1$")
        for name in ("gone", "old", "past", "fine"):
            domain.tool("user", "create", name, PASSWORD, *(
                ["--must-change-at-next-login"] if name == "old" else []))
        domain.tool("user", "disable", "gone")
        domain.tool("user", "setexpiry", "past", "--days=-1")
        suite.main()
