# SPDX-License-Identifier: Apache-2.0
"""Kerberos at the lab: tickets of a real KDC, to both layers, by rpcdiag and
by Samba's client. impacket's AP-REQ is of DCE style inside a GSSAPI header,
which Windows takes and MIT's acceptor does not (1.20)."""
import json
import os
import sys

from raw import Client  # noqa: F401  sets the path for the next lines
from foreign import ended_well
from foreign_clients import SAMBA, SMB_CONF
from harness import (Lab, Suite, check, expect, folder, need,
                     run, secret_file)
from kdc import PASSWORD, REALM, USER, Kdc

SERVER = "mbx1.contoso.test"
WEB = "HTTP/localhost"
SERVICES = [WEB] + [f"{name}/{SERVER}" for name in (
    "host", "exchangeMDB", "exchangeRFR", "exchangeAB")]
LEVELS = ("connect", "packet", "integrity", "privacy")

suite = Suite()

def site(path, scenario="HEALTHY.negotiate", *options, domain="CONTOSO"):
    """A lab that takes tickets; alice's password is the KDC's."""
    return Lab(path, scenario, "--keytab", keytab, "--user",
               f"{domain}\\{USER}", "--password-file",
               secret_file(path, PASSWORD), *options)


def cells(outcome):
    return {(c["endpoint"], c["rpc_auth"], c["rpc_level"]):
            c["facts"]["auth_result"]
            for c in outcome.report["checks"] if "auth_result" in c["facts"]}


@suite.test("rpcdiag: both layers, both types, every level and endpoint")
def both_layers(path):
    with site(path) as lab:
        outcome = check(lab, "--user", USER, "--rpc-auth",
                        "kerberos,negotiate", "--rpc-level", ",".join(LEVELS),
                        "--deadline", "150", seconds=300)
        got = cells(outcome)
        expect(len(got) == 24 and set(got.values()) == {"accepted"}, outcome)
        expect(outcome.report["signature"]["NEG"] == "ok", outcome)
        tickets = lab.said().count(f"logon by Kerberos user={USER}@{REALM}")
        # each cell has two channels and its own logon
        expect(tickets >= 3 * len(got), tickets, lab.said())
        ended_well(lab)
    expect(outcome.verdict["id"] == "HEALTHY", outcome)


@suite.test("rpcdiag: a refused type 16 is a missing provider")
def without_keytab(path):
    with Lab(path, "HEALTHY", "--user", f"CONTOSO\\{USER}",
             "--password-file", secret_file(path, PASSWORD)) as lab:
        outcome = check(lab, "--user", USER, "--rpc-auth", "kerberos,ntlm")
    expect(cells(outcome)[6001, "kerberos", "privacy"] == "provider_unknown",
           outcome)
    expect(outcome.report["signature"]["SWEEP"] == "no16", outcome)


# Type 16 and Kerberos in type 9, as Samba's client speaks them.
for package in ("krb5", "spnego"):
    for level in ("connect", "packet", "sign", "seal"):
        @suite.test(f"Samba: Kerberos [{package},{level}]")
        def samba(path, flags=f"{package},{level},"):
            settings = os.path.join(path, "smb.conf")
            with open(settings, "w", encoding="ascii") as file:
                file.write(SMB_CONF.format(path))
                file.write(f"realm = {REALM}\n"
                           "client use kerberos = desired\n")
            with site(path, "HEALTHY", domain=REALM) as lab:
                done = run([sys.executable, "-c", SAMBA, json.dumps(lab.site),
                            settings, flags, "50"])
                expect(done.stdout.endswith("done\n"), done, lab.said())
                expect("logon by Kerberos" in lab.said(), lab.said())
                ended_well(lab)


if __name__ == "__main__":
    need("krb5kdc", "kadmin.local", "kdb5_util", "kinit")
    with folder() as top, Kdc(top) as kdc:
        keytab = kdc.keytab(*SERVICES)
        suite.main()
