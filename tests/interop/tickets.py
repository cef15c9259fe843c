# SPDX-License-Identifier: Apache-2.0
"""Tickets instead of a password: a cache, a keytab, the default cache, and the
names of services, with MIT's KDC and the lab's GSSAPI."""
import os

from harness import (Lab, Suite, check, expect, expect_verdict,
                     folder, need, rpcdiag)
from kdc import REALM, USER, Kdc

SERVER = "mbx1.contoso.test"
ODD = ["HTTP/mail.contoso.test", "rpc/mbx1.contoso.test"]
USUAL = ["HTTP/localhost"] + [f"{name}/{SERVER}" for name in (
    "host", "exchangeMDB", "exchangeRFR", "exchangeAB")]
NEGOTIATE = ["--http-auth", "negotiate"]
RPC = ["--rpc-auth", "kerberos"]

suite = Suite()


def asked(lab, *more):
    """The options for this site, but no account."""
    options = lab.options_to()
    for name in ("--user", "--password-file"):
        at = options.index(name)
        del options[at:at + 2]
    return [*options, *more]


class Nobody:
    """A lab whose options name no account, for check()."""

    def __init__(self, lab):
        self.lab = lab

    def options_to(self, *_):
        return asked(self.lab)


def let_in(lab, *options, neg="ok"):
    outcome = check(Nobody(lab), *options)
    expect(outcome.report["signature"].get("NEG") == neg, outcome)
    return outcome


def by_kerberos(lab, outcome):
    expect_verdict(outcome, "HEALTHY")
    cells = {c["facts"]["auth_result"] for c in outcome.report["checks"]
             if c["id"].startswith("auth.")}
    expect(cells == {"accepted"}, cells, outcome)
    expect(f"logon by Kerberos user={USER}@{REALM}" in lab.said(), lab.said())


def site(path, keytab):
    return Lab(path, "HEALTHY.negotiate", "--keytab", keytab)


@suite.test("a ticket cache")
def ccache(path):
    with site(path, usual) as lab:
        by_kerberos(lab, let_in(lab, "--ccache", kdc.ticket("cache"),
                                *NEGOTIATE, *RPC))


@suite.test("a ticket cache, of a named user, by whatever takes tickets")
def ccache_user(path):
    with site(path, usual) as lab:
        by_kerberos(lab, let_in(lab, "--ccache", kdc.ticket("cache"),
                                "--user", USER, *RPC))


@suite.test("the default cache, when Negotiate is asked for")
def default_cache(path):
    with site(path, usual) as lab:
        os.environ["KRB5CCNAME"] = kdc.ticket("default")
        try:
            by_kerberos(lab, let_in(lab, *NEGOTIATE, *RPC))
            before = lab.said().count("logon by Kerberos")
            outcome = check(Nobody(lab), "--http-auth", "auto")
            expect(lab.said().count("logon by Kerberos") == before,
                   "a ticket was used unasked:", outcome)
        finally:
            os.environ["KRB5CCNAME"] = f"{kdc.path}/no-ccache"


@suite.test("a keytab")
def keytab(path):
    with site(path, usual) as lab:
        by_kerberos(lab, let_in(lab, "--keytab", users, "--user", USER,
                                *NEGOTIATE, *RPC))


@suite.test("services of other names: only with --http-spn and --rpc-spn")
def spn(path):
    cache = ["--ccache", kdc.ticket("cache"), *NEGOTIATE, *RPC]
    with site(path, odd) as lab:
        let_in(lab, *cache, neg="e41")  # it has not that key
        let_in(lab, *cache, "--http-spn", "HTTP/nowhere.test", neg="e7")
        by_kerberos(lab, let_in(lab, *cache, "--http-spn", ODD[0],
                                "--rpc-spn", ODD[1]))


@suite.test("no ticket at all is told")
def none(path):
    with site(path, usual) as lab:
        outcome = check(Nobody(lab), "--ccache", f"{path}/none", *NEGOTIATE)
    faults = {c["facts"].get("auth_fault") for c in outcome.report["checks"]}
    expect("credentials" in faults, faults, outcome)


@suite.test("refused: a ticket cache and a password")
def both(path):
    outcome = rpcdiag("check", "--proxy", "localhost:1", "--user", "alice",
                      "--password-file", f"{path}/none", "--ccache", "none")
    expect(outcome.status == 3 and "--ccache" in outcome.stderr, outcome)


if __name__ == "__main__":
    need("krb5kdc", "kadmin.local", "kdb5_util", "kinit")
    with folder() as top, Kdc(top) as kdc:
        usual, odd = kdc.keytab(*USUAL), kdc.keytab(*ODD, name="odd.keytab")
        users = os.path.join(kdc.path, "user.keytab")
        kdc.admin(f"ktadd -norandkey -k {users} {USER}")
        suite.main()
