"""Bytes to text: which encoding a file is in, and whether it is text at all.

The order is fixed, so that the same bytes always read the same: byte order mark, UTF-8, what an HTML page
says of itself, Windows-1252, and only then a statistical guess. Files of a few hundred bytes are too short
for statistics, and English news that is not UTF-8 is nearly always Windows-1252.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: How files that are no text begin, and what to call them.
_BINARY = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip file inside a gzip file"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"\x7fELF", "a program"),
)
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
#: A page says its charset in its first kilobyte; some put scripts before it.
_META_WITHIN = 4096
#: The statistical guess needs no more than this to settle.
_GUESS_FROM = 100_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and its encoding; `doubt` is a sentence where the encoding had to be guessed."""

    text: str
    encoding: str
    doubt: str | None = None


def binary_kind(head: bytes) -> str | None:
    """What a file that begins with *head* is when it is no text: "a PDF document"; None for text."""
    for magic, kind in _BINARY:
        if head.startswith(magic):
            return kind
    if any(head.startswith(mark) for mark, _ in _MARKS):
        return None
    return "binary (it holds NUL bytes)" if b"\0" in head else None


def decode(data: bytes, *, html: bool = False) -> Decoded:
    """The text of *data*; never fails, but says in `doubt` when it had to guess."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            damaged = "\ufffd" in text
            return Decoded(text, encoding, f"not all of it is valid {encoding}" if damaged else None)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        at = error.start
    declared = _declared(data) if html else None
    if declared:
        try:
            return Decoded(data.decode(declared), declared)
        except (UnicodeDecodeError, ValueError):
            pass
    try:
        return Decoded(data.decode("cp1252"), "cp1252", f"not UTF-8 (byte {at + 1}); read as Windows-1252")
    except UnicodeDecodeError:
        return _guessed(data, at)


def as_utf8(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """A stream without its byte order mark; UTF-16 and UTF-32 turned into UTF-8, anything else unchanged."""
    first = next(blocks, b"")
    mark, encoding = next(((m, e) for m, e in _MARKS if first.startswith(m)), (b"", "utf-8"))
    first = first[len(mark) :]
    if encoding == "utf-8":
        yield first
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(first).encode("utf-8", "replace")
    for block in blocks:
        yield decoder.decode(block).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _declared(data: bytes) -> str | None:
    """The charset an HTML page names, as a Python codec; Latin-1 means Windows-1252, as in every browser."""
    hit = _META_CHARSET.search(data[:_META_WITHIN])
    if hit is None:
        return None
    try:
        codec = codecs.lookup(hit[1].decode("ascii"))
    except LookupError:
        return None
    if not getattr(codec, "_is_text_encoding", True):  # "rot13", "base64": codecs, but no charsets
        return None
    return "cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name


def _guessed(data: bytes, at: int) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_GUESS_FROM]).best()
    encoding = best.encoding if best else "cp1252"
    return Decoded(
        data.decode(encoding, "replace"),
        encoding,
        f"not UTF-8 (byte {at + 1}); it looks like {encoding} and was read so",
    )
