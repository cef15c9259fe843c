# SPDX-License-Identifier: Apache-2.0
"""HAProxy in front of a healthy site.

What HAProxy 2.6 does, measured: it streams both channels in either mode, and
passes unknown methods on. In mode http it writes header names in lower case,
and keeps a connection to itself once NTLM was spoken on it: NTLM works through
it, but for channel bindings, which mode http breaks and mode tcp does not.
"""
import re

from harness import Lab, Suite, check, expect, expect_verdict, free_ports, need
from peers import Haproxy

need("haproxy", "openssl")
suite = Suite()


@suite.test("mode http, long timeouts: HEALTHY")
def healthy_http(path):
    with Lab(path) as lab, Haproxy(path, lab.port) as haproxy:
        outcome = check(lab, front=haproxy)
    expect_verdict(outcome, "HEALTHY")
    expect(outcome.status == 0, outcome)


@suite.test("mode tcp: HEALTHY")
def healthy_tcp(path):
    with Lab(path) as lab, Haproxy(path, lab.port, "tcp") as haproxy:
        outcome = check(lab, front=haproxy)
    expect_verdict(outcome, "HEALTHY")
    expect(outcome.status == 0, outcome)


@suite.test("no server up: REVPROXY_BACKEND_DOWN")
def backend_down(path):
    nobody, = free_ports()
    with Lab(path) as lab, Haproxy(path, nobody) as haproxy:
        outcome = check(lab, front=haproxy)
    expect_verdict(outcome, "REVPROXY_BACKEND_DOWN")


def through(path, scenario, mode, *more):
    """The outcome, and how many logons the site refused."""
    with Lab(path, scenario) as lab, Haproxy(path, lab.port, mode) as haproxy:
        outcome = check(lab, *more, front=haproxy)
        said = lab.said()
    refused = said.count("logon refused")
    expect(refused <= 2, refused, "refused logons:", said)
    return outcome, refused


def protection(outcome):
    words = [check_["facts"].get("extended_protection")
             for check_ in outcome.report["checks"]]
    return [word for word in words if word]


@suite.test("mode http, NTLM without extended protection: HEALTHY")
def ntlm_http(path):
    outcome, refused = through(path, "HEALTHY.ntlm", "http")
    expect_verdict(outcome, "HEALTHY")
    expect(outcome.report["signature"]["NTLM"] == "ok", outcome)
    expect(protection(outcome) == ["off"] and refused == 0, outcome)


@suite.test("mode http, bindings are checked: EXTENDED_PROTECTION_CBT")
def allowed_http(path):
    outcome, _ = through(path, "HEALTHY.protected", "http")
    expect_verdict(outcome, "EXTENDED_PROTECTION_CBT")
    expect(outcome.verdict["confidence"] > 0.7, outcome)
    expect(protection(outcome) == ["allowed"], outcome)


@suite.test("the same without Basic: EXTENDED_PROTECTION_CBT")
def allowed_alone_http(path):
    outcome, _ = through(path, "HEALTHY.protected", "http",
                         "--http-auth", "ntlm")
    expect_verdict(outcome, "EXTENDED_PROTECTION_CBT")


@suite.test("mode http, bindings are required: EXTENDED_PROTECTION_CBT is "
            "thinkable")
def required_http(path):
    outcome, _ = through(path, "HEALTHY.bound", "http")
    expect("EXTENDED_PROTECTION_CBT" in outcome.ids(), outcome)
    expect(outcome.report["signature"]["CBT"] == "no", outcome)


def past(path, scenario, mode, *more):
    """The same, and the site's own door is known."""
    with Lab(path, scenario) as lab, Haproxy(path, lab.port, mode) as haproxy:
        outcome = check(lab, "--direct", f"127.0.0.1:{lab.port}", *more,
                        front=haproxy)
        said = lab.said()
    expect(said.count("logon refused") <= 2, said)
    return outcome


for scenario, more in (("HEALTHY.protected", ()), ("HEALTHY.bound", ()),
                       ("HEALTHY.protected", ("--http-auth", "ntlm"))):
    asked = " ".join((scenario, *more))

    @suite.test(f"mode http, {asked}, and its door is known: "
                "EXTENDED_PROTECTION_CBT, proven")
    def bound_past(path, scenario=scenario, more=more):
        outcome = past(path, scenario, "http", *more)
        expect_verdict(outcome, "EXTENDED_PROTECTION_CBT")
        expect(outcome.verdict["confidence"] > 0.8, outcome)
        signature = outcome.report["signature"]
        expect(signature["DIRECT"] == signature["CBT"] == "fixes", outcome)
        expect("a device in between ends TLS" in outcome.verdict["summary"],
               outcome.verdict["summary"])


@suite.test("mode http, its door is said to be HAProxy's own: nothing follows")
def no_way_past(path):
    with Lab(path, "HEALTHY.bound") as lab, \
            Haproxy(path, lab.port, "http") as haproxy:
        outcome = check(lab, "--direct", haproxy.url.split("/")[2],
                        front=haproxy)
    expect("DIRECT" not in outcome.report["signature"], outcome)
    expect("it is the proxy itself" in str(outcome.verdict["not_tested"]),
           outcome)


@suite.test("mode http, nothing wrong: nobody is asked past it")
def healthy_past(path):
    outcome = past(path, "HEALTHY.ntlm", "http")
    expect_verdict(outcome, "HEALTHY")
    expect("DIRECT" not in outcome.report["signature"], outcome)


@suite.test("mode tcp: what the site does with bindings, at most one refusal")
def protection_tcp(path):
    for scenario, word, most in (("HEALTHY.ntlm", "off", 0),
                                 ("HEALTHY.protected", "allowed", 1),
                                 ("HEALTHY.bound", "required", 1)):
        outcome, refused = through(path, scenario, "tcp")
        expect_verdict(outcome, "HEALTHY")
        expect(protection(outcome) == [word], scenario, outcome)
        expect(refused <= most, scenario, refused, outcome)


def farm(path, mode, balance, scenario="HEALTHY.farm", stick=""):
    """Two front ends behind HAProxy, each with a DSProxy that picks another
    domain controller for it."""
    with Lab(path, scenario) as lab:
        ports = [node["port"] for node in lab.site["nodes"]]
        with Haproxy(path, ports, mode, balance=balance,
                     stick=stick) as haproxy:
            return check(lab, "--timeout", "4", front=haproxy)


def pairs(outcome):
    """How the tunnels to 6004 ended, by whether one node served both; those
    that ended as soon as that was known are left out."""
    ends = {True: set(), False: set()}
    for row in outcome.report["checks"]:
        if row["facts"].get("tunnel_one_session"):
            continue
        nodes = (row["facts"].get("tunnel_node_in"),
                 row["facts"].get("tunnel_node_out"))
        if row["endpoint"] == 6004 and all(nodes):
            ends[nodes[0] == nodes[1]].add(row["facts"]["tunnel_reached"])
    return ends


for mode in "http", "tcp":
    @suite.test(f"mode {mode}, balance roundrobin over two nodes: "
                "DSPROXY_SPLIT_CONNECTIVITY")
    def split(path, mode=mode):
        outcome = farm(path, mode, "roundrobin")
        expect_verdict(outcome, "DSPROXY_SPLIT_CONNECTIVITY")
        expect(pairs(outcome) == {True: {"conn-c2"}, False: {"conn-a3"}},
               pairs(outcome), outcome)
        expect("chance alone" in outcome.report["verdict"]["summary"], outcome)

    @suite.test(f"mode {mode}, balance source over two nodes: HEALTHY")
    def kept(path, mode=mode):
        outcome = farm(path, mode, "source")
        expect_verdict(outcome, "HEALTHY")
        expect(not pairs(outcome)[False], pairs(outcome))


# The id of a TLS session stands, with its length before it, at the same place
# in both hellos: behind two heads, a version and 32 bytes of chance.
BY_SESSION = """
    stick-table type binary len 32 size 10k expire 10m
    acl begins req.ssl_hello_type 1
    acl answers res.ssl_hello_type 2
    tcp-request inspect-delay 5s
    tcp-request content accept if begins
    tcp-response inspect-delay 5s
    tcp-response content accept if answers
    stick on payload_lv(43,1) if begins
    stick store-response payload_lv(43,1) if answers"""


@suite.test("mode tcp, stick on the TLS session, TLS 1.2: only who resumes "
            "it gets through")
def by_session(path):
    outcome = farm(path, "tcp", "roundrobin",
                   "DSPROXY_SPLIT_CONNECTIVITY.session", BY_SESSION)
    expect_verdict(outcome, "DSPROXY_SPLIT_CONNECTIVITY")
    expect(outcome.verdict["status"] == "degraded", outcome)
    expect(outcome.report["signature"]["RESUME"] == "fixes", outcome)
    expect("goes by the TLS session" in outcome.verdict["summary"], outcome)


@suite.test("the same with TLS 1.3: nobody does")
def by_ticket(path):
    outcome = farm(path, "tcp", "roundrobin",
                   "DSPROXY_SPLIT_CONNECTIVITY.ticket", BY_SESSION)
    expect_verdict(outcome, "DSPROXY_SPLIT_CONNECTIVITY")
    expect(outcome.verdict["status"] == "failed", outcome)
    expect(outcome.report["signature"]["RESUME"] == "no", outcome)


BY_COOKIE = "    cookie SERVERID insert indirect nocache"
SECRET_MARK = "node-7f3a-"


def by_cookie(path, stick, mark=""):
    """Two front ends with Basic alone, and HAProxy's certificate before both:
    nothing but a cookie may tell them apart."""
    with Lab(path, "GATEWAY_CLUSTER_SPLIT.leaf") as lab:
        ports = [node["port"] for node in lab.site["nodes"]]
        with Haproxy(path, ports, "http", stick=stick, mark=mark) as haproxy:
            return check(lab, "--timeout", "4", "-vvv", front=haproxy)


@suite.test("mode http, Basic alone, roundrobin with its cookie: "
            "GATEWAY_CLUSTER_SPLIT, and the cookie tells the front ends apart")
def marked(path):
    outcome = by_cookie(path, BY_COOKIE, SECRET_MARK)
    expect_verdict(outcome, "GATEWAY_CLUSTER_SPLIT")
    expect(outcome.verdict["confidence"] > 0.8, outcome)
    expect(outcome.report["signature"]["PIN"] == "fixes", outcome)
    expect("chance alone" in outcome.verdict["summary"], outcome)
    marks = {mark for row in outcome.report["checks"]
             for side in ("in", "out")
             for mark in row["facts"].get(f"tunnel_cookies_{side}", ())}
    expect(marks == {"SERVERID A", "SERVERID B"}, marks)
    expect(SECRET_MARK not in outcome.stdout + outcome.stderr,
           "the value of a cookie was told")


for value in "uuid()", "rand(2)":
    @suite.test(f"the same with a cookie that is {value}: it tells nothing")
    def unmarked(path, value=value):
        outcome = by_cookie(path, "    http-response add-header Set-Cookie "
                            f"TS=v%[{value}]")
        expect("PIN" not in outcome.report["signature"], outcome)
        expect("GATEWAY_CLUSTER_SPLIT" in outcome.ids(), outcome)
        expect(outcome.verdict["confidence"] <= 0.7, outcome)


IMPATIENT = "timeout client 3s\n    timeout server 3s"


def ends(outcome):
    """How each held tunnel ended, and after how long a silence."""
    return {row["id"]: (row["facts"]["hold_end"],
                        row["facts"]["hold_quiet_ms"])
            for row in outcome.report["checks"]
            if "hold_end" in row["facts"]}


for mode in "http", "tcp":
    @suite.test(f"mode {mode}, time-outs of 3 s: IDLE_TIMEOUT_MIDDLEBOX says "
                "so")
    def impatient(path, mode=mode):
        with Lab(path) as lab, \
                Haproxy(path, lab.port, mode, IMPATIENT) as haproxy:
            outcome = check(lab, "--idle", "8", front=haproxy)
        expect_verdict(outcome, "IDLE_TIMEOUT_MIDDLEBOX")
        held = ends(outcome)
        expect(held["idle.quarter"][0] == held["idle.calls"][0] == "alive",
               held)
        expect(held["idle.half"][0] in ("http", "closed"), held)
        expect(2900 <= held["idle.half"][1] <= 3900, held)
        # HAProxy counts from what it had of us last, a little earlier.
        expect(re.search(r"idle for (3|2\.9)",
                         outcome.report["verdict"]["summary"]), outcome)


if __name__ == "__main__":
    suite.main()
