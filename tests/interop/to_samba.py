# SPDX-License-Identifier: Apache-2.0
"""Samba's RPC server behind the lab's RPC proxy: the whole way from rpcdiag's
tunnel to a DCE/RPC server that nobody here wrote, over TLS."""
from harness import Lab, Suite, check, expect, need
from peers import SAMBA_DCERPCD, Samba

need(SAMBA_DCERPCD, "smbpasswd")
suite = Suite()


@suite.test("bind and mgmt calls through a tunnel")
def calls(path):
    with Samba(path) as samba, \
            Lab(path, "HEALTHY", "--backend",
                f"127.0.0.1:{samba.port}") as lab:
        # Samba has accounts of its own; tests/interop/rpc_auth.py has those.
        outcome = check(lab, "--rpc-auth", "none", endpoints=[samba.port])
    checks = outcome.report["checks"]
    for stage in ("tunnel", "bind", "call"):
        passed = [c for c in checks
                  if c["stage"] == stage and c["outcome"] == "pass"]
        expect(passed, f"no {stage} passed:", outcome)
    failed = [c["id"] for c in checks if c["outcome"] == "fail"]
    expect(not failed, "failed:", failed, outcome)
    expect(outcome.verdict["status"] in ("healthy", "degraded"), outcome)


@suite.test("an account that the proxy knows and Samba does not")
def stranger(path):
    with Samba(path) as samba, \
            Lab(path, "HEALTHY", "--backend",
                f"127.0.0.1:{samba.port}") as lab:
        outcome = check(lab, endpoints=[samba.port])
    expect(outcome.verdict["id"] == "RPC_INNER_BAD_CREDENTIALS", outcome)
    # Samba answers without a logon, and people may need no other.
    expect(outcome.verdict["status"] == "degraded", outcome)
    tried = [c for c in outcome.report["checks"]
             if c["rpc_auth"] and c["outcome"] != "skip"]
    expect(len(tried) <= 2, [c["id"] for c in tried], outcome)


if __name__ == "__main__":
    suite.main()
