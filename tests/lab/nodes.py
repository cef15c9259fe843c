# SPDX-License-Identifier: Apache-2.0
"""Several front-end nodes: each answers under its own name, and the halves of
one virtual connection meet at the mailbox server whichever nodes they took."""
import socket

from raw import Client  # sets the path for the next line
from harness import Lab, Suite, expect

suite = Suite()


def clients(lab):
    return [Client(lab, proxy=node["proxy"]) for node in lab.site["nodes"]]


@suite.test("each node has a name and a port of its own")
def names(path):
    with Lab(path, "HEALTHY.nodes") as lab:
        nodes = lab.site["nodes"]
        expect([node["name"] for node in nodes] == ["CAS1", "CAS2"], nodes)
        expect(nodes[0]["port"] != nodes[1]["port"], nodes)
        expect(nodes[0]["proxy"] == lab.proxy, nodes)
        for client in clients(lab):
            expect(client.echo() == 200, "no echo at", client.port)
        expect(lab.end() == 0, lab.said())


@suite.test("IN over one node, OUT over the other, either way")
def crossed(path):
    with Lab(path, "HEALTHY.nodes") as lab:
        one, two = clients(lab)
        for inward, outward in ((one, two), (two, one), (two, two)):
            with inward.connect() as inbound, outward.connect() as outbound:
                far = inward.open(inbound, outbound, f"{lab.server}:6001")
            expect(far == "bind", far)
        expect(lab.end() == 0, lab.said())


def resumed(lab, times=4):
    """How often connections go on with the TLS session of the first one."""
    client = Client(lab)
    kept, count = None, 0
    for _ in range(1 + times):
        with socket.create_connection((client.host, client.port)) as sock, \
                client.context.wrap_socket(
                    sock, server_hostname=client.host, session=kept) as tls:
            tls.sendall(b"GET / HTTP/1.0\r\n\r\n")
            tls.recv(1)  # tickets of TLS 1.3 come with the first bytes
            count += tls.session_reused
            kept = kept or tls.session
    return count


@suite.test("by the id of a TLS session each client keeps its node")
def kept_by_session(path):
    with Lab(path, "DSPROXY_SPLIT_CONNECTIVITY.session") as lab:
        expect([resumed(lab) for _ in range(3)] == [4, 4, 4], lab.said())


@suite.test("a session of TLS 1.3 shows no id: nodes take turns")
def lost_by_ticket(path):
    with Lab(path, "DSPROXY_SPLIT_CONNECTIVITY.ticket") as lab:
        expect(resumed(lab) == 2, lab.said())


if __name__ == "__main__":
    suite.main()
