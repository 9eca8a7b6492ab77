"""The province's server as it was before messages came in pieces, and scans at all: the real one, behind a relay that knows nothing of them.

    with OlderServer(province, office) as older:
        older.endpoint                      where OFFICE's device finds it, by the province's own key
        older.sent                          the kinds of frames that the device has sent

The relay has the server's key towards the device and the device's key towards the server, so both believe themselves alone with the
other.  An older program passes over fields that it does not know, and refuses a frame of a kind that it does not know.
"""
import pathlib
import threading

import zmq
import zmq.utils.z85 as z85

from wire_client import packed, unpacked, wire

WAIT_MS = 50
KINDS = {"piece", "scan_put", "scan_get"}  # that came later


def curve_keys(path):
    """(public, secret) of a file of keys."""
    keys = dict(line.split() for line in pathlib.Path(path).read_text().splitlines()[1:])
    return tuple(z85.encode(bytes.fromhex(keys[name])) for name in ("curve-public", "curve-secret"))


class OlderServer:
    def __init__(self, province, office):
        self.context = zmq.Context()
        self.context.setsockopt(zmq.LINGER, 0)
        self.server = curve_keys(province.data / "keys" / "server.key")
        self.device = curve_keys(office.home / "keys")
        self.target = province.endpoint
        self.lines = {}  # by the device's connection
        self.sent = []
        self.ending = threading.Event()
        self.front = self.context.socket(zmq.ROUTER)
        self.front.setsockopt(zmq.CURVE_SERVER, 1)
        self.front.setsockopt(zmq.CURVE_SECRETKEY, self.server[1])
        self.endpoint = f"tcp://127.0.0.1:{self.front.bind_to_random_port('tcp://127.0.0.1')}"
        self.thread = threading.Thread(target=self.relay)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *unused):
        self.ending.set()
        self.thread.join()
        self.context.destroy()

    def line(self, connection):
        """Its own connection to the real server."""
        if connection not in self.lines:
            socket = self.context.socket(zmq.DEALER)
            socket.setsockopt(zmq.CURVE_SERVERKEY, self.server[0])
            socket.setsockopt(zmq.CURVE_PUBLICKEY, self.device[0])
            socket.setsockopt(zmq.CURVE_SECRETKEY, self.device[1])
            socket.connect(self.target)
            self.lines[connection] = socket
        return self.lines[connection]

    def up(self, connection, data):
        frame = unpacked(data)
        kind = frame.WhichOneof("kind")
        self.sent.append(kind)
        if kind in KINDS:
            refused = wire.Refused(code="PROTOCOL", message="a message that a client does not send")
            self.front.send_multipart([connection, wire.Frame(refused=refused, call=frame.call).SerializeToString()])
            return
        if kind == "fetch":
            frame.fetch.ClearField("piece_bytes")
            frame.fetch.ClearField("piece_from")
            data = packed(frame)
        self.line(connection).send(data)

    def down(self, connection, data):
        frame = unpacked(data)
        if frame.WhichOneof("kind") == "welcome":
            frame.welcome.ClearField("pieces")
            frame.welcome.ClearField("scans")
            data = frame.SerializeToString()
        self.front.send_multipart([connection, data])

    def relay(self):
        while not self.ending.is_set():
            poller = zmq.Poller()
            for socket in [self.front, *self.lines.values()]:
                poller.register(socket, zmq.POLLIN)
            ready = dict(poller.poll(WAIT_MS))
            if self.front in ready:
                self.up(*self.front.recv_multipart())
            for connection, socket in list(self.lines.items()):
                if socket in ready:
                    self.down(connection, socket.recv())
