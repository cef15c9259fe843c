# SPDX-License-Identifier: Apache-2.0
"""Where reports go: files, terminals, pipes; and what a signal leaves."""
import json
import os
import pty
import signal
import subprocess

import harness_path  # noqa: F401
from harness import RPCDIAG, Suite, expect, run
from peer import Peer

suite = Suite()

# A target that answers at once: nobody listens there.
CLOSED = [RPCDIAG, "check", "--proxy", "127.0.0.1:1", "--deadline", "60"]


def names(path):
    return sorted(os.listdir(path))


@suite.test("--output writes the file alone, stdout stays empty")
def to_file(path):
    name = os.path.join(path, "report.json")
    outcome = run([*CLOSED, "--format", "json", "--output", name])
    expect(outcome.status == 2 and outcome.stdout == "", outcome)
    with open(name, encoding="utf-8") as file:
        expect(json.load(file)["schema_version"] == 1)
    expect(names(path) == ["report.json"], names(path))


@suite.test("--output replaces a file and keeps its mode")
def replaces(path):
    name = os.path.join(path, "report")
    with open(name, "w", encoding="ascii") as file:
        file.write("old\n")
    os.chmod(name, 0o640)
    before = os.stat(name).st_ino
    run([*CLOSED, "--output", name])
    after = os.stat(name)
    expect(after.st_ino != before, "written in place")
    expect(after.st_mode & 0o777 == 0o640, oct(after.st_mode))
    expect(names(path) == ["report"], names(path))


@suite.test("--output follows a symbolic link")
def follows_link(path):
    name = os.path.join(path, "report")
    link = os.path.join(path, "link")
    with open(name, "w", encoding="ascii") as file:
        file.write("old\n")
    os.symlink("report", link)
    run([*CLOSED, "--output", link])
    expect(os.path.islink(link), "the link was replaced")
    with open(name, encoding="utf-8") as file:
        expect(file.read() != "old\n", "the file was not written")


@suite.test("--output to a device writes to it and leaves it there")
def device(_):
    before = os.stat("/dev/null")
    outcome = run([*CLOSED, "--output", "/dev/null"])
    expect(outcome.status == 2, outcome)
    expect(os.stat("/dev/null").st_ino == before.st_ino, "replaced")
    outcome = run([*CLOSED, "--output", "/dev/full"])
    expect(outcome.status == 3 and "/dev/full" in outcome.stderr, outcome)


@suite.test("--output - is stdout")
def dash(_):
    outcome = run([*CLOSED, "--output", "-"])
    expect(outcome.status == 2 and outcome.stdout, outcome)


@suite.test("--output that cannot be is refused before anything is tested")
def impossible(path):
    with Peer() as peer:
        for name in (os.path.join(path, "no", "report"), path):
            outcome = run([RPCDIAG, "check", "--proxy",
                           f"127.0.0.1:{peer.port}", "--output", name])
            expect(outcome.status == 3 and outcome.stdout == "", outcome)
            expect(name in outcome.stderr, outcome)
            expect(len(outcome.stderr.splitlines()) == 1, outcome)
        expect(not peer.connected.is_set(), "the target was connected to")


@suite.test("a closed pipe is an error, not a signal")
def closed_pipe(_):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(CLOSED, stdin=subprocess.DEVNULL, stdout=writer,
                          stderr=subprocess.PIPE, timeout=30, check=False)
    os.close(writer)
    expect(done.returncode == 3, done)
    expect(b"standard output: cannot be written" in done.stderr, done)


@suite.test("no progress where stderr is no terminal; -v asks for it")
def progress(_):
    expect(run(CLOSED).stderr == "", "progress in a log file")
    expect("tcp" in run([*CLOSED, "-v"]).stderr, "no progress with -v")
    expect(run([*CLOSED, "-q"]).stderr == "", "progress with -q")
    lines = run([*CLOSED, "-v"]).stderr.splitlines()
    expect(sum("tcp.1" in line for line in lines) == 1, "not once:", lines)
    expect("rpcdiag: tcp.1:" in run([*CLOSED, "-vv"]).stderr, "no log")


def add_signal(signum):
    @suite.test(f"{signum.name}: the partial report is printed, status 130")
    def _(path):
        name = os.path.join(path, "report")
        with Peer() as peer, subprocess.Popen(
                [RPCDIAG, "check", "--proxy", f"127.0.0.1:{peer.port}",
                 "--timeout", "90", "--deadline", "90", "--format", "json",
                 "--output", name],
                stdin=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
            expect(peer.connected.wait(60), "no connection")
            process.send_signal(signum)
            try:
                status = process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                expect(False, "goes on after the signal")
            expect(status == 130, status, process.stderr.read())
        with open(name, encoding="utf-8") as file:
            checks = json.load(file)["checks"]
        expect(any(c["stage"] == "tcp" and c["outcome"] == "pass"
                   for c in checks), checks)
        expect(names(path) == ["report"], names(path))


add_signal(signal.SIGINT)
add_signal(signal.SIGTERM)


def colored(path, *more, terminal=True, **env):
    """Does the report hold colour, with stdout on a terminal or not?"""
    base = {n: v for n, v in os.environ.items()
            if n not in ("NO_COLOR", "TERM")}
    leader, follower = pty.openpty()
    try:
        with open(os.path.join(path, "out"), "wb") as file:
            subprocess.run([*CLOSED, *more], stdin=subprocess.DEVNULL,
                           stdout=follower if terminal else file,
                           stderr=subprocess.DEVNULL, timeout=30,
                           env={**base, **env}, check=False)
        if not terminal:
            with open(os.path.join(path, "out"), "rb") as file:
                return b"\x1b[" in file.read()
        return b"\x1b[" in os.read(leader, 65536)
    finally:
        os.close(leader)
        os.close(follower)


COLORS = [
    # expected, options, terminal, environment
    (True, [], True, {"TERM": "xterm"}),
    (True, [], True, {"TERM": "xterm", "NO_COLOR": ""}),
    (False, [], True, {"TERM": "xterm", "NO_COLOR": "1"}),
    (False, [], True, {"TERM": "dumb"}),
    (False, [], True, {}),
    (False, [], False, {"TERM": "xterm"}),
    (True, ["--color", "always"], False, {"TERM": "dumb"}),
    (True, ["--color", "always"], True, {"TERM": "xterm", "NO_COLOR": "1"}),
    (False, ["--color", "never"], True, {"TERM": "xterm"}),
]


@suite.test("colour: --color, NO_COLOR, TERM, terminal or not")
def color(path):
    for expected, options, terminal, env in COLORS:
        got = colored(path, *options, terminal=terminal, **env)
        expect(got == expected, f"expected {expected}, got {got}:", options,
               terminal, env)


if __name__ == "__main__":
    suite.main()
