#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The schema is valid, accepts every recorded document, refuses spoilt ones,
and names the facts of the field table with their types."""
import copy
import glob
import json
import os
import re
import sys

try:
    import jsonschema
except ImportError:
    print("python3-jsonschema is missing")
    sys.exit(77)

TOP = os.environ.get("srcdir", ".")
TYPES = {"STR": "string", "INT": "integer", "BOOL": "boolean", "LIST": "array"}


def load(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f)


def spoil(doc):
    """Documents that are wrong in one place each, and what is wrong."""
    def changed(what, change):
        d = copy.deepcopy(doc)
        change(d)
        return what, d

    yield changed("no verdict", lambda d: d.pop("verdict"))
    yield changed("null list", lambda d: d["verdict"].update(fix=None))
    yield changed("confidence", lambda d: d["verdict"].update(confidence=98))
    yield changed("extra member", lambda d: d["run"].update(extra=1))
    yield changed("exit status", lambda d: d["run"].update(exit_status=64))
    yield changed("time", lambda d: d["run"].update(started="today"))
    yield changed("version", lambda d: d.update(schema_version=2))
    yield changed("vantage", lambda d: d["target"].update(vantage="above"))
    if not doc["checks"]:
        return
    first = lambda d: d["checks"][0]
    yield changed("stage", lambda d: first(d).update(stage="smtp"))
    yield changed("family", lambda d: first(d).update(family=""))
    yield changed("endpoint", lambda d: first(d).update(endpoint=0))
    yield changed("fact", lambda d: first(d)["facts"].update(tcp_reslt="ok"))
    yield changed("fact type", lambda d: first(d)["facts"].update(echo_pdu=1))
    yield changed("hex", lambda d: first(d).update(
        status={"code": 5, "hex": "0x5", "name": None}))


def fields():
    rows = []
    for path in glob.glob(
            os.path.join(TOP, "rpcdiag/model/fact_fields*.h")):
        with open(path, encoding="utf-8") as f:
            rows += re.findall(
                r'X\(\w+,[\s\\]*"(\w+)",[\s\\]*FACT_(\w+),', f.read())
    return {name: TYPES[kind] for name, kind in rows}


def wrong_lines(report):
    """The lines of every recorded stream, by a schema that refers to the one
    of the report; and that a line of neither kind is refused."""
    schema = load(os.path.join(TOP, "docs/line.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    resolver = jsonschema.RefResolver(
        "file:///line.schema.json", schema,
        store={"file:///report.schema.json": report})
    validator = jsonschema.Draft202012Validator(schema, resolver=resolver)
    bad = 0
    paths = sorted(glob.glob(os.path.join(TOP, "tests/report/golden/*.jsonl")))
    for path in paths:
        with open(path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        whole = load(path[:-1])
        for line in lines:
            for error in validator.iter_errors(line):
                print(f"{path}: {error.json_path}: {error.message}")
                bad += 1
            for key in "check", "report":
                spoilt = {k: v for k, v in line.items() if k != key}
                spoilt |= {} if key in line else {key: {}}
                if validator.is_valid(spoilt):
                    print(f"{path}: accepted although spoilt")
                    bad += 1
        if whole != lines[-1]["report"] | {
                "checks": [line["check"] for line in lines[:-1]]}:
            print(f"{path}: does not make the report")
            bad += 1
    return bad + (not paths)


def main():
    schema = load(os.path.join(TOP, "docs/report.schema.json"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    bad = 0

    facts = schema["$defs"]["facts"]["properties"]
    named = {name: fact["type"][0] for name, fact in facts.items()}
    if named != fields():
        odd = set(named.items()) ^ set(fields().items())
        print("facts of schema and field table differ:", sorted(odd))
        bad += 1

    paths = sorted(glob.glob(os.path.join(TOP, "tests/report/golden/*.json")))
    spoilt = 0
    for path in paths:
        doc = load(path)
        for error in validator.iter_errors(doc):
            print(f"{path}: {error.json_path}: {error.message}")
            bad += 1
        for what, wrong in spoil(doc):
            spoilt += 1
            if validator.is_valid(wrong):
                print(f"{path}: accepted although spoilt: {what}")
                bad += 1
    if not paths:
        print("no recorded documents")
        bad += 1
    bad += wrong_lines(schema)
    print(f"{len(paths)} documents, {spoilt} spoilt ones, "
          f"{len(named)} facts, {bad} wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
