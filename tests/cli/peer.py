# SPDX-License-Identifier: Apache-2.0
"""Peers for tests of the command line: one that answers 401 to everything
and notes the credentials it was sent, and one that says nothing at all."""
import base64
import contextlib
import socket
import threading


class Peer:
    """A TCP server on loopback; each connection gets a thread."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.connected = threading.Event()
        self.open = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.open.append(connection)
            self.connected.set()
            threading.Thread(target=self.quietly, args=(connection,),
                             daemon=True).start()

    def quietly(self, connection):
        with contextlib.suppress(OSError):
            self.serve(connection)

    def serve(self, connection):
        """Says nothing: the client waits."""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.shutdown(socket.SHUT_RDWR)  # wakes accept
        self.socket.close()
        for connection in self.open:
            connection.close()


class Refuser(Peer):
    """Offers Basic and accepts nobody."""

    ANSWER = (b"HTTP/1.1 401 Unauthorized\r\n"
              b"Server: Microsoft-IIS/7.0\r\n"
              b"WWW-Authenticate: Basic realm=\"test\"\r\n"
              b"Content-Length: 0\r\nConnection: close\r\n\r\n")

    def __init__(self):
        self.credentials = set()
        super().__init__()

    def serve(self, connection):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(4096)
            if not piece:
                return
            head += piece
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.lower() == b"authorization":
                self.credentials.add(
                    base64.b64decode(value.split()[1]).decode())
        connection.sendall(self.ANSWER)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass
