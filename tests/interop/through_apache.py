# SPDX-License-Identifier: Apache-2.0
"""Apache httpd with mod_proxy in front of a healthy site.

What httpd 2.4 does, measured: mod_proxy_http passes RPC_IN_DATA on, but first
collects 16 KiB of the body, or all of it; the few hundred bytes of an IN
channel never reach the site (log: AH01095, prefetch request body failed). The
OUT channel streams. flushpackets=on, proxy-sendcl and proxy-sendchunked change
nothing about that; `SetEnv proxy-prefetch-nonblocking 1` does. A client that asks
for 100 Continue, as impacket does, gets through without it: httpd then asks the
site first. Outlook does not ask, nor does rpcdiag. LimitRequestBody does not
bind requests that are passed on.
"""
from harness import Lab, Suite, check, expect, expect_verdict, free_ports, need
from peers import Apache

need("apache2", "openssl")
suite = Suite()

STREAM_IN = "SetEnv proxy-prefetch-nonblocking 1"
BLIND = "SSLProxyVerify none\nSSLProxyCheckPeerName off\n" \
    "SSLProxyCheckPeerCN off\n"


def through(path, lines, *more, parameters=""):
    with Lab(path) as lab, \
            Apache(path, lab.port, BLIND + lines, parameters) as apache:
        return check(lab, *more, front=apache)


@suite.test("prefetch off: HEALTHY")
def healthy(path):
    outcome = through(path, STREAM_IN)
    expect_verdict(outcome, "HEALTHY")
    expect(outcome.status == 0, outcome)


@suite.test("plain ProxyPass: IN_CHANNEL_BUFFERED")
def in_buffered(path):
    outcome = through(path, "", "--timeout", "3",
                      parameters="flushpackets=on")
    expect_verdict(outcome, "IN_CHANNEL_BUFFERED")


@suite.test("LimitRequestBody of 1 MiB, which a reverse proxy ignores: HEALTHY")
def body_limit(path):
    outcome = through(path, f"LimitRequestBody 1048576\n{STREAM_IN}")
    expect_verdict(outcome, "HEALTHY")


@suite.test("nobody behind it: REVPROXY_BACKEND_DOWN")
def backend_down(path):
    nobody, = free_ports()
    with Lab(path) as lab, Apache(path, nobody, BLIND) as apache:
        outcome = check(lab, front=apache)
    expect_verdict(outcome, "REVPROXY_BACKEND_DOWN")


if __name__ == "__main__":
    suite.main()
