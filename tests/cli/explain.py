# SPDX-License-Identifier: Apache-2.0
"""rpcdiag explain: every number and id is known, the forms people paste are
understood, and what is said can be run, read at 80 columns and parsed."""
import csv
import json
import os
import re

import harness_path  # noqa: F401
from harness import RPCDIAG, Suite, expect, run

try:
    import jsonschema
except ImportError:
    jsonschema = None

suite = Suite()
TOP = os.environ.get("srcdir", ".")

# Win32 and RPC, as they turn up in tools and logs.
WIN32 = """0 5 6 14 50 87 126 1114 1130 1236 1326 1330 1398 1460 1700 1702 1703
1704 1705 1706 1707 1708 1709 1710 1715 1717 1720 1721 1722 1723 1724 1725 1726
1727 1728 1729 1730 1732 1733 1734 1741 1743 1745 1746 1747 1748 1749 1750 1751
1752 1753 1760 1764 1765 1766 1767 1768 1769 1770 1771 1775 1780 1783 1791 1818
1819 1820 1821 1822 1823 1825 1826 1831 1833 1898 1899 1900 1909 1910 1916 1917
1918""".split()

# Fault statuses of DCE/RPC and of the endpoint mapper.
NCA = """1c010001 1c010002 1c010003 1c010006 1c010009 1c01000b 1c010013 1c010014
1c010015 1c010017 1c000001 1c000002 1c000003 1c000004 1c000005 1c000006 1c000007
1c000008 1c000009 1c00000a 1c00000b 1c00000c 1c00000d 1c00000e 1c000010 1c00000f
1c000012 1c000013 1c000014 1c000015 1c000016 1c000017 1c000018 1c000019 1c00001a
1c00001b 1c00001c 1c00001d 1c00001f 1c000020 1c000021 1c000022 1c000023 1c000024
1c000025 16c9a0cd 16c9a0d3 16c9a0d6""".split()

SECURITY = """80090302 80090303 80090304 80090305 80090308 8009030c 8009030d
8009030e 8009030f 80090310 80090311 80090322 80090324 80090325 80090327 80090328
80090326 80090331 80090346 80090350 800b0101 800b0109 800b010f""".split()

WINHTTP = "12002 12007 12029 12030 12037 12038 12045 12175".split()

GATEWAY = """800759d8 800759da 800759db 800759dd 800759ed 800759ee 800759f7
800759f8 800759f9 800759e6""".split()

EXCHANGE = """0x3EB 0x3F2 0x3EE 0x478 0x47F 0x50C 0x970 0x96C 0x4DF 0x80040111
0x80040115 0x8004010F 0x80070005""".split()

IIS = """401.1 401.2 401.3 403.1 403.4 403.7 403.16 404.0 404.2 404.3 404.13
413.1 503.0 503.2""".split()

HTTP = "200 302 400 401 403 404 405 407 413 500 501 502 503 504".split()

KERBEROS = [f"krb {n}" for n in (6, 7, 18, 23, 24, 37, 41)]
NAK = [f"nak {n}" for n in range(10)] + [f"ack {n}" for n in range(4)]

with open(os.path.join(TOP, "rpcdiag/verdict/matrix.csv"),
          encoding="utf-8") as table:
    IDS = sorted({row[0] for row in list(csv.reader(
        line for line in table if not line.startswith("#")))[1:]})

BLOB = ("ARAIAMzMzMxQAAAAAAAAAAAAAgABAAAAAAAAAAEAAQAEAAAABAACANIEAAAAAAAA"
        "AAAAAABa3AEIAAAAugYAAD4BAAABAAAAAwADAE0nAAAEAAAARQBYADEAAAAAAAAA")


def explain(*what, **options):
    return run([RPCDIAG, "explain", *what], **options)


def document(*what, text=""):
    """The explanations and the exit status."""
    outcome = explain("--format", "json", *what, text=text)
    expect(outcome.stderr == "", outcome)
    return json.loads(outcome.stdout)["explanations"], outcome.status


def walk(texts):
    """Every text understood, with a meaning and something to do."""
    lines, status = document("-", text="\n".join(texts) + "\n")
    expect(len(lines) == len(texts), len(lines))
    for text, line in zip(texts, lines):
        expect(line["subject"] == text, line)
        expect(line["meanings"], f"{text} is not known")
        first = line["meanings"][0]
        expect(first["text"] and first["here"] and first["next"], first)
        expect(all(c["id"] in IDS and c["text"] for c in first["causes"]))
    expect(status == 0, status)
    return lines


@suite.test("every number of RPC, Windows and DCE/RPC is known by its name")
def numbers(_path):
    lines = walk(WIN32 + NCA)
    for line in lines:
        first = line["meanings"][0]
        expect(first["kind"] in ("win32", "nca"), line)
    expect(lines[WIN32.index("1722")]["meanings"][0]["name"]
           == "RPC_S_SERVER_UNAVAILABLE")
    unk_if = lines[len(WIN32) + NCA.index("1c010003")]["meanings"][0]
    expect(unk_if["client"]["code"] == 1717, unk_if)


@suite.test("every number of logons, certificates, gateways, mailboxes is known")
def other_numbers(_path):
    walk(SECURITY + WINHTTP + GATEWAY + EXCHANGE)


@suite.test("every HTTP status, IIS substatus and reason of a refusal is known")
def called_numbers(_path):
    walk(HTTP + IIS + KERBEROS + NAK)


@suite.test("every id of the catalogue is its page")
def ids(_path):
    expect(len(IDS) > 100, len(IDS))
    for line in walk(IDS):
        page = line["meanings"][0]["page"]
        expect(line["meanings"][0]["name"] == line["subject"])
        expect(page["see"] and page["confirm"] and page["fix"], line)
        expect("{" not in json.dumps(
            [page["see"], page["confirm"], page["fix"]]), page)


@suite.test("each way to write 1722 is 1722")
def spellings(_path):
    for text in ("1722", "0x6ba", "6BA", "-2147023174", "0x800706BA",
                 "RPC_S_SERVER_UNAVAILABLE", "rpc_s_server_unavailable",
                 "The RPC server is unavailable.",
                 "Exception 1722 (0x000006BA)"):
        lines, status = document(text)
        expect(status == 0 and len(lines) == 1, text)
        code = lines[0]["meanings"][0]["code"]
        expect(code & 0xffff == 1722, f"{text}: {code}")


@suite.test("a number with several meanings shows all, the likelier first")
def several(_path):
    lines, _ = document("5")
    kinds = [m["kind"] for m in lines[0]["meanings"]]
    expect(kinds == ["win32", "bind-nak"], kinds)
    lines, _ = document("0x80070005")
    kinds = [m["kind"] for m in lines[0]["meanings"]]
    expect(kinds == ["hresult", "exchange"], kinds)


@suite.test("words that make sense only together are one text")
def together(_path):
    for words in (["nak", "8"], ["404", "Not", "Found"],
                  ["HTTP/1.0", "503", "RPC", "Error:", "6ba,", "EEInfo:",
                   BLOB]):
        lines, status = document(*words)
        expect(len(lines) == 1 and status == 0, words)
        expect(lines[0]["subject"] == " ".join(words), lines)
    lines, _ = document("1722", "1753")
    expect([x["subject"] for x in lines] == ["1722", "1753"], lines)


@suite.test("a record of a failed connection rules ValidPorts out")
def narrowed(_path):
    line = "HTTP/1.0 503 RPC Error: 6ba"
    causes = [c["id"] for c in document(line)[0][0]["meanings"][0]["causes"]]
    expect("VALIDPORTS_DENIED" in causes, causes)
    expect("BACKEND_FILTERED" in causes, causes)
    meaning = document(f"{line}, EEInfo: {BLOB}")[0][0]["meanings"][0]
    causes = [c["id"] for c in meaning["causes"]]
    expect(meaning["eeinfo"][0]["computer"] == "EX1", meaning)
    expect(causes[0] == "BACKEND_ONE_PORT_CLOSED", causes)
    expect("VALIDPORTS_DENIED" not in causes, causes)
    expect("BACKEND_FILTERED" not in causes, causes)


@suite.test("a blob in lines on standard input is one blob")
def folded(_path):
    text = "\n".join(BLOB[i:i + 64] for i in range(0, len(BLOB), 64))
    lines, status = document("-", text=text)
    expect(status == 0 and len(lines) == 1, lines)
    expect(lines[0]["meanings"][0]["kind"] == "eeinfo", lines)


@suite.test("every cut of a blob is told, and none crashes")
def cut(_path):
    cuts = [BLOB[:n] for n in range(20, len(BLOB) - 1, 3)]
    cuts += [BLOB[:n] + "!" + BLOB[n:] for n in range(8, len(BLOB), 7)]
    outcome = explain("--format", "json", "-", text="\n".join(cuts))
    expect(outcome.status == 3, outcome.status)
    lines = json.loads(outcome.stdout)["explanations"]
    expect(len(lines) == len(cuts), len(lines))
    for line in lines:
        expect(line["problem"], line["subject"])


@suite.test("a near miss names what was meant, exit status 3")
def near(_path):
    for slip, meant in (("VALIDPORTS_DEN", "VALIDPORTS_DENIED"),
                        ("VALIDPORTS_DENEID", "VALIDPORTS_DENIED"),
                        ("dsproxy_ipv4", "DSPROXY_IPV4_ONLY_6004"),
                        ("RPC_S_SERVER_UNAVAILBLE",
                         "RPC_S_SERVER_UNAVAILABLE")):
        outcome = explain(slip)
        expect(outcome.status == 3, outcome)
        expect(meant in outcome.stdout, outcome)
    outcome = explain("4711")
    expect(outcome.status == 3 and "not known: 4711" in outcome.stdout)


@suite.test("what cannot be read says why, exit status 3")
def unreadable(_path):
    outcome = explain("503 RPC Error: 6ba, EEInfo: ARAI*")
    expect(outcome.status == 3, outcome)
    expect("RPC_S_SERVER_UNAVAILABLE" in outcome.stdout, outcome)
    expect("not readable: the base64 text" in outcome.stdout, outcome)


@suite.test("no line is wider than 80 columns, control characters stand as text")
def width(_path):
    outcome = explain("-v", "-", text="\n".join(
        WIN32 + NCA + SECURITY + IIS + IDS))
    expect(outcome.status == 0)
    wide = [x for x in outcome.stdout.split("\n") if len(x) > 80]
    expect(not wide, wide[:3])
    outcome = explain("x\033[31m\u202ey")
    expect("\033" not in outcome.stdout, repr(outcome.stdout))


@suite.test("colour when asked for, one line of meaning with -q")
def dress(_path):
    expect("\033[1m" in explain("1722", "--color", "always").stdout)
    expect("\033" not in explain("1722").stdout)
    outcome = explain("-q", "1722")
    expect(len(outcome.stdout.strip().split("\n")) == 2, outcome)


@suite.test("the command lines that are named are ones the program takes")
def commands(_path):
    lines, _ = document("-", text="\n".join(WIN32 + IDS + HTTP))
    known = {c for x in lines for m in x["meanings"] for c in m["next"]}
    expect(any("--rpc-auth" in c for c in known), known)
    for line in sorted(known):
        words = line.split()
        expect(words[0] == "rpcdiag", line)
        if words[1] == "explain":
            expect(words[2] in IDS, line)
            continue
        words = [{"PROXY": "127.0.0.1:1", "SERVER": "s", "USER": "u"}.get(w, w)
                 for w in words[1:]]
        outcome = run([RPCDIAG, *words, "--deadline", "30"],
                      env={**os.environ, "RPCDIAG_PASSWORD": "x"})
        expect(outcome.status == 2, outcome)


@suite.test("the document fits its schema")
def schema(_path):
    if jsonschema is None:
        raise AssertionError("python3-jsonschema is missing")
    with open(os.path.join(TOP, "docs/explain.schema.json"),
              encoding="utf-8") as file:
        validator = jsonschema.Draft202012Validator(json.load(file))
    for texts in (WIN32 + NCA + IIS + NAK + IDS,
                  [f"503 RPC Error: 6ba, EEInfo: {BLOB}", "hello", BLOB[:60]]):
        outcome = explain("--format", "json", "-", text="\n".join(texts))
        doc = json.loads(outcome.stdout)
        validator.validate(doc)
        doc["explanations"][0]["extra"] = 1
        expect(not validator.is_valid(doc), "takes anything")


@suite.test("nothing to explain is wrong usage")
def usage(_path):
    outcome = explain()
    expect(outcome.status == 3 and outcome.stdout == "", outcome)
    expect("what?" in outcome.stderr, outcome)
    outcome = explain("-", text="\n")
    expect(outcome.status == 3 and "what?" in outcome.stderr, outcome)
    expect(re.search("explain +say what", run([RPCDIAG, "help"]).stdout))


if __name__ == "__main__":
    suite.main()
