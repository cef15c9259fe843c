# SPDX-License-Identifier: Apache-2.0
"""What wrong usage is answered with: exact text, on stderr only, status 3."""
import os
import shutil
import subprocess

import harness_path  # noqa: F401
from harness import RPCDIAG, Suite, expect, run

suite = Suite()

# arguments, and the one line that answers them
ERRORS = [
    ("chekc", 'rpcdiag: "chekc" is not a command; try \'rpcdiag help\''),
    ("--proxy", 'rpcdiag: "--proxy" is not a command; try \'rpcdiag help\''),
    ("help chekc",
     'rpcdiag: "chekc" is not a command; try \'rpcdiag help\''),
    ("help check ping", 'rpcdiag help: "ping" is one argument too many; '
     "try 'rpcdiag help help'"),
    ("version x", 'rpcdiag version: "x" is one argument too many; '
     "try 'rpcdiag help version'"),
    ("check", "--proxy is missing: name the RPC proxy, as in "
     "--proxy rpc.contoso.com"),
    ("check --proxy", "--proxy: HOST[:PORT]|URL is missing"),
    ("check --proxi h", "--proxi: no such option"),
    ("check --prox h", "--prox: no such option"),
    ("check -x", "-x: no such option"),
    ("check --password=secret", "--password: no such option"),
    ("check h", '"h" is one argument too many'),
    ("check -- -4", '"-4" is one argument too many'),
    ("check --list", "--list: not an option of check"),
    ("ping --inside", "--inside: not an option of ping"),
    ("ping", "--proxy is missing: name the RPC proxy, as in "
     "--proxy rpc.contoso.com"),
    ("demo A B", '"B" is one argument too many'),
    ("check --inside=yes", "--inside: takes no value"),
    ("check --proxy ftp://h", '--proxy: "ftp" is not https or http'),
    ("check --proxy h:x", '--proxy: "x" is not a port (1..65535)'),
    ("check --proxy ::1", "--proxy: IPv6 addresses stand in brackets: [::1]"),
    ("check --proxy a:secret@h", "--proxy: a user inside the URL is not "
     "taken: use --user and --password-file"),
    ("check --server a:1", '--server: "a:1" is not a server name'),
    ("check --endpoints 70000",
     '--endpoints: "70000" is not a port (1..65535)'),
    ("check --endpoints=", "--endpoints: the list of ports is empty"),
    ("check --user=", "--user: a user name has 1 to 512 characters"),
    ("check --proxy h --password-file f",
     "a password was given but no --user it is for"),
    ("check --proxy h --rpc-password-file f",
     "--rpc-password-file was given but no --rpc-user it is for"),
    ("check --password-file=", "--password-file: the name of the file is "
     "empty"),
    ("check --password-fd x",
     '--password-fd: "x" is not a whole number from 0 to 2147483647'),
    ("check --rpc-user=", "--rpc-user: a user name has 1 to 512 characters"),
    ("check --rpc-password-file=",
     "--rpc-password-file: the name of the file is empty"),
    ("check --http-auth digest", '--http-auth: "digest" is not one of auto, '
     "none, basic, ntlm, negotiate"),
    ("check --http-auth auto,basic",
     "--http-auth: auto stands alone, not in a list"),
    ("check --cacert=", "--cacert: the name of the file is empty"),
    ("check --msstd msstd:", "--msstd: the principal name is empty"),
    ("check --resolve h:1:x",
     '--resolve: "x" does not begin with a numeric address, in '
     "HOST:PORT:ADDR"),
    ("check --connect-to h:1:[::1]",
     '--connect-to: "" stands where ":" is expected, in '
     "HOST:PORT:ADDR:PORT2"),
    ("check --dns-server x",
     '--dns-server: "x" does not begin with a numeric address'),
    ("check -4 -6", "-6: -4 and -6 exclude each other"),
    ("check -46", "-6: -4 and -6 exclude each other"),
    ("check --proxy rpc.contoso.test --association", "--association is about "
     "two accounts: add --second-user"),
    ("check --trials 0",
     '--trials: "0" is not a whole number from 1 to 1000000'),
    ("check --timeout 0", '--timeout: "0" is not a number of seconds '
     "(more than 0, at most 86400)"),
    ("check --deadline 1e3", '--deadline: "1e3" is not a number of seconds '
     "(more than 0, at most 86400)"),
    ("check --output=", "--output: the name of the file is empty"),
    ("check --color red", '--color: "red" is not one of auto, always, never'),
]


def one_line(arguments, line):
    outcome = run([RPCDIAG, *arguments])
    expect(outcome.status == 3, outcome)
    expect(outcome.stdout == "", outcome)
    expect(outcome.stderr == line + "\n", f"expected {line!r}:", outcome)


def full_line(arguments, text):
    if text.startswith("rpcdiag"):
        return text
    command = arguments[0]
    return f"rpcdiag {command}: {text}; try 'rpcdiag help {command}'"


def add_error(arguments, text):
    @suite.test(f"refused: {' '.join(arguments)}")
    def _(_):
        one_line(arguments, full_line(arguments, text))


for words, said in ERRORS:
    add_error(words.split(), said)


@suite.test("refused: a format that is none names those there are")
def unknown_format(_):
    for command, names in [("check", "text, json, jsonl, html, "
                                    "nagios, prometheus, junit"),
                           ("render", "text, json, jsonl, html"),
                           ("ping", "text, json"), ("lint", "text, json"),
                           ("explain", "text, json")]:
        outcome = run([RPCDIAG, command, "--format", "yaml"])
        expect(outcome.status == 3 and outcome.stdout == "", outcome)
        expect(f'--format: "yaml" is not one of {names}' in outcome.stderr,
               outcome)
    outcome = run([RPCDIAG, "explain", "--format", "html", "1722"])
    expect(outcome.status == 3 and outcome.stdout == "", outcome)


@suite.test("refused: what is quoted cannot steer a terminal")
def quoted_safely(_):
    one_line(["check", "--server", "a\x1b[31m"], full_line(
        ["check"], '--server: "a\\x1b[31m" is not a server name'))


@suite.test("no command: the usage on stderr, status 3")
def no_command(_):
    outcome = run([RPCDIAG])
    expect(outcome.status == 3 and outcome.stdout == "", outcome)
    expect(outcome.stderr.startswith("usage: rpcdiag COMMAND"), outcome)


@suite.test("called rpcping, it is ping")
def called_rpcping(path):
    name = os.path.join(path, "rpcping")
    os.symlink(RPCDIAG, name)
    outcome = run([name, "--inside"])
    expect(outcome.status == 3, outcome)
    expect(outcome.stderr.startswith("rpcdiag ping: --inside: not an option"),
           outcome)


@suite.test("the version")
def version(_):
    for words in (["--version"], ["version"]):
        outcome = run([RPCDIAG, *words])
        expect(outcome.status == 0 and outcome.stderr == "", outcome)
        name, number = outcome.stdout.split()
        expect(name == "rpcdiag" and number[0].isdigit(), outcome)


@suite.test("help goes to stdout and says the same in every way to ask")
def help_ways(_):
    for ways in ([["--help"], ["-h"], ["help"]],
                 [["check", "--help"], ["check", "-h"], ["help", "check"]]):
        outcomes = [run([RPCDIAG, *words]) for words in ways]
        for outcome in outcomes:
            expect(outcome.status == 0 and outcome.stderr == "", outcome)
            expect(outcome.stdout == outcomes[0].stdout, outcome)
            expect(outcome.stdout.startswith("usage: rpcdiag"), outcome)


@suite.test("help fits 80 columns")
def help_width(_):
    for words in ([], ["check"], ["ping"], ["demo"], ["help"], ["version"]):
        outcome = run([RPCDIAG, "help", *words])
        for line in outcome.stdout.splitlines():
            expect(len(line) < 80, f"{len(line)} columns:", line)
            expect(line == line.rstrip(), "blanks at the end:", line)


@suite.test("a full disk behind stdout is an error")
def full_stdout(_):
    with open("/dev/full", "w", encoding="ascii") as full:
        for words in (["help"], ["check", "--proxy", "127.0.0.1:1"]):
            outcome = run_into(full, words)
            expect(outcome.returncode == 3, outcome)
            expect(b"standard output: cannot be written" in outcome.stderr,
                   outcome)


def run_into(stdout, words):
    return subprocess.run([RPCDIAG, *words], stdin=subprocess.DEVNULL,
                          stdout=stdout, stderr=subprocess.PIPE, timeout=30,
                          check=False)


if __name__ == "__main__":
    expect(shutil.which(RPCDIAG), RPCDIAG, "is not built")
    suite.main()
