# SPDX-License-Identifier: Apache-2.0
"""The comparison of mechanisms at a real RPC server: Samba, through the lab's
RPC proxy, as every cell of the matrix."""
import contextlib
import os
import socket
import threading

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


class Deaf:
    """Passes connections on to a server, but for proofs of a password: those
    and what comes behind them it keeps."""

    PROOF = b"NTLMSSP\0\3"

    def __init__(self, port):
        self.to, self.proofs = port, 0
        self.sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self.sockets[0].getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for sock in self.sockets:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                near = self.sockets[0].accept()[0]
                far = socket.create_connection(("127.0.0.1", self.to))
                self.sockets += [near, far]
                for ends in ((near, far, True), (far, near, False)):
                    threading.Thread(target=self.one_way, args=ends,
                                     daemon=True).start()

    def one_way(self, source, target, listening):
        deaf = False
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if listening and self.PROOF in data:
                    deaf = True
                    self.proofs += 1
                if not deaf:
                    target.sendall(data)
            target.shutdown(socket.SHUT_WR)


def unanswered(path, *more):
    """A comparison at two endpoints where nobody answers a proof: (the cell
    that logged on, the one that waited for it, the outcome)"""
    with Samba(path) as samba, Deaf(samba.port) as deaf, \
            Lab(path, "HEALTHY", "--backend", f"127.0.0.1:{deaf.port}") as lab:
        outcome = check(lab, "--rpc-auth", "ntlm", *more,
                        endpoints=[deaf.port, 6004])
    expect(deaf.proofs == 1, deaf.proofs, "proofs", outcome)
    cells = sorted((c for c in outcome.report["checks"] if c["rpc_auth"] and
                    c["id"].startswith("auth.")),
                   key=lambda c: "bind_interface" not in c["facts"])
    expect(len(cells) == 2, outcome)
    asked, waited = cells
    expect(waited["outcome"] == "skip" and
           waited["http"]["status"] == 200 and
           "auth_result" not in waited["facts"], outcome)
    return asked, waited, outcome


@suite.test("who waits for a logon that nobody answers does not log on")
def vain(path):
    asked, waited, outcome = unanswered(path, "--timeout", "4", "-v")
    told = [line for line in outcome.stderr.splitlines()
            if line.startswith("...")]
    expect(told and all(asked["id"] in line for line in told),
           "not told what the run waits for:", outcome)
    expect(asked["facts"]["auth_result"] == "timeout", outcome)
    expect("did not answer" in waited["detail"], outcome)


@suite.test("nor when the run's deadline comes first")
def cut(path):
    _, waited, outcome = unanswered(path, "--deadline", "3")
    expect("deadline" in waited["detail"], outcome)


if __name__ == "__main__":
    suite.main()
