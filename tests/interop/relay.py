# SPDX-License-Identifier: Apache-2.0
"""A TCP relay that counts, and can be a long link.

Every byte that arrives leaves again after the delay, however much is under
way: latency without a limit of bandwidth. Connecting to the relay itself costs
no delay, so what is measured through it is the round trips after TCP connect.
"""
import asyncio
import threading


class Relay:
    """Listens on a free port of 127.0.0.1 and passes on to a site there."""

    def __init__(self, site, delay=0.0, most=None):
        self.site, self.delay = site, delay
        self.limit = most  # connections that are let through; None = all
        self.ca_file = site.ca_file
        self.connections = self.open = 0
        self.most = 0  # that the client has open at a time
        self.turns = ""  # who spoke, over all connections: ">" the client
        self.ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.run()))

    def __enter__(self):
        self.thread.start()
        self.ready.wait()
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.over.set)
        self.thread.join()

    @property
    def url(self):
        return self.site.url.replace(f":{self.site.port}/", f":{self.port}/")

    @property
    def options(self):
        return [*self.site.options,
                "--resolve", f"localhost:{self.port}:127.0.0.1"]

    @property
    def round_trips(self):
        """How often the servers' side spoke after the client's had, all
        connections taken together: the two channels of a tunnel ask on one
        and answer on the other."""
        return self.turns.count("><")

    async def run(self):
        self.loop, self.over = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self.accepted, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self.ready.set()
        async with server:
            await self.over.wait()
        mine = asyncio.current_task()
        others = [task for task in asyncio.all_tasks() if task is not mine]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def accepted(self, client_in, client_out):
        self.connections += 1
        if self.limit is not None and self.connections > self.limit:
            client_out.close()
            return
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            server_in, server_out = await asyncio.open_connection(
                "127.0.0.1", self.site.port)
        except OSError:
            client_out.close()
            self.open -= 1
            return
        await asyncio.gather(
            self.one_way(">", client_in, server_out),
            self.one_way("<", server_in, client_out))

    async def one_way(self, mark, source, target):
        pipe = asyncio.Queue()
        delivery = asyncio.create_task(self.deliver(pipe, target))
        try:
            while data := await source.read(65536):
                if not self.turns.endswith(mark):
                    self.turns += mark
                pipe.put_nowait((self.loop.time() + self.delay, data))
        except OSError:
            pass
        if mark == ">":
            self.open -= 1
        pipe.put_nowait((self.loop.time() + self.delay, b""))
        await delivery

    async def deliver(self, pipe, target):
        try:
            while True:
                due, data = await pipe.get()
                await asyncio.sleep(max(0.0, due - self.loop.time()))
                if not data:
                    break
                target.write(data)
                await target.drain()
        except OSError:
            pass
        finally:
            target.close()
