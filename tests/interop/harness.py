# SPDX-License-Identifier: Apache-2.0
"""What the interoperation tests share: processes that cannot be left behind,
the lab, rpcdiag with its report, and a list of expectations to run.

A test prints one line "ok - ..." or "not ok - ..." for each expectation and
exits 1 when one failed, 77 when a program it needs is not installed. Nothing
in here knows a finding id or judges a report.
"""
import contextlib
import ctypes
import json
import os
import selectors
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback

SOURCE = os.path.abspath(os.environ.get("srcdir", "."))
BUILD = os.path.abspath(os.environ.get("builddir", "."))
RPCDIAG = os.path.join(BUILD, "rpcdiag", "rpcdiag")
RPCDIAG_LAB = os.path.join(BUILD, "rpcdiag", "rpcdiag-lab")
SCHEMA = os.path.join(SOURCE, "docs", "report.schema.json")
SKIPPED = 77

# The exit status that belongs to the status of a verdict.
EXIT_STATUS = {"healthy": 0, "degraded": 1, "failed": 2, "unknown": 3}

# No test may wait for somebody's KDC.
os.environ.setdefault("KRB5_CONFIG", os.path.join(
    SOURCE, "tests", "interop", "krb5.conf"))
# Leaks of whole programs are the business of tests/interop/leaks.py: what
# gss-ntlmssp loses is only told from ours by walks up the stack that take a
# multiple of the time.
ASAN = os.environ.get("ASAN_OPTIONS", "exitcode=99")
os.environ["ASAN_OPTIONS"] = ASAN + ":detect_leaks=0"
LEAKS = {"ASAN_OPTIONS": ASAN + ":detect_leaks=1:fast_unwind_on_malloc=0",
         "LSAN_OPTIONS": "print_suppressions=0:suppressions=" + os.path.join(
             SOURCE, "tests", "auth", "lsan.supp")}

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


class Failed(Exception):
    """An expectation that does not hold, in words."""


def expect(condition, *words):
    if not condition:
        raise Failed(" ".join(str(word) for word in words))


def need(*programs):
    """Skip this test when a program is missing."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    for program in programs:
        if shutil.which(program, path=path) is None:
            print(f"skipped: {program} is not installed")
            sys.exit(SKIPPED)


def free_ports(count=1):
    """Ports of 127.0.0.1 that nobody listens on."""
    with contextlib.ExitStack() as stack:
        ports = []
        for _ in range(count):
            sock = stack.enter_context(socket.socket())
            sock.bind(("127.0.0.1", 0))
            ports.append(sock.getsockname()[1])
        return ports


def wait_for_port(port, process, seconds=10):
    """Wait until somebody listens; the process must live on meanwhile."""
    end = time.monotonic() + seconds
    while True:
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        expect(process.poll() is None, "ended early:", process.said())
        expect(time.monotonic() < end, "not ready:", process.said())
        time.sleep(0.02)


def die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def exit_on_sigterm():
    """Leave every with block once; a second signal does not disturb that."""
    def leave(*_):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        sys.exit(143)
    signal.signal(signal.SIGTERM, leave)


class Process(subprocess.Popen):
    """A program in the background with its stderr in a file; ended by
    leaving the with block."""

    def __init__(self, argv, folder, **options):
        self.log_path = os.path.join(
            folder, f"{os.path.basename(argv[0])}.{time.monotonic_ns()}.log")
        with open(self.log_path, "wb") as log:
            super().__init__(argv, stdin=subprocess.DEVNULL, stderr=log,
                             preexec_fn=die_with_parent, **options)

    def said(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def end(self, seconds=10):
        """Ask the program to end; its exit status, or None if it had to be
        killed."""
        if self.poll() is None:
            self.terminate()
        try:
            return self.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            self.wait()
            return None

    def __exit__(self, *_):
        self.end()
        super().__exit__(*_)


class Lab(Process):
    """rpcdiag-lab with one scenario. What it prints when it is ready becomes
    attributes: proxy, server, ca_file, user, password_file, endpoints,
    options, expect."""

    def __init__(self, folder, scenario="HEALTHY", *arguments):
        super().__init__(
            [RPCDIAG_LAB, "--scenario", scenario, "-v", *arguments],
            folder, stdout=subprocess.PIPE)
        line = self.first_line(20)
        if line is None:
            self.end()
            raise Failed(f"the lab is not ready ({scenario}):", self.said())
        self.site = json.loads(line)

    def __getattr__(self, name):
        if name == "site":
            raise AttributeError(name)
        try:
            return self.site[name]
        except KeyError:
            raise AttributeError(name) from None

    def first_line(self, seconds):
        line = b""
        end = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            selector.register(self.stdout, selectors.EVENT_READ)
            while not line.endswith(b"\n"):
                if not selector.select(end - time.monotonic()):
                    return None
                byte = os.read(self.stdout.fileno(), 1)
                if not byte:
                    return None
                line += byte
        return line

    @property
    def url(self):
        return self.proxy

    @property
    def port(self):
        return int(self.proxy.split("//")[1].split("/")[0].split(":")[-1])

    def refusals(self):
        """How many logons the site refused, by the bare name of the account."""
        names = {}
        for line in self.said().splitlines():
            if "logon refused user=" in line:
                user = line.split("user=")[1].split()[0].lower()
                name = user.split("\\")[-1].split("@")[0]
                names[name] = names.get(name, 0) + 1
        return names

    def options_to(self, front=None, endpoints=None):
        """The options that point rpcdiag at this site, perhaps through a
        program in front of it: something with url, ca_file and options."""
        front = front or self
        endpoints = endpoints or self.endpoints
        return ["--proxy", front.url, "--server", self.server,
                "--user", self.user, "--password-file", self.password_file,
                "--endpoints", ",".join(str(port) for port in endpoints),
                "--cacert", front.ca_file or self.ca_file, *front.options]


class Outcome:
    """One finished run of rpcdiag."""

    def __init__(self, argv, status, stdout, stderr, seconds):
        self.argv, self.status, self.seconds = argv, status, seconds
        self.stdout, self.stderr = stdout, stderr
        self.report = None

    def __str__(self):
        said = self.stdout[-3000:]
        if self.report:
            said = "\n" + "\n".join(self.in_short())
        return (f"\n  command: {shlex.join(self.argv)}"
                f"\n  exit status {self.status} after {self.seconds:.1f} s"
                f"\n  stdout: {said}"
                f"\n  stderr: {self.stderr[-3000:]}")

    def in_short(self):
        """The report, one line for each check."""
        report = self.report
        for check_ in report["checks"]:
            http = check_["http"] or {}
            yield (f"    {check_['outcome']:<5} {check_['id']:<28}"
                   f" {check_['duration_ms']:>8.0f} ms"
                   f" {http.get('status') or '':>4}"
                   f" {(check_['status'] or {}).get('hex') or ''}"
                   f" {check_['detail'] or ''}")
        verdict = report["verdict"]
        others = [f"{a['id']} {a['confidence']:.2f}"
                  for a in verdict["alternatives"]]
        yield (f"    {verdict['status']}: {verdict['id']}"
               f" {verdict['confidence']:.2f}, or {others}")
        for finding in report["findings"]:
            yield f"    and {finding['status']}: {finding['id']}"
        yield "    " + " ".join(
            f"{column}={symbol}"
            for column, symbol in report["signature"].items())

    @property
    def verdict(self):
        return self.report["verdict"]

    def ids(self):
        """The verdict's id and those it could not be told apart from."""
        verdict = self.report["verdict"]
        return [verdict["id"]] + [a["id"] for a in verdict["alternatives"]]


def run(argv, seconds=90, text="", **options):
    """Run a program to its end, text on its standard input; a time-out is a
    failure."""
    began = time.monotonic()
    try:
        done = subprocess.run(
            argv, input=text, capture_output=True, text=True,
            errors="replace", timeout=seconds, check=False,
            preexec_fn=die_with_parent, **options)
    except subprocess.TimeoutExpired as late:
        raise Failed(f"no end within {seconds} s: {' '.join(argv)}\n"
                     f"{late.stdout}\n{late.stderr}") from None
    return Outcome(argv, done.returncode, done.stdout, done.stderr,
                   time.monotonic() - began)


def every_site():
    """The scenarios of the lab. SITES_EVERY=4 takes each fourth: a second
    build of the same code need not play them all again."""
    listed = subprocess.run([RPCDIAG_LAB, "--list"], check=True,
                            capture_output=True, text=True).stdout
    names = [line.split()[0] for line in listed.splitlines() if line.strip()]
    sites = [name for name in names if name.split(".")[0].isupper()]
    return sites[::int(os.environ.get("SITES_EVERY", "1"))]


def rpcdiag(*arguments, seconds=90, wrap=()):
    """Run rpcdiag as a user would."""
    outcome = run([*wrap, RPCDIAG, *arguments], seconds)
    expect("Sanitizer" not in outcome.stderr
           and "runtime error" not in outcome.stderr, outcome)
    return outcome


def check(lab, *more, front=None, endpoints=None, seconds=90, wrap=()):
    """`rpcdiag check` against a lab, perhaps through a program in front of
    it; the report is read and must be sound."""
    outcome = rpcdiag("check", *lab.options_to(front, endpoints), *more,
                      "--format", "json", seconds=seconds, wrap=wrap)
    try:
        outcome.report = json.loads(outcome.stdout)
    except ValueError:
        raise Failed("stdout is not one JSON document:", outcome) from None
    expect_sound(outcome)
    return outcome


def expect_sound(outcome):
    """What holds for every report, whatever it says."""
    report = outcome.report
    said = [judged["status"] for judged in [report["verdict"],
                                            *report["findings"]]]
    expect(outcome.status in [EXIT_STATUS[status] for status in said],
           f"exit status is not that of {said}:", outcome)
    expect(outcome.status >= EXIT_STATUS[said[0]],
           f"exit status is better than '{said[0]}':", outcome)
    expect(report["run"]["exit_status"] == outcome.status,
           "exit_status is not the one of the program:", outcome)
    expect(report["schema_version"] == 1, "schema_version:", outcome)
    if not os.path.exists(SCHEMA):
        return
    try:
        import jsonschema
    except ImportError:
        return
    with open(SCHEMA, encoding="utf-8") as file:
        schema = json.load(file)
    try:
        jsonschema.validate(report, schema)
    except jsonschema.ValidationError as wrong:
        raise Failed(f"breaks the schema at {list(wrong.absolute_path)}:",
                     wrong.message, outcome) from None


def expect_verdict(outcome, *ids):
    expect(outcome.verdict["id"] in ids, "expected", " or ".join(ids) + ",",
           "got", outcome.verdict["id"], outcome)


@contextlib.contextmanager
def folder():
    """A temporary folder that others may enter: servers drop privileges."""
    path = tempfile.mkdtemp(prefix="rpcdiag-interop.")
    os.chmod(path, 0o755)
    try:
        yield path
    finally:
        # a server's last child may still be writing into it
        for _ in range(50):
            shutil.rmtree(path, ignore_errors=True)
            if not os.path.exists(path):
                break
            time.sleep(0.1)


def secret_file(path, secret="secret"):
    """A password file as it should be: nobody else can read it."""
    name = os.path.join(path, "password")
    with open(os.open(name, os.O_CREAT | os.O_WRONLY, 0o600), "w",
              encoding="ascii") as file:
        file.write(f"{secret}\n")
    return name


class Suite:
    """The expectations of one file, in the order they are written."""

    def __init__(self):
        self.tests = []

    def test(self, name):
        def add(function):
            self.tests.append((name, function))
            return function
        return add

    def main(self):
        """Run all, or those whose names hold a word of the command line."""
        exit_on_sigterm()
        sys.stdout.reconfigure(line_buffering=True)
        words = sys.argv[1:]
        failures = 0
        for name, function in self.tests:
            if words and not any(word in name for word in words):
                continue
            began = time.monotonic()
            try:
                with folder() as path:
                    said = function(path)
                result = "ok"
            except Failed as failed:
                said, result = failed, "not ok"
                failures += 1
            except Exception:
                said, result = traceback.format_exc(), "not ok"
                failures += 1
            seconds = time.monotonic() - began
            print(f"{result} - {name} ({seconds:.1f} s)")
            for line in str(said).splitlines() if said else []:
                print(f"# {line}")
        sys.exit(1 if failures else 0)
