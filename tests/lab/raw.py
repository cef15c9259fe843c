# SPDX-License-Identifier: Apache-2.0
"""A client of RPC over HTTP v2 on bare sockets, for tests of the lab alone: it
says what came back, and how late, and judges nothing."""
import base64
import os
import socket
import ssl
import struct
import sys
import time
import uuid

sys.path.insert(0, os.path.join(
    os.environ.get("srcdir", "."), "tests", "interop"))
sys.dont_write_bytecode = True

LONG = 1 << 30


def rts(flags, *commands):
    body = b"".join(commands)
    return struct.pack("<BBBBIHHIHH", 5, 0, 20, 3, 16, 20 + len(body), 0, 0,
                       flags, len(commands)) + body


def number(kind, value):
    return struct.pack("<II", kind, value)


def cookie(kind, value):
    return struct.pack("<I", kind) + value.bytes_le


VERSION = number(6, 1)
MGMT = uuid.UUID("afa8bd80-7d8a-11c9-bef4-08002b102989")
NDR = uuid.UUID("8a885d04-1ceb-11c9-9fe8-08002b104860")
BIND = struct.pack("<BBBBIHHIHHIBBHHBB", 5, 0, 11, 3, 16, 72, 0, 1, 4280, 4280,
                   0, 1, 0, 0, 0, 1, 0) \
    + MGMT.bytes_le + struct.pack("<HH", 1, 0) \
    + NDR.bytes_le + struct.pack("<I", 2)


class Client:
    """Where a lab says it is, and with whose credentials."""

    def __init__(self, lab, patience=3.0, proxy=None):
        self.patience = patience
        self.server = lab.server
        proxy = proxy or lab.proxy
        where = proxy.split("/")[2]
        self.tls = proxy.startswith("https")
        host, _, port = where.rpartition(":")
        self.host, self.port = host.strip("[]"), int(port)
        self.context = ssl.create_default_context(cafile=lab.ca_file)
        with open(lab.password_file, encoding="utf-8") as file:
            password = file.readline().rstrip("\n")
        self.basic = base64.b64encode(
            f"{lab.user}:{password}".encode()).decode()

    def connect(self):
        # The lab's names need not be known here: all of them are loopback.
        sock = socket.create_connection(
            ("127.0.0.1" if self.host == "localhost" else self.host,
             self.port), self.patience)
        if self.tls:
            sock = self.context.wrap_socket(sock, server_hostname=self.host)
        return sock

    def request(self, sock, method, length, body=b"", query=None, logon=True,
                path="/rpc/rpcproxy.dll", fields=()):
        lines = [f"{method} {path}{'?' + query if query else ''} HTTP/1.1",
                 f"Host: {self.host}", f"Content-Length: {length}",
                 "User-Agent: MSRPC", *fields]
        if logon:
            lines.append(f"Authorization: Basic {self.basic}")
        sock.sendall("\r\n".join(lines + ["", ""]).encode() + body)

    def answer(self, sock):
        """(status, reason, head, rest), or None when time is over."""
        data = b""
        end = time.monotonic() + sock.gettimeout()
        try:
            while b"\r\n\r\n" not in data:
                if time.monotonic() > end:
                    return None
                more = sock.recv(65536)
                if not more:
                    return None
                data += more
        except (socket.timeout, ConnectionError):
            return None
        head, rest = data.split(b"\r\n\r\n", 1)
        head = head.decode("latin-1")
        line = head.split("\r\n")[0].split(" ", 2)
        return int(line[1]), line[2], head, rest

    def ask(self, method="RPC_OUT_DATA", length=0, body=b"", logon=True,
            path="/rpc/rpcproxy.dll", port=6001):
        """The status of one short exchange; an exception's name when there
        is no connection; "nothing" for silence."""
        try:
            with self.connect() as sock:
                self.request(sock, method, length, body,
                             f"{self.server}:{port}", logon, path)
                answer = self.answer(sock)
        except OSError as error:
            return type(error).__name__
        return answer[0] if answer else "nothing"

    def echo(self):
        return self.ask(length=4, body=b"abcd")

    def whole(self, sock, data):
        """One PDU and what is left, or None."""
        try:
            while len(data) < 16 or \
                    len(data) < struct.unpack_from("<H", data, 8)[0]:
                more = sock.recv(65536)
                if not more:
                    return None
                data += more
        except (socket.timeout, ConnectionError):
            return None
        end = struct.unpack_from("<H", data, 8)[0]
        return data[:end], data[end:]

    def talk(self, port, *steps):
        """The RPC server's last answer to PDUs sent through a tunnel. A step
        may also be a function from the last answer to a PDU."""
        with self.connect() as inbound, self.connect() as outbound:
            left = self.channels(
                inbound, outbound, f"{self.server}:{port}")
            told = None
            for step in steps:
                inbound.sendall(step(told) if callable(step) else step)
                told, left = self.whole(outbound, left)
        return told

    def tunnel(self, port, server=None):
        """How far a virtual connection comes: (symbol, seconds). Symbols:
        "bind" (whole way), "C2", "A3", "head", "nothing", "503 6ba",
        "503 6ba conn" (with a record of a failed connect), "in 413"..."""
        began = time.monotonic()
        query = f"{server or self.server}:{port}"
        with self.connect() as inbound, self.connect() as outbound:
            return self.open(inbound, outbound, query), \
                time.monotonic() - began

    def open(self, inbound, outbound, query):
        left = self.channels(inbound, outbound, query)
        if isinstance(left, str):
            return left
        inbound.sendall(BIND)
        ack = self.whole(outbound, left)
        if ack is None:
            return "C2"
        kind, refused_by = ack[0][2], struct.unpack_from("<H", ack[0], 36)[0]
        return "bind" if kind == 12 and refused_by == 0 else "bind refused"

    def channels(self, inbound, outbound, query):
        """What came after CONN/C2; a symbol when that never came."""
        vc, ours, theirs = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        self.cookies = {"vc": vc, "in": ours, "out": theirs}
        a1 = rts(0, VERSION, cookie(3, vc), cookie(3, theirs),
                 number(0, 65536))
        b1 = rts(0, VERSION, cookie(3, vc), cookie(3, ours), number(4, LONG),
                 number(5, 300000), cookie(12, uuid.uuid4()))
        self.request(outbound, "RPC_OUT_DATA", len(a1), a1, query)
        self.request(inbound, "RPC_IN_DATA", LONG, b1, query)
        answer = self.answer(outbound)
        refused = self.refusal(inbound) if answer is None \
            or answer[0] == 200 else None
        if refused:
            return "in " + refused
        if answer is None:
            return "nothing"
        if answer[0] != 200:
            return symbol(answer)
        first = self.whole(outbound, answer[3])
        if first is None:
            return "head"
        second = self.whole(outbound, first[1])
        if second is None:
            return self.refusal(inbound) or "A3"
        if len(first[0]) != 28 or len(second[0]) != 44:
            return "odd"
        return second[1]

    def refusal(self, inbound):
        """What the IN channel says, if it says anything by now."""
        inbound.settimeout(0.05)
        answer = self.answer(inbound)
        inbound.settimeout(self.patience)
        return symbol(answer) if answer else None


def symbol(answer):
    status, reason, head, _ = answer
    if not reason.startswith("RPC Error: "):
        extra = " FE" if "X-FEServer:" in head else ""
        return f"{status}{extra}"
    code, _, blob = reason[len("RPC Error: "):].partition(", EEInfo: ")
    # Component 14 with detection location 0x5a0 ([MS-EERR]).
    record = struct.pack("<IIH", 14, 1722, 0x5A0)
    conn = " conn" if record in base64.b64decode(blob + "===") else ""
    return f"{status} {code}{conn}"
