"""``kg``: the command line. Each command's work is in `kg.commands`, loaded when it is called."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from typing import Any

import click

from kg.cli import (
    analysing,
    asking,
    browsing,
    building,
    drawing,
    rdf,
    reviewing,
    server,
    taking,
)
from kg.errors import KgError

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Commands(click.Group):
    """The commands; one whose output nobody reads to its end (``| head``) is done."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:  # of which click would make an exit code 1
            _give_up_output()
            return 0


@click.group(cls=Commands, context_settings=HELP)
@click.version_option(package_name="kg-papers", prog_name="kg")
def cli() -> None:
    """Research papers in, a citation and concept knowledge graph out.

    \b
    Examples:
      kg build papers.txt -o papers.kg
      kg query papers.kg datasets
      kg query papers.kg papers-on-dataset -p dataset="MS MARCO"
      kg query papers.kg "MATCH (p:Paper) RETURN p.title LIMIT 5" --format csv
      kg console papers.kg
      kg browse papers.kg
      kg map papers.kg -o map.html
      kg load papers.kg bolt://localhost:7687
    """


for command in (
    building.build,
    building.add,
    building.remove,
    building.update,
    building.extract,
    building.fetch,
    building.explain,
    reviewing.review,
    asking.query,
    asking.search,
    asking.console,
    asking.recipes,
    analysing.analyse,
    browsing.browse,
    taking.load,
    taking.pull,
    taking.export,
    drawing.map_command,
    rdf.import_command,
    rdf.sparql,
    rdf.ontology,
    server.neo4j,
):
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 wrong usage, 130 interrupted."""
    _make_streams_writable()
    try:
        code = cli.main(_at_home(arguments), prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except KgError as error:
        code = _failed(error.message, error.remedy, error.exit_code)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        code = 130
    except OSError as error:
        _give_up_output()
        if isinstance(error, BrokenPipeError):
            code = 0
        elif error.filename is None:
            code = _failed(f"the output can't be written: {error.strerror or error}")
        else:
            code = _failed(f"{error.filename}: {error.strerror}", "check the path and its rights")
    sys.exit(code if isinstance(code, int) else 0)


def _at_home(arguments: list[str] | None) -> list[str]:
    """Arguments with ``~/`` as the home folder where the shell left it: ``--output=~/my.kg``."""
    given = sys.argv[1:] if arguments is None else arguments
    at_home = re.compile(r"(--[a-z-]+=)?(~/.*)", re.DOTALL)
    return [
        (found[1] or "") + os.path.expanduser(found[2]) if (found := at_home.fullmatch(a)) else a
        for a in given
    ]


def _failed(message: str, remedy: str | None = None, code: int = 1) -> int:
    """Say on standard error what is wrong and what helps; the exit code."""
    from kg.render import printable  # names from a graph or a file may be in it

    click.echo(printable(f"kg: {message}"), err=True)
    if remedy:
        click.echo(printable(f"  {remedy}"), err=True)
    return code


def _make_streams_writable() -> None:
    """Streams that were closed lead nowhere; what an encoding lacks is written as an escape."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _give_up_output() -> None:
    """Let what still waits for a standard output that takes no more go nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
