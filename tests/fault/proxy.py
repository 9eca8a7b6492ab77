"""A TCP line that can be made as bad as lines are: slow, far, narrow, cut, or losing just the answer that matters.

    proxy = Proxy("tcp://127.0.0.1:5000", delay_ms=150, rate_bit_s=256_000)
    proxy.endpoint                              where clients are to connect
    proxy.cut_bytes = 200_000                   each connection breaks after so many bytes, both ways together
    proxy.lose_message = 2                      each connection breaks instead of bringing the server's second message

The line is simulated per direction: bytes leave one after the other at the rate and arrive a delay later; what has left
and not arrived is bounded, so that a sender feels a slow line as TCP makes it felt.  Only the standard library is used.
"""
import asyncio
import threading

CHUNK_BYTES = 4096
QUEUE_BYTES_MAX = 32 * 1024  # what a modem or router keeps before the sender has to wait
GREETING_BYTES = 64


def host_and_port(endpoint):
    host, port = endpoint.removeprefix("tcp://").rsplit(":", 1)
    return host, int(port)


class Messages:
    """Counts the messages in one direction of a ZMTP 3 stream; commands (handshake, heartbeats) do not count."""

    def __init__(self):
        self.pending = bytearray()
        self.greeted = False
        self.count = 0

    def feed(self, data):
        """The stream goes on with DATA; the number of messages that have begun so far."""
        self.pending += data
        if not self.greeted:
            if len(self.pending) < GREETING_BYTES:
                return self.count
            del self.pending[:GREETING_BYTES]
            self.greeted = True
        while self.pending:
            flags = self.pending[0]
            head = 9 if flags & 2 else 2
            if len(self.pending) < head:
                break
            length = int.from_bytes(self.pending[1:head], "big")
            if not flags & 4 and not hasattr(self, "_begun"):
                self.count += 1
                self._begun = True
            if len(self.pending) < head + length:
                break
            if hasattr(self, "_begun"):
                del self._begun
            del self.pending[:head + length]
        return self.count


class Connection:
    """One connection through the proxy: two pumps that end together."""

    def __init__(self, proxy, reader, writer):
        self.proxy, self.reader, self.writer = proxy, reader, writer
        self.bytes = 0
        self.server_writer = None
        self.tasks = []

    async def run(self):
        try:
            server_reader, self.server_writer = await asyncio.open_connection(*self.proxy.target)
            for read, write, down in ((self.reader, self.server_writer, False), (server_reader, self.writer, True)):
                queue = asyncio.Queue()
                room = asyncio.Semaphore(QUEUE_BYTES_MAX // CHUNK_BYTES)
                self.tasks += [asyncio.ensure_future(self.take(read, queue, room, down)),
                               asyncio.ensure_future(self.bring(write, queue, room, down))]
            await asyncio.wait(self.tasks, return_when=asyncio.FIRST_COMPLETED)
        except OSError:
            pass
        finally:
            self.end()

    def end(self):
        for task in self.tasks:
            task.cancel()
        for writer in (self.writer, self.server_writer):
            if writer:
                writer.transport.abort()
        self.proxy.connections.discard(self)

    async def take(self, reader, queue, room, down):
        """From one end onto the line: when each piece has left at the line's rate, and when it will arrive."""
        loop = asyncio.get_running_loop()
        free_at = 0.0
        while True:
            await room.acquire()
            data = await reader.read(CHUNK_BYTES)
            if not data:
                break
            now = loop.time()
            rate = self.proxy.rate_bit_s
            free_at = max(free_at, now) + (len(data) * 8 / rate if rate else 0)
            queue.put_nowait((free_at, free_at + self.proxy.delay_ms / 1000, data))
        queue.put_nowait((0, max(free_at, loop.time()) + self.proxy.delay_ms / 1000, b""))
        await asyncio.Event().wait()  # the other half ends the connection when all has arrived

    async def bring(self, writer, queue, room, down):
        """Off the line to the other end."""
        loop = asyncio.get_running_loop()
        messages = Messages()
        on_the_way = []  # arrivals that have left and still travel: their room is free again

        async def deliver(data):
            proxy = self.proxy
            if not data:
                return False
            self.bytes += len(data)
            if down and messages.feed(data) >= proxy.lose_message > 0:
                proxy.losses += 1
                proxy.lost.set()
                return False
            if proxy.cut_bytes and self.bytes > proxy.cut_bytes:
                proxy.cuts += 1
                return False
            if down:
                proxy.bytes_down += len(data)
            else:
                proxy.bytes_up += len(data)
            writer.write(data)
            await writer.drain()
            return True

        async def arrive():
            for_arrival = on_the_way_queue
            while True:
                at, data = await for_arrival.get()
                await asyncio.sleep(max(0, at - loop.time()))
                if not await deliver(data):
                    return

        on_the_way_queue = asyncio.Queue()
        arriving = asyncio.ensure_future(arrive())
        self.tasks.append(arriving)

        async def leave():
            while True:
                left_at, arrives_at, data = await queue.get()
                await asyncio.sleep(max(0, left_at - loop.time()))
                room.release()
                on_the_way_queue.put_nowait((arrives_at, data))

        leaving = asyncio.ensure_future(leave())
        self.tasks.append(leaving)
        try:
            await arriving
        except OSError:
            pass
