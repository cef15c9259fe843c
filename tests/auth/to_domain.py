# SPDX-License-Identifier: Apache-2.0
"""Every mechanism and level of DCE/RPC security against Samba's AD domain
controller, and every way for a logon to fail told apart."""
import os
import socket

import harness_path  # noqa: F401
import namespace
from harness import RPCDIAG, Suite, expect, folder, need, run
from domain import HOST, PASSWORD, REALM, USER, Domain, krb5_conf
from probes import Held, run_probe

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
CONNECT, PACKET, INTEGRITY, PRIVACY = 2, 4, 5, 6
LEVELS = (CONNECT, PACKET, INTEGRITY, PRIVACY)

suite = Suite()


def probe(mechanism, level, environment=None, port=135, **keys):
    """One association with one call; how it ended."""
    keys = {"user": USER, "host": HOST, **keys}
    if "ccache" not in keys and "keytab" not in keys:
        keys.setdefault("password", PASSWORD)
    return run_probe("rpc_auth_probe", "127.0.0.1", port, mechanism, level,
                     environment=environment, **keys)


def expect_proven(outcome):
    expect(outcome.event == "reply" and outcome.proven == "1", outcome)


def add_level(mechanism, level, name, **keys):
    @suite.test(f"{name} at level {level}: a verified reply")
    def verified(_):
        expect_proven(probe(mechanism, level, **keys))


for mechanism in ("ntlm", "negotiate", "kerberos"):
    for level in LEVELS:
        # nothing is signed at connect, so NTLM proves nothing there
        if (mechanism, level) != ("ntlm", CONNECT):
            add_level(mechanism, level, mechanism)
for level in LEVELS:
    add_level("negotiate", level, "negotiate with NTLM inside",
              host="unknown.contoso.test")


@suite.test("NTLM at connect: a reply that proves nothing")
def ntlm_connect(_):
    for password in (PASSWORD, "wrong"):
        outcome = probe("ntlm", CONNECT, password=password)
        expect(outcome.event == "reply" and outcome.proven == "0", outcome)


@suite.test("none: a reply that proves nothing")
def none(_):
    outcome = probe("none", 0)
    expect(outcome.event == "reply" and outcome.proven == "0", outcome)


@suite.test("an association is joined while it lives, by whomever")
def association(_):
    expect(probe("none", 0).group != "00000000", probe("none", 0))
    for level, mechanism in (0, "none"), (PRIVACY, "ntlm"):
        with Held("rpc_auth_probe", "127.0.0.1", 135, mechanism, level,
                  user=USER, host=HOST, password=PASSWORD) as first:
            expect(first.event == "reply", first)
            joined = probe(mechanism, level, group=first.group)
            expect(joined.event == "reply" and joined.group == first.group,
                   first, joined)
            fresh = probe(mechanism, level)
            expect(fresh.event == "reply" and fresh.group != first.group,
                   first, fresh)
            stray = probe(mechanism, level, group="0badbad0")
            expect(stray.event == "nak" and stray.reason == "0", stray)
    late = probe("none", 0, group=first.group)
    expect(late.event == "nak", first, late)


@suite.test("every form of the user's name")
def user_forms(_):
    for mechanism in ("ntlm", "negotiate", "kerberos"):
        for user in (USER, f"CONTOSO\\{USER}", f"{USER}@{REALM}",
                     f"{USER}@{REALM.lower()}", f"{REALM.lower()}\\{USER}"):
            expect_proven(probe(mechanism, INTEGRITY, user=user))


@suite.test("tickets of a credentials cache, keys of a keytab")
def stored(path):
    ccache = os.path.join(path, "ccache")
    domain.ticket(ccache)
    keytab = domain.user_keytab()
    for mechanism in ("kerberos", "negotiate"):
        expect_proven(probe(mechanism, PRIVACY, user=None, ccache=ccache))
        expect_proven(probe(mechanism, PRIVACY, keytab=keytab))
        expect_proven(probe(mechanism, PRIVACY, {"KRB5CCNAME": ccache},
                            user=None, password=None))


@suite.test("an SPN given whole")
def spn(_):
    for name in (f"host/{HOST}", f"host/{HOST}@{REALM}"):
        expect_proven(probe("kerberos", PRIVACY, spn=name))


@suite.test("a wrong password")
def wrong_password(_):
    outcome = probe("kerberos", PACKET, password="wrong")
    expect(outcome.fault == "wrong password", outcome)
    for mechanism in ("ntlm", "negotiate"):
        outcome = probe(mechanism, PACKET, password="wrong")
        expect(outcome.event == "refused" and outcome.proven == "0", outcome)


@suite.test("an unknown user")
def unknown_user(_):
    outcome = probe("kerberos", PACKET, user="nobody")
    expect(outcome.fault == "unknown user", outcome)
    for mechanism in ("ntlm", "negotiate"):
        outcome = probe(mechanism, PACKET, user="nobody")
        expect(outcome.event == "refused" and outcome.proven == "0", outcome)


@suite.test("a disabled account")
def disabled(_):
    domain.tool("user", "create", "gone", PASSWORD)
    domain.tool("user", "disable", "gone")
    outcome = probe("kerberos", PACKET, user="gone")
    expect(outcome.fault.startswith("account disabled"), outcome)


@suite.test("an unknown service principal name")
def unknown_spn(_):
    for name in (f"exchangeMDB/{HOST}", "host/nowhere.contoso.test"):
        outcome = probe("kerberos", PACKET, spn=name)
        expect(outcome.fault == "unknown service principal name", outcome)


@suite.test("a service that has another key: its ticket cannot be read")
def other_key(_):
    domain.tool("user", "create", "other", PASSWORD)
    domain.tool("spn", "add", "exchangeRFR/other.contoso.test", "other")
    outcome = probe("kerberos", PACKET, spn="exchangeRFR/other.contoso.test")
    expect(outcome.event in ("nak", "no-token"), outcome)


@suite.test("no credentials at all")
def no_credentials(path):
    for keys in ({"password": None, "user": None},
                 {"keytab": os.path.join(path, "none")},
                 {"ccache": os.path.join(path, "none"), "user": None}):
        outcome = probe("kerberos", PACKET,
                        {"KRB5CCNAME": os.path.join(path, "default")}, **keys)
        expect(outcome.fault == "no credentials to use", outcome)


@suite.test("clocks an hour apart, at the KDC and at the server")
def clocks(path):
    ccache = os.path.join(path, "ccache")
    domain.ticket(ccache)
    expect_proven(probe("kerberos", PACKET, user=None, ccache=ccache))
    environment = {
        "LD_PRELOAD": FAKETIME, "FAKETIME": "+1h",
        "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0",
        "KRB5_CONFIG": krb5_conf(path, "krb5.conf",
                                 more="kdc_timesync = 0")}
    for keys in ({}, {"user": None, "ccache": ccache}):
        outcome = probe("kerberos", PACKET, environment, **keys)
        expect(outcome.fault == "clocks differ too much", outcome)


@suite.test("no KDC: nobody listens, or none is known")
def no_kdc(path):
    for kdc, user in (("127.0.0.1:9", USER), ("nowhere.invalid", USER),
                      ("127.0.0.1", f"{USER}@ELSEWHERE.TEST")):
        outcome = probe("kerberos", PACKET, {
            "KRB5_CONFIG": krb5_conf(path, "krb5.conf", kdc)}, user=user)
        expect(outcome.fault == "no KDC reached", outcome)


@suite.test("a KDC that never answers holds nothing else up")
def silent_kdc(path):
    with socket.socket() as tcp, \
            socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        udp.bind(tcp.getsockname())
        port = tcp.getsockname()[1]
        outcome = probe("kerberos", PACKET, {
            "KRB5_CONFIG": krb5_conf(path, "krb5.conf", f"127.0.0.1:{port}")},
            patience=2)
        expect(outcome.event == "timeout", outcome)
        # the loop went on meanwhile, and the program ended in time
        expect(int(outcome.ticks) >= 15, outcome)


@suite.test("a reply that was changed on the way is not believed")
def tampered(_):
    for mechanism in ("ntlm", "negotiate", "kerberos"):
        for level in (PACKET, INTEGRITY, PRIVACY):
            outcome = probe(mechanism, level, tampered=1)
            expect(outcome.event == "unverified", mechanism, level, outcome)


@suite.test("a reply without its verifier is not believed")
def stripped(_):
    for mechanism in ("ntlm", "negotiate", "kerberos"):
        outcome = probe(mechanism, PACKET, stripped=1)
        expect(outcome.event == "unsigned", mechanism, outcome)


LSARPC = "12345778-1234-abcd-ef00-0123456789ab"
UNKNOWN = "00000000-1111-2222-3333-444444444444"


def ping(*words):
    return run([RPCDIAG, "ping", "-t", "ncacn_ip_tcp", "-s", "127.0.0.1",
                "-I", f"{USER},{REALM},{PASSWORD}", "-N", f"host/{HOST}",
                *words])


@suite.test("rpcdiag ping: the endpoint mapper finds the port of an interface")
def mapped(_):
    for words in ([], ["-u", "kerberos", "-a", "privacy"],
                  ["-u", "10", "-a", "integrity"], ["-u", "9", "-a", "pkt"]):
        outcome = ping("-f", f"{LSARPC},0", "-i", "10", "-v", "3", *words)
        expect(outcome.status == 0, outcome)
        expect("Completed 10 calls in " in outcome.stdout, outcome)
        expect("ept_map" in outcome.stdout, outcome)


@suite.test("rpcdiag ping: an interface nobody registered is exception 1753")
def unmapped(_):
    outcome = ping("-f", f"{UNKNOWN},1")
    expect(outcome.status == 2, outcome)
    expect(outcome.stdout.startswith("Exception 1753 (0x000006D9)"), outcome)


@suite.test("rpcdiag ping: without -e and -f it is the endpoint mapper's own")
def mapper(_):
    outcome = ping("-u", "16", "-a", "privacy")
    expect(outcome.status == 0, outcome)


if __name__ == "__main__":
    need("samba", "samba-tool", "kinit", "unshare", "ip")
    namespace.enter()
    with folder() as top, Domain(top) as domain:
        suite.main()
