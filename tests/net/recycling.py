#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Channels whose lifetime ends, by a server that is not rpcdiag-lab.

The server of odd_servers.py asks for a new OUT channel, or sees the client
open a new IN channel, and plays the proxy's part of [MS-RPCH] 3.2.2.5 by hand:
the same proxy (R2) and another one (R1), in the order that is hardest for the
client. Each test has `rpcdiag ping` make calls in one tunnel across that.
"""
import struct
import time
import unittest

import odd_servers
from odd_servers import (A3, C2, LISTENING, MGMT_ACK, OUT_200, fault, fix,
                         hold, response, rts)

DESTINATION, COOKIE, VERSION, ANCE, WINDOW, TIMEOUT, EMPTY = \
    13, 3, 6, 10, 0, 2, 7
CLIENT, SERVER = 0, 2


def number(kind, value):
    return struct.pack("<II", kind, value)


def cookie(value):
    return struct.pack("<I", COOKIE) + value


TO_CLIENT = number(DESTINATION, CLIENT)
OUT_A2 = rts(4, TO_CLIENT, 1)
OUT_R1_A6 = rts(0x10, TO_CLIENT + number(VERSION, 1) + number(TIMEOUT, 120000),
                3)
OUT_R1_A10 = OUT_R1_A11 = rts(0, struct.pack("<I", ANCE), 1)
OUT_R2_A6 = rts(0, TO_CLIENT + struct.pack("<I", ANCE), 2)
OUT_R2_B3 = rts(0x20, struct.pack("<I", ANCE), 1)
OUT_R2_C1 = rts(1, struct.pack("<I", EMPTY), 1)
IN_R1_A4 = rts(0, TO_CLIENT + number(VERSION, 1) + number(WINDOW, 65536) +
               number(TIMEOUT, 120000), 4)
IN_R2_A4 = rts(0, TO_CLIENT, 1)
LIFETIME = 131072
MANY = 8000


def is_rts(pdu):
    return pdu[2] == 20


def flow_ack(received, window, to, whom=CLIENT):
    return rts(2, number(DESTINATION, whom) +
               struct.pack("<III", 1, received, window) + to, 2)


class Tunnel:
    """Opened by hand; answers calls, and knows the cookies."""

    def __init__(self, cin, cout):
        self.cin, self.cout = cin, cout
        a1, b1 = cout.pdu(), cin.pdu()
        self.vc, self.out_cookie = a1[32:48], a1[52:68]
        assert b1[32:48] == self.vc
        self.in_cookie = b1[52:68]
        self.received = 0  # bytes of RPC on this IN channel
        self.said = []     # RTS PDUs of the client, acks aside
        self.acks = []
        self.heirs = {}
        cout.send(OUT_200 + A3 + C2)

    def request(self):
        """The next RPC PDU on IN; what is RTS before it is kept."""
        while True:
            pdu = self.cin.pdu()
            if not is_rts(pdu):
                break
            self.note(pdu)
        self.received += len(pdu)
        if self.received % 16384 < len(pdu):
            self.cout.send(flow_ack(self.received, 65536, self.in_cookie))
        return pdu

    def note(self, pdu):
        if struct.unpack_from("<H", pdu, 16)[0] == 2:
            self.acks.append(pdu)
        else:
            self.said.append(pdu)

    def await_rts(self):
        """The next RTS PDU on IN that is no ack, calls being answered."""
        while not self.said:
            pdu = self.cin.pdu()
            if is_rts(pdu):
                self.note(pdu)
            else:
                self.received += len(pdu)
                self.answer(pdu)
        return self.said.pop(0)

    def answer(self, pdu, on=None):
        call = struct.unpack_from("<I", pdu, 12)[0]
        (on or self.cout).send(fix(MGMT_ACK, call) if pdu[2] == 11
                               else response(call, LISTENING))

    def serve(self, calls=None):
        """So many requests; all there are when none is said."""
        while calls is None or calls > 0:
            self.answer(self.request())
            calls = None if calls is None else calls - 1

    def accept(self, method):
        while method not in self.heirs:
            heir = self.cout.site.accept()
            self.heirs[heir.method] = heir
        return self.heirs.pop(method)

    def new_out(self):
        """What the client does when it is asked for a new OUT channel."""
        self.cout.send(OUT_A2)
        heir = self.accept("RPC_OUT_DATA")
        a3 = heir.pdu()
        self.out_heir = a3[-24:-8]
        expected = rts(4, number(VERSION, 1) + cookie(self.vc) +
                       cookie(self.out_cookie) + cookie(self.out_heir) +
                       number(WINDOW, 65536), 5)
        assert heir.length == 120, heir.length
        assert a3 == expected, a3.hex()
        return heir

    def switch_out(self, heir):
        self.cout, self.out_cookie = heir, self.out_heir

    def recycle_r2(self):
        """The new channel speaks before the old one has ended, and the old
        one says things after that."""
        heir = self.new_out()
        self.cout.send(OUT_R2_A6)
        assert heir.pdu() == OUT_R2_C1
        a7 = self.await_rts()
        assert a7 == rts(0x10, number(DESTINATION, SERVER) +
                         cookie(self.out_heir) + number(VERSION, 1), 3)
        first, second = self.request(), None
        heir.send(OUT_200)
        self.answer(first)
        second = self.request()
        self.answer(second, on=heir)
        time.sleep(0.1)
        self.cout.send(OUT_R2_B3 + fault(0, 5) + b"garbage, not a PDU at all")
        self.switch_out(heir)

    def recycle_r1(self):
        heir = self.new_out()
        self.cout.send(OUT_R1_A6)
        a7 = self.await_rts()
        assert a7 == rts(0x10, number(DESTINATION, SERVER) +
                         cookie(self.out_heir), 2)
        self.answer(self.request())
        self.cout.send(OUT_R1_A10 + b"and then some")
        assert heir.pdu() == OUT_R1_A11
        heir.send(OUT_200)
        self.switch_out(heir)

    def recycle_in(self, a4):
        """The client has just asked for it: heir is its new channel."""
        heir = self.accept("RPC_IN_DATA")
        a1 = heir.pdu()
        new = a1[-16:]
        assert heir.length == LIFETIME, heir.length
        assert a1 == rts(4, number(VERSION, 1) + cookie(self.vc) +
                         cookie(self.in_cookie) + cookie(new), 4), a1.hex()
        self.cout.send(a4)
        a5 = self.await_rts()
        assert a5 == rts(0, cookie(new), 1)
        assert self.cin.taken <= LIFETIME
        # for a channel that is no more: to be passed over
        self.cout.send(flow_ack(1 << 30, 65536, self.in_cookie))
        old, self.cin = self.cin, heir
        self.in_cookie, self.received = new, 0
        return old

    def serve_until_near(self):
        """Calls are answered until three quarters of IN are used."""
        while self.cin.taken < LIFETIME - LIFETIME // 4:
            self.answer(self.request())


class Recycling(odd_servers.Odd):
    def played(self, play, wrong):
        def run(cin, cout):
            try:
                play(Tunnel(cin, cout))
            except AssertionError as e:
                wrong.append(e)
                raise EOFError from e
        return run

    def renewed(self, play, *options):
        """All calls are answered; how often IN and OUT were renewed."""
        wrong = []
        checks = self.works(
            self.played(play, wrong), "--trials", str(MANY), *options)
        self.assertEqual(wrong, [])
        facts = checks["call.6001.is_server_listening"]["facts"]
        self.assertEqual(facts["call_count"], MANY)
        self.assertEqual(facts["recycling_result"], "followed")
        return facts["renewed_in"], facts["renewed_out"]

    def test_out_to_the_same_proxy(self):
        def play(t):
            t.serve(100)
            t.recycle_r2()
            t.serve()
        self.assertEqual(self.renewed(play), (0, 1))

    def test_out_to_another_proxy(self):
        def play(t):
            t.serve(100)
            t.recycle_r1()
            t.serve()
        self.assertEqual(self.renewed(play), (0, 1))

    def test_out_again_and_again(self):
        def play(t):
            for _ in range(3):
                t.serve(10)
                t.recycle_r1()
                t.recycle_r2()
            t.serve()
        self.assertEqual(self.renewed(play), (0, 6))

    def test_acks_are_about_the_new_channel(self):
        seen = []

        def play(t):
            t.serve(100)
            t.recycle_r2()
            seen.append(t.out_cookie)
            t.acks = seen
            t.serve()
        self.renewed(play)
        named, acks = seen[0], seen[1:]
        self.assertGreater(len(acks), 2)
        self.assertTrue(all(a[-16:] == named for a in acks))
        # half a window, of this channel alone
        self.assertLess(struct.unpack_from("<I", acks[0], 32)[0], 33000)

    def test_in(self):
        """Neither byte nor ack gets lost, whichever proxy has it."""
        for a4 in (IN_R2_A4, IN_R1_A4):
            def play(t, a4=a4):
                while True:
                    t.serve_until_near()
                    t.recycle_in(a4)
            with self.subTest(another=a4 is IN_R1_A4):
                times, _ = self.renewed(
                    play, "--channel-lifetime", str(LIFETIME))
                self.assertGreaterEqual(times, 1)

    def test_in_while_out_is_renewed(self):
        def play(t):
            t.serve_until_near()
            heir = t.new_out()
            t.recycle_in(IN_R2_A4)
            t.cout.send(OUT_R1_A6)
            t.await_rts()
            t.cout.send(OUT_R1_A10)
            assert heir.pdu() == OUT_R1_A11
            heir.send(OUT_200)
            t.switch_out(heir)
            t.serve()
        self.assertEqual(
            self.renewed(play, "--channel-lifetime", str(LIFETIME)), (1, 1))

    def broken(self, play, *options):
        """The tunnel ends under the calls: what is told of it."""
        wrong = []
        checks = self.fails(
            self.played(play, wrong), "--trials", str(MANY), *options)
        self.assertEqual(wrong, [])
        return checks["call.6001.is_server_listening"]

    def test_a_new_channel_is_refused(self):
        def play(t):
            t.serve(10)
            t.new_out().send(b"HTTP/1.1 503 Service Unavailable\r\n"
                             b"Content-Length: 0\r\n\r\n")
            t.serve()
        call = self.broken(play)
        self.assertEqual(call["facts"]["recycling_result"], "failed")
        self.assertLess(call["duration_ms"], 1500)

    def test_a_new_channel_is_cut(self):
        def play(t):
            t.serve(10)
            t.new_out().sock.close()
            t.serve()
        call = self.broken(play)
        self.assertEqual(call["facts"]["recycling_result"], "failed")

    def test_a_new_channel_is_never_heard_of(self):
        def play(t):
            t.serve(10)
            t.new_out()
            t.serve(10)
            t.cout.sock.close()
            hold(t.cin)
        call = self.broken(play)
        self.assertEqual(call["facts"]["recycling_result"], "waits")

    def test_in_is_used_up(self):
        """No A4 comes: the client keeps to its Content-Length."""
        last = []

        def play(t):
            last.append(t)
            t.serve()
        call = self.broken(play, "--channel-lifetime", str(LIFETIME))
        self.assertEqual(call["facts"]["recycling_result"], "waits")
        self.assertEqual(call["facts"]["call_result"], "timeout")
        self.assertLessEqual(last[0].cin.taken, LIFETIME)
        self.assertGreater(last[0].cin.taken, LIFETIME - 2048)

    def test_out_of_turn(self):
        for pdus in (OUT_R1_A6, OUT_R2_A6, OUT_R1_A10, OUT_R2_B3, IN_R1_A4,
                     IN_R2_A4, OUT_A2 + OUT_A2, OUT_A2 + OUT_R2_A6):
            def play(t, pdus=pdus):
                t.serve(10)
                t.cout.send(pdus)
                hold(t.cin)
            with self.subTest(pdus=pdus.hex()):
                call = self.broken(play)
                self.assertLess(call["duration_ms"], 1500)
                self.assertEqual(call["facts"]["call_result"], "closed")


if __name__ == "__main__":
    unittest.main(verbosity=2)
