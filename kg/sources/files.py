"""Opening users' files: compression, encodings, and clear words when it can't be done."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.sources.report import Report


def _zstd(path: Path, mode: str) -> Any:
    """A zstd file as a stream of its content, frames one behind the other as one."""
    import pyarrow as pa

    return pa.input_stream(str(path), compression="zstd")


_COMPRESSED: tuple[tuple[bytes, Any], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
    (b"\x28\xb5\x2f\xfd", _zstd),
)
_OFFICE = "save its text as .txt, or its table as .csv"
_PACKED = (
    (b"PK\x03\x04", "this is a zip archive or an Office document",
     f"unpack an archive and give the folder; of a document, {_OFFICE}"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an Office document", _OFFICE),
    (b"{\\rtf", "this is a document in Rich Text Format", "save it as plain text"),
)  # fmt: skip
"""What a file that holds no text begins with, what it is, and what to do."""
_RETURN = re.compile("\r\n?")
_CONTROL = tuple(bytes([code]) for code in (*range(1, 7), *range(14, 26)))
HEAD = 65_536
CHUNK = 65_536


def head(path: Path) -> str:
    """The first 64 KiB of a file as text, uncompressed.

    Raises:
        InputError: It can't be opened, is empty, or is not text.
    """
    data = b""
    try:
        for chunk in _chunks(path):
            data += chunk
            if len(data) >= HEAD:
                break
    except InputError:
        if not data:
            raise
    if not data.strip():
        raise InputError("the file is empty", path=path, remedy="give a file with papers in it")
    if data[:4] == b"%PDF":
        raise InputError(
            "this is a PDF", path=path, remedy="kg reads titles and abstracts, as text or records"
        )
    if found := next((f for f in _PACKED if data.startswith(f[0])), None):
        raise InputError(found[1], path=path, remedy=found[2])
    if _is_binary(data):
        raise InputError(
            "this is a binary file, not text",
            path=path,
            remedy="give a listing of titles and abstracts, or JSON Lines",
        )
    return _RETURN.sub("\n", decode(data)[0].replace("\x00", ""))


def _is_binary(data: bytes) -> bool:
    """A NUL or two may stray into text; many, or other control characters with them, not."""
    nuls = data.count(b"\x00")
    if not nuls or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return nuls * 10 > len(data) or any(sign in data for sign in _CONTROL)


def decode(data: bytes) -> tuple[str, str]:
    """Text of unknown encoding and the encoding's name: UTF-8, UTF-16 by its mark, Latin-1."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:  # a character cut at the end of a head
            return data[: error.start].decode("utf-8-sig"), "utf-8"
        return data.decode("cp1252", errors="replace"), "cp1252"


def lines(path: Path, report: Report) -> Iterator[tuple[int, str]]:
    """The lines of a text file with their numbers, without line ends.

    A file that breaks off (a truncated gzip) gives what could be read and a remark.
    """
    number = 0
    waiting: list[bytes] = []  # of a line longer than a chunk
    utf16 = False
    try:
        for chunk in _chunks(path):
            if number == 0 and not waiting and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                utf16 = True
            if utf16 or b"\n" not in chunk:
                waiting.append(chunk)
                continue
            *whole, rest = b"".join((*waiting, chunk)).split(b"\n")
            waiting = [rest] if rest else []
            for raw in _split(whole):
                number += 1
                yield number, _line(raw, path, number, report)
    except InputError as error:
        if not number and not waiting:
            raise
        report.skip(path, number + 1, f"the file breaks off here: {_bare(error)}")
    pending = b"".join(waiting)
    if utf16:
        text = _RETURN.sub("\n", decode(pending)[0]).removesuffix("\n")
        yield from enumerate(text.split("\n"), 1)
    elif pending:
        for raw in _split([pending]):
            number += 1
            yield number, _line(raw, path, number, report)


def _bare(error: InputError) -> str:
    """What is wrong with a file, without its name."""
    return error.message.removeprefix(f"{error.path}: ")


def _split(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines without carriage returns; one alone ends a line, as on old Macs."""
    for raw in lines:
        raw = raw.removesuffix(b"\r")
        yield from raw.split(b"\r") if b"\r" in raw else (raw,)


def _line(raw: bytes, path: Path, number: int, report: Report) -> str:
    text, encoding = decode(raw)
    if encoding == "cp1252":
        report.warn(path, number, "not UTF-8; read as Windows-1252")
    if "\x00" in text:
        report.warn(path, number, "NUL characters are left out")
        text = text.replace("\x00", "")
    return text


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with open(path, "rb") as plain:
            magic = plain.read(6)
        opener: Any = next((o for m, o in _COMPRESSED if magic.startswith(m)), open)
        with opener(path, "rb") as file:
            while chunk := file.read1(CHUNK):
                yield chunk
    except FileNotFoundError as error:
        raise InputError("no such file", path=path, remedy="check the path") from error
    except IsADirectoryError as error:
        raise InputError("this is a folder", path=path, remedy="name the files in it") from error
    except PermissionError as error:
        raise InputError("may not be read", path=path, remedy="check its permissions") from error
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise InputError(f"can't be read: {error}", path=path) from error
