# SPDX-License-Identifier: Apache-2.0
"""Samba's endpoint mapper behind the lab's RPC proxy: what rpcdiag asks of it
on 593, and that it reads the answer. In a network of its own, since the mapper
takes port 135 and no other."""
import os
import sys

sys.path.insert(0, os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "..", "auth"))
import namespace
from harness import Lab, Suite, check, expect, need
from peers import SAMBA_DCERPCD, Samba

suite = Suite()


@suite.test("ept_lookup of Samba's endpoint mapper through a tunnel")
def lookup(path):
    with Samba(path, "rpcd_epmapper"), \
            Lab(path, "HEALTHY.mapper", "--backend", "127.0.0.1:135") as lab:
        # Samba has accounts of its own; tests/interop/rpc_auth.py has those.
        outcome = check(lab, "--rpc-auth", "none", endpoints=[593])
    checks = {c["id"]: c for c in outcome.report["checks"]}
    expect(checks["interface.593.epm"]["outcome"] == "pass", outcome)
    call = checks["call.593.ept_lookup"]
    expect(call["facts"]["call_result"] == "ok", call, outcome)


if __name__ == "__main__":
    need(SAMBA_DCERPCD, "smbpasswd", "unshare", "ip")
    namespace.enter()
    suite.main()
