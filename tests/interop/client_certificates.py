# SPDX-License-Identifier: Apache-2.0
"""Client certificates demanded by servers we did not write.

What they do, measured: nginx 1.22 lets the handshake pass and answers 400 with
a page of its own, whether a certificate is missing or unknown. Apache 2.4 ends
the handshake with an alert when the whole host demands one; a TLS 1.3 client
learns of it only behind the handshake. Demanded for one location, Apache
renegotiates (TLS 1.2) or asks behind the handshake (TLS 1.3), and ends the
connection with an alert; before it asks it collects the body of the request
(SSLRenegBufferSize), so the IN channel of who has one is buffered."""
from harness import Lab, Suite, check, expect, expect_verdict, need, \
    rpcdiag, run
from peers import Apache, Client, Nginx

need("nginx", "apache2", "openssl")
suite = Suite()

STREAMING = ("client_max_body_size 0; proxy_http_version 1.1;"
             "proxy_request_buffering off; proxy_buffering off;")


BLIND = """SSLProxyVerify none
SSLProxyCheckPeerName off
SSLProxyCheckPeerCN off
SetEnv proxy-prefetch-nonblocking 1
"""


def demanded(outcome):
    expect_verdict(outcome, "TLS_CLIENT_CERT_REQUIRED")
    expect(outcome.status == 2, outcome)
    expect(outcome.verdict["confidence"] > 0.8, outcome)


def nginx(path, lab, client, verify):
    return Nginx(path, lab.port, lines=STREAMING, server=f"""
        ssl_client_certificate {client.ca_file};
        ssl_verify_client {verify};""")


@suite.test("nginx: ssl_verify_client on")
def nginx_on(path):
    client, other = Client(path), Client(path, "mallory")
    with Lab(path) as lab, nginx(path, lab, client, "on") as front:
        demanded(check(lab, front=front))
        outcome = check(lab, "--cert", client.cert, "--key", client.key,
                        front=front)
        expect_verdict(outcome, "HEALTHY")
        outcome = check(lab, "--cert", client.both, front=front)
        expect_verdict(outcome, "HEALTHY")
        demanded(check(lab, "--cert", other.both, front=front))


@suite.test("nginx: ssl_verify_client optional harms nobody")
def nginx_optional(path):
    client = Client(path)
    with Lab(path) as lab, nginx(path, lab, client, "optional") as front:
        expect_verdict(check(lab, front=front), "HEALTHY")
        expect_verdict(check(lab, "--cert", client.both, front=front),
                       "HEALTHY")


def add_lab(scenario):
    @suite.test(f"the lab's {scenario} lets its client in")
    def _(path):
        with Lab(path, scenario) as lab:
            demanded(check(lab))
            outcome = check(lab, "--cert", lab.client_cert)
            expect_verdict(outcome, "HEALTHY")


add_lab("TLS_CLIENT_CERT_REQUIRED")


@suite.test("not shown past a bad certificate, unless --insecure says so")
def bad_certificate(path):
    client = Client(path)
    options = ["--cert", client.both, "--cacert", client.ca_file]
    with Lab(path) as lab, nginx(path, lab, client, "on") as front:
        def statuses():
            with open(f"{path}/access.log", encoding="ascii") as log:
                return {line.split('"')[2].split()[0] for line in log}
        outcome = check(lab, *options, front=front)
        expect_verdict(outcome, "TLS_CERT_UNTRUSTED")
        expect("401" not in statuses(), statuses(), outcome)
        outcome = check(lab, *options, "--insecure", front=front)
        expect_verdict(outcome, "TLS_CERT_UNTRUSTED")
        expect("401" in statuses(), statuses(), outcome)


def add_unusable(name, files, *words):
    @suite.test(f"refused: {name}")
    def _(path):
        outcome = rpcdiag("check", "--proxy", "localhost:1", *files(path))
        expect(outcome.status == 3 and not outcome.stdout, outcome)
        for word in words:
            expect(word in outcome.stderr, f"lacks '{word}':", outcome)


def encrypted(path):
    client = Client(path)
    done = run(["openssl", "pkey", "-in", client.key, "-aes256", "-passout",
                "pass:hidden", "-out", f"{path}/encrypted.key"])
    expect(done.status == 0, done)
    return ["--cert", client.cert, "--key", f"{path}/encrypted.key"]


add_unusable("an encrypted key", encrypted, "--key", "is encrypted",
             "openssl pkey")
add_unusable("the key of another", lambda path: [
    "--cert", Client(path).cert, "--key", Client(path, "mallory").key],
    "--key", "not the key of the certificate")
add_unusable("a certificate without key",
             lambda path: ["--cert", Client(path).cert],
             "--cert", "no private key")
add_unusable("a key for a certificate", lambda path: [
    "--cert", Client(path).key], "--cert", "no certificate")
add_unusable("no such file", lambda path: ["--cert", f"{path}/none"],
             "--cert", "No such file")
add_unusable("a key alone", lambda path: ["--key", f"{path}/none"],
             "--key", "no --cert")


def apache(path, lab, client, protocol, where):
    demand = "SSLVerifyClient require"
    lines = BLIND + f"SSLProtocol -all +{protocol}\nSSLCACertificateFile " \
            f"{client.ca_file}\n"
    lines += demand if where == "host" else \
        f"<Location /rpc>\n{demand}\n</Location>"
    return Apache(path, lab.port, lines)


def add_apache(protocol, where, then, *more):
    @suite.test(f"Apache: SSLVerifyClient require, {protocol}, for the {where}")
    def _(path):
        client, other = Client(path), Client(path, "mallory")
        with Lab(path) as lab, \
                apache(path, lab, client, protocol, where) as front:
            demanded(check(lab, front=front))
            demanded(check(lab, "--cert", other.both, front=front))
            outcome = check(lab, "--cert", client.both, *more, front=front)
            expect_verdict(outcome, then)


for version in ("TLSv1.2", "TLSv1.3"):
    add_apache(version, "host", "HEALTHY")
    add_apache(version, "location", "IN_CHANNEL_BUFFERED", "--timeout", "2")


if __name__ == "__main__":
    suite.main()
