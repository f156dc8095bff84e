"""Serves the application until it is stopped."""

import errno
import socket
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from qa.errors import AccessError
from qa.server.access import Access, Rate
from qa.server.app import LOCAL_HOSTS, guarded

_BACKLOG = 2048  # connections that wait, as uvicorn has it
_SECONDS_TO_FINISH = 10  # that answers on their way have when the server is stopped


@dataclass(frozen=True, slots=True)
class Serving:
    """Where and for whom to serve.

    Attributes:
        host: Address to listen on.
        port: Port to listen on.
        passwords: File of users, as `yinju password` prints its lines.
        token_file: File that holds a token for programs.
        open_to_everyone: Serve other machines without either.
        certificate: File of the TLS certificate; with it the server speaks HTTPS.
        key: File of its key.
        rate: Requests a minute from one address.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    passwords: Path | None = None
    token_file: Path | None = None
    open_to_everyone: bool = False
    certificate: Path | None = None
    key: Path | None = None
    rate: int | None = None

    def access(self) -> Access | None:
        """Who may come in; None: everyone on this machine.

        Returns:
            Whom to let in, or None.

        Raises:
            AccessError: A file is broken, or other machines would be served without a password.
        """
        access = Access.load(self.passwords, self.token_file)
        if not access and self.host.lower() not in LOCAL_HOSTS | {"::1"} and not self.open_to_everyone:
            raise AccessError(
                f"--host {self.host} lets other machines read the documents; give --auth FILE or --token-file FILE, "
                "or say --open-to-everyone"
            )
        for path in filter(None, (self.certificate, self.key)):
            if not path.is_file():
                raise AccessError(f"{path}: is not there; give the files of the TLS certificate and its key")
        if bool(self.certificate) != bool(self.key):
            raise AccessError("TLS needs both --tls-certificate and --tls-key")
        return access


def run(app: FastAPI, serving: Serving) -> None:
    """Serve until stopped, and say where; answers on their way are finished first.

    Args:
        app: The application.
        serving: Where to listen, and how long to wait.

    Raises:
        AccessError: The port is in use, or the address cannot be listened on.
    """
    listening = _listening(serving.host, serving.port)
    guard = guarded(app, serving.host, serving.access(), Rate(serving.rate) if serving.rate else None)
    scheme = "https" if serving.certificate else "http"
    print(f"Yinju answers at {scheme}://{serving.host}:{serving.port}  (Ctrl-C stops it)", flush=True)  # noqa: T201
    config = uvicorn.Config(
        guard,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_SECONDS_TO_FINISH,
        ssl_certfile=serving.certificate,
        ssl_keyfile=serving.key,
    )
    uvicorn.Server(config).run(sockets=listening)


def _listening(host: str, port: int) -> list[socket.socket]:
    """Sockets of our own: of a port that is taken uvicorn would speak in its log, and end with another exit code."""
    listening: list[socket.socket] = []
    try:
        for family, _, _, _, address in dict.fromkeys(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)):
            listening.append(socket.create_server(address[:2], family=family, backlog=_BACKLOG))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise AccessError(f"port {port} of {host} is in use; give another with --port") from error
        if not listening:  # localhost has two addresses, where IPv6 is switched off one
            reason = str(error.strerror).partition(" (")[0]
            raise AccessError(
                f"{host}, port {port}: cannot be listened on ({reason}); give --host and --port"
            ) from error
    return listening
