"""The entry point: `app` for any WSGI server, `python app.py` to serve with granian."""

import logging
import os
import socket
import sys

from flask import Flask

from directory import config, create_app, db
from directory.config import Settings
from directory.errors import Refused


def main(arguments: list[str]) -> None:
    """Serve the site, or only check that its port is free; refuse in one sentence."""
    settings = config.load(os.environ)
    check_port(settings)
    if "--check-port" in arguments:
        return
    db.use(settings.database)
    db.check(settings.database)
    serve(settings)


def check_port(settings: Settings) -> None:
    """Raise Refused where somebody serves on the port already."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, int(settings.port)))
        except OSError as error:
            message = "Cannot serve on %(host)s port %(port)s: %(error)s. Choose another: make run PORT=8001"
            raise Refused(message, host=settings.host, port=settings.port, error=error.strerror) from error


def application() -> Flask:
    """Make the application for the server that imports this; refuse one that could only answer with errors.

    Flask's commands are let through: `db upgrade` makes the database, the others look for themselves.
    """
    settings = config.load(os.environ)
    if "FLASK_RUN_FROM_CLI" not in os.environ:
        logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s")
        logging.getLogger("passerelle").setLevel(logging.INFO)
        db.use(settings.database)
        db.check_schema()
    return create_app(settings)


def serve(settings: Settings) -> None:
    """Run granian until it is told to stop; each worker imports this module and makes the application anew."""
    from granian.constants import Interfaces  # noqa: PLC0415  (the application needs no particular server)
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.server import Server  # noqa: PLC0415

    print(f"Passerelle is at http://{settings.host}:{settings.port} (stop with Ctrl-C)", flush=True)  # noqa: T201
    Server(
        "app:app",
        address=settings.host,
        port=int(settings.port),
        interface=Interfaces.WSGI,
        workers=int(settings.workers),
        websockets=False,
        # Threads wait for slow senders more than for each other; a proxy in front should keep those away (README).
        blocking_threads=32,
        backpressure=256,
        http1_settings=HTTP1Settings(header_read_timeout=5000),
        respawn_failed_workers=True,
        # A worker that does not stop when it is told to must not keep the port.
        workers_kill_timeout=5,
    ).serve()


try:
    if __name__ == "__main__":
        main(sys.argv[1:])
    else:
        app = application()
except Refused as refusal:
    sys.exit(f"Passerelle did not start. {refusal}")
