# SPDX-License-Identifier: Apache-2.0
"""The comparison of mechanisms at a real RPC server: Samba, through the lab's
RPC proxy, as every cell of the matrix."""
import os

from harness import Lab, Suite, check, expect, need
from peers import SAMBA_DCERPCD, Samba

need(SAMBA_DCERPCD, "smbpasswd")
suite = Suite()

# Measured with Samba 4.17. NTLM at connect is taken from anybody; with SPNEGO
# there Samba answers fault 1, because MIT's SPNEGO insists on integrity.
RIGHT = {
    ("ntlm", "connect"): "unproven",
    ("negotiate", "connect"): "fault",
}
LEVELS = ("connect", "packet", "integrity", "privacy")


def cells(path, password):
    """{(mechanism, level): check} of one comparison."""
    secret = os.path.join(path, "rpc-password")
    with open(os.open(secret, os.O_CREAT | os.O_WRONLY, 0o600), "w",
              encoding="ascii") as file:
        file.write(password)
    with Samba(path) as samba, \
            Lab(path, "HEALTHY", "--backend",
                f"127.0.0.1:{samba.port}") as lab:
        outcome = check(
            lab, "--rpc-user", Samba.USER, "--rpc-password-file", secret,
            "--rpc-auth", "ntlm,negotiate",
            "--rpc-level", "connect,pkt,integrity,privacy",
            endpoints=[samba.port])
    return {(c["rpc_auth"], c["rpc_level"]): c
            for c in outcome.report["checks"] if c["rpc_auth"]}, outcome


@suite.test("NTLM and Negotiate at every level")
def right(path):
    got, outcome = cells(path, Samba.PASSWORD)
    for mech in ("ntlm", "negotiate"):
        for level in LEVELS:
            want = RIGHT.get((mech, level), "accepted")
            expect(got[mech, level]["facts"].get("auth_result") == want,
                   f"{mech} {level}: wanted {want},", outcome)


@suite.test("a wrong password is tried once")
def wrong(path):
    got, outcome = cells(path, "not" + Samba.PASSWORD)
    tried = [c for c in got.values() if c["outcome"] != "skip"]
    expect(len(tried) == 1, "tried", len(tried), "times", outcome)
    expect(tried[0]["facts"].get("auth_result") in
           ("token_refused", "denied"), outcome)


if __name__ == "__main__":
    suite.main()
