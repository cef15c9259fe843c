# SPDX-License-Identifier: Apache-2.0
"""A web server whose logons are GSSAPI's: NTLM and Negotiate as IIS offers
them, with channel bindings checked when the connection is TLS. Answers an
authenticated request with the Echo PDU. Also a forward proxy: CONNECT."""
import base64
import hashlib
import select
import socket
import ssl
import threading

import gssapi
from gssapi.raw import ChannelBindings

ECHO = bytes.fromhex("0500140310000000140000000000000040000000")


class Request:
    def __init__(self, head, body):
        line, *fields = head.decode("latin-1").split("\r\n")
        self.method, self.target, _ = line.split(" ", 2)
        self.fields = {name.lower(): value.strip() for name, value in
                       (field.split(":", 1) for field in fields if field)}
        self.length = int(self.fields.get("content-length", 0))
        self.body = body


class Web:
    """On a free port of localhost, until the with block ends. What it was
    asked is in requests, one list for each connection."""

    def __init__(self, schemes=("Negotiate", "NTLM"), certificate=None,
                 proxy=False, basic=None, let_in=False):
        self.schemes, self.proxy, self.basic = schemes, proxy, basic
        self.let_in = let_in
        self.requests = []
        self.bindings = None
        self.tls = None
        if certificate:
            cert, key = certificate
            self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.tls.load_cert_chain(cert, key)
            with open(cert, encoding="ascii") as file:
                der = ssl.PEM_cert_to_DER_cert(file.read())
            self.bindings = ChannelBindings(
                application_data=b"tls-server-end-point:"
                + hashlib.sha256(der).digest())
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # close alone leaves the thread in accept, and the port with it
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(sock,),
                             daemon=True).start()

    def serve(self, sock):
        try:
            if self.tls:
                sock = self.tls.wrap_socket(sock, server_side=True)
            with sock:
                Connection(self, sock).serve()
        except OSError:
            pass


class Connection:
    def __init__(self, web, sock):
        self.web, self.sock = web, sock
        self.context = None
        self.seen = []
        web.requests.append(self.seen)

    def read(self):
        data = b""
        while b"\r\n\r\n" not in data:
            more = self.sock.recv(65536)
            if not more:
                return None
            data += more
        head, body = data.split(b"\r\n\r\n", 1)
        request = Request(head, body)
        while len(body) < min(request.length, 4096):
            more = self.sock.recv(65536)
            if not more:
                return None
            body += more
            if request.length > 65536:
                break
        request.body = body
        return request

    def serve(self):
        while True:
            request = self.read()
            if request is None:
                return
            self.seen.append(request)
            good, fields = self.logon(request)
            if good and self.web.proxy:
                self.relay(request)
                return
            if good:
                self.answer("200 Success", fields, ECHO)
            elif self.web.proxy:
                self.answer("407 Proxy Authentication Required", fields)
            else:
                self.answer("401 Unauthorized", fields)

    def answer(self, status, fields, body=b""):
        if body:
            fields = [*fields, ("Content-Type", "application/rpc")]
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in fields]
        self.sock.sendall("\r\n".join([*lines, "", ""]).encode() + body)

    def logon(self, request):
        """(accepted, header fields)"""
        prefix = "proxy-" if self.web.proxy else ""
        answer = "Proxy-Authenticate" if self.web.proxy else \
            "WWW-Authenticate"
        offer = [(answer, scheme) for scheme in self.web.schemes]
        scheme, _, token = request.fields.get(
            f"{prefix}authorization", "").partition(" ")
        if self.web.let_in:
            return True, []
        if scheme == "Basic" and self.web.basic:
            return base64.b64decode(token).decode() == self.web.basic, offer
        if scheme not in self.web.schemes:
            return False, offer
        return self.step(scheme, base64.b64decode(token), answer, offer)

    def step(self, scheme, token, answer, offer):
        if self.context is None:
            self.context = gssapi.SecurityContext(
                usage="accept", channel_bindings=self.web.bindings)
        try:
            out = self.context.step(token)
            complete = self.context.complete
        except gssapi.exceptions.GSSError as error:
            self.seen.append(str(error))
            self.context = None
            return False, offer
        fields = []
        if out:
            word = base64.b64encode(out).decode()
            fields.append((answer, f"{scheme} {word}"))
        return complete, fields

    def relay(self, request):
        host, _, port = request.target.rpartition(":")
        with socket.create_connection((host, int(port))) as other:
            self.answer("200 Connection established", [])
            ends = {self.sock: other, other: self.sock}
            while True:
                for end in select.select(list(ends), [], [])[0]:
                    data = end.recv(65536)
                    if not data:
                        return
                    ends[end].sendall(data)
