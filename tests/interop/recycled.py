# SPDX-License-Identifier: Apache-2.0
"""Tunnels whose channels are renewed by the lab: that they really were, how
often, and what the report says of those that were not."""
import json

from harness import Lab, Suite, expect, rpcdiag

suite = Suite()
# 2 MiB go through in time; a slow machine may carry less.
LEAST = 256 << 10


def held(scenario, *options):
    """The tunnel that carried much, and the whole report. It is held longer
    than the scenario says: a slow machine carries less in a second."""
    outcome = rpcdiag("demo", scenario, "--idle", "4", "--format", "json",
                      *options)
    report = json.loads(outcome.stdout)
    tunnels = [c for c in report["checks"] if c["id"] == "idle.bytes"]
    expect(len(tunnels) == 1, outcome)
    return tunnels[0], report


def found(report):
    return [finding["id"] for finding in report["findings"]]


def expect_alive(scenario, in_life, out_life, *options):
    """Each lifetime, 0 = a gigabyte, was used and not exceeded."""
    tunnel, report = held(scenario, *options)
    facts = tunnel["facts"]
    expect(report["verdict"]["id"] == "HEALTHY", report["verdict"])
    expect(facts["hold_end"] == "alive", facts)
    expect("CHANNEL_BYTE_CAP" not in found(report), report["findings"])
    expect(facts["hold_sent"] >= LEAST, facts)
    for life, carried, renewed in ((in_life, "hold_sent", "renewed_in"),
                                   (out_life, "hold_received",
                                    "renewed_out")):
        least = facts[carried] // life if life else 0
        expect(facts.get(renewed, 0) >= least, facts)


@suite.test("much through a tunnel whose OUT channel lives 32 KiB")
def out(_):
    expect_alive("HEALTHY.recycled", 0, 32768)


@suite.test("the same while IN is renewed each 128 KiB")
def both(_):
    expect_alive("HEALTHY.recycled_in", 131072, 32768)


@suite.test("the same while new channels come to another node in turns")
def away(_):
    expect_alive("HEALTHY.recycled_away", 131072, 32768)
    outcome = rpcdiag("demo", "HEALTHY.recycled_away")
    expect(outcome.status == 0 and "IN renewed" in outcome.stdout, outcome)


@suite.test("an OUT channel of 2 KiB, and a logon by NTLM for each")
def short(_):
    expect_alive("HEALTHY.gateway_recycled", 0, 2048)


@suite.test("a short IN channel passes what limits a request by its bytes")
def capped(_):
    tunnel, report = held("CHANNEL_BYTE_CAP")
    expect(report["verdict"]["id"] == "CHANNEL_BYTE_CAP", report["verdict"])
    expect(tunnel["facts"]["hold_end"] != "alive", tunnel)
    expect_alive("CHANNEL_BYTE_CAP", 131072, 0, "--channel-lifetime",
                 "131072")


@suite.test("and what limits it by its announced length")
def announced(_):
    outcome = rpcdiag("demo", "REVPROXY_BODY_LIMIT", "--channel-lifetime",
                      "131072")
    expect(outcome.status == 0, outcome)


@suite.test("a renewal that fails is told beside the verdict")
def failed(_):
    # With the wrong cookie all ends at once, and either end may be seen.
    for scenario, results in (("HEALTHY.recycled_refused", ["failed"]),
                              ("HEALTHY.recycled_unheard", ["waits"]),
                              ("HEALTHY.recycled_cut", ["failed"]),
                              ("HEALTHY.recycled_alien",
                               ["failed", "waits"])):
        tunnel, report = held(scenario)
        expect(report["verdict"]["id"] == "HEALTHY", report["verdict"])
        expect(tunnel["outcome"] == "fail", tunnel)
        expect("CHANNEL_BYTE_CAP" in found(report), report["findings"])
        expect(tunnel["facts"]["recycling_result"] in results, tunnel)
        expect(tunnel["facts"]["renewed_out"] == 0, tunnel)


@suite.test("20000 calls of a ping in one tunnel")
def calls(path):
    with Lab(path, "HEALTHY.recycled") as lab:
        outcome = rpcdiag(
            "ping", "--proxy", lab.proxy, "--server", lab.server,
            "--cacert", lab.ca_file, "--user", lab.user, "--password-file",
            lab.password_file, "--endpoints", "6001", "--trials", "20000",
            "--channel-lifetime", "131072", "--format", "json")
        expect(outcome.status == 0, outcome)
        report = json.loads(outcome.stdout)
        facts = report["checks"][-1]["facts"]
        expect(facts["call_count"] == 20000, facts)
        expect(facts["renewed_in"] >= 3, facts)
        expect(facts["renewed_out"] >= 15, facts)
        expect(lab.end() == 0, lab.said())


@suite.test("the lifetime has to be one that the specification allows")
def refused(_):
    for wrong in ("131071", "0", "1k", "-1"):
        outcome = rpcdiag("demo", "--channel-lifetime", wrong)
        expect(outcome.status == 3, outcome)


if __name__ == "__main__":
    suite.main()
