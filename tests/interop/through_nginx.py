# SPDX-License-Identifier: Apache-2.0
"""nginx in front of a healthy site, as administrators set it up.

What nginx 1.22 does, measured: it passes the methods RPC_IN_DATA and
RPC_OUT_DATA on like any other. At its defaults the Content-Length of an IN
channel (1 GiB) is over client_max_body_size (1 MiB): 413 at once. With the
limit lifted it collects the whole body of the IN channel before it asks the
site, which is never complete, and it collects answers too: both channels are
buffered, and either finding says so. With proxy_request_buffering off the site gets
the request, but the beginning of the OUT channel waits in the buffers of the
answer. With proxy_buffering off too, both channels stream.
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


def through(path, lines, *more):
    with Lab(path) as lab, Nginx(path, lab.port, lines) as nginx:
        return check(lab, *more, front=nginx)


@suite.test("set up for Outlook Anywhere: HEALTHY")
def healthy(path):
    outcome = through(path, NO_LIMIT + STREAM_IN + STREAM_OUT + PATIENCE)
    expect_verdict(outcome, "HEALTHY")
    expect(outcome.status == 0, outcome)


@suite.test("at its defaults: REVPROXY_BODY_LIMIT")
def defaults(path):
    expect_verdict(through(path, ""), "REVPROXY_BODY_LIMIT")


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
    with Lab(path) as lab, Nginx(path, nobody, NO_LIMIT) as nginx:
        outcome = check(lab, front=nginx)
    expect_verdict(outcome, "REVPROXY_BACKEND_DOWN")


if __name__ == "__main__":
    suite.main()
