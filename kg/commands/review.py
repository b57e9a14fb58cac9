"""``kg review``: questions at the terminal, answers into the graph's thesaurus."""

from __future__ import annotations

import json
import os
import sys
import termios
import textwrap
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click

from kg import render
from kg.commands import show
from kg.errors import InputError, UsageError
from kg.resolve.thesaurus import FILE
from kg.review import Place, Proposal, answer, propose, undo
from kg.wording import counted

_KEYS = {"y": "same", "n": "different", "s": "skip", "u": "undo", "q": "quit"}
_WIDTH = 96


def review(
    graph: str,
    *,
    listed: bool,
    form: str,
    labels: tuple[str, ...],
    question: str | None,
    limit: int,
    applied: bool | None,
) -> int:
    """Ask, or list what would be asked; the exit code."""
    if not listed and form == "json":
        raise UsageError("--format json is for --list", remedy="add --list")
    if not listed and not sys.stdin.isatty():
        raise UsageError("questions need a terminal", remedy="add --list to print them")
    with show.progress() as progress:
        progress.stage("compare")
        chosen = {"labels": labels} if labels else {}
        found = propose(graph, question=question, limit=limit, **chosen)
    if form == "json":
        click.echo(json.dumps([_record(p) for p in found], ensure_ascii=False, indent=1))
        return 0
    if not found:
        click.echo(f"{graph}: nothing to ask")
        return 0
    if listed:
        for number, proposal in enumerate(found, 1):
            click.echo(shown(proposal, number, len(found)))
        return 0
    with _single_keys():
        applied = _asked(graph, found, applied)
    if applied is None:
        return 0
    if applied:
        return _apply(graph)
    click.echo(f"  kg update {graph}   applies them")
    return 0


def _asked(graph: str, found: list[Proposal], applied: bool | None) -> bool | None:
    """Ask the questions, and in the end, unless that is told, whether the answers are applied
    now, when the last of them can still be taken back; None where nothing was answered."""
    said: list[str] = []
    while answers := _answered(graph, found, said):
        click.echo(f"{counted(answers, 'answer')} kept in {graph}/{FILE}")
        if applied is not None:
            return applied
        key = _key("make the graph anew with them now? [y]es [n]o [u]ndo ", "ynu")
        if key != "u":
            return key == "y"
        _take_back(graph, found, said)
        click.echo()
    return None


def _answered(graph: str, found: list[Proposal], said: list[str]) -> int:
    """Ask what `said` does not answer yet, one after the other; how many were answered. Each
    answer is kept at once."""
    while len(said) < len(found):
        proposal = found[len(said)]
        click.echo(shown(proposal, len(said) + 1, len(found)))
        key = _key("the same thing? [y]es [n]o [s]kip [u]ndo [q]uit ", "".join(_KEYS))
        word = _KEYS[key]
        if word == "quit":
            break
        if word == "undo":
            _take_back(graph, found, said)
        elif word == "skip" or _kept(graph, proposal, same=word == "same"):
            said.append(word)
        click.echo()
    return len(said) - said.count("skip")


def _take_back(graph: str, found: list[Proposal], said: list[str]) -> None:
    """Go back to the question before, its answer taken out of the thesaurus."""
    if not said:
        click.echo("this is the first question")
    elif (word := said.pop()) != "skip":
        undo(graph, found[len(said)], same=word == "same")


def _kept(graph: str, proposal: Proposal, *, same: bool) -> bool:
    """Keep an answer; False when the thesaurus says the contrary, which is told."""
    try:
        answer(graph, proposal, same=same)
    except InputError as error:
        click.echo(f"{error.message}\n  {error.remedy or 'skip it, or undo what you said before'}")
        return False
    return True


def _key(question: str, allowed: str) -> str:
    """One of some keys, asked until it is one; a whole word typed at once is its first key."""
    click.echo(question, nl=False)
    while True:
        for key in os.read(sys.stdin.fileno(), 64).decode("utf-8", "replace").lower() or "\x04":
            if key == "\x04":
                raise click.Abort
            if key in allowed:
                click.echo(key)
                return key


@contextmanager
def _single_keys() -> Iterator[None]:
    """Keys come at once and unseen, those typed ahead too; Ctrl-C still interrupts."""
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin, termios.TCSADRAIN)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def _apply(graph: str) -> int:
    from kg.pipeline import resolve_again

    with show.progress() as progress:
        summary = resolve_again(graph, progress=progress)
    click.echo(show.made(summary.counts, sum(summary.seconds.values()), summary.path))
    return 0


def shown(proposal: Proposal, number: int, of: int) -> str:
    """A proposal with its evidence, as a person reads it."""
    first, second = (_called(proposal, side) for side in (0, 1))
    count = [counted(n, "paper") for n in proposal.papers]
    asked = "two nodes, perhaps one" if proposal.question == "merge" else "one node, perhaps two"
    lines = [
        f"{number}/{of}  {proposal.label}: {asked}",
        f"  {first}  ({count[0]})",
        f"  {second}  ({count[1]})",
        f"  why: {'; '.join(proposal.reasons)}",
    ]
    for side, name in enumerate((first, second)):
        for place in proposal.evidence[side]:
            lines += _place(name, place)
    return render.printable("\n".join(lines))


def _called(proposal: Proposal, side: int) -> str:
    if proposal.label != "Paper":
        return proposal.names[side]
    place = proposal.evidence[side][0]
    return f"{place.title} ({place.year or 'no year'}; {proposal.names[side]})"


def _place(name: str, place: Place) -> list[str]:
    head = f"{name} – {place.title}" + (f" ({place.year})" if place.year else "")
    if name.startswith(place.title):
        head = name
    return [
        *textwrap.wrap(head, _WIDTH, initial_indent="  · ", subsequent_indent="    "),
        *textwrap.wrap(place.sentence, _WIDTH, initial_indent="      ", subsequent_indent="      ")[
            :4
        ],
    ]


def _record(proposal: Proposal) -> dict[str, object]:
    return asdict(proposal) | {"weight": round(proposal.weight, 3)}
