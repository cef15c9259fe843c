# SPDX-License-Identifier: Apache-2.0
"""rpcdiag demo: what it does with a lab that is well, and with labs that are
not; no process is left in any case."""
import json
import os
import shutil
import signal
import subprocess
import time

import harness_path  # noqa: F401
from harness import RPCDIAG, RPCDIAG_LAB, Suite, expect, run
from peer import Peer

suite = Suite()


def with_lab(path, script):
    """A copy of rpcdiag beside a lab that is this shell script."""
    program = os.path.join(path, "rpcdiag")
    shutil.copy(RPCDIAG, program)
    lab = os.path.join(path, "rpcdiag-lab")
    with open(lab, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n"
                   f"echo $$ >{path}/pid\n"
                   f"printf '%s\\n' \"$@\" >{path}/arguments\n" + script)
    os.chmod(lab, 0o755)
    return program


def lab_pid(path):
    with open(os.path.join(path, "pid"), encoding="ascii") as file:
        return int(file.read())


def expect_gone(path):
    expect(not os.path.exists(f"/proc/{lab_pid(path)}"),
           "the lab is still there")


def ready(peer, **more):
    site = {"proxy": f"https://127.0.0.1:{peer.port}/rpc/rpcproxy.dll",
            "server": "mbx1.contoso.test", "endpoints": [6001, 6004],
            "options": ["--timeout", "20"], **more}
    return f"echo '{json.dumps(site)}'\n"


def failed(outcome, *words):
    expect(outcome.status == 3 and outcome.stdout == "", outcome)
    for word in words:
        expect(word in outcome.stderr, f"lacks '{word}':", outcome)


@suite.test("a lab that ends at once")
def ends_at_once(path):
    outcome = run([with_lab(path, "exit 5\n"), "demo", "SCENARIO_X"])
    failed(outcome, "exit status 5")
    with open(os.path.join(path, "arguments"), encoding="ascii") as file:
        expect(file.read().split() == ["--scenario", "SCENARIO_X"])


@suite.test("a lab that says nothing is given up after 10 s")
def says_nothing(path):
    outcome = run([with_lab(path, "exec sleep 60\n"), "demo"])
    failed(outcome, "not ready after 10 s")
    expect(9 < outcome.seconds < 13, outcome.seconds)
    expect_gone(path)


@suite.test("a lab that talks nonsense")
def nonsense(path):
    for line in ("hello", "{}", "[1]", '{"proxy": 5}', "{"):
        outcome = run(
            [with_lab(path, f"echo '{line}'\nexec sleep 60\n"), "demo"])
        failed(outcome, "did not say where it is")
        expect_gone(path)


@suite.test("no lab at all")
def no_lab(path):
    program = os.path.join(path, "rpcdiag")
    shutil.copy(RPCDIAG, program)
    failed(run([program, "demo"], env={**os.environ, "PATH": path}),
           "neither beside this program nor in PATH")


@suite.test("a lab that ignores SIGTERM is killed after 2 s")
def deaf(path):
    script = ("trap '' TERM\n"
              + ready(Closed, options=[]) + "while :; do sleep 1; done\n")
    outcome = run([with_lab(path, script), "demo"])
    expect(outcome.stdout, outcome)
    # bounded is what counts: the machine may be busy
    expect(2 <= outcome.seconds < 30, outcome.seconds)
    expect_gone(path)


class Closed:
    """A place where nobody listens."""
    port = 1


@suite.test("what the lab says becomes options; the user's come after")
def options(path):
    program = with_lab(path, ready(Closed) + "exec sleep 60\n")
    outcome = run([program, "demo", "--format", "json", "--endpoints", "6002",
                   "--inside"])
    target = json.loads(outcome.stdout)["target"]
    expect(target["server"] == "mbx1.contoso.test", target)
    expect(target["endpoints"] == [6002], target)
    expect(target["vantage"] == "inside", target)
    expect("DSPROXY_IPV4_ONLY_6004" in outcome.stderr, outcome)
    expect(len(outcome.stderr.splitlines()) == 1, outcome)
    expect_gone(path)


@suite.test("the lab inherits no password")
def no_secret(path):
    script = f"env >{path}/env; ls -l /proc/$$/fd >{path}/fds\n"
    with open(os.path.join(path, "password"), "wb+") as file:
        program = with_lab(path, script + ready(Closed) + "exec sleep 60\n")
        run([program, "demo", "--password-fd", str(file.fileno())],
            env={**os.environ, "RPCDIAG_PASSWORD": "correct horse"},
            pass_fds=[file.fileno()])
    for name, word in (("env", "correct horse"), ("fds", "/password")):
        with open(os.path.join(path, name), encoding="utf-8") as file:
            text = file.read()
        expect(text and word not in text, text)


@suite.test("-q says nothing beside the report")
def quiet(path):
    program = with_lab(path, ready(Closed) + "exec sleep 60\n")
    outcome = run([program, "demo", "-q"])
    expect(outcome.stderr == "" and outcome.stdout, outcome)


def add_end(signum, status):
    @suite.test(f"{signum.name} during the check leaves no process")
    def _(path):
        with Peer() as peer:
            program = with_lab(path, ready(peer) + "exec sleep 60\n")
            with subprocess.Popen([program, "demo"],
                                  stdin=subprocess.DEVNULL,
                                  stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) as process:
                expect(peer.connected.wait(10), "no connection")
                process.send_signal(signum)
                got = process.wait(10)
            expect(got == status, got)
            end = time.monotonic() + 5
            while os.path.exists(f"/proc/{lab_pid(path)}"):
                expect(time.monotonic() < end, "the lab is still there")
                time.sleep(0.02)


add_end(signal.SIGINT, 130)
add_end(signal.SIGTERM, 130)
add_end(signal.SIGKILL, -signal.SIGKILL)


@suite.test("SIGINT before the lab is ready")
def early_signal(path):
    program = with_lab(path, "exec sleep 60\n")
    with subprocess.Popen([program, "demo"], stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 10
        while not os.path.exists(os.path.join(path, "arguments")):
            expect(time.monotonic() < end, "the lab was not started")
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        expect(process.wait(5) == 130, process.returncode)
    expect_gone(path)


@suite.test("--list is the lab's own list")
def scenario_list(_):
    listed = run([RPCDIAG, "demo", "--list"])
    own = run([RPCDIAG_LAB, "--list"])
    expect(listed.status == 0 and listed.stdout == own.stdout, listed)
    expect("DSPROXY_IPV4_ONLY_6004" in listed.stdout, listed)


@suite.test("the default: a site with the fault that began this program")
def default(_):
    outcome = run([RPCDIAG, "demo", "--format", "json"])
    report = json.loads(outcome.stdout)
    expect(report["verdict"]["id"] == "DSPROXY_IPV4_ONLY_6004", outcome)
    expect(outcome.status == 2, outcome)


@suite.test("a healthy site")
def healthy(_):
    outcome = run([RPCDIAG, "demo", "HEALTHY", "--format", "json"])
    report = json.loads(outcome.stdout)
    expect(report["verdict"]["id"] == "HEALTHY", outcome)
    expect(outcome.status == 0, outcome)


if __name__ == "__main__":
    suite.main()
