"""Articles in: one reader per format, and one place where what they find becomes an `Article`.

    for found in read(["articles/", "more.jsonl", "-"]):
        if isinstance(found, Problem): …      # set aside (error) or doubtful (warning): file, line, reason
        else: …                               # an Article

    files -> decode -> text | jsonl | csv_table | html -> Draft -> finish -> Article

`files` walks and opens; `decode` turns bytes into text; a reader takes its format apart into a `Draft`;
`draft.finish` does what is the same for all (`normalise`, `layout`, `dateline`, `dates`, `identity`).
Whatever is wrong with one file, line or page becomes a Problem, and the rest is read. Articles stream: a
corpus of any size needs the memory of one record, and of the ids that are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from coder.errors import Problem, UsageError, problem
from coder.records import Article
from coder.sources import csv_table, dates, decode, files, html, jsonl, text
from coder.sources.draft import Draft, finish
from coder.sources.identity import Register

__all__ = ["read"]

_BY_SUFFIX = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json",
    ".csv": "table", ".tsv": "table",
    ".html": "html", ".htm": "html", ".xhtml": "html",
}
_LOOKS_LIKE = (
    ("html", rb"(?is)(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?(?:<!doctype html|<html)\b"),
    ("jsonl", rb"\{\s*\""),
    ("json", rb"\[\s*\{\s*\""),
    ("xml", rb"(?i)<\?xml\b|<rss\b|<nitf\b"),
)


def read(
    paths: Sequence[Path | str], *, published: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Article | Problem]:
    """The articles of files and folders, one at a time, and the problems met, each before its article.

    *paths*: files, folders, or "-" for JSON Lines or text on standard input. Folders are walked by name;
    hidden files, SOURCES.md, README.md and `gold/` are passed over.
    *published*: the date, ISO 8601, of articles that have none.
    *columns*: which column or key fills a field where the usual names do not, such as {"text": "Body"}.

    Never raises for bad input. UsageError when *published* is no date or *columns* names an unknown field.
    """
    default = None
    if published is not None:
        default = dates.read(published).day
        if default is None:
            raise UsageError(f"{published!r} is no date; write it as 2024-12-23.")
    mapping = dict(columns or {})
    for field in mapping:
        if field not in csv_table.COLUMNS:
            raise UsageError(f"{field!r} is no field; a column can fill {', '.join(csv_table.COLUMNS)}.")
    return _read([paths] if isinstance(paths, str | Path) else paths, default, mapping)


def _read(
    paths: Sequence[Path | str], published: str | None, columns: Mapping[str, str]
) -> Iterator[Article | Problem]:
    register = Register()
    for file in files.walk(paths):
        if isinstance(file, Problem):
            yield file
            continue
        for draft in _drafts(file, columns):
            if isinstance(draft, Problem):
                yield draft
                continue
            *warnings, last = finish(draft, published=published)
            if isinstance(last, Article) and (owner := register.claim(last.article_id, file.where)):
                message = f"the id {last.article_id!r} was taken already by an article of {owner}"
                yield problem(file.where, draft.line, "duplicate-id", message)
            else:
                yield from (*warnings, last)


def _drafts(file: files.File, columns: Mapping[str, str]) -> Iterator[Draft | Problem]:
    """What the reader of the file's format finds; a file that cannot be read (further) ends in a Problem."""
    try:
        stream = files.blocks(file)
        head = next(stream, b"")
        binary = decode.binary_kind(head)
        if binary:
            yield problem(file.where, None, "binary-file", f"the file is {binary}, not text")
            return
        stream = chain([head], stream)
        kind = _kind(file.suffix, head)
        if kind == "jsonl":
            yield from jsonl.read(file, stream, columns)
        elif kind == "json":
            yield from jsonl.read_json(file, stream, columns)
        elif kind == "table":
            yield from csv_table.read(file, stream, columns)
        elif kind == "html":
            yield from html.read(file, stream)
        elif kind == "xml":
            yield problem(file.where, None, "unknown-format", "the file is XML, which no reader here knows")
        else:
            yield from text.read(file, stream)
    except files.UnreadableError as error:
        yield problem(file.where, None, error.code, str(error))


def _kind(suffix: str, head: bytes) -> str:
    """The format: by the file's ending where that is telling, else by how the file begins."""
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    start = head[:2000].removeprefix(b"\xef\xbb\xbf").lstrip()
    return next((kind for kind, pattern in _LOOKS_LIKE if re.match(pattern, start)), "text")
