# SPDX-License-Identifier: Apache-2.0
"""nginx in front of a healthy site, as administrators set it up.

What nginx 1.22 does, measured: it passes the methods RPC_IN_DATA and
RPC_OUT_DATA on like any other. At its defaults the Content-Length of an IN
channel (1 GiB) is over client_max_body_size (1 MiB): 413 at once. With the
limit lifted it collects the whole body of the IN channel before it asks the
site, which is never complete, and it collects answers too: both channels are
buffered, and either finding says so. With proxy_request_buffering off the site gets
the request, but the beginning of the OUT channel waits in the buffers of the
answer. With proxy_buffering off too, both channels stream. Without keepalive in
the upstream block each request goes to the site on a connection of its own, so
that NTLM's last message finds nobody who waits for it: Basic works, NTLM never.
It writes its own Server header.
"""
from harness import Lab, Suite, check, expect, expect_verdict, free_ports, need
from peers import Nginx

need("nginx", "openssl")
suite = Suite()

# What guides for Outlook Anywhere behind nginx agree on.
NO_LIMIT = "client_max_body_size 0;"
STREAM_IN = "proxy_http_version 1.1; proxy_request_buffering off;"
STREAM_OUT = "proxy_buffering off;"
PATIENCE = "proxy_read_timeout 30m; proxy_send_timeout 30m;"
ANYWHERE = NO_LIMIT + STREAM_IN + STREAM_OUT + PATIENCE


def through(path, lines, *more):
    with Lab(path) as lab, Nginx(path, lab.port, lines=lines) as nginx:
        return check(lab, *more, front=nginx)


@suite.test("set up for Outlook Anywhere: HEALTHY")
def healthy(path):
    outcome = through(path, ANYWHERE)
    expect_verdict(outcome, "HEALTHY")
    expect(outcome.status == 0, outcome)


@suite.test("with room for ten connections of an address: SERVER_OVERLOADED")
def crowded(path):
    lines = ANYWHERE + "limit_conn places 10;"
    with Lab(path) as lab, Nginx(
            path, lab.port, lines=lines,
            outside="limit_conn_zone $binary_remote_addr zone=places:1m;") \
            as nginx:
        outcome = check(lab, front=nginx)
    expect_verdict(outcome, "SERVER_OVERLOADED")
    expect(outcome.report["signature"]["REP"] == "load", outcome)


@suite.test("at its defaults: REVPROXY_BODY_LIMIT")
def defaults(path):
    expect_verdict(through(path, ""), "REVPROXY_BODY_LIMIT")


@suite.test("a limit that hides behind 404: REVPROXY_BODY_LIMIT")
def hidden_limit(path):
    outcome = through(path, STREAM_OUT + "client_max_body_size 30m;"
                      "error_page 413 =404 /nothing;")
    expect_verdict(outcome, "REVPROXY_BODY_LIMIT")
    expect(outcome.report["signature"]["SUB"] == "404.13", outcome)


@suite.test("without the limit: a buffered channel")
def both_buffered(path):
    outcome = through(path, NO_LIMIT, "--timeout", "3")
    expect_verdict(outcome, "IN_CHANNEL_BUFFERED", "OUT_CHANNEL_BUFFERED")


@suite.test("requests buffered: IN_CHANNEL_BUFFERED")
def in_buffered(path):
    outcome = through(path, NO_LIMIT + STREAM_OUT, "--timeout", "3")
    expect_verdict(outcome, "IN_CHANNEL_BUFFERED")


@suite.test("answers buffered: OUT_CHANNEL_BUFFERED")
def out_buffered(path):
    outcome = through(path, NO_LIMIT + STREAM_IN, "--timeout", "3")
    expect_verdict(outcome, "OUT_CHANNEL_BUFFERED")


@suite.test("other methods answered 405: RPC_METHOD_BLOCKED")
def method_405(path):
    only = "if ($request_method !~ ^(GET|HEAD|POST|OPTIONS)$) { return 405; }"
    expect_verdict(through(path, NO_LIMIT + only), "RPC_METHOD_BLOCKED")


@suite.test("limit_except, answered 403: RPC_METHOD_BLOCKED")
def method_403(path):
    only = "limit_except GET POST { deny all; }"
    expect_verdict(through(path, NO_LIMIT + only), "RPC_METHOD_BLOCKED")


@suite.test("nobody behind it: REVPROXY_BACKEND_DOWN")
def backend_down(path):
    nobody, = free_ports()
    with Lab(path) as lab, Nginx(path, nobody, lines=NO_LIMIT) as nginx:
        outcome = check(lab, front=nginx)
    expect_verdict(outcome, "REVPROXY_BACKEND_DOWN")


def facts_of(outcome, check_id):
    check_, = [c for c in outcome.report["checks"] if c["id"] == check_id]
    return check_["facts"]


def refused(lab):
    return lab.said().count("logon refused")


@suite.test("NTLM at a site that also takes Basic: NTLM_CONN_AFFINITY_BROKEN")
def ntlm_beside_basic(path):
    with Lab(path, "HEALTHY.ntlm") as lab, \
            Nginx(path, lab.port, lines=ANYWHERE) as nginx:
        outcome = check(lab, front=nginx)
        expect(refused(lab) <= 2, "refused logons:", lab.said())
    expect_verdict(outcome, "NTLM_CONN_AFFINITY_BROKEN")
    expect(facts_of(outcome, "echo.in.ntlm")["auth_challenges"] == 1, outcome)


@suite.test("NTLM at two members in turn: NTLM_CONN_AFFINITY_BROKEN, proven")
def ntlm_at_two(path):
    with Lab(path, "HEALTHY.nodes") as lab:
        ports = [int(node["proxy"].split("/")[2].split(":")[-1])
                 for node in lab.site["nodes"]]
        with Nginx(path, *ports, lines=ANYWHERE) as nginx:
            # What runs beside it may take every other turn.
            for _ in range(4):
                outcome = check(lab, front=nginx)
                asked = facts_of(outcome, "echo.in.challenge")
                expect_verdict(outcome, "NTLM_CONN_AFFINITY_BROKEN")
                if "auth_apart" in asked:
                    break
    expect(asked.get("auth_apart") == "computers", outcome)
    expect(outcome.verdict["confidence"] > 0.8, outcome)


@suite.test("NTLM without Basic: NTLM_CONN_AFFINITY_BROKEN is thinkable")
def ntlm_alone(path):
    with Lab(path, "HEALTHY.ntlm") as lab, \
            Nginx(path, lab.port, lines=ANYWHERE) as nginx:
        outcome = check(lab, "--http-auth", "ntlm", front=nginx)
        expect(refused(lab) <= 2, "refused logons:", lab.said())
    expect("NTLM_CONN_AFFINITY_BROKEN" in outcome.ids(), outcome)


def trust_both(nginx, lab, path):
    """The authority of the site is trusted, too."""
    both = f"{path}/both.pem"
    with open(both, "w", encoding="ascii") as file:
        for trusted in nginx.ca_file, lab.ca_file:
            with open(trusted, encoding="ascii") as one:
                file.write(one.read())
    nginx.ca_file = both


def past(path, scenario, lines, *more, trusted=False, host="127.0.0.1"):
    """The site's own door is known, whose certificate nginx does not show."""
    with Lab(path, scenario) as lab, \
            Nginx(path, lab.port, lines=lines) as nginx:
        if trusted:
            trust_both(nginx, lab, path)
        outcome = check(
            lab, "--direct", f"{host}:{lab.port}", "--connect-to",
            f"{host}:{lab.port}:127.0.0.1:{lab.port}", *more, front=nginx)
        expect(refused(lab) <= 2, "refused logons:", lab.said())
    return outcome


@suite.test("NTLM without Basic, and the site's door is known: "
            "NTLM_CONN_AFFINITY_BROKEN, proven")
def ntlm_past(path):
    outcome = past(path, "HEALTHY.ntlm", ANYWHERE, "--http-auth", "ntlm")
    expect_verdict(outcome, "NTLM_CONN_AFFINITY_BROKEN")
    expect(outcome.verdict["confidence"] > 0.85, outcome)
    expect(outcome.report["signature"]["DIRECT"] == "fixes", outcome)
    expect(outcome.report["signature"]["CBT"] == "neither", outcome)


@suite.test("at its defaults, and the site's door is known: "
            "REVPROXY_BODY_LIMIT, proven")
def defaults_past(path):
    outcome = past(path, "HEALTHY", "", trusted=True)
    expect_verdict(outcome, "REVPROXY_BODY_LIMIT")
    expect(outcome.report["signature"]["DIRECT"] == "fixes", outcome)


@suite.test("nobody behind it, and the site's door is known: "
            "REVPROXY_BACKEND_DOWN, proven")
def backend_down_past(path):
    nobody, = free_ports()
    with Lab(path) as lab, Nginx(path, nobody, lines=NO_LIMIT) as nginx:
        outcome = check(lab, "--direct", f"127.0.0.1:{lab.port}", front=nginx)
    expect_verdict(outcome, "REVPROXY_BACKEND_DOWN")
    expect(outcome.verdict["confidence"] > 0.9, outcome)
    expect(outcome.report["signature"]["DIRECT"] == "fixes", outcome)


@suite.test("answers buffered, and the site's door is known: "
            "OUT_CHANNEL_BUFFERED, proven")
def out_past(path):
    outcome = past(path, "HEALTHY", NO_LIMIT + STREAM_IN, "--timeout", "2",
                   trusted=True)
    expect_verdict(outcome, "OUT_CHANNEL_BUFFERED")
    expect(outcome.verdict["confidence"] > 0.9, outcome)
    expect(outcome.report["signature"]["DIRECT"] == "fixes", outcome)


@suite.test("the same, and that door has a name of its own in its certificate")
def out_named(path):
    outcome = past(path, "TLS_CERT_NAME_MISMATCH", NO_LIMIT + STREAM_IN,
                   "--timeout", "2", trusted=True, host="mail.fabrikam.test")
    expect_verdict(outcome, "OUT_CHANNEL_BUFFERED")
    expect(outcome.report["signature"]["DIRECT"] == "fixes", outcome)
    expect(facts_of(outcome, "direct")["tls_name_ok"] is False, outcome)


@suite.test("the same, and that door's certificate is not trusted: no "
            "password goes there")
def out_untrusted(path):
    outcome = past(path, "HEALTHY", NO_LIMIT + STREAM_IN, "--timeout", "2")
    expect_verdict(outcome, "OUT_CHANNEL_BUFFERED")
    skipped = [c for c in outcome.report["checks"]
               if c["id"].startswith("direct.") and c["outcome"] == "skip"]
    expect(skipped and "DIRECT" not in outcome.report["signature"], outcome)


def turned_away(path, lines, least, most, *ids):
    """Whoever is turned away by nginx itself: one of these, and how surely."""
    with Lab(path) as lab, Nginx(path, lab.port,
                                 lines=ANYWHERE + lines) as nginx:
        outcome = check(lab, front=nginx)
    expect_verdict(outcome, *ids)
    expect(outcome.status == 2, outcome)
    expect(least <= outcome.verdict["confidence"] <= most, outcome)


@suite.test("nginx refuses everybody: RPC_VDIR_MISSING, not surely")
def everybody_refused(path):
    turned_away(path, "return 403;", 0.3, 0.6, "RPC_VDIR_MISSING")


@suite.test("a page for every GET, 405 for the rest: RPC_VDIR_MISSING, "
            "not surely")
def static_site(path):
    turned_away(path, "default_type text/html;"
                "if ($request_method != GET) { return 405; }"
                "return 200 '<title>Welcome</title>';",
                0.3, 0.6, "RPC_VDIR_MISSING")


@suite.test("RPC_IN_DATA alone is refused: RPC_METHOD_BLOCKED")
def in_refused(path):
    turned_away(path, "if ($request_method = RPC_IN_DATA) { return 405; }",
                0.7, 0.9, "RPC_METHOD_BLOCKED")


@suite.test("the long request is cut off without an answer: "
            "REVPROXY_BODY_LIMIT, not surely")
def in_cut(path):
    turned_away(path, "if ($content_length = 1073741824) { return 444; }",
                0.3, 0.6, "REVPROXY_BODY_LIMIT")


@suite.test("whoever has logged on is sent to a page: LOGIN_PAGE_REDIRECT")
def page_behind_logon(path):
    turned_away(path, "if ($http_authorization) { return 302 /owa/; }",
                0.7, 0.9, "LOGIN_PAGE_REDIRECT")


@suite.test("502 only behind the logon: REVPROXY_BACKEND_DOWN, not surely")
def down_behind_logon(path):
    turned_away(path, "if ($http_authorization) { return 502; }",
                0.2, 0.6, "REVPROXY_BACKEND_DOWN")


if __name__ == "__main__":
    suite.main()
