# SPDX-License-Identifier: Apache-2.0
"""NTLM and Negotiate over HTTP as a front-end node speaks them, on bare
sockets: what a client has to get for its legs, whoever it is."""
import base64

from impacket import ntlm
from raw import Client  # sets the path for the next line
from harness import Lab, Suite, expect

suite = Suite()
QUERY = "mbx1.contoso.test:6001"


def leg(client, sock, scheme, token=None, length=0, body=b""):
    """(status, the token that came back), on a connection that stays."""
    fields = [] if token is None else [
        f"Authorization: {scheme} {base64.b64encode(token).decode()}"]
    client.request(sock, "RPC_IN_DATA", length, body, QUERY, False,
                   fields=fields)
    status, _, head, rest = client.answer(sock)
    size = int(head.split("Content-Length: ")[1].split()[0])
    while len(rest) < size:
        rest += sock.recv(65536)
    for line in head.split("\r\n"):
        if line.startswith(f"WWW-Authenticate: {scheme} "):
            return status, base64.b64decode(line.split()[2])
    return status, None


def hello():
    message = ntlm.getNTLMSSPType1("", "", signingRequired=True)
    return message, message.getData()


def answer(message, challenge, password):
    return ntlm.getNTLMSSPType3(message, challenge, "alice", password,
                                "CONTOSO")[0].getData()


def names(challenge):
    fields = ntlm.NTLMAuthChallenge(challenge)
    pairs = ntlm.AV_PAIRS(fields["TargetInfoFields"])
    return [pairs[kind][1].decode("utf-16-le") for kind in (
        ntlm.NTLMSSP_AV_HOSTNAME, ntlm.NTLMSSP_AV_DOMAINNAME,
        ntlm.NTLMSSP_AV_DNS_HOSTNAME)]


def password_of(lab):
    with open(lab.password_file, encoding="ascii") as file:
        return file.read().strip()


def ended_well(lab):
    status, said = lab.end(), lab.said()
    expect(status == 0 and "Sanitizer" not in said, status, said)
    return said.count("logon refused user=CONTOSO\\alice")


@suite.test("each node names itself in its challenge")
def challenge_names(path):
    with Lab(path, "HEALTHY.nodes") as lab:
        for node in lab.site["nodes"]:
            client = Client(lab, proxy=node["proxy"])
            for scheme in ("NTLM", "Negotiate"):
                with client.connect() as sock:
                    status, token = leg(client, sock, scheme, hello()[1])
                expect(status == 401 and token, status)
                name = node["name"]
                expect(names(token) ==
                       [name, "CONTOSO", f"{name}.contoso.test"],
                       names(token))
        expect(ended_well(lab) == 0, "refusals")


@suite.test("who logged on stays so for the life of the connection")
def life(path):
    with Lab(path, "HEALTHY.ntlm") as lab:
        client = Client(lab)
        with client.connect() as sock:
            message, token = hello()
            _, challenge = leg(client, sock, "NTLM", token)
            status, _ = leg(client, sock, "NTLM", answer(
                message, challenge, password_of(lab)), 4, b"abcd")
            expect(status == 200, status)
            expect(leg(client, sock, "NTLM", None, 4, b"abcd")[0] == 200,
                   "the second request")
            status, again = leg(client, sock, "NTLM", token)
            expect(status == 401 and again, "a new beginning", status)
            expect(leg(client, sock, "NTLM", None, 4, b"abcd")[0] == 401,
                   "after a new beginning")
        with client.connect() as sock:
            expect(leg(client, sock, "NTLM", None, 4, b"abcd")[0] == 401,
                   "another connection")
        expect(ended_well(lab) == 0, "refusals")


@suite.test("a wrong password, a token that is none, a scheme not offered")
def refusals(path):
    with Lab(path, "HEALTHY.ntlm") as lab:
        client = Client(lab)
        with client.connect() as sock:
            message, token = hello()
            _, challenge = leg(client, sock, "NTLM", token)
            status, more = leg(client, sock, "NTLM", answer(
                message, challenge, "wrong"))
            expect(status == 401 and more is None, status, more)
            # The connection goes on, and the next try may be better.
            _, challenge = leg(client, sock, "NTLM", token)
            status, _ = leg(client, sock, "NTLM", answer(
                message, challenge, password_of(lab)))
            expect(status == 200, status)
        for scheme in ("NTLM", "Negotiate", "Kerberos"):
            with client.connect() as sock:
                expect(leg(client, sock, scheme, b"nonsense") == (401, None),
                       scheme)
        expect(ended_well(lab) == 1, "refusals")
    with Lab(path, "HEALTHY") as lab:
        client = Client(lab)
        with client.connect() as sock:
            expect(leg(client, sock, "NTLM", hello()[1]) == (401, None),
                   "NTLM is not offered")
        ended_well(lab)


@suite.test("channel bindings: missing ones, where they are required or not")
def bindings(path):
    for scenario, wanted in {"HEALTHY.bound": 401,
                             "HEALTHY.protected": 200,
                             "EXTENDED_PROTECTION_CBT": 200,
                             "EXTENDED_PROTECTION_CBT.required": 401}.items():
        with Lab(path, scenario) as lab:
            client = Client(lab)
            with client.connect() as sock:
                message, token = hello()
                _, challenge = leg(client, sock, "NTLM", token)
                status, _ = leg(client, sock, "NTLM", answer(
                    message, challenge, password_of(lab)))
                expect(status == wanted, scenario, status)
            expect(ended_well(lab) == (wanted == 401), scenario)


if __name__ == "__main__":
    suite.main()
