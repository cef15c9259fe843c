# SPDX-License-Identifier: Apache-2.0
"""No server, however silent or slow, holds a run longer than its deadline."""
from harness import Lab, Suite, check, expect

suite = Suite()
DEADLINE = 3  # less than the 10 s that one step may take
GRACE = 1  # for starting, ending and a busy machine


def within_deadline(scenario):
    def test(path):
        with Lab(path, scenario) as lab:
            outcome = check(lab, "--deadline", str(DEADLINE),
                            seconds=DEADLINE * 5)
        expect(outcome.seconds <= DEADLINE + GRACE, "took",
               f"{outcome.seconds:.1f} s:", outcome)
        expect(outcome.status in (2, 3), outcome)
        return f"{outcome.seconds:.1f} s, {outcome.verdict['id']}"
    return test


for hostile in ("HOSTILE_SILENT", "HOSTILE_DRIP", "HOSTILE_ENDLESS_BODY",
                "HOSTILE_TLS_SILENT"):
    suite.test(hostile)(within_deadline(hostile))


if __name__ == "__main__":
    suite.main()
