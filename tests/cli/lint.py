# SPDX-License-Identifier: Apache-2.0
"""rpcdiag lint over whole files: encodings, exit status, JSON, live reports."""
import glob
import json
import os
import re

import harness_path  # noqa: F401
from harness import RPCDIAG, SOURCE, Suite, expect, run

suite = Suite()

FILES = os.path.join(SOURCE, "tests", "lint", "files")
SAMPLES = os.path.join(SOURCE, "tests", "report", "golden")

ENCODINGS = {
    "UTF-8": lambda text: text.encode("utf-8"),
    "UTF-8 with BOM": lambda text: b"\xef\xbb\xbf" + text.encode("utf-8"),
    "UTF-16LE": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "UTF-16BE": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "CP1252": lambda text: text.encode("cp1252"),
}

# file: exit status, and the ids of what is to be fixed, worst first
EXPECTED = {
    "front-end.reg": (2, ["RPC_PROXY_DISABLED", "VALIDPORTS_PARTIAL", None,
                          None, None, "IDLE_TIMEOUT_MIDDLEBOX",
                          "VALIDPORTS_STALE"]),
    "front-end-right.reg": (0, []),
    "mailbox.reg": (2, ["BACKEND_ONE_PORT_CLOSED", "NSPI_PORT_6003_LAYOUT",
                        "DSPROXY_SPLIT_PROFILE_ONLY"]),
    "domain-controller.reg": (2, ["GC_NOT_ON_6004"]),
    "netstat-en.txt": (2, ["DSPROXY_IPV4_ONLY_6004"]),
    "netstat-de.txt": (2, ["DSPROXY_IPV4_ONLY_6004"]),
    "netstat-right.txt": (0, []),
    "ss.txt": (2, ["DSPROXY_IPV4_ONLY_6004"]),
    "hosts-right.txt": (0, []),
    "hosts-half.txt": (0, []),
    "hosts-inverse.txt": (1, [None, "DSPROXY_IPV4_ONLY_6004",
                              "BACKEND_NAME_UNRESOLVED"]),
    "iis.log": (2, ["IIS_REQUEST_LIMIT", "HTTP_BAD_CREDENTIALS",
                    "HTTP_ACCOUNT_RESTRICTED"]),
    "profile-before.reg": (1, ["REFERRAL_NOT_USED_PROFILE_FLAGS"] * 5),
    "profile-after.reg": (0, []),
    "mfcmapi.txt": (1, ["REFERRAL_NOT_USED_PROFILE_FLAGS"]),
    "mfcmapi.xml": (1, ["REFERRAL_NOT_USED_PROFILE_FLAGS"]),
    "outlook.prf": (0, []),
}


def sample(name):
    return os.path.join(FILES, name)


def content(name):
    with open(sample(name), encoding="utf-8") as file:
        return file.read()


def linted(*arguments, text=""):
    outcome = run([RPCDIAG, "lint", *arguments], text=text)
    expect(outcome.stderr == "", outcome)
    return outcome


def document(*arguments):
    outcome = linted("--format", "json", *arguments)
    doc = json.loads(outcome.stdout)
    expect(doc["exit_status"] == outcome.status, outcome)
    validate(doc)
    return doc


def validate(doc):
    try:
        import jsonschema
    except ImportError:
        return
    path = os.path.join(SOURCE, "docs", "lint.schema.json")
    with open(path, encoding="utf-8") as file:
        jsonschema.validate(doc, json.load(file))


def to_fix(doc):
    return [finding for finding in doc["findings"]
            if finding["status"] != "healthy"]


def ids(doc):
    return [finding["id"] for finding in to_fix(doc)]


@suite.test("the schema refuses spoilt documents")
def schema_refuses(_):
    try:
        import jsonschema
    except ImportError:
        return
    good = document("--with", os.path.join(SAMPLES, "dsproxy.json"),
                    sample("netstat-en.txt"), sample("profile-before.reg"))
    changes = [
        lambda d: d.pop("live"),
        lambda d: d.update(extra=1),
        lambda d: d.update(status="unknown"),
        lambda d: d["files"][0].update(kind="novel"),
        lambda d: d["findings"][0].update(line=0),
        lambda d: d["findings"][0].update(id="lower"),
        lambda d: d["findings"][0].update(why=None),
        lambda d: d["profiles"][0]["steps"].pop(),
        lambda d: d["live"]["remarks"][0].update(accord="perhaps"),
    ]
    for number, change in enumerate(changes):
        bad = json.loads(json.dumps(good))
        change(bad)
        try:
            validate(bad)
        except jsonschema.ValidationError:
            continue
        expect(False, "accepted although spoilt:", number)


@suite.test("every sample file has its expectations")
def samples_are_known(_):
    names = {os.path.basename(name) for name in glob.glob(sample("*"))}
    expect(names == set(EXPECTED), sorted(names ^ set(EXPECTED)))


for _name, (_status, _ids) in EXPECTED.items():
    @suite.test(f"{_name}: what is to be fixed, in every encoding")
    def in_every_encoding(path, name=_name, status=_status, found=_ids):
        plain = document(sample(name))
        expect(plain["exit_status"] == status, plain)
        expect(ids(plain) == found, ids(plain))
        for encoding, encode in ENCODINGS.items():
            target = os.path.join(path, "file")
            with open(target, "wb") as file:
                file.write(encode(content(name).replace("\n", "\r\n")))
            doc = document(target)
            ascii_only = content(name).isascii()
            if encoding != "CP1252" or not ascii_only:
                expect(doc["files"][0]["encoding"] == encoding,
                       doc["files"], encoding)
            for finding, other in zip(doc["findings"], plain["findings"]):
                expect(dict(finding, file="") == dict(other, file=""),
                       finding, other)
            expect(len(doc["findings"]) == len(plain["findings"]), doc)


@suite.test("each fault names file, line, key, value, why and what to set")
def faults_are_placed(_):
    for finding in to_fix(document(sample("front-end.reg"))):
        expect(finding["file"] == sample("front-end.reg"), finding)
        for member in "line", "key", "value", "why", "set":
            expect(finding[member], member, finding)
    lines = content("front-end.reg").splitlines()
    for finding in to_fix(document(sample("front-end.reg"))):
        name = finding["value"].split(" = ")[0]
        expect(lines[finding["line"] - 1].startswith(f'"{name}"='), finding)


@suite.test("the profile of the referral: before and after its settings")
def profile_is_walked(_):
    before = document(sample("profile-before.reg"))["profiles"][0]
    after = document(sample("profile-after.reg"))["profiles"][0]
    expect(before["mechanism"]["name"] == "RPC_C_AUTHN_WINNT", before)
    expect(before["server"].startswith("MBX1 itself"), before)
    expect(before["stopped_by"][0] == "PR_PROFILE_UI_STATE", before)
    expect(before["steps"][4]["outcome"] == "stopped", before)
    expect(after["mechanism"]["code"] == 9, after)
    expect(after["server"] == "the global catalog that MBX1 refers to", after)
    expect(after["stopped_by"] == [], after)


@suite.test("servers that clients ask for are looked up in ValidPorts")
def servers(_):
    right = sample("front-end-right.reg")
    expect(ids(document("--servers", "mbx1,MBX1.contoso.test", right)) == [],
           right)
    doc = document("--servers=mbx1,mbx2", right)
    expect(ids(doc) == ["VALIDPORTS_DENIED"], doc)
    expect("add mbx2:6001-6002;mbx2:6004" == doc["findings"][0]["set"], doc)


@suite.test("files are judged together")
def together(_):
    doc = document(sample("netstat-de.txt"), sample("front-end.reg"),
                   sample("hosts-right.txt"))
    finding = [f for f in doc["findings"]
               if f["id"] == "DSPROXY_IPV4_ONLY_6004"][0]
    expect(finding["status"] == "degraded", finding)
    doc = document(sample("mailbox.reg"), sample("front-end-right.reg"))
    expect(ids(doc).count("VALIDPORTS_DC_MISSING") == 2, doc)


@suite.test("beside a live report: agreement and contradiction")
def live(_):
    report = os.path.join(SAMPLES, "dsproxy.json")
    doc = document("--with", report, sample("netstat-en.txt"))["live"]
    expect(doc["id"] == "DSPROXY_IPV4_ONLY_6004", doc)
    expect([(r["accord"], r["id"]) for r in doc["remarks"]]
           == [("agrees", "DSPROXY_IPV4_ONLY_6004")], doc)
    doc = document("--with", report, sample("netstat-right.txt"))["live"]
    expect([(r["accord"], r["id"]) for r in doc["remarks"]]
           == [("contradicts", "DSPROXY_IPV4_ONLY_6004")], doc)
    healthy = os.path.join(SAMPLES, "healthy.json")
    doc = document("--with", healthy, sample("netstat-en.txt"))["live"]
    expect(doc["remarks"][0]["accord"] == "contradicts", doc)


@suite.test("the server of the live report is looked up in ValidPorts")
def live_server(path):
    report = os.path.join(SAMPLES, "dsproxy.json")
    with open(report, encoding="utf-8") as file:
        server = json.load(file)["target"]["server"]
    name = os.path.join(path, "list.txt")
    with open(name, "w", encoding="ascii") as file:
        file.write("elsewhere:6001-6004;elsewhere.x.test:6001-6004;\n")
    expect(ids(document(name)) == [], name)
    doc = document("--with", report, name)
    expect(ids(doc) == ["VALIDPORTS_DENIED"], doc)
    expect(doc["findings"][0]["set"]
           == f"add {server}:6001-6002;{server}:6004", doc)
    expect({(r["accord"], r["id"]) for r in doc["live"]["remarks"]}
           == {("silent", "DSPROXY_IPV4_ONLY_6004"),
               ("contradicts", "VALIDPORTS_DENIED")}, doc)


MBX = "mbx1.contoso.test"

# What the lab plays, ValidPorts, and how the one stands to the other.
BESIDE = [
    ("VALIDPORTS_PARTIAL", f"{MBX}:6001-6002;mbx1:6001-6002",
     "agrees VALIDPORTS_PARTIAL"),
    ("VALIDPORTS_PARTIAL", f"{MBX}:6001-6004;mbx1:6001-6004",
     "contradicts VALIDPORTS_PARTIAL"),
    ("VALIDPORTS_PARTIAL", "other:6001-6004;other.contoso.test:6001-6004",
     "silent VALIDPORTS_PARTIAL, contradicts VALIDPORTS_DENIED"),
    ("HEALTHY", f"{MBX}:6001-6002;mbx1:6001-6004",
     "contradicts VALIDPORTS_PARTIAL"),
    ("HEALTHY", f"{MBX}:6001-6004;mbx1:6001-6002",
     "silent VALIDPORTS_PARTIAL"),
    ("HEALTHY", f"{MBX}:6001-6004;mbx1:6001-6004", ""),
]


for _number, (_scenario, _list, _said) in enumerate(BESIDE):
    @suite.test(f"{_scenario}, live and beside a list ({_number})")
    def beside(path, scenario=_scenario, ports=_list, said=_said):
        report = os.path.join(path, "report.json")
        run([RPCDIAG, "demo", scenario, "-q", "--format", "json",
             "--output", report])
        name = os.path.join(path, "list.txt")
        with open(name, "w", encoding="ascii") as file:
            file.write(ports + "\n")
        remarks = document("--with", report, name)["live"]["remarks"]
        expect(said == ", ".join(f"{r['accord']} {r['id']}"
                                 for r in remarks), remarks)


@suite.test("a listing in the code page of the German command prompt")
def code_page_850(path):
    name = os.path.join(path, "netstat.txt")
    with open(name, "wb") as file:
        file.write(content("netstat-de.txt").encode("cp850"))
    expect(ids(document(name)) == ["DSPROXY_IPV4_ONLY_6004"], name)


@suite.test("standard input, and text with the place before each finding")
def text_form(_):
    outcome = linted("-", text=content("netstat-en.txt"))
    expect(outcome.status == 2, outcome)
    expect(outcome.stdout.startswith("FAILED  1 fault in 1 file\n"), outcome)
    expect("-:8: FAULT  DSPROXY_IPV4_ONLY_6004\n" in outcome.stdout, outcome)
    quiet = linted("-q", sample("netstat-en.txt"))
    expect(quiet.stdout == "FAILED  1 fault in 1 file\n", quiet)


@suite.test("content that is of no kind is status 3, and so is a lost file")
def unusable(path):
    name = os.path.join(path, "note.reg")
    with open(name, "w", encoding="utf-8") as file:
        file.write("buy milk\n")
    for argument, said in (name, "not recognised"), (path + "/no", "opened"):
        outcome = run([RPCDIAG, "lint", sample("netstat-en.txt"), argument])
        expect(outcome.status == 3 and outcome.stdout == "", outcome)
        expect(argument in outcome.stderr and said in outcome.stderr, outcome)


@suite.test("a report among the files is sent to --with")
def report_as_file(_):
    outcome = run([RPCDIAG, "lint", os.path.join(SAMPLES, "dsproxy.json")])
    expect(outcome.status == 3 and "--with" in outcome.stderr, outcome)


@suite.test("what a file holds cannot steer a terminal")
def printable(_):
    outcome = linted("-", text='REGEDIT4\n[HKEY_X\\Microsoft\\Rpc\\RpcProxy]\n'
                     '"Enabled"="\x1b[31m\u202e"\n')
    expect("\x1b" not in outcome.stdout and "\u202e" not in outcome.stdout,
           outcome)


@suite.test("users and clients of a log are not shown")
def privacy(_):
    for options in [], ["--format", "json"]:
        outcome = linted(*options, sample("iis.log"))
        for word in "alice", "bob", "eve", "192.0.2.9":
            expect(word not in outcome.stdout, word, outcome)


@suite.test("every id that lint can say has its page")
def ids_have_pages(_):
    found = set()
    for name in glob.glob(os.path.join(SOURCE, "rpcdiag", "lint", "*.c")):
        with open(name, encoding="utf-8") as file:
            found |= set(re.findall(r'"([A-Z][A-Z0-9]+_[A-Z0-9_]+)"',
                                    file.read()))
    found -= {word for word in found
              if word.startswith(("PR_", "PT_", "REG_", "RPC_C_", "RPC_IN_",
                                  "RPC_OUT_", "HKEY_"))}
    expect(len(found) > 20, found)
    for word in found:
        page = os.path.join(SOURCE, "docs", "findings", word + ".md")
        expect(os.path.exists(page), word)


if __name__ == "__main__":
    suite.main()
