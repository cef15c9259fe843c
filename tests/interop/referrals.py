# SPDX-License-Identifier: Apache-2.0
"""The way to a mailbox and to an address book, link by link: each broken one
gives its own mode, and the report says in words what a helpdesk would have to
find out. A row is a scenario and what its report must say, in this order."""
import json
import os

from harness import Lab, Suite, check, expect, expect_verdict, rpcdiag

suite = Suite()

SENT = ("6002 of mbx1.contoso.test sends clients to dc1.contoso.test for the"
        " address book.")
CUT = "Through this proxy that one cannot be reached on 6004."
ANSWERS = "That one answers on 6004 through this proxy and opens its address"
ITSELF = "6002 sends clients to mbx1.contoso.test itself"
UNMATCHED = ("No entry of the address list has the name of the mailbox, and a"
             " profile cannot be made with it. Outlook says: \"The name cannot"
             " be matched to a name in the address list.\"")

LINKS = {
    "HEALTHY.referred": [SENT, ANSWERS],
    "HEALTHY.chain": [
        SENT, ANSWERS,
        "That one sends them on to dc2.contoso.test, which answers on 6004."],
    "VALIDPORTS_DC_MISSING": [
        "Clients are sent to dc1.contoso.test for the address book, and the"
        " RPC proxy of localhost is not allowed to connect to it.",
        SENT, CUT, "ask mbx1.contoso.test itself on 6004, which answers."],
    "GC_NOT_ON_6004": [
        "Clients are sent to dc1.contoso.test for the address book, and it"
        " does not listen on 6004.",
        SENT, CUT],
    "GC_NOT_ON_6004.one": [
        SENT, CUT, "Asked again, it also sends them to dc2.contoso.test, which"
        " answers on 6004."],
    "REFERRED_GC_DOWN.restarted": [
        "Clients are sent to dc1.contoso.test for the address book, and it is"
        " down, or was for a while.", SENT, CUT,
        "At the end of the watch it answered."],
    "DSPROXY_V6_EMPTY_DC_LIST": [
        "The address book service of mbx1.contoso.test answers, but has no"
        " domain controller to ask over IPv6.", ITSELF,
        "That one does not open."],
    "AB_NAME_NOT_MATCHED": [
        ITSELF, UNMATCHED,
        "The address book does not know its address either."],
    "AB_NAME_NOT_MATCHED.hidden": [
        ITSELF, UNMATCHED,
        "The address book knows its address all the same: it is hidden from"
        " the address lists."],
    "LEGACYDN_UNKNOWN": [
        "mbx1.contoso.test does not know the mailbox", "1003 (0x3eb)"],
    "MAILBOX_WRONG_SERVER": [
        "does not live on mbx1.contoso.test",
        "the mailbox is on MBX2, 1144 (0x478)",
        "The mailbox is on mbx2.contoso.test, and not on mbx1.contoso.test: a"
        " client goes there next, and cannot reach it through this proxy."],
    "MAILBOX_ACCESS_DENIED": [
        "may not open this mailbox", "0x80070005"],
    "HEALTHY.mailbox": [
        ITSELF,
        "By the word of the address book the mailbox is on mbx1.contoso.test."],
    "RPC_ENCRYPTION_REQUIRED.store": ["2416 (0x970) ecNotEncrypted"],
}


def in_words(path, report):
    """The report as people read it, on one line."""
    saved = os.path.join(path, "report.json")
    with open(saved, "w", encoding="utf-8") as file:
        json.dump(report, file)
    return " ".join(rpcdiag("render", saved).stdout.split())


def expect_said(text, sentences, outcome):
    place = 0
    for sentence in sentences:
        found = text.find(sentence, place)
        expect(found >= 0, f"not said (in its place): {sentence}", text,
               outcome)
        place = found + len(sentence)


def link(name, sentences):
    @suite.test(f"{name}: told in words")
    def told(path):
        with Lab(path, name) as lab:
            outcome = check(lab)
        expect_verdict(outcome, name.split(".")[0])
        expect_said(in_words(path, outcome.report), sentences, outcome)


@suite.test("a watch tells a catalog that never listens from one that is down")
def watched(path):
    with Lab(path, "GC_NOT_ON_6004") as lab:
        at_once = check(lab).verdict
        watched_ = check(lab, "--watch", "0.04", "--interval", "0.5").verdict
    expect(at_once["id"] == watched_["id"] == "GC_NOT_ON_6004", watched_)
    expect(at_once["confidence"] < 0.7 < watched_["confidence"], at_once,
           watched_)
    expect(not watched_["alternatives"], watched_)


for name_, sentences_ in LINKS.items():
    link(name_, sentences_)


if __name__ == "__main__":
    suite.main()
