"""Files made to do harm, and files that chance has spoiled: one clear error, never a traceback."""

from __future__ import annotations

import contextlib
import gzip
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, KgError
from kg.sources import SOURCES, Report, detect, read
from tests.kg.sources import test_acl, test_grobid, test_nlp_progress, test_paperswithcode
from tests.processor import processor_seconds

ACL = test_acl.SMALL.format(collection="P19", volume="1", papers=test_acl.FULL)
PWC = json.dumps(
    [
        test_paperswithcode.table(
            test_paperswithcode.row("One", "https://arxiv.org/abs/2001.00001", "OneNet"),
            test_paperswithcode.code_links_row("Two"),
        ),
        {"paper_url": "u/x", "paper_title": "X", "repo_url": "https://github.com/a/b"},
        {"paper_url": "u/y", "url_abs": "https://arxiv.org/abs/2001.00002", "title": "Y",
         "abstract": "a\nb", "tasks": ["t"], "methods": [{"name": "m"}], "authors": ["A"]},
        {"name": "D", "paper": {"title": "Z", "url": "u/z"}, "variants": [], "num_papers": 1},
    ],
    indent=1,
)  # fmt: skip
SAMPLES = {
    "acl": ACL,
    "grobid": test_grobid.TEI,
    "nlp-progress": test_nlp_progress.ODD,
    "paperswithcode": PWC,
}
LAUGHS = (
    '<!DOCTYPE lol [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    + "]>"
)
OUTSIDE = '<!DOCTYPE lol [<!ENTITY l11 SYSTEM "file:///etc/hostname">]>'


def read_as(source: str, data: bytes, suffix: str = "") -> tuple[int, Report]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(data)
        report = Report()
        return sum(1 for _ in read([path], source=source, report=report)), report


def zstd(data: bytes) -> bytes:
    made = pa.BufferOutputStream()
    with pa.CompressedOutputStream(made, "zstd") as stream:
        stream.write(data)
    return made.getvalue().to_pybytes()


def stored(data: bytes) -> bytes:
    """A zstd frame by hand (RFC 8878): one segment, its size in a byte, one raw block."""
    block = (len(data) << 3 | 1).to_bytes(3, "little") + data
    return b"\x28\xb5\x2f\xfd" + b"\x20" + bytes([len(data)]) + block


def test_zstd_frames_cut_and_spoiled(tmp_path: Path) -> None:
    record = b'{"title": "On the %d-th paper of a file", "abstract": "Some words."}\n'
    many = b"".join(record % n for n in range(20_000))
    path = tmp_path / "papers.jsonl.zst"
    path.write_bytes(stored(record % 77_777) + zstd(many))
    report = Report()
    assert sum(1 for _ in read([path], report=report)) == 20_001
    assert report.remarks == []
    path.write_bytes(zstd(many)[:-40])
    found = [p.title for p in read([path], report=report)]
    assert 10_000 < len(found) < 20_000
    assert found == [f"On the {n}-th paper of a file" for n in range(len(found))]
    assert any("breaks off" in remark.reason for remark in report.skipped)
    data = zstd(many)
    path.write_bytes(data[:30] + bytes(200) + data[230:])
    with pytest.raises(InputError, match="can't be read"):
        list(read([path], report=Report()))


@pytest.mark.parametrize("source", ["acl", "grobid"])
@pytest.mark.parametrize("declared", [LAUGHS, OUTSIDE], ids=["billion laughs", "external entity"])
def test_declared_entities_are_refused(source: str, declared: str, tmp_path: Path) -> None:
    start, rest = SAMPLES[source].split("?>\n", 1)
    path = tmp_path / "bad.xml"
    path.write_text(f"{start}?>\n{declared}\n{rest.replace('Small', '&l11;', 1)}")
    began = processor_seconds()
    with pytest.raises(InputError, match="refused") as caught:
        list(read([path], source=source, report=Report()))
    assert processor_seconds() - began < 1
    assert caught.value.line == 2
    assert caught.value.remedy


@pytest.mark.parametrize("source", ["acl", "grobid"])
def test_a_doctype_without_entities_is_no_harm(source: str) -> None:
    text = SAMPLES[source].replace("?>\n", '?>\n<!DOCTYPE x SYSTEM "no-such.dtd">\n', 1)
    assert read_as(source, text.encode())[0] == 1


@pytest.mark.parametrize("compress", [gzip.compress, lambda data: zstd(data)], ids=["gzip", "zstd"])
@pytest.mark.parametrize("source", SAMPLES)
def test_each_sample_is_told_by_its_content_and_read_compressed(
    source: str, compress: Callable[[bytes], bytes], tmp_path: Path
) -> None:
    path = tmp_path / "file"
    path.write_bytes(compress(SAMPLES[source].encode()))
    assert detect(path) == source
    found = list(read([path], report=Report()))
    assert found
    assert all(p.title and p.origin.startswith(str(path)) for p in found)
    assert len({p.id for p in found}) == len(found)


@pytest.mark.parametrize("source", SAMPLES)
def test_other_encodings(source: str) -> None:
    text = SAMPLES[source]
    whole, _ = read_as(source, text.encode())
    for data in (
        text.replace("\n", "\r\n").encode(),
        text.encode("utf-8-sig"),
        text.replace("UTF-8", "UTF-16").encode("utf-16"),
    ):
        assert read_as(source, data)[0] == whole


def test_deep_nesting_is_reported() -> None:
    deep = '{"subtasks":[' * 5000 + "]}" * 5000
    number, report = read_as("paperswithcode", f"[{deep},\n{PWC[1:]}".encode())
    assert number == 5
    assert [r.reason for r in report.skipped] == ["nested too deeply"]
    tei = test_grobid.TEI.replace("<body>", "<body>" + "<div>" * 3000)
    tei = tei.replace("</body>", "</div>" * 3000 + "</body>")
    number, report = read_as("grobid", tei.encode())
    assert number == 1
    assert ["nested more than 400 deep" in r.reason for r in report.warnings] == [True]


@pytest.mark.parametrize(
    ("source", "start", "end"),
    [
        ("acl", "<abstract>", "</abstract>"),
        ("grobid", "<p>", "</p>"),
        ("grobid", "<profileDesc>", "</profileDesc>"),
    ],
)
def test_xml_is_read_but_for_what_is_nested_too_deeply(source: str, start: str, end: str) -> None:
    text = SAMPLES[source].replace(start, start + "<hi>" * 2000, 1)
    number, report = read_as(source, text.replace(end, "</hi>" * 2000 + end, 1).encode())
    assert number == 1
    (told,) = report.warnings
    assert "nested more than 400 deep" in told.reason
    assert told.line > 1


@pytest.mark.parametrize("source", SAMPLES)
def test_long_lines_take_no_long_time(source: str) -> None:
    began = processor_seconds()
    for text in ("|" * 60_000 + "\n" + "|-" * 30_000, '{"a":"' + "\\" * 60_000, "<" * 60_000):
        SOURCES[source].recognises(text)
        with pytest.raises(KgError):
            read_as(source, text.encode())
    assert processor_seconds() - began < 10


@settings(max_examples=60, deadline=None)
@given(
    source=st.sampled_from(sorted(SAMPLES)),
    cuts=st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 200),
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from([b'"', b"{", b"}", b"]", b"<", b">", b"&", b"|", b"\n", b"null"]),
            ),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_spoiled_files_give_papers_or_one_error(
    source: str, cuts: list[tuple[float, int, bytes]]
) -> None:
    data = SAMPLES[source].encode()
    for where, length, put in cuts:
        at = int(where * len(data))
        data = data[:at] + put + data[at + length :]
    with contextlib.suppress(KgError):
        read_as(source, data)


@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=300), source=st.sampled_from(sorted(SAMPLES)))
def test_any_bytes_give_papers_or_one_error(source: str, data: bytes) -> None:
    with contextlib.suppress(KgError):
        read_as(source, data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "task datasets subtasks dataset sota rows paper_title paper_url title paper_date name "
                "repo_url code_links url subdatasets variants paper methods tasks authors date".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=50, deadline=None)
@given(records=st.lists(JSON, max_size=4))
def test_any_json_gives_papers_or_one_error(records: list[object]) -> None:
    with contextlib.suppress(KgError):
        read_as("paperswithcode", json.dumps(records).encode())


def test_one_line_of_many_records_takes_no_longer_than_many_lines(tmp_path: Path) -> None:
    record = {"paper_url": "u", "url_abs": "", "title": "T", "abstract": "words [and] {more} " * 50}
    seconds = []
    for name, indent in (("lines", 1), ("line", None)):
        path = tmp_path / name
        path.write_text(json.dumps([record] * 8000, indent=indent))
        began = processor_seconds()
        assert sum(1 for _ in read([path], report=Report())) == 8000
        seconds.append(processor_seconds() - began)
    assert seconds[1] < 3 * seconds[0]


@pytest.mark.parametrize(
    ("data", "what", "remedy"),
    [
        (b"PK\x03\x04\x14\x00\x08\x00", "zip archive", "unpack"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "Office document", ".csv"),
        (b"{\\rtf1\\ansi Deep learning\\par}", "Rich Text", "plain text"),
    ],
)
def test_archives_and_documents_are_told_by_name(
    tmp_path: Path, data: bytes, what: str, remedy: str
) -> None:
    path = tmp_path / "papers"
    path.write_bytes(data)
    with pytest.raises(InputError, match=what) as caught:
        list(read([path], report=Report()))
    assert remedy in (caught.value.remedy or "")


def test_what_is_no_address_of_the_web_is_no_link(tmp_path: Path) -> None:
    good = ["github.com/a/b", "git@gitlab.com:c/d.git", "https://x.org/y", "www.z.org"]
    bad = ["javascript:alert(1)", "mailto:a@b.org", "data:text/html,x", "see our page"]
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"title": "T", "links": good + bad}))
    report = Report()
    (paper,) = read([path], report=report)
    assert [address for address, _ in paper.links] == good
    assert [(r.level, r.line, r.reason.partition(": ")[2]) for r in report.remarks] == [
        ("warning", 1, repr(address)) for address in bad
    ]
