"""The command that shows a ledger in the browser: serve."""

from __future__ import annotations

import errno
import os
import secrets
import socket
from ipaddress import ip_address
from typing import Annotated

import typer

from onrecord.cli.judging import Author, author_name
from onrecord.cli.options import DEFAULT_LEDGER, LedgerPath, Outlets, examples
from onrecord.cli.trust import described_outlets, outlets_path

TOKEN_VARIABLE = "ONRECORD_TOKEN"

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
"""What browsers on this machine call the server."""

MOST_AT_ONCE = 200
"""Connections that are served at the same time; more are told to come again."""

Host = Annotated[str, typer.Option(metavar="ADDRESS", help="The address to listen on; other than loopback: see below.")]
Port = Annotated[int, typer.Option(min=0, max=65535, metavar="N", help="The port; 0 takes a free one.")]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Let nobody judge anything in the pages.")]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--name", metavar="NAME", help="A name by which browsers call the server, beyond loopback.", show_default=False
    ),
]


def serve(
    ledger: LedgerPath = DEFAULT_LEDGER,
    host: Host = "127.0.0.1",
    port: Port = 8417,
    read_only: ReadOnly = False,
    author: Author = None,
    names: Names = None,
    outlets: Outlets = None,
) -> None:
    """Show the ledger in the browser, with an API for programs.

    Nothing is asked of the network. The address that is printed lets its reader judge: it carries a token, made anew
    each time, or that of the variable ONRECORD_TOKEN. Without the token pages can be read, not written to, from this
    machine alone. Beyond it, with --host, everything needs the token, which then must be set by ONRECORD_TOKEN; let
    a web server in front of it speak TLS.
    """
    from onrecord.ledger import Ledger

    shown = f"[{host}]" if ":" in host else host
    token = os.environ.get(TOKEN_VARIABLE, "").strip() or None
    beyond = not _is_loopback(host)
    if beyond and not token:
        raise typer.BadParameter(
            f"beyond loopback a token of your own is needed; set {TOKEN_VARIABLE} (24 characters or more)",
            param_hint="--host",
        )
    if token is not None and len(token) < 24:
        raise typer.BadParameter("it is shorter than 24 characters", param_hint=TOKEN_VARIABLE)
    if not read_only:
        token = token or secrets.token_urlsafe(24)
    typer.echo(f"Opening {ledger} …", err=True)  # loading takes seconds on a slow machine
    described_outlets(outlets)
    with Ledger(ledger, create=False):
        pass  # so that what is wrong with it, or with the file of outlets, is said now
    import uvicorn

    from onrecord.web.application import application
    from onrecord.web.settings import Settings

    settings = Settings(
        ledger,
        token=token,
        read_only=read_only,
        open_to_network=beyond,
        author=author_name(author),
        outlets=outlets_path(outlets),
        hosts=(*LOOPBACK, *(names or ()), *((shown,) if beyond else ())),
    )
    config = uvicorn.Config(
        application(settings), host=host, port=port, log_level="warning", server_header=False, access_log=False,
        lifespan="off", ws="none", limit_concurrency=MOST_AT_ONCE, timeout_graceful_shutdown=3,
    )  # fmt: skip
    with _bound(host, port) as listening:
        base = f"http://{shown}:{listening.getsockname()[1]}/"
        typer.echo(f"The ledger {ledger} is shown at {base}" if token is None else f"{base}enter?token={token}")
        if beyond and not names:
            typer.echo(f"Browsers may call it {shown} only; allow other names with --name.")
        typer.echo("Ctrl-C ends it.")
        uvicorn.Server(config).run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    """A socket that listens on an address. Raises BadParameter, which says why it cannot."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        made = socket.create_server((host, port), family=family)
    except OverflowError as error:
        raise typer.BadParameter(str(error), param_hint="--port") from error
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            why = "is taken by another program" if error.errno == errno.EADDRINUSE else "is not yours to take"
            raise typer.BadParameter(
                f"the port {port} {why}; --port 0 takes a free one", param_hint="--port"
            ) from error
        said = f"cannot listen on {host!r} ({error.strerror or error}); give an address of this machine"
        raise typer.BadParameter(said, param_hint="--host") from error
    made.set_inheritable(True)
    return made


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


SERVE_EXAMPLES = examples(
    "onrecord serve",
    "onrecord serve --read-only --port 9000",
    "ONRECORD_TOKEN=… onrecord serve --host 192.0.2.7 --name ledger.example.org",
)
