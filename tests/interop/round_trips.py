# SPDX-License-Identifier: Apache-2.0
"""What a whole diagnosis costs on a long link: its longest chain of round
trips, how many connections it has at a time, and what runs beside what. A
relay makes the link."""
from harness import Lab, Suite, check, expect
from relay import Relay

suite = Suite()
DELAY = 0.1  # seconds each way
CONNECTIONS = 26
TRIES = 3  # a busy machine is no long chain


def through_link(lab):
    with Relay(lab, DELAY) as relay:
        outcome = check(lab, front=relay)
    expect(relay.most <= CONNECTIONS, relay.most, "connections at a time",
           outcome)
    return outcome


def add(scenario, limit, *arguments):
    title = " ".join(["at most", str(limit), "round trips:", scenario,
                      *arguments])

    @suite.test(title)
    def _(path):
        trips = []
        with Lab(path, scenario, *arguments) as lab:
            while len(trips) < TRIES and min(trips, default=limit) >= limit:
                outcome = through_link(lab)
                trips.append(outcome.report["run"]["duration_ms"]
                             / (2000 * DELAY))
            expect(not lab.refusals(), lab.refusals())
        expect(min(trips) < limit, trips, outcome)
        return f"{min(trips):.1f}, all other time included"


add("HEALTHY", 24)
add("HEALTHY", 19, "--plain")
add("HEALTHY.ntlm", 29)
add("HEALTHY.negotiate", 30)


def span(report, first):
    """(first start, first end, last end) of the checks of those ids."""
    steps = [(c["started_ms"], c["started_ms"] + c["duration_ms"])
             for c in report["checks"] if c["id"].startswith(first)]
    return (min(s for s, _ in steps), min(e for _, e in steps),
            max(e for _, e in steps))


@suite.test("what does not need each other runs at the same time")
def _(path):
    with Lab(path, "HEALTHY.ntlm") as lab:
        report = through_link(lab).report
    logons = span(report, "auth.")
    for endpoint in lab.endpoints:
        start, _, _ = span(report, f"auth.{endpoint}.ntlm.privacy")
        expect(start < logons[1], "the tunnel to", endpoint,
               "waited for the first logon")
    expect(span(report, "interface.")[0] < logons[2],
           "interfaces waited for the whole comparison")
    expect(span(report, "repeat.")[0] < logons[2],
           "trials waited for the whole comparison")


if __name__ == "__main__":
    suite.main()
