"""Ports for servers that must be told theirs."""

import socket
from random import SystemRandom

_PORTS = range(
    20_000, 32_000
)  # below those that Linux gives to connections, so nobody takes one before its server does


def free_port() -> int:
    """A port of this machine that no program listens on."""
    draw = SystemRandom()  # tests that run beside each other are seeded alike
    while True:
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port := draw.choice(_PORTS)))
            except OSError:
                continue
            return port
