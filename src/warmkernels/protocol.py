"""Messages between a client and its fork server: a length, then JSON, and optionally file descriptors."""

import json
import socket
from collections.abc import Sequence
from typing import Any

_LENGTH_BYTES = 8


def send(connection: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    """Send a message; the descriptors are duplicated for the receiver."""
    body = json.dumps(message).encode("ascii")  # ASCII escapes preserve file names that are not valid UTF-8
    head = len(body).to_bytes(_LENGTH_BYTES, "big")
    if descriptors:
        sent = socket.send_fds(connection, [head], descriptors)
        head = head[sent:]
    connection.sendall(head + body)


def receive(connection: socket.socket, descriptors: int = 0) -> tuple[dict[str, Any], list[int]]:
    """Receive a message and up to `descriptors` file descriptors; raise EOFError if the other end is closed."""
    try:
        head, received, _, _ = socket.recv_fds(connection, _LENGTH_BYTES, descriptors)
        if not head:
            raise EOFError
        head += _exactly(connection, _LENGTH_BYTES - len(head))
        return json.loads(_exactly(connection, int.from_bytes(head, "big"))), list(received)
    except ConnectionError:
        raise EOFError from None


def _exactly(connection: socket.socket, count: int) -> bytes:
    parts = []
    while count:
        part = connection.recv(count)
        if not part:
            raise EOFError
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
