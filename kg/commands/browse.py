"""``kg browse``: the graph browser."""

from __future__ import annotations

import secrets
import webbrowser
from pathlib import Path

import click

from kg import stores
from kg.commands import show
from kg.commands.login import login
from kg.errors import UsageError

SHORTEST = 12
"""Characters that a token must have."""


def browse(
    graph: str, *, port: int, host: str, token: str | None, no_open: bool, user: str | None
) -> int:
    """Serve a graph until Ctrl-C."""
    from viz.browser import overview, web
    from viz.browser.doors import LOOPBACK, Door
    from viz.browser.graph import Browsed
    from viz.browser.limits import together

    if token is not None and (len(token) < SHORTEST or not token.isascii() or not _plain(token)):
        raise UsageError(
            f"--token must have at least {SHORTEST} letters, digits, - or _",
            remedy="leave it out, and one is made up",
        )
    if token is None and host not in LOOPBACK:
        token = secrets.token_urlsafe(24)
    password = None
    if stores.is_server(graph):
        user, password = login(graph, user)
    else:
        with show.progress() as progress:
            overview.prepare(Path(graph), progress)
    bound = web.listen(host, port)
    with bound:
        opened = Browsed(
            graph,
            lambda: stores.connect(graph, user=user, password=password, together=together()),
        )
        address = f"http://{f'[{host}]' if ':' in host else host}:{bound.getsockname()[1]}/"
        if token:
            address += f"?token={token}"

        def started() -> None:
            click.echo(f"{graph} at {address} (Ctrl-C ends it)")
            if not no_open:
                webbrowser.open(address)

        try:
            web.serve(web.application(opened, Door(host, token or "")), bound, started)
        except KeyboardInterrupt:
            pass
        finally:
            opened.close()
    return 0


def _plain(token: str) -> bool:
    return all(c.isalnum() or c in "-_" for c in token)
