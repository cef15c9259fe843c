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
        outcome = check(lab, endpoints=[samba.port])
    checks = outcome.report["checks"]
    for stage in ("tunnel", "bind", "call"):
        passed = [c for c in checks
                  if c["stage"] == stage and c["outcome"] == "pass"]
        expect(passed, f"no {stage} passed:", outcome)
    failed = [c["id"] for c in checks if c["outcome"] == "fail"]
    expect(not failed, "failed:", failed, outcome)
    expect(outcome.verdict["status"] in ("healthy", "degraded"), outcome)


if __name__ == "__main__":
    suite.main()
