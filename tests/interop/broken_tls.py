# SPDX-License-Identifier: Apache-2.0
"""Front ends that do not come to terms over TLS: nginx, HAProxy and openssl.

What they do, measured: nginx with TLS 1.0 alone answers a newer client with
protocol_version; with ssl_reject_handshake, which is how it treats names it has
no site for, with unrecognized_name, whatever version is offered; and on a port
without ssl with a page for status 400. HAProxy's content rule ends the connection after the ClientHello without
a word. openssl s_server that takes no protocol but h2 says
no_application_protocol."""
from harness import (Lab, Process, Suite, check, expect, expect_verdict,
                     free_ports, need, wait_for_port)
from peers import Haproxy, Nginx, certificate

need("nginx", "haproxy", "openssl")
suite = Suite()


def tls_of(outcome, check_id="tls"):
    return [c["facts"] for c in outcome.report["checks"]
            if c["id"] == check_id][0]


def through_nginx(path, server, *more):
    with Lab(path) as lab, Nginx(path, lab.port, server=server) as nginx:
        return check(lab, *more, front=nginx)


@suite.test("nginx with TLS 1.0 alone: TLS_VERSION_MISMATCH, and which it is")
def old(path):
    outcome = through_nginx(
        path, 'ssl_protocols TLSv1; ssl_ciphers "ALL:@SECLEVEL=0";')
    expect_verdict(outcome, "TLS_VERSION_MISMATCH")
    expect(tls_of(outcome, "tls.old")["tls_version"] == "TLSv1", outcome)
    expect(outcome.verdict["confidence"] > 0.9, outcome)


@suite.test("nginx with a cipher that nobody offers: TLS_VERSION_MISMATCH")
def weak(path):
    outcome = through_nginx(
        path, 'ssl_protocols TLSv1.2; ssl_ciphers "NULL:@SECLEVEL=0";')
    expect_verdict(outcome, "TLS_VERSION_MISMATCH")


@suite.test("nginx has no site for the name: TLS_RESET_BY_MIDDLEBOX")
def nameless(path):
    outcome = through_nginx(path, "ssl_reject_handshake on;")
    expect(tls_of(outcome)["tls_alert"] == 112, outcome)
    expect_verdict(outcome, "TLS_RESET_BY_MIDDLEBOX")
    expect(outcome.report["signature"]["TLS"] == "cut", outcome)


@suite.test("HAProxy drops ClientHello: TLS_RESET_BY_MIDDLEBOX")
def dropped(path):
    rules = ("frontend filter\n    mode tcp\n    bind 127.0.0.1:{}\n"
             "    tcp-request inspect-delay 5s\n"
             "    tcp-request content reject if {{ req_ssl_hello_type 1 }}\n"
             "    default_backend cas\n")
    port, = free_ports()
    with Lab(path) as lab, \
            Haproxy(path, lab.port, mode="tcp",
                    lines=rules.format(port)) as haproxy:
        wait_for_port(port, haproxy)
        outcome = check(
            lab, "--proxy", f"https://localhost:{port}/rpc/rpcproxy.dll")
    expect_verdict(outcome, "TLS_RESET_BY_MIDDLEBOX")
    expect(outcome.report["signature"]["TLS"] == "cut", outcome)


@suite.test("nginx on a plain port: TLS_RESET_BY_MIDDLEBOX")
def plain(path):
    port, = free_ports()
    outcome = through_nginx(
        path, f"listen 127.0.0.1:{port};", "--proxy",
        f"https://localhost:{port}/rpc/rpcproxy.dll")
    expect(tls_of(outcome)["tls_result"] == "not_tls", outcome)
    expect_verdict(outcome, "TLS_RESET_BY_MIDDLEBOX")


@suite.test("openssl takes HTTP/2 alone: HTTP2_FRONT_END")
def http2(path):
    port, = free_ports()
    file, key = certificate(path)
    with Lab(path) as lab, Process(
            ["openssl", "s_server", "-quiet", "-accept", f"127.0.0.1:{port}",
             "-cert", file, "-key", key, "-alpn", "h2"], path) as server:
        wait_for_port(port, server)
        outcome = check(lab, "--cacert", file, "--proxy",
                        f"https://localhost:{port}/rpc/rpcproxy.dll")
    expect_verdict(outcome, "HTTP2_FRONT_END")
    expect(tls_of(outcome)["tls_alert"] == 120, outcome)


if __name__ == "__main__":
    suite.main()
