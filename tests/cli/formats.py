# SPDX-License-Identifier: Apache-2.0
"""Every form of a report, made by real runs and read by programs that other
people wrote: Perl's Monitoring::Plugin, the Python client of Prometheus,
junitparser, and the parser of XML."""
import html
import importlib.util
import json
import os
import re
import subprocess

import harness_path  # noqa: F401
from harness import RPCDIAG, SOURCE, Process, Suite, expect, need, run
from peer import Peer

need("perl")
try:
    import junitparser
    from prometheus_client.parser import text_string_to_metric_families
except ImportError as error:
    print(error)
    raise SystemExit(77) from error
if subprocess.run(["perl", "-MMonitoring::Plugin::Performance", "-e", ""],
                  check=False, stderr=subprocess.DEVNULL).returncode:
    print("libmonitoring-plugin-perl is missing")
    raise SystemExit(77)

suite = Suite()
SCENARIOS = ["HEALTHY", "DSPROXY_IPV4_ONLY_6004", "RFR_WINNT_REMOVED",
             "TLS_CERT_UNTRUSTED"]
STATES = ["OK", "WARNING", "CRITICAL", "UNKNOWN"]
saved = {}

PERFDATA = r"""
print join("\t", map { $_ // "" } $_->label, $_->value, $_->uom, $_->warning,
    $_->critical, $_->min, $_->max), "\n"
    for Monitoring::Plugin::Performance->parse_perfstring($ARGV[0])
"""


def report(scenario):
    """The lines of a stream, and the whole report they make."""
    if scenario not in saved:
        outcome = run([RPCDIAG, "demo", scenario, "-q", "--format", "jsonl"])
        lines = [json.loads(line) for line in outcome.stdout.splitlines()]
        # the lines stand as checks ended, a report has them as they began
        whole = lines[-1]["report"] | {"checks": sorted(
            (line["check"] for line in lines[:-1]),
            key=lambda check: check["started_ms"])}
        expect(outcome.status == whole["run"]["exit_status"], outcome)
        saved[scenario] = whole
    return saved[scenario]


def drawn(scenario, name, *options):
    whole = report(scenario)
    outcome = run([RPCDIAG, "render", "--format", name, *options, "-"],
                  text=json.dumps(whole))
    expect(outcome.status == whole["run"]["exit_status"], outcome)
    expect(outcome.stderr == "", outcome)
    return outcome.stdout


def page_faults(text):
    """By the rules that the recorded pages follow."""
    spec = importlib.util.spec_from_file_location(
        "html_rules", os.path.join(SOURCE, "tests", "report", "html.py"))
    rules = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(rules)
    return rules.faults(text)


for scenario in SCENARIOS:
    @suite.test(f"{scenario}: the lines of a stream make the report")
    def stream(_, scenario=scenario):
        whole = report(scenario)
        again = json.loads(drawn(scenario, "json"))
        expect(again == whole, "judged again it differs",
               again["signature"], whole["signature"])

    @suite.test(f"{scenario}: HTML, in short and in full")
    def page(_, scenario=scenario):
        whole = report(scenario)
        text = drawn(scenario, "html")
        expect(text == drawn(scenario, "html", "-q"), "-q is about text")
        for said in whole["verdict"]["summary"], *whole["verdict"]["fix"]:
            expect(said.split("`")[0] in html.unescape(text), said)
        expect(not list(page_faults(text)), list(page_faults(text)))
        text = drawn(scenario, "html", "-v")
        expect(not list(page_faults(text)), list(page_faults(text)))
        facts = {name for c in whole["checks"] for name in c["facts"]}
        expect(all(f">{name}</th>" in text for name in facts), "facts")

    @suite.test(f"{scenario}: a plugin's output")
    def nagios(_, scenario=scenario):
        whole = report(scenario)
        text = drawn(scenario, "nagios")
        first, _, long = text.partition("\n")
        said, bar, perfdata = first.partition(" | ")
        state = STATES[whole["run"]["exit_status"]]
        expect(said.startswith(f"RPCDIAG {state} - "), first)
        expect(bar and "|" not in perfdata + long, text)
        rows = [row.split("\t") for row in subprocess.run(
            ["perl", "-MMonitoring::Plugin::Performance", "-e", PERFDATA,
             perfdata], check=True, stdout=subprocess.PIPE,
            text=True).stdout.splitlines()]
        unknown = re.findall(r"(\S+)=U(?: |$)", perfdata)
        expect(len(rows) + len(unknown) == len(perfdata.split()), rows)
        values = {row[0]: row for row in rows}
        seconds = whole["run"]["duration_ms"] / 1000
        expect(abs(float(values["time"][1]) - seconds) < 0.001, values)
        expect(values["time"][2] == "s", values)
        for port in whole["target"]["endpoints"]:
            tunnel = [c for c in whole["checks"] if c["stage"] == "tunnel"
                      and c["endpoint"] == port]
            good = any(c["outcome"] == "pass" for c in tunnel)
            expect(good == (f"tunnel_{port}" in values), port, values)
        expect(values["certificate_days"][3:5] == ["14:", "0:"], values)
        expect(drawn(scenario, "nagios", "-q") == first + "\n", "-q")

    @suite.test(f"{scenario}: metrics")
    def prometheus(_, scenario=scenario):
        whole = report(scenario)
        found = {family.name: family.samples for family in
                 text_string_to_metric_families(drawn(scenario, "prometheus"))}
        names = {"target": whole["target"]["proxy"],
                 "server": whole["target"]["server"]}
        keys = set()
        for samples in found.values():
            for sample in samples:
                expect(sample.labels | names == sample.labels, sample)
                key = (sample.name, *sorted(sample.labels.items()))
                expect(key not in keys, "twice", key)
                keys.add(key)

        def value(name):
            return found["rpcdiag_" + name][0].value
        expect(value("status") == whole["run"]["exit_status"], found)
        expect(value("up") == (whole["verdict"]["status"] != "failed"), found)
        success = {s.labels["check"]: s.value
                   for s in found["rpcdiag_check_success"]}
        for c in whole["checks"]:
            outcome = {"pass": 1, "fail": 0}.get(c["outcome"])
            expect(success.get(c["id"]) == (
                None if c["stage"] == "repeat" else outcome), c)
        end = next(c["facts"]["tls_not_after"] for c in whole["checks"]
                   if "tls_not_after" in c["facts"])
        seconds = subprocess.run(["date", "-d", end, "+%s"], check=True,
                                 stdout=subprocess.PIPE).stdout
        expect(value("certificate_not_after_timestamp_seconds") ==
               int(seconds), end)

    @suite.test(f"{scenario}: results of tests")
    def junit(path, scenario=scenario):
        whole = report(scenario)
        name = os.path.join(path, "rpcdiag.xml")
        drawn(scenario, "junit", "--output", name)
        suites = {s.name: s for s in junitparser.JUnitXml.fromfile(name)}
        expect(set(suites) == {"verdict"} | {c["stage"]
                                             for c in whole["checks"]}, suites)
        for one in suites.values():
            cases = list(one)
            expect(one.tests == len(cases), one.name)
            for kind, n in ((junitparser.Failure, one.failures),
                            (junitparser.Error, one.errors),
                            (junitparser.Skipped, one.skipped)):
                expect(n == sum(isinstance(result, kind) for case in cases
                                for result in case.result), one.name, kind)
        failed = suites["verdict"].failures + suites["verdict"].errors
        expect((failed > 0) == (whole["run"]["exit_status"] != 0), failed)


class Hostile(Peer):
    """Says in every text it controls what should never be obeyed."""

    NAUGHTY = "<script>alert(1)</script>\x1b[31m|evil=1\"'&`x`"

    def serve(self, connection):
        while connection.recv(65536):
            body = f"<html><title>{self.NAUGHTY}</title></html>".encode()
            connection.sendall("\r\n".join((
                f"HTTP/1.1 500 {self.NAUGHTY}", f"Server: {self.NAUGHTY}",
                f"Via: 1.1 {self.NAUGHTY}", "Content-Type: text/html",
                f"X-FEServer: {self.NAUGHTY}", f"Location: {self.NAUGHTY}",
                f"Content-Length: {len(body)}", "", "")).encode() + body)


@suite.test("what a server says is obeyed by no reader")
def hostile(path):
    name = os.path.join(path, "report.json")
    with Hostile() as peer:
        run([RPCDIAG, "check", "-q", "--proxy", f"http://127.0.0.1:{peer.port}",
             "--forward-proxy", "none", "--format", "json", "--output", name])
    with open(name, encoding="utf-8") as file:
        expect(file.read().count("<script>") > 3, "nothing was said")
    for form in "html", "nagios", "prometheus", "junit", "text":
        text = run([RPCDIAG, "render", "-v", "--format", form, name]).stdout
        expect("alert(1)" in text.replace("(script)", "") or
               form == "prometheus", form, text)
        expect("\x1b" not in text, form)
        expect("<script" not in text or form == "text", form)
        if form == "html":
            expect(not list(page_faults(text)), list(page_faults(text)))
        elif form == "junit":
            junitparser.JUnitXml.fromstring(text.encode())
        elif form == "nagios":
            expect(text.count("|") == 1 and "<" not in text, text)
        elif form == "prometheus":
            expect("evil" not in text, text)


@suite.test("a line comes as soon as its check has ended")
def at_once(path):
    with Process([RPCDIAG, "demo", "DSPROXY_IPV4_ONLY_6004", "-q", "--format",
                  "jsonl"], path, stdout=subprocess.PIPE) as process:
        first = json.loads(process.stdout.readline())
        expect(process.poll() is None, "all came at the end")
        rest = process.stdout.read().splitlines()
        expect(process.wait(30) == 2, process.returncode)
    ended = [first] + [json.loads(line) for line in rest[:-1]]
    expect(all("check" in line for line in ended), ended)
    slow = next(line["check"] for line in ended
                if line["check"]["id"] == "tunnel.6004")
    expect(slow["duration_ms"] > 500, slow)
    expect(ended[0]["check"]["id"] != slow["id"], "not in the order of ends")
    ends = [line["check"]["started_ms"] + line["check"]["duration_ms"]
            for line in ended if line["check"]["outcome"] != "skip"]
    expect(all(a < b + 5 for a, b in zip(ends, ends[1:])), ends)


@suite.test("a stream into a file is there as a whole")
def into_file(path):
    name = os.path.join(path, "lines")
    outcome = run([RPCDIAG, "demo", "VALIDPORTS_DENIED", "-q", "--format",
                   "jsonl", "--output", name])
    expect(outcome.status == 2 and outcome.stdout == "", outcome)
    with open(name, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    expect("report" in lines[-1] and len(lines) > 10, len(lines))
    expect(os.listdir(path) == ["lines"], os.listdir(path))


@suite.test("a stream that nobody takes ends the run")
def nobody_takes(path):
    with Process([RPCDIAG, "demo", "DSPROXY_IPV4_ONLY_6004", "-q", "--format",
                  "jsonl", "--idle", "60"], path,
                 stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        process.stdout.close()
        expect(process.wait(20) == 3, process.returncode)
        said = process.said()
        expect("standard output" in said and said.count("\n") == 1, said)


if __name__ == "__main__":
    suite.main()
