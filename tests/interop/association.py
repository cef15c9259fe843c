# SPDX-License-Identifier: Apache-2.0
"""Two accounts in one association (--association): what is tried, by whom, and
what a site that has nothing to do with it is spared."""
from harness import Lab, Suite, check, expect, expect_verdict

suite = Suite()

HEALTHY = "HEALTHY.association"
REFUSED = "ASSOC_GUID_REGISTRATION_FAILED"
ALL = ["first", "same", "apart", "other"]


def members(outcome):
    """By role, those that ran."""
    return {c["facts"]["association_role"]: c["facts"]
            for c in outcome.report["checks"]
            if c["facts"].get("association_role")}


def results(outcome):
    return {role: facts["association_result"]
            for role, facts in members(outcome).items()}


def skipped(outcome):
    return [c["detail"] for c in outcome.report["checks"]
            if c["id"].startswith("association.") and c["outcome"] == "skip"]


def refusals(lab):
    return lab.said().count("logon refused")


@suite.test("a site that lets both in: healthy, and calls are parked")
def both(path):
    with Lab(path, HEALTHY) as lab:
        outcome = check(lab)
        expect(refusals(lab) == 0, lab.said())
    expect_verdict(outcome, "HEALTHY")
    expect(outcome.report["signature"]["CREDX"] == "both", outcome)
    expect(results(outcome) == dict.fromkeys(ALL, "ok"), outcome)
    waits = {role: facts.get("association_wait")
             for role, facts in members(outcome).items()}
    expect(waits == {"first": None, "same": "parked", "apart": None,
                     "other": "parked"}, waits, outcome)
    users = {role: facts.get("auth_user")
             for role, facts in members(outcome).items()}
    expect(users == {"first": None, "same": None, "apart": "CONTOSO\\carol",
                     "other": "CONTOSO\\carol"}, users, outcome)


@suite.test("the same where nobody logs on to RPC")
def proxy_alone(path):
    with Lab(path, HEALTHY) as lab:
        outcome = check(lab, "--rpc-auth", "none")
    expect(outcome.verdict["status"] == "healthy", outcome)
    expect(results(outcome) == dict.fromkeys(ALL, "ok"), outcome)
    expect(not [c for c in outcome.report["checks"]
                if c["id"].startswith("association.") and c["rpc_auth"]],
           outcome)


@suite.test("an association that is one account's: told, and no failure")
def one(path):
    for scenario in REFUSED, REFUSED + ".mailbox":
        with Lab(path, scenario) as lab:
            outcome = check(lab)
            expect(refusals(lab) == 0, lab.said())
            expect("registration of an association failed" in lab.said(),
                   lab.said())
        expect_verdict(outcome, REFUSED)
        expect(outcome.status == 0, outcome)
        expect(outcome.verdict["status"] == "healthy", outcome)
        expect(results(outcome) == {
            "first": "lost", "same": "ok", "apart": "ok", "other": "refused",
            "again": "ok"}, outcome)
        expect(set(outcome.verdict["evidence"]) >=
               {"association.other", "association.again"}, outcome)
        expect("CONNECT_NO_NOTIFICATIONS (0x20)" in
               " ".join(outcome.verdict["fix"]), outcome)


@suite.test("without --association nothing of it happens")
def not_asked(path):
    with Lab(path, REFUSED) as lab:
        lab.site["options"].remove("--association")
        outcome = check(lab)
    expect_verdict(outcome, "HEALTHY")
    expect(not members(outcome) and not skipped(outcome), outcome)


@suite.test("a second account that is refused spoils nothing")
def stranger(path):
    with Lab(path, REFUSED) as lab:
        outcome = check(lab, "--second-user", "CONTOSO\\dave",
                        "--second-password-file", lab.password_file)
        expect(refusals(lab) == 1, lab.said())
    expect_verdict(outcome, "HEALTHY")
    expect(skipped(outcome) == ["the proxy did not accept the second account"],
           outcome)


@suite.test("one account under two names is none that differs")
def twice(path):
    with Lab(path, REFUSED) as lab:
        outcome = check(lab, "--second-user", "alice@contoso.test",
                        "--second-password-file", lab.password_file)
    expect_verdict(outcome, "HEALTHY")
    expect(skipped(outcome) == ["both accounts are the same"], outcome)


@suite.test("where the store is not asked for there is nothing to share")
def elsewhere(path):
    with Lab(path, REFUSED) as lab:
        outcome = check(lab, endpoints=[6004])
    expect(outcome.verdict["status"] == "healthy", outcome)
    expect(skipped(outcome) ==
           ["no connection to the mailbox store was opened"], outcome)


if __name__ == "__main__":
    suite.main()
