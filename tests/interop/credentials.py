# SPDX-License-Identifier: Apache-2.0
"""Where credentials go, and how often: judged by what the site saw of them,
not by what rpcdiag says of itself."""
import os

from harness import (EXIT_STATUS, Lab, Suite, check, expect, expect_verdict,
                     rpcdiag, secret_file)

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


REFUSING = ("HTTP_BAD_CREDENTIALS", "EXTENDED_PROTECTION_CBT",
            "EXTENDED_PROTECTION_CBT.required", "EXTENDED_PROTECTION_CBT.ntlm",
            "NTLM_CONN_AFFINITY_BROKEN", "IIS_KERNEL_MODE_AUTH")


@suite.test("no account is tried until it is locked, whatever is refused")
def lock_out(path):
    for scenario in REFUSING:
        with Lab(path, scenario) as lab:
            outcome = check(lab)
            refused = lab.said().count("logon refused")
        expect(1 <= refused <= MAX_REFUSED, scenario, refused,
               "refused logons", outcome)


def kerberos_trace(path, user):
    """What MIT Kerberos does about a user, in its own words, where it may ask
    DNS for a KDC and no realm is configured."""
    config = os.path.join(path, "krb5.conf")
    trace = os.path.join(path, "trace")
    with open(config, "w", encoding="ascii") as file:
        file.write("[libdefaults]\n\tdns_lookup_kdc = true\n"
                   "\tdns_lookup_realm = false\n")
    before = dict(os.environ)
    os.environ.update({"KRB5_CONFIG": config, "KRB5_TRACE": trace})
    try:
        with Lab(path, "HEALTHY.negotiate") as lab:
            lab.site["user"] = user
            outcome = check(lab)
    finally:
        os.environ.clear()
        os.environ.update(before)
    expect(outcome.report["signature"]["NEG"] in ("ok", "fail"), outcome)
    if not os.path.exists(trace):
        return ""
    with open(trace, encoding="utf-8", errors="replace") as file:
        return file.read()


@suite.test("Negotiate looks for a KDC only where a realm is known")
def no_kdc(path):
    for user in ("alice", "CONTOSO\\alice"):
        trace = kerberos_trace(path, user)
        expect("DNS" not in trace, user, trace)
    for user in ("alice@contoso.test", "contoso.test\\alice"):
        trace = kerberos_trace(path, user)
        expect("_kerberos" in trace and "CONTOSO.TEST" in trace, user, trace)


def facts_of(outcome, id_):
    return next((c["facts"] for c in outcome.report["checks"]
                 if c["id"] == id_), None)


def add_second(scenario, credx, scope):
    @suite.test(f"{scenario}: a second account is tried once")
    def _(path):
        with Lab(path, scenario) as lab:
            outcome = check(lab)
            refused = lab.refusals()
        expect_verdict(outcome, lab.expect)
        signature = outcome.report["signature"]
        expect(signature.get("CREDX") == credx, outcome)
        expect(signature.get("SCOPE") == scope, outcome)
        expect(facts_of(outcome, "echo.in.second")["auth_user"]
               == "CONTOSO\\carol", outcome)
        expect(all(n <= MAX_REFUSED for n in refused.values()), refused,
               outcome)


add_second("HTTP_BAD_CREDENTIALS.second", "fixes", "host")
add_second("VDIR_ACL_DENIED.second", "fixes", "rpcvdir")


@suite.test("a second account at the RPC server")
def second_rpc(path):
    with Lab(path, "RPC_INNER_BAD_CREDENTIALS.second") as lab:
        outcome = check(lab)
        refused = lab.refusals()
        expect_verdict(outcome, "RPC_INNER_BAD_CREDENTIALS")
        expect(outcome.report["signature"]["CREDX"] == "fixes", outcome)
        expect(refused == {"alice": 1}, refused, outcome)
        outcome = check(lab, "--second-user", "CONTOSO\\dave",
                        "--second-password-file", lab.password_file)
        expect_verdict(outcome, "RPC_INNER_BAD_CREDENTIALS")
        expect(outcome.report["signature"]["CREDX"] == "no", outcome)
        expect(lab.refusals() == {"alice": 2, "dave": 1}, lab.refusals(), outcome)


@suite.test("a second account that is refused, too")
def second_refused(path):
    with Lab(path, "HTTP_BAD_CREDENTIALS") as lab:
        outcome = check(lab, "--second-user", "CONTOSO\\dave",
                        "--second-password-file", lab.password_file)
        refused = lab.refusals()
    expect("CREDX" not in outcome.report["signature"], outcome)
    expect(refused == {"alice": 2, "dave": 1}, refused, outcome)


@suite.test("a second account that is refused here and good elsewhere")
def second_good(path):
    with Lab(path, "VDIR_ACL_DENIED.second") as lab:
        outcome = check(lab, "--user", "nobody", "--second-user",
                        "CONTOSO\\alice", "--second-password-file",
                        lab.password_file)
        refused = lab.refusals()
    expect_verdict(outcome, "VDIR_ACL_DENIED")
    expect(outcome.report["signature"]["CREDX"] == "no", outcome)
    expect(refused == {"nobody": 2}, refused, outcome)


@suite.test("a second account that is the first in another spelling")
def second_same(path):
    with Lab(path, "HTTP_BAD_CREDENTIALS") as lab:
        outcome = check(lab, "--second-user", "Alice@contoso.test",
                        "--second-password-file", lab.password_file)
        refused = lab.refusals()
    expect(refused == {"alice": 2}, refused, outcome)


def add_form(scenario, name):
    @suite.test(f"{scenario}: the name in full is tried, and works")
    def _(path):
        with Lab(path, scenario) as lab:
            # The lab's NTLM does not take the realm in the capitals that
            # Negotiate writes it in.
            outcome = check(lab, "--rpc-auth", "ntlm")
            refused = lab.refusals()
        expect_verdict(outcome, "HTTP_BASIC_DOMAIN_FORM")
        expect(outcome.verdict["status"] == "degraded", outcome)
        expect(facts_of(outcome, "echo.in.form")["auth_user"] == name, outcome)
        expect(outcome.report["signature"]["E6004"] == "ok", outcome)
        expect(refused == {"alice": 1}, refused, outcome)


add_form("HTTP_BASIC_DOMAIN_FORM", "alice@contoso.test")
add_form("HTTP_BASIC_DOMAIN_FORM.ntlm", "CONTOSO\\alice")


@suite.test("a bare name and a wrong password: two refusals, and no more")
def form_refused(path):
    for scenario in ("HTTP_BASIC_DOMAIN_FORM", "HTTP_BASIC_DOMAIN_FORM.ntlm",
                     "HTTP_BASIC_DOMAIN_FORM.b"):
        with Lab(path, scenario) as lab:
            outcome = check(lab, "--password-file",
                            secret_file(path, "not this"))
            refused = lab.refusals()
        os.unlink(os.path.join(path, "password"))
        expect(refused == {"alice": 2}, scenario, refused, outcome)
        expect_verdict(outcome, "HTTP_BAD_CREDENTIALS")
        if not scenario.endswith(".b"):
            expect(outcome.report["signature"]["NAMEALT"] == "no", outcome)


if __name__ == "__main__":
    suite.main()
