# SPDX-License-Identifier: Apache-2.0
"""A saved report is judged again by its facts alone."""
import json
import os

import harness_path  # noqa: F401
from harness import RPCDIAG, Suite, expect, run

suite = Suite()


def saved(path, scenario):
    """A report of the scenario in a file, and its document."""
    name = os.path.join(path, "report.json")
    run([RPCDIAG, "demo", scenario, "-q", "--format", "json",
         "--output", name])
    with open(name, encoding="utf-8") as file:
        return name, json.load(file)


def rendered(name, *options, text=""):
    outcome = run([RPCDIAG, "render", *options, name], text=text)
    expect(outcome.stderr == "", outcome)
    return outcome


def rejudged(path, document):
    name = os.path.join(path, "changed.json")
    with open(name, "w", encoding="utf-8") as file:
        json.dump(document, file)
    return json.loads(rendered(name, "--format", "json").stdout)


for scenario in "HEALTHY", "VALIDPORTS_PARTIAL", "RFR_WINNT_REMOVED":
    @suite.test(f"{scenario}: rendered as JSON it is the same document")
    def same(path, scenario=scenario):
        name, document = saved(path, scenario)
        outcome = rendered(name, "--format", "json")
        expect(json.loads(outcome.stdout) == document, outcome)
        expect(outcome.status == document["run"]["exit_status"], outcome)


@suite.test("what the file says the verdict is does not matter")
def verdict_is_made_anew(path):
    _, document = saved(path, "DSPROXY_IPV4_ONLY_6004")
    right = document["verdict"]
    document["verdict"] = dict(right, id="HEALTHY", status="healthy",
                               confidence=1.0, summary="all is well")
    document["signature"] = {}
    expect(rejudged(path, document)["verdict"] == right, right)


@suite.test("a check that is taken out of the file makes it less sure")
def facts_decide(path):
    _, document = saved(path, "DSPROXY_IPV4_ONLY_6004")
    sure = document["verdict"]["confidence"]
    document["checks"] = [check for check in document["checks"]
                          if check["stage"] != "inside"]
    again = rejudged(path, document)["verdict"]
    expect(again["confidence"] < sure, sure, again)
    expect(again["alternatives"], "nothing else is thinkable", again)


@suite.test("as text, from standard input, into a file")
def other_ways(path):
    name, document = saved(path, "VALIDPORTS_PARTIAL")
    target = os.path.join(path, "report.txt")
    with open(name, encoding="utf-8") as file:
        outcome = rendered("-", "--output", target, text=file.read())
    expect(outcome.stdout == "" and outcome.status == 2, outcome)
    with open(target, encoding="utf-8") as file:
        expect(document["verdict"]["id"] in file.readline())


@suite.test("what is no report is refused in one line")
def refused(path):
    name = os.path.join(path, "other")
    with open(name, "w", encoding="utf-8") as file:
        file.write("hello\n")
    for operands in [], [name], [path], [name + ".not"]:
        outcome = run([RPCDIAG, "render", *operands])
        expect(outcome.status == 3 and outcome.stdout == "", outcome)
        expect(outcome.stderr.count("\n") == 1, outcome)


if __name__ == "__main__":
    suite.main()
