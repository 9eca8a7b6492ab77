"""A TCP line that can be made as bad as lines are: far, narrow, cut, or losing just the answer that matters.

    with Proxy(province.endpoint, delay_ms=150, rate_bit_s=256_000) as proxy:
        proxy.endpoint                      where clients are to connect
        proxy.cut_bytes = 200_000           each connection breaks after so many bytes, both ways together
        proxy.lose_message = 2              each connection breaks instead of bringing the server's second message

Each direction is a line of its own: bytes leave one after the other at the rate and arrive a delay later.  What waits to
leave is bounded, so that a sender feels a slow line as TCP makes it felt.  Only the standard library is used.
"""
import asyncio
import threading

CHUNK_BYTES = 4096
WAITING_BYTES_MAX = 32 * 1024  # what a modem or router keeps before the sender has to wait
GREETING_BYTES = 64
STEP_S = 300  # for the loop to take a word, on a slow and busy machine too
LARGE, COMMAND = 2, 4


class Messages:
    """Counts the messages of a ZMTP 3 stream as they begin; commands (the handshake, heartbeats) do not count."""

    def __init__(self):
        self.count = 0
        self.head = bytearray()  # of the frame that begins now
        self.left = GREETING_BYTES  # of what is under way

    def feed(self, data):
        """The stream goes on with DATA; how many messages have begun so far."""
        while data:
            if self.left:
                skipped = min(self.left, len(data))
                self.left -= skipped
                data = data[skipped:]
                continue
            self.head += data[:1]
            data = data[1:]
            if len(self.head) == (9 if self.head[0] & LARGE else 2):
                self.left = int.from_bytes(self.head[1:], "big")
                self.count += not self.head[0] & COMMAND
                self.head.clear()
        return self.count


class Connection:
    """One connection through the proxy: two directions that end together."""

    def __init__(self, proxy, writer):
        self.proxy, self.writers, self.tasks = proxy, [writer], []
        self.bytes = 0

    async def run(self, reader):
        try:
            server_reader, server_writer = await asyncio.open_connection(*self.proxy.target)
            self.writers.append(server_writer)
            self.start(reader, server_writer, None)
            self.start(server_reader, self.writers[0], Messages())
            await asyncio.wait(self.tasks, return_when=asyncio.FIRST_COMPLETED)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self.end()

    def end(self):
        for task in self.tasks:
            task.cancel()
        for writer in self.writers:
            writer.transport.abort()

    def start(self, reader, writer, messages):
        line = asyncio.Queue()
        self.tasks += [asyncio.ensure_future(self.take(reader, line)),
                       asyncio.ensure_future(self.bring(line, writer, messages))]

    async def take(self, reader, line):
        """From one end onto the line: each piece leaves when the line is free, and arrives the delay later."""
        loop = asyncio.get_running_loop()
        room = asyncio.Semaphore(WAITING_BYTES_MAX // CHUNK_BYTES)
        free_at, data = 0.0, b"first"
        while data:
            await room.acquire()
            try:
                data = await reader.read(CHUNK_BYTES)
            except OSError:
                data = b""
            rate = self.proxy.rate_bit_s
            free_at = max(free_at, loop.time()) + (len(data) * 8 / rate if rate else 0)
            loop.call_at(free_at, room.release)
            line.put_nowait((free_at + self.proxy.delay_ms / 1000, data))
        await asyncio.Event().wait()  # the other half ends the connection when all has arrived

    async def bring(self, line, writer, messages):
        """Off the line to the other end, until the end of the stream or until the line breaks."""
        loop = asyncio.get_running_loop()
        while True:
            arrives_at, data = await line.get()
            await asyncio.sleep(max(0.0, arrives_at - loop.time()))
            if not data or self.proxy.breaks(self, data, messages):
                return
            writer.write(data)
            await writer.drain()


class Proxy:
    """Listens on a port of its own (or on PORT) and passes on to TARGET, an endpoint tcp://HOST:PORT."""

    def __init__(self, target, delay_ms=0, rate_bit_s=0, cut_bytes=0, lose_message=0):
        self.target = self.split(target)
        self.delay_ms, self.rate_bit_s = delay_ms, rate_bit_s
        self.cut_bytes, self.lose_message = cut_bytes, lose_message
        self.accepted = self.cuts = self.bytes_up = self.bytes_down = self.messages_down = 0
        self.lost = threading.Event()  # an answer has been lost
        self.connections = set()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self.accept, "127.0.0.1", 0), self.loop).result(STEP_S)
        self.server = server
        self.endpoint = f"tcp://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    @staticmethod
    def split(endpoint):
        host, port = endpoint.removeprefix("tcp://").rsplit(":", 1)
        return host, int(port)

    async def accept(self, reader, writer):
        connection = Connection(self, writer)
        self.accepted += 1
        self.connections.add(connection)
        try:
            await connection.run(reader)
        finally:
            self.connections.discard(connection)

    def breaks(self, connection, data, messages):
        """Whether the line of CONNECTION breaks before DATA arrives; MESSAGES counts those of the server."""
        connection.bytes += len(data)
        if messages:
            before = messages.count
            self.messages_down += messages.feed(data) - before
            if messages.count >= self.lose_message > 0:
                self.lost.set()
                return True
        if self.cut_bytes and connection.bytes > self.cut_bytes:
            self.cuts += 1
            return True
        if messages:
            self.bytes_down += len(data)
        else:
            self.bytes_up += len(data)
        return False

    def close(self):
        async def end():
            self.server.close()
            for connection in list(self.connections):
                connection.end()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(STEP_S)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(STEP_S)
        self.loop.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()
