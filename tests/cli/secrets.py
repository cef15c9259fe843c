# SPDX-License-Identifier: Apache-2.0
"""Where a password may come from, and where it must never be seen."""
import os
import pty
import select
import signal
import subprocess
import sys
import termios
import time

import harness_path  # noqa: F401
from harness import RPCDIAG, Suite, expect, run
from peer import Peer, Refuser

suite = Suite()
SECRET = "correct horse"


def write(path, name, data, mode=0o600):
    name = os.path.join(path, name)
    with open(os.open(name, os.O_WRONLY | os.O_CREAT, mode), "wb") as file:
        file.write(data)
    os.chmod(name, mode)
    return name


def arguments(peer, *more):
    return [RPCDIAG, "check", "--proxy", f"http://127.0.0.1:{peer.port}",
            "--user", "alice", "--http-auth", "basic",
            "--allow-plaintext-auth", "--timeout", "5", "--deadline", "10",
            *more]


def environment(**more):
    env = {name: value for name, value in os.environ.items()
           if name not in ("RPCDIAG_PASSWORD", "CREDENTIALS_DIRECTORY")}
    return {**env, **more}


def expect_sent(peer, outcome, password):
    expect(peer.credentials == {f"alice:{password}"}, peer.credentials,
           outcome)
    expect(password not in outcome.stdout + outcome.stderr, outcome)


def refused(outcome, *words):
    expect(outcome.status == 3 and outcome.stdout == "", outcome)
    expect(len(outcome.stderr.splitlines()) == 1, outcome)
    for word in words:
        expect(word in outcome.stderr, f"lacks '{word}':", outcome)


def add_file(name, data, password):
    @suite.test(f"password file: {name}")
    def _(path):
        with Refuser() as peer:
            file = write(path, "password", data)
            outcome = run(arguments(peer, "--password-file", file),
                          env=environment(RPCDIAG_PASSWORD="not this one"))
            expect("warning" not in outcome.stderr, outcome)
            expect_sent(peer, outcome, password)


add_file("a line", SECRET.encode() + b"\n", SECRET)
add_file("no newline", SECRET.encode(), SECRET)
add_file("written on Windows", SECRET.encode() + b"\r\n", SECRET)
add_file("more lines", SECRET.encode() + b"\nanother\n", SECRET)
add_file("blanks belong to it", b" a b \n", " a b ")
add_file("UTF-8", "p\u00e4ss\n".encode(), "p\u00e4ss")


def add_bad_file(name, data, word):
    @suite.test(f"refused: password file {name}")
    def _(path):
        file = write(path, "password", data)
        refused(run([RPCDIAG, "check", "--proxy", "127.0.0.1:1", "--user",
                     "alice", "--password-file", file]), file, word)


add_bad_file("empty", b"", "empty")
add_bad_file("with an empty first line", b"\nsecret\n", "empty")
add_bad_file("with an empty first line of Windows", b"\r\nx\r\n", "empty")
add_bad_file("in UTF-16", "secret\r\n".encode("utf-16"), "UTF-8")
add_bad_file("too long", b"x" * 1025, "longer than 1024")


@suite.test("refused: a password file that is not there, or is a folder")
def no_file(path):
    for name in (os.path.join(path, "nothing"), path):
        refused(run([RPCDIAG, "check", "--proxy", "127.0.0.1:1", "--user",
                     "alice", "--password-file", name]), name)


@suite.test("a password file that others can read is warned of, and used")
def open_file(path):
    with Refuser() as peer:
        for mode in (0o640, 0o604):
            file = write(path, f"p{mode}", SECRET.encode(), mode)
            outcome = run(arguments(peer, "--password-file", file))
            expect("warning: " + file in outcome.stderr, outcome)
            expect("chmod 600" in outcome.stderr, outcome)
            expect_sent(peer, outcome, SECRET)


@suite.test("password from a descriptor")
def descriptor(_):
    reader, writer = os.pipe()
    os.write(writer, SECRET.encode() + b"\n")
    with Refuser() as peer:
        outcome = run(arguments(peer, "--password-fd", str(reader)),
                      pass_fds=[reader], env=environment())
        expect_sent(peer, outcome, SECRET)
    os.close(writer)
    os.close(reader)


@suite.test("refused: a descriptor that is not open")
def closed_descriptor(_):
    refused(run([RPCDIAG, "check", "--proxy", "127.0.0.1:1", "--user",
                 "alice", "--password-fd", "77"]), "descriptor 77")


@suite.test("password from RPCDIAG_PASSWORD, before a credential")
def variable(path):
    write(path, "password", b"not this one")
    with Refuser() as peer:
        outcome = run(arguments(peer), env=environment(
            RPCDIAG_PASSWORD=SECRET, CREDENTIALS_DIRECTORY=path))
        expect_sent(peer, outcome, SECRET)


@suite.test("password from a credential of the service manager")
def credential(path):
    write(path, "password", SECRET.encode() + b"\n")
    with Refuser() as peer:
        outcome = run(arguments(peer),
                      env=environment(CREDENTIALS_DIRECTORY=path))
        expect_sent(peer, outcome, SECRET)


@suite.test("refused: a user, no password, no terminal")
def nobody_to_ask(path):
    for env in (environment(), environment(CREDENTIALS_DIRECTORY=path)):
        refused(run([RPCDIAG, "check", "--proxy", "127.0.0.1:1", "--user",
                     "alice"], env=env), "alice", "--password-file")


@suite.test("no user: no password is asked for or read")
def no_user(_):
    with Refuser() as peer:
        outcome = run([RPCDIAG, "check", "--proxy",
                       f"http://127.0.0.1:{peer.port}", "--deadline", "10"],
                      env=environment(RPCDIAG_PASSWORD=SECRET))
        expect(outcome.status != 3 or outcome.stdout, outcome)
        expect(peer.credentials == set(), peer.credentials)


class Terminal:
    """rpcdiag on a terminal of its own."""

    def __init__(self, argv):
        self.text = b""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execve(argv[0], argv, environment(TERM="dumb"))

    def read_until(self, words, seconds=15):
        end = time.monotonic() + seconds
        while words is None or words.encode() not in self.text:
            left = end - time.monotonic()
            expect(left > 0, "not said:", words, self.text)
            if not select.select([self.fd], [], [], left)[0]:
                continue
            try:
                piece = os.read(self.fd, 4096)
            except OSError:  # Linux says so at the end of a terminal
                piece = b""
            if not piece:
                expect(words is None, "ended before:", words, self.text)
                return
            self.text += piece

    def echo(self):
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def wait_for_silence(self, seconds=5):
        end = time.monotonic() + seconds
        while self.echo():
            expect(time.monotonic() < end, "echo stays on")
            time.sleep(0.01)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.fd)
        try:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass


@suite.test("prompt on a terminal, without echo")
def prompt(_):
    with Refuser() as peer, Terminal(arguments(peer)) as terminal:
        terminal.read_until("Password of alice: ")
        expect(not terminal.echo(), "the terminal echoes")
        os.write(terminal.fd, SECRET.encode() + b"\n")
        terminal.read_until("exit status")
        expect(terminal.echo(), "the echo did not come back")
        expect(SECRET.encode() not in terminal.text, terminal.text)
        expect(peer.credentials == {f"alice:{SECRET}"}, peer.credentials)


def add_signal(name, byte, signum):
    @suite.test(f"prompt: {name} ends the program and the echo comes back")
    def _(_):
        argv = [RPCDIAG, "check", "--proxy", "127.0.0.1:1", "--user", "alice"]
        with Terminal(argv) as terminal:
            terminal.read_until("Password of alice: ")
            if byte:
                os.write(terminal.fd, byte)
            else:
                os.kill(terminal.pid, signum)
            _, status = os.waitpid(terminal.pid, 0)
            expect(os.WIFSIGNALED(status), status)
            expect(os.WTERMSIG(status) == signum, status)
            expect(terminal.echo(), "the echo did not come back")


add_signal("Ctrl-C", b"\x03", signal.SIGINT)
add_signal("SIGTERM", None, signal.SIGTERM)


@suite.test("prompt: Ctrl-Z does not leave the shell without echo")
def prompt_stop(_):
    argv = [RPCDIAG, "check", "--proxy", "127.0.0.1:1", "--user", "alice"]
    with Terminal(argv) as terminal:
        terminal.read_until("Password of alice: ")
        os.write(terminal.fd, b"\x1a")
        time.sleep(0.2)
        with open(f"/proc/{terminal.pid}/stat", encoding="ascii") as file:
            expect(file.read().rsplit(")", 1)[1].split()[0] == "S",
                   "stopped")


@suite.test("no secret in /proc, and no core file while one is held")
def proc(path):
    file = write(path, "password", SECRET.encode())
    for more, env in ((["--password-file", file], environment()),
                      ([], environment(RPCDIAG_PASSWORD=SECRET))):
        with Peer() as peer, subprocess.Popen(
                arguments(peer, *more), env=env, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL) as process:
            expect(peer.connected.wait(10), "no connection")
            folder = f"/proc/{process.pid}"
            for name in ("cmdline", "environ"):
                with open(f"{folder}/{name}", "rb") as seen:
                    expect(SECRET.encode() not in seen.read(), name)
            with open(f"{folder}/limits", encoding="ascii") as seen:
                core = [line for line in seen if "core file" in line]
            expect(core[0].split()[4] == "0", core)
            process.kill()


if __name__ == "__main__":
    sys.exit(suite.main())
