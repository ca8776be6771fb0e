"""The command that shows a ledger in the browser: serve."""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_address
from typing import Annotated

import typer

from onrecord.cli.judging import Author, author_name
from onrecord.cli.options import DEFAULT_LEDGER, LedgerPath, Outlets, examples

TOKEN_VARIABLE = "ONRECORD_TOKEN"

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
    import uvicorn

    from onrecord.ledger import Ledger
    from onrecord.web.application import application
    from onrecord.web.settings import Settings

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
    with Ledger(ledger, create=False):
        pass  # so that what is wrong with it is said now
    settings = Settings(
        ledger,
        token=token,
        read_only=read_only,
        open_to_network=beyond,
        author=author_name(author),
        outlets=outlets,
        hosts=(*Settings(ledger).hosts, *(names or ()), *((host,) if beyond else ())),
    )
    config = uvicorn.Config(
        application(settings), host=host, port=port, log_level="warning", server_header=False, access_log=False
    )
    server = uvicorn.Server(config)
    bound = config.bind_socket()
    shown = f"[{host}]" if ":" in host else host
    base = f"http://{shown}:{bound.getsockname()[1]}/"
    typer.echo(f"The ledger {ledger} is shown at {base}" if token is None else f"{base}enter?token={token}")
    typer.echo("Ctrl-C ends it.")
    server.run(sockets=[bound])


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
