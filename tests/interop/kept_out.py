# SPDX-License-Identifier: Apache-2.0
"""Who counts and lets nobody in any more, and who is no RPC proxy at all.

A device that bans an address in the middle of a run, a limit that answers 429
(nginx), and a web server that knows GET alone (openssl s_server -www, silent
to all other methods) say nothing of tunnels: none may be told of.
"""
import subprocess

from harness import (Lab, Process, Suite, check, expect, expect_verdict,
                     free_ports, need, wait_for_port)
import peers
from relay import Relay

need("openssl", "nginx")
suite = Suite()


class Www(Process):
    """openssl s_server -www: a page for GET and not a byte for others."""

    def __init__(self, path):
        self.port, = free_ports()
        self.ca_file, key = peers.certificate(path)
        super().__init__(
            ["openssl", "s_server", "-accept", f"127.0.0.1:{self.port}", "-cert",
             self.ca_file, "-key", key, "-www", "-quiet"],
            path, stdout=subprocess.DEVNULL)
        wait_for_port(self.port, self)

    @property
    def url(self):
        return f"https://localhost:{self.port}/rpc/rpcproxy.dll"

    @property
    def options(self):
        return ["--resolve", f"localhost:{self.port}:127.0.0.1"]


@suite.test("no connection any more, in the middle of a run")
def banned(path):
    with Lab(path) as lab, Relay(lab, most=14) as relay:
        outcome = check(lab, front=relay)
    expect_verdict(outcome, "UNKNOWN")
    expect(not outcome.report["findings"], outcome.report["findings"])
    expect("stopped taking connections" in outcome.verdict["summary"],
           outcome.verdict["summary"])
    unopened = [c for c in outcome.report["checks"]
                if c["facts"].get("connect_end")]
    expect(len(unopened) >= 5, len(unopened))
    for c in unopened:
        expect(c["outcome"] == "skip", c["id"], c["outcome"])


@suite.test("429 to everything")
def limited(path):
    with Lab(path) as lab:
        with peers.Nginx(path, lab.port, lines="return 429;") as nginx:
            outcome = check(lab, front=nginx)
    expect_verdict(outcome, "UNKNOWN")
    expect("429 Too Many Requests" in outcome.verdict["summary"],
           outcome.verdict["summary"])


@suite.test("a web server that knows GET alone")
def get_alone(path):
    with Lab(path) as lab, Www(path) as www:
        outcome = check(lab, front=www)
    expect_verdict(outcome, "RPC_VDIR_MISSING")
    expect(outcome.verdict["confidence"] <= 0.6, outcome.verdict)


if __name__ == "__main__":
    suite.main()
