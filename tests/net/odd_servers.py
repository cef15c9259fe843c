#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Servers that are right in an unusual way, or wrong in a usual one.

A small RPC over HTTP v2 server, written apart from rpcdiag-lab and sharing no
code with it, plays one oddity per test; `rpcdiag ping` must carry on where the
specification lets it, and say what it saw where it does not.
"""
import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
import unittest

BUILD = os.environ.get("builddir", ".")
RPCDIAG = os.path.join(BUILD, "rpcdiag", "rpcdiag")

MGMT_ACK = bytes.fromhex(
    "05000c03100000003c00000001000000f80ff80f01000000" "0500" "36303031" "00"
    "00" "01000000" "00000000045d888aeb1cc9119fe808002b10486002000000")


def rts(flags, commands=b"", count=0):
    return struct.pack("<BBBBIHHIHH", 5, 0, 20, 3, 0x10, 20 + len(commands),
                       0, 0, flags, count) + commands


A3 = rts(0, struct.pack("<II", 2, 120000), 1)
C2 = rts(0, struct.pack("<IIIIII", 6, 1, 0, 65536, 2, 120000), 3)
PING = rts(1)


def fix(pdu, call_id):
    return pdu[:8] + struct.pack("<HHI", len(pdu), 0, call_id) + pdu[16:]


def response(call_id, stub, flags=3):
    body = struct.pack("<IHBB", len(stub), 0, 0, 0) + stub
    return struct.pack("<BBBBIHHI", 5, 0, 2, flags, 0x10, 16 + len(body), 0,
                       call_id) + body


def fault(call_id, status):
    body = struct.pack("<IHBBII", 32, 0, 0, 0, status, 0)
    return struct.pack("<BBBBIHHI", 5, 0, 3, 3, 0x10, 16 + len(body), 0,
                       call_id) + body


def nak(call_id, reason):
    body = struct.pack("<HBBB", reason, 1, 5, 0)
    return struct.pack("<BBBBIHHI", 5, 0, 13, 3, 0x10, 16 + len(body), 0,
                       call_id) + body


LISTENING = struct.pack("<II", 0, 1)
OUT_200 = (b"HTTP/1.1 200 Success\r\nContent-Type: application/rpc\r\n"
           b"Content-Length: 1073741824\r\n\r\n")


class Channel:
    """One accepted connection: its request head, then bytes both ways."""

    def __init__(self, site, sock):
        self.site, self.sock = site, sock
        self.held = b""
        self.taken = 0  # bytes of the body
        while b"\r\n\r\n" not in self.held:
            got = sock.recv(65536)
            if not got:
                raise EOFError
            self.held += got
        head, _, self.held = self.held.partition(b"\r\n\r\n")
        self.method = head.split(b" ", 1)[0].decode()
        lengths = [line.split(b":")[1] for line in head.split(b"\r\n")
                   if line.lower().startswith(b"content-length:")]
        self.length = int(lengths[0])

    def exactly(self, n):
        while len(self.held) < n:
            got = self.sock.recv(65536)
            if not got:
                raise EOFError
            self.held += got
        part, self.held = self.held[:n], self.held[n:]
        self.taken += n
        return part

    def pdu(self):
        head = self.exactly(16)
        size = struct.unpack_from("<H", head, 8)[0]
        return head + self.exactly(size - 16)

    def send(self, data):
        self.sock.sendall(data)


class Site:
    """Accepts IN and OUT in any order; both are there when play() is called."""

    def __init__(self, play, need=2):
        self.play, self.need = play, need
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.channels, self.all = {}, []
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        try:
            while len(self.channels) < self.need:
                c = self.accept()
                self.channels[c.method] = c
            self.play(self.channels.get("RPC_IN_DATA"),
                      self.channels.get("RPC_OUT_DATA"))
        except (OSError, EOFError):
            pass

    def accept(self):
        """Another channel, which may come at any time."""
        sock, _ = self.listener.accept()
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.settimeout(10)
        self.all.append(Channel(self, sock))
        return self.all[-1]

    def close(self):
        self.listener.close()
        for c in self.all:
            c.sock.close()
        self.thread.join(12)


def next_rpc(channel):
    """The next PDU that is not RTS, with its type and call_id."""
    while True:
        p = channel.pdu()
        if p[2] != 20:
            return p, p[2], struct.unpack_from("<I", p, 12)[0]


def hold(channel):
    """Say nothing more until the client goes away."""
    try:
        while channel.sock.recv(65536):
            pass
    except OSError:
        pass


def serve_rpc(cin, send, calls=1):
    _, _, call = next_rpc(cin)
    send(fix(MGMT_ACK, call))
    for _ in range(calls):
        _, _, call = next_rpc(cin)
        send(response(call, LISTENING))


class Odd(unittest.TestCase):
    """What a ping makes of a server that plays."""

    def ping(self, play, *options, need=2):
        site = Site(play, need)
        try:
            done = subprocess.run(
                [RPCDIAG, "ping", "--proxy",
                 "http://127.0.0.1:%d" % site.port, "--server", "mbx",
                 "--endpoints", "6001", "--timeout", "2", "--format", "json",
                 *options],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=30)
            self.assertNotIn(b"Sanitizer", done.stderr, done.stderr)
            report = json.loads(done.stdout)
            return done.returncode, {c["id"]: c for c in report["checks"]}
        finally:
            site.close()

    def works(self, play, *options):
        status, checks = self.ping(play, *options)
        self.assertEqual(status, 0, checks)
        self.assertTrue(checks["call.6001.is_server_listening"]["facts"]
                        ["mgmt_listening"])
        return checks

    def fails(self, play, *options, need=2):
        status, checks = self.ping(play, *options, need=need)
        self.assertEqual(status, 2, checks)
        return checks


class OddServers(Odd):
    def test_a_byte_at_a_time(self):
        def play(cin, cout):
            def slowly(data):
                for i in range(len(data)):
                    cout.send(data[i:i + 1])
            slowly(OUT_200 + A3 + C2)
            serve_rpc(cin, slowly)
        self.works(play)

    def test_everything_in_one_segment(self):
        def play(cin, cout):
            cout.send(OUT_200 + A3 + PING + C2)
            serve_rpc(cin, cout.send)
        self.works(play)

    def test_chunked_out(self):
        def play(cin, cout):
            def chunk(data):
                cout.send(b"%x;ext=1\r\n%s\r\n" % (len(data), data))
            cout.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                      b"Content-Type: application/rpc\r\n\r\n")
            chunk(A3[:7])
            chunk(A3[7:] + C2)
            serve_rpc(cin, chunk)
        checks = self.works(play)
        self.assertTrue(checks["tunnel.6001"]["facts"]["tunnel_chunked"])

    def test_interim_answers(self):
        def play(cin, cout):
            cin.send(b"HTTP/1.1 100 Continue\r\n\r\n")
            cout.send(b"HTTP/1.1 100 Continue\r\nVia: x\r\n\r\n")
            cout.send(OUT_200 + A3 + C2)
            serve_rpc(cin, cout.send)
        self.works(play)

    def test_pings_everywhere(self):
        def play(cin, cout):
            cout.send(OUT_200 + PING + A3 + PING + C2 + PING)
            _, _, call = next_rpc(cin)
            cout.send(PING + fix(MGMT_ACK, call) + PING)
            _, _, call = next_rpc(cin)
            cout.send(PING + response(call, LISTENING))
        self.works(play)

    def test_response_in_fragments(self):
        def play(cin, cout):
            cout.send(OUT_200 + A3 + C2)
            _, _, call = next_rpc(cin)
            cout.send(fix(MGMT_ACK, call))
            _, _, call = next_rpc(cin)
            cout.send(response(call, LISTENING[:4], 1))
            cout.send(response(call, LISTENING[4:], 2))
        self.works(play)

    def test_small_window_and_acks(self):
        """A window of 8 KiB, acknowledged late: the client has to wait."""
        def play(cin, cout):
            small = rts(0, struct.pack("<IIIIII", 6, 1, 0, 8192, 2, 120000), 3)
            cout.send(OUT_200 + A3 + small)
            b1 = cin.pdu()
            cookie = b1[52:68]
            received = 0
            p, _, call = next_rpc(cin)
            received += len(p)
            cout.send(fix(MGMT_ACK, call))
            for _ in range(1000):
                p, _, call = next_rpc(cin)
                received += len(p)
                if received % 4800 < len(p):
                    ack = rts(2, struct.pack("<IIIII", 0xd, 0, 1, received,
                                             8192) + cookie, 2)
                    cout.send(ack)
                cout.send(response(call, LISTENING))
        checks = self.works(play, "--trials", "1000")
        self.assertEqual(
            checks["call.6001.is_server_listening"]["facts"]["call_count"],
            1000)

    def test_client_acknowledges_out(self):
        """The client must ack OUT before its window of 64 KiB is used up."""
        seen = []

        def play(cin, cout):
            cout.send(OUT_200 + A3 + C2)
            cin.pdu()
            _, _, call = next_rpc(cin)
            cout.send(fix(MGMT_ACK, call))
            for _ in range(2500):
                while True:
                    p = cin.pdu()
                    if p[2] != 20:
                        break
                    if struct.unpack_from("<H", p, 16)[0] == 2:
                        seen.append(p)
                cout.send(response(struct.unpack_from("<I", p, 12)[0],
                                   LISTENING))
        self.works(play, "--trials", "2500")
        self.assertGreaterEqual(len(seen), 2)
        # Destination = OutProxy, as [MS-RPCH] 2.2.3.3 numbers it
        self.assertEqual(struct.unpack_from("<II", seen[0], 20), (0xd, 3))

    def test_ack_for_an_unknown_cookie_is_ignored(self):
        def play(cin, cout):
            ack = rts(2, struct.pack("<IIIII", 0xd, 0, 1, 999999, 8192) +
                      bytes(16), 2)
            cout.send(OUT_200 + A3 + C2 + ack)
            serve_rpc(cin, cout.send)
        self.works(play)

    def test_early_401_on_in(self):
        def play(cin, cout):
            cin.send(b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM"
                     b"\r\nContent-Length: 3\r\n\r\nno\n")
            hold(cout)
        t = self.fails(play)["tunnel.6001"]
        self.assertLess(t["duration_ms"], 1500)
        self.assertEqual(t["http"]["status"], 401)
        self.assertEqual(t["facts"]["tunnel_channel"], "in")

    def test_413_on_in_after_reset(self):
        """The answer is read although the connection was reset behind it."""
        def play(cin, cout):
            cin.send(b"HTTP/1.1 413 Request Entity Too Large\r\n"
                     b"Server: nginx\r\nConnection: close\r\n"
                     b"Content-Length: 0\r\n\r\n")
            cin.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                struct.pack("ii", 0, 0))
            time.sleep(0.2)
            cin.sock.close()
            hold(cout)
        checks = self.fails(play)
        self.assertEqual(checks["tunnel.6001"]["http"]["status"], 413)

    def test_in_closes_and_out_tells_why(self):
        def play(cin, cout):
            cin.sock.close()
            time.sleep(0.2)
            cout.send(b"HTTP/1.0 503 RPC Error: 6ba\r\n\r\n")
            cout.sock.close()
        t = self.fails(play)["tunnel.6001"]
        self.assertEqual(t["status"]["hex"], "0x000006ba")

    def test_503_inside_the_out_body(self):
        def play(cin, cout):
            cout.send(OUT_200 + A3 +
                      b"HTTP/1.0 503 RPC Error: 5\r\nContent-Length: 0\r\n"
                      b"\r\n")
            hold(cout)
        t = self.fails(play)["tunnel.6001"]
        self.assertEqual(t["status"]["code"], 5)
        self.assertEqual(t["facts"]["tunnel_reached"], "conn-a3")

    def test_503_without_length_or_end(self):
        def play(cin, cout):
            cout.send(b"HTTP/1.0 503 RPC Error: 6c0\r\n\r\n")
            hold(cout)
        t = self.fails(play)["tunnel.6001"]
        self.assertLess(t["duration_ms"], 1500)
        self.assertEqual(t["status"]["hex"], "0x000006c0")

    def test_a3_and_nothing_more(self):
        def play(cin, cout):
            cout.send(OUT_200 + A3)
            hold(cout)
        t = self.fails(play)["tunnel.6001"]
        self.assertEqual(t["facts"]["tunnel_reached"], "conn-a3")
        self.assertEqual(t["facts"]["tunnel_end"], "timeout")

    def test_c2_before_a3(self):
        def play(cin, cout):
            cout.send(OUT_200 + C2)
            hold(cout)
        t = self.fails(play)["tunnel.6001"]
        self.assertEqual(t["facts"]["tunnel_end"], "protocol")

    def test_not_http(self):
        def play(cin, cout):
            cout.send(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
            hold(cout)
        t = self.fails(play)["tunnel.6001"]
        self.assertEqual(t["facts"]["tunnel_end"], "protocol")

    def test_garbage_where_a_pdu_should_be(self):
        def play(cin, cout):
            cout.send(OUT_200 + A3 + b"\xff" * 64)
            hold(cout)
        t = self.fails(play)["tunnel.6001"]
        self.assertEqual(t["facts"]["tunnel_end"], "protocol")

    def test_closes_after_a1(self):
        def play(cin, cout):
            cin.sock.close()
            cout.sock.close()
        t = self.fails(play)["tunnel.6001"]
        self.assertIn(t["facts"]["tunnel_end"], ("closed", "reset"))

    def test_bind_nak(self):
        def play(cin, cout):
            cout.send(OUT_200 + A3 + C2)
            _, _, call = next_rpc(cin)
            cout.send(nak(call, 8))
            time.sleep(0.5)
        _, checks = self.ping(play)
        b = checks["bind.6001.mgmt"]
        self.assertEqual(b["facts"]["bind_result"], "nak")
        self.assertEqual(b["facts"]["bind_reason"], 8)

    def test_fault(self):
        def play(cin, cout):
            cout.send(OUT_200 + A3 + C2)
            _, _, call = next_rpc(cin)
            cout.send(fix(MGMT_ACK, call))
            _, _, call = next_rpc(cin)
            cout.send(fault(call, 5))
            time.sleep(0.5)
        _, checks = self.ping(play)
        c = checks["call.6001.is_server_listening"]
        self.assertEqual(c["facts"]["call_result"], "fault")
        self.assertEqual(c["status"]["code"], 5)

    def test_silence_in_the_call(self):
        def play(cin, cout):
            cout.send(OUT_200 + A3 + C2)
            _, _, call = next_rpc(cin)
            cout.send(fix(MGMT_ACK, call))
            hold(cout)
        c = self.fails(play)["call.6001.is_server_listening"]
        self.assertEqual(c["facts"]["call_result"], "timeout")


if __name__ == "__main__":
    if not os.access(RPCDIAG, os.X_OK):
        sys.exit("odd_servers: no %s: run make first" % RPCDIAG)
    unittest.main(verbosity=2)
