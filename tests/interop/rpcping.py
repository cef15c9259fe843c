# SPDX-License-Identifier: Apache-2.0
"""Microsoft rpcping's own command lines: every letter, against the lab through
its RPC proxy and past it, and against Samba over TCP."""
import json
import os
import re
import subprocess
import time

from harness import RPCDIAG, Lab, Suite, expect, need, rpcdiag, run
from peers import SAMBA_DCERPCD, Samba, Squid
from through_squid import PASSWORD, USER, basic, helper

need(SAMBA_DCERPCD, "smbpasswd", "squid", "openssl",
     helper("basic_ncsa_auth"))
suite = Suite()
STATISTICS = r"^min/mean/p50/p95/p99/max( [\d.]+|/[\d.]+){6} ms"
LSARPC = "12345778-1234-abcd-ef00-0123456789ab"
EMSMDB = "a4f1db00-ca47-1067-b31f-00dd010662da,0.81"


class Site:
    """The lab's words for rpcping's letters; the program by its other name."""

    def __init__(self, path, lab):
        self.lab = lab
        self.program = os.path.join(path, "rpcping")
        if not os.path.islink(self.program):
            os.symlink(RPCDIAG, self.program)
        with open(lab.password_file, encoding="ascii") as file:
            self.password = file.read().strip()
        domain, user = lab.user.split("\\")
        self.identity = f"{user},{domain},{self.password}"
        self.proxy = ["-t", "ncacn_http", "-o",
                      f"RpcProxy=localhost:{lab.port}", "-P", self.identity,
                      "-H", "basic", "-F", "3", "-s", lab.server]

    def ping(self, *words, **options):
        return run([self.program, *words, "--cacert", self.lab.ca_file],
                   **options)


def expect_calls(outcome, count=1):
    expect(outcome.status == 0, outcome)
    expect(re.search(rf"^Completed {count} calls in \d+ ms$", outcome.stdout,
                     re.MULTILINE), outcome)
    if count > 1:
        expect(re.search(STATISTICS, outcome.stdout, re.MULTILINE), outcome)


@suite.test("the command line of the blog post, unchanged but for its names")
def blog(path):
    with Lab(path) as lab:
        site = Site(path, lab)
        outcome = site.ping(
            "-t", "ncacn_http", "-o", f"RpcProxy=localhost:{lab.port}",
            "-P", site.identity, "-H", "1", "-F", "3", "-a", "connect",
            "-u", "9", "-v", "3", "-s", lab.server,
            "-I", f" {site.identity} ", "-e", "6004")
        expect_calls(outcome)
        expect("-H 1 means basic" in outcome.stderr, outcome)
        expect(site.password not in outcome.stdout + outcome.stderr)


@suite.test("every letter through the RPC proxy, with - and with /")
def letters(path):
    with Lab(path) as lab:
        site = Site(path, lab)
        rows = [
            ["-e", "6001"],
            ["-e", "6001", "-i", "20", "-r", "1"],
            ["-e", "6001", "-O", LSARPC],
            ["-e", "6001", "-N", "host/mbx1.contoso.test", "-u", "ntlm",
             "-a", "privacy"],
            ["-e", "6001", "-R", "default", "-q"],
            ["-e", "6001", "-R", "none", "-v", "1"],
            ["-e", "6002", "-v", "2"],
            ["-e", "6004", "-v", "3"],
            ["-e", "6001", "-p", "-c", "-d", "-C", "0x1", "-T", "static",
             "-M", "identify", "-S", "S-1-5-18", "-Z", "effectiveonly",
             "-D", "O:SY"],
        ]
        for level in ("connect", "call", "pkt", "integrity", "privacy"):
            for package in ("9", "nego", "10", "NTLM"):
                rows.append(["-e", "6001", "-u", package, "-a", level,
                             "-I", site.identity])
        for words in rows:
            count = 20 if "-i" in words else 1
            expect_calls(site.ping(*site.proxy, *words), count)
        slashes = [re.sub(r"^-(.)$", r"/\1", w) for w in site.proxy + rows[0]]
        expect_calls(site.ping(*slashes))
        outcome = site.ping(*site.proxy, *rows[8])
        expect("-p, -c, -d, -C, -T, -M, -S, -Z, -D: no effect here"
               in outcome.stderr, outcome)


@suite.test("NTLM to the RPC proxy, by its number and by its name")
def proxy_ntlm(path):
    with Lab(path, "HEALTHY.ntlm") as lab:
        site = Site(path, lab)
        for scheme in ("2", "ntlm", "NTLM"):
            expect_calls(site.ping(*site.proxy, "-H", scheme, "-e", "6001"))


@suite.test("-E: the RPC proxy alone, with -b its certificate's subject")
def echo(path):
    with Lab(path) as lab:
        site = Site(path, lab)
        outcome = site.ping(*site.proxy, "-E", "-b", "-v", "2", "-R", "none")
        expect(outcome.status == 0, outcome)
        for line in ("RPCPinging proxy server localhost with Echo Request "
                     "Packet", "Sending ping to server",
                     "Response from server received: 200",
                     "Pinging successfully completed in "):
            expect(line in outcome.stdout, line, outcome)
        expect("CN = rpc.contoso.test" in outcome.stdout, outcome)
        outcome = site.ping(*site.proxy, "-E", "-P", "alice,CONTOSO,wrong")
        expect(outcome.status == 2, outcome)
        expect("Client is not authorized to ping RPC proxy"
               in outcome.stdout, outcome)
        outcome = site.ping("-E", "-o", "RpcProxy=localhost:1", "-F", "1")
        expect(outcome.status == 2 and "Error 12029" in outcome.stdout,
               outcome)
        expect(site.ping("-E").status == 3)


@suite.test("-f through the RPC proxy: its endpoint mapper on 593 knows")
def mapped(path):
    with Lab(path, "HEALTHY.mapper") as lab:
        site = Site(path, lab)
        for interface, port in (("1544f5e0-613c-11d1-93df-00c04fd7bd09", 6002),
                                ("f5cc5a18-4264-101a-8c59-08002b2f8426,56",
                                 6004)):
            outcome = site.ping(*site.proxy, "-f", interface, "-v", "3")
            expect_calls(outcome)
            for words in ("tunnel 593", "ept_map", f"tunnel {port}"):
                expect(words in outcome.stdout, words, outcome)
        outcome = site.ping(*site.proxy, "-f", LSARPC)
        expect(outcome.status == 2, outcome)
        expect("Exception 1753 (0x000006D9)" in outcome.stdout, outcome)


@suite.test("-R, -A and -U: squid before the RPC proxy, with its own account")
def forward_proxy(path):
    with Lab(path) as lab, Squid(path, basic(path)) as squid:
        site = Site(path, lab)
        way = [*site.proxy, "-e", "6001", "-R", f"localhost:{squid.port}"]
        known = [*way, "-A", f"{USER},,{PASSWORD}", "--allow-plaintext-auth"]
        for words in ([], ["-U", "1"], ["-U", "basic,ntlm"],
                      ["-o", f"HttpProxy=localhost:{squid.port}"]):
            expect_calls(site.ping(*known, *words))
        outcome = site.ping(*known, "-U", "1", "-E")
        expect(outcome.status == 0, outcome)
        refused = [
            (way, "wants a logon: Basic"),
            ([*known, "-U", "2"], "offers no logon that is asked for"),
            (known[:-1], "--allow-plaintext-auth"),
            ([*way, "-A", f"{USER},,wrong", "--allow-plaintext-auth"],
             f"refused the logon of {USER} with basic"),
        ]
        before = len(squid.log())
        for words, why in refused:
            outcome = site.ping(*words)
            expect(outcome.status == 2 and why in outcome.stdout, outcome)
        asked = squid.log()[before:]
    expect({line[3] for line in asked} == {"407"}, asked)
    expect([line[0] for line in asked].count(USER) == 1, asked)


@suite.test("-B: another principal than the certificate's is refused")
def subject(path):
    with Lab(path) as lab:
        site = Site(path, lab)
        expect_calls(site.ping(
            *site.proxy, "-e", "6001", "-B", "msstd:rpc.contoso.test"))
        for words in (["-e", "6001"], ["-E"]):
            outcome = site.ping(*site.proxy, *words, "-B", "msstd:other.test")
            expect(outcome.status == 2, outcome)
            expect("principal name (msstd) does not match"
                   in outcome.stdout, outcome)
        outcome = rpcdiag("ping", *lab.options_to(), "--msstd", "other.test")
        expect(outcome.status == 2, outcome)
        expect("tls failed, TLSv1.3, principal name (msstd) does not match"
               in outcome.stdout, outcome)


@suite.test("a port that may not be reached: exception 1722, exit status 2")
def refused(path):
    with Lab(path) as lab:
        site = Site(path, lab)
        outcome = site.ping(*site.proxy, "-e", "7000")
        expect(outcome.status == 2, outcome)
        expect(outcome.stdout.startswith("Exception 1722 (0x000006BA)\n"),
               outcome)
    with Lab(path, "BACKEND_ONE_PORT_CLOSED") as lab:
        outcome = Site(path, lab).ping(*Site(path, lab).proxy, "-e", "6004")
        expect("Number of records is: " in outcome.stdout, outcome)
        expect("Generating component is " in outcome.stdout, outcome)


@suite.test("ncacn_http without a proxy: the listener greets first")
def greeting(path):
    with Lab(path, "HEALTHY.inside") as lab:
        options = [x for x in lab.options if x != "--inside"]
        for port in (6001, 6002, 6004):
            expect_calls(run([RPCDIAG, "ping", "-t", "ncacn_http", "-s",
                              lab.server, "-e", str(port), *options]))


@suite.test("over TCP without an endpoint: 135, and where it sends us")
def mapper(path):
    with Lab(path, "HEALTHY.inside") as lab:
        options = [x for x in lab.options if x != "--inside"]
        base = [RPCDIAG, "ping", "-t", "ncacn_ip_tcp", "-s", lab.server,
                "-v", "3", *options]
        outcome = run(base)
        expect_calls(outcome)
        expect("inside 135 " in outcome.stdout, outcome)
        outcome = run([*base, "-f", EMSMDB])
        expect_calls(outcome)
        for words in ("inside 135 ", "ept_map", "inside 49152 "):
            expect(words in outcome.stdout, words, outcome)
        outcome = run([*base, "-f", LSARPC])
        expect(outcome.status == 2, outcome)
        expect("1753" in outcome.stdout, outcome)


@suite.test("Samba over TCP: each package and level, 1000 calls, statistics")
def samba_tcp(path):
    with Samba(path) as samba:
        base = [RPCDIAG, "ping", "-t", "ncacn_ip_tcp", "-s", "127.0.0.1",
                "-e", str(samba.port)]
        identity = ["-I", f"{samba.USER},,{samba.PASSWORD}"]
        expect_calls(run(base))
        expect_calls(run([*base, "-u", "ntlm", "-a", "privacy", "-i", "1000",
                          *identity]), 1000)
        for package in ("ntlm", "negotiate"):
            for level in ("pkt", "integrity", "privacy"):
                expect_calls(run([*base, "-u", package, "-a", level, "-O",
                                  LSARPC, *identity]))
        outcome = run([*base, "-u", "ntlm", "-a", "connect", *identity])
        expect("The logon is not proven" in outcome.stdout, outcome)
        blog_line = ["-o", "RpcProxy=cas1.contoso.com", "-P",
                     "user,domain,password", "-H", "1", "-F", "3", "-v", "3"]
        outcome = run([*base, *blog_line, "-a", "pkt", "-u", "9", *identity])
        expect_calls(outcome)
        expect("RpcProxy with ncacn_ip_tcp: no effect" in outcome.stderr,
               outcome)
        outcome = run([*base, "-u", "ntlm", "-a", "privacy", "-I",
                       f"{samba.USER},,wrong"])
        expect(outcome.status == 2, outcome)
        expect("The RPC server refused the logon." in outcome.stdout, outcome)
        outcome = run([RPCDIAG, "ping", "-t", "ncacn_http", "-s", "127.0.0.1",
                       "-e", str(samba.port), "--timeout", "1"])
        expect(outcome.status == 2 and outcome.seconds < 5, outcome)


@suite.test("--format json: the times are facts of the call")
def document(path):
    with Samba(path) as samba:
        outcome = run([RPCDIAG, "ping", "-t", "ncacn_ip_tcp", "-s",
                       "127.0.0.1", "-e", str(samba.port), "-i", "100",
                       "--format", "json"])
    report = json.loads(outcome.stdout)
    call = report["checks"][-1]
    facts = call["facts"]
    expect(call["id"].endswith(".is_server_listening"), call)
    expect(facts["call_count"] == 100, facts)
    order = [facts[f"call_{x}_us"] for x in ("min", "p50", "p95", "p99", "max")]
    expect(order == sorted(order) and order[0] > 0, order)
    expect(report["run"]["exit_status"] == outcome.status == 0, report["run"])


@suite.test("a password in an argument is wiped from the list of processes")
def wiped(path):
    secret = "Vogelsang-4711"
    with subprocess.Popen(
            [RPCDIAG, "ping", "-t", "ncacn_ip_tcp", "-s", "192.0.2.1", "-e",
             "135", "-u", "ntlm", "-a", "connect", "-I", f"u,d,{secret}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        process.stderr.readline()  # its warning comes when it has read them
        time.sleep(0.2)
        try:
            with open(f"/proc/{process.pid}/cmdline", "rb") as file:
                words = file.read()
        except PermissionError:  # not dumpable: nobody but root can look
            words = b""
        process.kill()
    expect(secret.encode() not in words, words)


@suite.test("what cannot be asked is refused, with a word on it")
def usage(path):
    del path
    rows = [
        (["-t", "ncacn_np"], "-t: \"ncacn_np\" is not one of"),
        (["-a", "privacy"], "-a: name the package with -u"),
        (["-u", "14"], "-u: 14 exists on Windows only"),
        (["-e", "1", "-f", LSARPC], "-e and -f exclude each other"),
        (["-f", "x"], "-f: \"x\" is not a UUID"),
        (["-v", "4"], "-v: \"4\" is not a whole number from 1 to 3"),
        (["-H", "digest"], "-H: \"digest\" is not one of"),
    ]
    for words, message in rows:
        outcome = run([RPCDIAG, "ping", *words])
        expect(outcome.status == 3 and message in outcome.stderr, outcome)
    outcome = run([RPCDIAG, "ping", "-U", "cert"])
    expect(outcome.status == 3 and "forward proxy" in outcome.stderr, outcome)
    for flag in ("-?", "/?", "-h"):
        outcome = run([RPCDIAG, "ping", flag])
        expect(outcome.status == 0 and "-t PROTSEQ" in outcome.stdout,
               outcome)


@suite.test("ncalrpc: what the runtime of Windows says to each package")
def local(path):
    del path
    rows = [("9", "Exception 1747 (0x000006D3)"),
            ("kerberos", "Exception 1747 (0x000006D3)"),
            ("ntlm", "lets a program ask for ntlm"),
            ("none", "nothing was sent")]
    for package, words in rows:
        outcome = run([RPCDIAG, "ping", "-t", "ncalrpc", "-u", package])
        expect(outcome.status == 3 and words in outcome.stdout, outcome)
        expect("nothing was sent" in outcome.stdout, outcome)


if __name__ == "__main__":
    suite.main()
