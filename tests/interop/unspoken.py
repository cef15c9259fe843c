# SPDX-License-Identifier: Apache-2.0
"""No scenario of the lab makes rpcdiag, or the lab, tell a secret: neither a
password in any coat it could wear, nor what proves a logon and lets whoever
reads it guess the password: an NTLM response, a ticket. Looked at are both
outputs with the longest trace, the report of --output, every file left where
files may be written, and the command line and environment of the process as it
runs. The passwords are the ones that the site really takes."""
import base64
import concurrent.futures
import contextlib
import os
import re
import subprocess
import sys
import threading
import time

from impacket.ntlm import compute_nthash

from harness import (RPCDIAG, Failed, Lab, every_site, expect, folder,
                     need, secret_file)
from kdc import REALM, USER, Kdc

MARKER = "Zq7Marker81KeepMum"
# JSON, URLs, HTML and the shell would each write this in another way.
PASSWORD = f"\"<&% {MARKER}\\/+'"
TIMEOUT, DEADLINE = 2, 25
JOBS = 2

# An AUTHENTICATE_MESSAGE ([MS-NLMP] 2.2.1.3), and the start of an AP-REQ (RFC
# 4120 5.5.1): version 5, message type 14.
NTLM_RESPONSE = b"NTLMSSP\0\3\0\0\0"
TICKET = bytes.fromhex("a003020105a10302010e")

DUMPED = re.compile(rb"^  [0-9a-f]{4} ((?: [0-9a-f]{2})+)$", re.MULTILINE)


def in_base64(raw):
    """What is the same of it wherever it begins in the coded text."""
    for lead in range(3):
        text = base64.b64encode(b"\0" * lead + raw)
        cut = (len(raw) + lead) % 3
        yield text[-(-8 * lead // 6):len(text) - 4 if cut else len(text)]


def coats(raw):
    """Every way in which bytes may be written down."""
    yield raw
    for text in in_base64(raw):
        yield text
        yield text.translate(bytes.maketrans(b"+/", b"-_"))
    for separator in "", " ", ":", "%", "\\x":
        digits = separator.join(f"{byte:02x}" for byte in raw).encode()
        yield digits
        yield digits.replace(b"\\x", b"\\X").upper().replace(b"\\X", b"\\x")


def forbidden(passwords, user=""):
    """name -> bytes that must not be seen."""
    raws = {"an NTLM response": NTLM_RESPONSE, "a ticket": TICKET}
    for password in passwords:
        core = MARKER if MARKER in password else password
        raws[f"password {core}"] = core.encode()
        raws[f"password {core} in UTF-16"] = core.encode("utf-16-le")
        # As good as the password where NTLM is spoken ([MS-NLMP] 3.3.1).
        raws[f"NT hash of {core}"] = compute_nthash(password)
        if user:
            raws[f"Basic of {core}"] = f"{user}:{password}".encode()
    return [(name, coat) for name, raw in raws.items()
            for coat in set(coats(raw))]


def expect_nothing(secrets, place, seen):
    """seen: bytes; a hex dump in them is also read as what it stands for."""
    dump = b"".join(bytes.fromhex(row.decode())
                    for row in DUMPED.findall(seen))
    for text in seen, dump:
        for name, coat in secrets:
            if coat not in text:
                continue
            at = text.index(coat)
            raise Failed(f"{name} in {place}:",
                         text[max(0, at - 200):at + len(coat) + 50])


class Watch(threading.Thread):
    """Reads what others see of a process for as long as it lives."""

    def __init__(self, process):
        super().__init__(daemon=True)
        self.process, self.seen = process, set()
        self.look()
        self.start()

    def look(self):
        for name in "cmdline", "environ":
            with contextlib.suppress(OSError), open(
                    f"/proc/{self.process.pid}/{name}", "rb") as file:
                self.seen.add((name, file.read()))

    def run(self):
        while self.process.poll() is None:
            self.look()
            time.sleep(0.02)


def files_below(path):
    for parent, _, names in os.walk(path):
        for name in names:
            with contextlib.suppress(OSError), open(
                    os.path.join(parent, name), "rb") as file:
                yield os.path.join(parent, name), file.read()


def run_watched(argv, home, secrets):
    """Run rpcdiag in a folder of its own; its trace."""
    env = {name: value for name, value in os.environ.items()
           if name != "RPCDIAG_PASSWORD"}
    env.update(HOME=home, TMPDIR=home)
    with subprocess.Popen(argv, cwd=home, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        watch = Watch(process)
        try:
            out, err = process.communicate(timeout=DEADLINE + 60)
        finally:
            process.kill()
        watch.join()
    expect(process.returncode in range(4) and b"rpcdiag: " in err,
           process.returncode, err[-2000:])
    expect(watch.seen, "nothing seen of the process")
    places = [("stdout", out), ("stderr", err), *watch.seen,
              *files_below(home)]
    for place, seen in places:
        expect_nothing(secrets, place, seen)
    return err


def passwords_of(lab):
    """All that this site was given, or gave away."""
    words = lab.options_to()
    names = {words[i + 1] for i, word in enumerate(words)
             if word.endswith("password-file")}
    for name in names:
        with open(name, encoding="utf-8") as file:
            yield file.readline().rstrip("\n")


def check_all(lab, path, *more):
    """Both formats; what rpcdiag traced."""
    secrets = forbidden({PASSWORD, *passwords_of(lab)}, lab.user)
    traces = b""
    for kind in "text", "json":
        home = os.path.join(path, f"home.{kind}")
        os.mkdir(home)
        traces += run_watched(
            [RPCDIAG, "check", *lab.options_to(), "-vvv", "--format", kind,
             "--timeout", str(TIMEOUT), "--deadline", str(DEADLINE),
             *(["--output", "report"] if kind == "json" else []), *more],
            home, secrets)
    status = lab.end()
    expect(status == 0, "the lab ended with", status)
    expect_nothing(secrets, "the lab's output",
                   lab.stdout.read() + lab.said().encode())
    return traces


def play(scenario):
    with folder() as path, \
            Lab(path, scenario, "-v", "-v", "--connect-timeout", "1",
                "--password-file", secret_file(path, PASSWORD)) as lab:
        # Every kind of token, wherever the scenario leaves it open.
        chosen = {} if "--rpc-auth" in lab.options else \
            ["--rpc-auth", "ntlm,negotiate", "--rpc-level", "packet,privacy"]
        return check_all(lab, path, *chosen)


def report(name, function, *arguments):
    began = time.monotonic()
    try:
        said, result = function(*arguments), "ok"
    except Failed as failed:
        said, result = failed, "not ok"
    seconds = time.monotonic() - began
    lines = [f"{result} - {name} ({seconds:.1f} s)"]
    if result != "ok":
        lines += [f"# {line}" for line in str(said).splitlines()]
    return result == "ok", "\n".join(lines)


def expect_traced():
    """The tests above would see nothing in an empty trace."""
    trace = play("HEALTHY")
    expect(trace.count(b" bytes not shown: a secret") > 4, "no logon traced")
    expect(DUMPED.search(trace), "no PDU traced")


def kerberos():
    """Tickets at both layers."""
    with folder() as path, Kdc(path) as kdc:
        kdc.admin(f"cpw -pw {MARKER} {USER}")
        keytab = kdc.keytab("HTTP/localhost", "host/mbx1.contoso.test",
                            "exchangeMDB/mbx1.contoso.test")
        with Lab(path, "HEALTHY.negotiate", "-v", "-v", "--keytab", keytab,
                 "--user", f"CONTOSO\\{USER}", "--password-file",
                 secret_file(path, MARKER)) as lab:
            check_all(lab, path, "--user", f"{USER}@{REALM}", "--rpc-auth",
                      "kerberos,negotiate", "--endpoints", "6001")
            expect("logon by Kerberos" in lab.said(), lab.said())


def every_coat():
    """A secret that is told is found."""
    secrets = forbidden([PASSWORD], "alice")
    for text in MARKER.encode(), MARKER.encode("utf-16-le"), NTLM_RESPONSE:
        for shift in b"", b"x", b"xy":
            raw = shift + text + b"tail"
            dump = b"".join(
                b"  %04x  %s\n" % (at, raw[at:at + 16].hex(" ").encode())
                for at in range(0, len(raw), 16))
            for told in (raw, raw.hex().encode(), raw.hex().upper().encode(),
                         raw.hex(" ").encode(), base64.b64encode(raw),
                         base64.urlsafe_b64encode(raw), dump):
                try:
                    expect_nothing(secrets, "a test", b"some\n" + told)
                except Failed:
                    continue
                raise Failed("missed:", told)


def main():
    need("krb5kdc", "kadmin.local", "kdb5_util", "kinit")
    good = True
    names = sys.argv[1:] or every_site()
    tests = [("a secret that is told is found", every_coat),
             ("what is hidden is in the trace, and the rest is shown",
              expect_traced),
             ("tickets at both layers", kerberos)]
    tests += [(f"{name} tells no secret", play, name) for name in names]
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        for ok, lines in pool.map(lambda test: report(*test), tests):
            print(lines, flush=True)
            good = good and ok
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
