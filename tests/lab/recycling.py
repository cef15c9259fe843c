# SPDX-License-Identifier: Apache-2.0
"""The lab renews channels as [MS-RPCH] 3.2.3 to 3.2.5 want it of proxies and
servers, step by step, and ends a tunnel when a cookie is not the right one."""
import socket
import struct
import uuid

from raw import BIND, LONG, VERSION, Client, cookie, number, rts
from harness import Lab, Suite, expect

suite = Suite()
SITE = "HEALTHY.recycled_away"  # two nodes, OUT lives 32 KiB

DESTINATION, COOKIE, ANCE, EMPTY = 13, 3, struct.pack("<I", 10), \
    struct.pack("<I", 7)
TO_CLIENT, TO_SERVER = number(DESTINATION, 0), number(DESTINATION, 2)
A2 = rts(4, TO_CLIENT)
R1_A6 = rts(0x10, TO_CLIENT, VERSION, number(2, 120000))
R2_A6 = rts(0, TO_CLIENT, ANCE)
A10 = A11 = rts(0, ANCE)
B3 = rts(0x20, ANCE)
C1 = rts(1, EMPTY)
R1_A4 = rts(0, TO_CLIENT, VERSION, number(0, 65536), number(2, 120000))
R2_A4 = rts(0, TO_CLIENT)


def call(number_of):
    """mgmt's is_server_listening."""
    return struct.pack("<BBBBIHHIIHH", 5, 0, 0, 3, 16, 24, 0, number_of, 0, 0,
                       2)


class Tunnel:
    def __init__(self, client):
        self.client = client
        self.query = f"{client.server}:6001"
        self.inward, self.outward = client.connect(), client.connect()
        self.all = [self.inward, self.outward]
        self.left = client.channels(self.inward, self.outward, self.query)
        expect(isinstance(self.left, bytes), self.left)
        self.cookies = client.cookies
        self.calls = 1
        self.inward.sendall(BIND)
        expect(self.next()[2] == 12, "no bind_ack")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for sock in self.all:
            sock.close()

    def next(self):
        """The next PDU on OUT but acks; None when it ended."""
        while True:
            got = self.client.whole(self.outward, self.left)
            if got is None:
                return None
            pdu, self.left = got
            if pdu[2] != 20 or struct.unpack_from("<H", pdu, 16)[0] != 2:
                return pdu

    def call(self):
        """What came before the answer to a call."""
        before = []
        self.calls += 1
        self.inward.sendall(call(self.calls))
        while True:
            pdu = self.next()
            expect(pdu is not None, "the tunnel ended under a call")
            if pdu[2] == 20:
                before.append(pdu)
                continue
            expect(pdu[2] == 2, pdu.hex())
            expect(struct.unpack_from("<I", pdu, 12)[0] == self.calls, pdu)
            return before

    def until_asked(self):
        for _ in range(2000):
            if A2 in self.call():
                return
        expect(False, "nobody asked for a new OUT channel")

    def new(self, at, method, length, *commands):
        sock = at.connect()
        self.all.append(sock)
        at.request(sock, method, length, rts(4, *commands), self.query)
        return sock

    def new_out(self, at, predecessor=None, vc=None):
        self.heir = uuid.uuid4()
        return self.new(
            at, "RPC_OUT_DATA", 120, VERSION,
            cookie(COOKIE, vc or self.cookies["vc"]),
            cookie(COOKIE, predecessor or self.cookies["out"]),
            cookie(COOKIE, self.heir), number(0, 65536))

    def new_in(self, at, predecessor=None):
        self.heir = uuid.uuid4()
        return self.new(
            at, "RPC_IN_DATA", LONG, VERSION,
            cookie(COOKIE, self.cookies["vc"]),
            cookie(COOKIE, predecessor or self.cookies["in"]),
            cookie(COOKIE, self.heir))

    def a7(self, another, successor=None):
        commands = [TO_SERVER, cookie(COOKIE, successor or self.heir)]
        self.inward.sendall(
            rts(0x10, *commands, *([] if another else [VERSION])))

    def expect_end(self):
        pdu = self.next()
        expect(pdu is None, "still alive:", pdu)
        ended(self.outward)


def ended(sock):
    """Silence is no end."""
    try:
        expect(sock.recv(1) == b"", "it says something")
    except ConnectionError:
        pass
    except socket.timeout:
        expect(False, "it has not ended")


def silent(sock):
    """Nothing has come on a channel, and nothing comes for a while."""
    sock.settimeout(0.2)
    try:
        expect(sock.recv(1) is None, "it says something, or has ended")
    except socket.timeout:
        pass
    sock.settimeout(3)


def renew_out(tunnel, at, another):
    tunnel.until_asked()
    heir = tunnel.new_out(at)
    expect(tunnel.next() == (R1_A6 if another else R2_A6), "no A6")
    tunnel.a7(another)
    expect(tunnel.next() == (A10 if another else B3), "no last PDU")
    expect(tunnel.next() is None, "more behind the last PDU")
    ended(tunnel.outward)
    silent(heir)
    heir.sendall(A11 if another else C1)
    answer = tunnel.client.answer(heir)
    expect(answer is not None and answer[0] == 200, answer)
    tunnel.outward, tunnel.left = heir, answer[3]
    tunnel.cookies["out"] = tunnel.heir
    for _ in range(10):
        tunnel.call()


def renew_in(tunnel, at, another):
    heir = tunnel.new_in(at)
    expect(tunnel.next() == (R1_A4 if another else R2_A4), "no A4")
    tunnel.call()
    # what is sent on the new channel too early waits for A5
    tunnel.calls += 1
    heir.sendall(call(tunnel.calls))
    silent(tunnel.outward)
    tunnel.inward.sendall(rts(0, cookie(COOKIE, tunnel.heir)))
    expect(tunnel.next()[2] == 2, "no answer to what waited")
    tunnel.inward = heir
    tunnel.cookies["in"] = tunnel.heir
    for _ in range(10):
        tunnel.call()


def nodes(lab):
    return [Client(lab, proxy=node["proxy"]) for node in lab.site["nodes"]]


@suite.test("OUT, on the same node and another one, again and again")
def out(path):
    with Lab(path, SITE) as lab:
        one, two = nodes(lab)
        with Tunnel(one) as tunnel:
            renew_out(tunnel, one, another=False)
            renew_out(tunnel, two, another=True)
            renew_out(tunnel, two, another=False)
            renew_out(tunnel, one, another=True)
        expect(lab.end() == 0, lab.said())


@suite.test("IN likewise")
def inbound(path):
    with Lab(path, SITE) as lab:
        one, two = nodes(lab)
        with Tunnel(one) as tunnel:
            renew_in(tunnel, one, another=False)
            renew_in(tunnel, two, another=True)
            renew_in(tunnel, two, another=False)
            renew_in(tunnel, one, another=True)
            renew_out(tunnel, one, another=False)
        expect(lab.end() == 0, lab.said())


@suite.test("a wrong cookie ends the tunnel, and nothing else")
def strangers(path):
    with Lab(path, SITE) as lab:
        for node in nodes(lab):
            with Tunnel(nodes(lab)[0]) as tunnel:
                tunnel.until_asked()
                tunnel.new_out(node, predecessor=uuid.uuid4())
                tunnel.expect_end()
            with Tunnel(nodes(lab)[0]) as tunnel:
                tunnel.new_in(node, predecessor=uuid.uuid4())
                tunnel.expect_end()
        one, two = nodes(lab)
        for node in (one, two):
            with Tunnel(one) as tunnel:
                tunnel.until_asked()
                tunnel.new_out(node)
                expect(tunnel.next() in (R1_A6, R2_A6), "no A6")
                tunnel.a7(node is two, successor=uuid.uuid4())
                tunnel.expect_end()
            with Tunnel(one) as tunnel:
                tunnel.new_in(node)
                expect(tunnel.next() in (R1_A4, R2_A4), "no A4")
                tunnel.inward.sendall(rts(0, cookie(COOKIE, uuid.uuid4())))
                tunnel.expect_end()
        with Tunnel(one) as tunnel:
            heir = tunnel.new_out(one, vc=uuid.uuid4())
            ended(heir)
            tunnel.call()
        expect(lab.end() == 0, lab.said())


@suite.test("a successor that nobody asked for ends it, too")
def unasked(path):
    with Lab(path, SITE) as lab:
        with Tunnel(nodes(lab)[0]) as tunnel:
            tunnel.new_out(nodes(lab)[1])
            tunnel.expect_end()
        expect(lab.end() == 0, lab.said())


if __name__ == "__main__":
    suite.main()
