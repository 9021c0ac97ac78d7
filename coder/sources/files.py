"""Which files a call means, and their bytes: folders are walked, `.gz` is opened, `-` is standard input.

Bytes always come as a stream of blocks, so that a file of any size needs no more memory than its longest
record.
"""

from __future__ import annotations

import gzip
import io
import itertools
import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from coder.errors import Problem, SourceError, problem

#: Bytes read at a time.
BLOCK = 1 << 20
#: What a .gz file may unpack to: enough for any corpus file, and the end of a file made to fill the machine.
MOST_UNPACKED = 2_000_000_000
#: Bytes of a file that is one article, and of one line of a file that is many; no article comes near it.
MOST_OF_ONE = 64_000_000

#: Files of a folder that describe its articles and are none: README.md, SOURCES.md, SOURCES-2024.md.
_ABOUT = re.compile(r"(?:README|SOURCES)[\w-]*\.md")
#: Folders beside articles that hold none: their hand coding, and the decider's corpus.
_NOT_ARTICLES = frozenset({"gold", "corpus"})
STDIN = "-"


class UnreadableError(SourceError):
    """A file that cannot be read (further); `code` is the code of its Problem."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class File:
    """One input: `where` is how the user named it, `name` its file name without folder and without `.gz`."""

    where: str
    name: str
    path: Path | None

    @property
    def suffix(self) -> str:
        """Its last ending in lower case, such as `.jsonl`; empty for standard input."""
        return Path(self.name).suffix.lower()

    @property
    def stem(self) -> str | None:
        """Its name without the last ending: the id of the one article in it. None for standard input."""
        return Path(self.name).stem if self.path else None


def walk(paths: Iterable[Path | str]) -> Iterator[File | Problem]:
    """Every file of *paths* in the order given; in a folder by name, files before folders."""
    for given in paths:
        if str(given) == STDIN:
            yield File(STDIN, STDIN, None)
            continue
        path = Path(given)
        if not os.path.isdir(path):  # unlike Path.is_dir it never raises
            yield _file(path)
            continue
        empty = True
        for found in _walk_folder(path):
            empty = False
            yield found
        if empty:
            yield problem(_shown(path), None, "empty-folder", "the folder holds no file to read")


def blocks(file: File) -> Iterator[bytes]:
    """The bytes of a file, unpacked, in blocks; raises UnreadableError."""
    total = 0
    try:
        with _opened(file) as raw:
            head = raw.peek(2)[:2] if isinstance(raw, io.BufferedReader) else b""
            packed = head == b"\x1f\x8b"
            # read1 hands out what it has: a cut-off .gz gives everything before the cut
            pull = gzip.GzipFile(fileobj=raw).read1 if packed else raw.read
            while block := pull(BLOCK):
                total += len(block)
                if packed and total > MOST_UNPACKED:
                    raise UnreadableError("too-large", f"it unpacks to more than {MOST_UNPACKED:,} bytes")
                yield block
    except FileNotFoundError:
        raise UnreadableError("no-such-file", "there is no such file or folder") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnreadableError("bad-gzip", f"the gzip data is damaged: {error}") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UnreadableError("unreadable", f"it cannot be read: {reason}") from None


def whole(stream: Iterator[bytes], limit: int = MOST_OF_ONE) -> bytes:
    """All bytes of a stream; raises UnreadableError ("too-long") past *limit*."""
    parts: list[bytes] = []
    size = 0
    for block in stream:
        size += len(block)
        if size > limit:
            raise UnreadableError(
                "too-long", f"it holds more than {limit:,} bytes; the limit for one article"
            )
        parts.append(block)
    return b"".join(parts)


def lines(stream: Iterator[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines (from 1) of a stream without line end; None for one of more than MOST_OF_ONE bytes."""
    first = next(stream, b"")
    end = b"\r" if b"\r" in first and b"\n" not in first else b"\n"
    number, held_size = 0, 0
    held: list[bytes] = []
    for block in itertools.chain([first], stream):
        *complete, tail = block.split(end)
        for piece in complete:
            number += 1
            held_size += len(piece)
            yield number, b"".join([*held, piece]) if held_size <= MOST_OF_ONE else None
            held, held_size = [], 0
        held_size += len(tail)
        held = [*held, tail] if held_size <= MOST_OF_ONE else []
    if held_size:
        yield number + 1, b"".join(held) if held_size <= MOST_OF_ONE else None


def _walk_folder(root: Path) -> Iterator[File | Problem]:
    failures: list[OSError] = []
    for folder, folders, names in os.walk(root, onerror=failures.append):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _NOT_ARTICLES)
        for name in sorted(names):
            path = Path(folder, name)
            # A pipe or a socket in a folder would wait for ever; a broken link is reported when it is opened.
            readable = os.path.isfile(path) or not os.path.exists(path)
            if readable and not name.startswith(".") and not _ABOUT.fullmatch(name):
                yield _file(path)
    for failure in failures:
        yield problem(
            _shown(failure.filename or root), None, "unreadable", f"it cannot be read: {failure.strerror}"
        )


def _file(path: Path) -> File:
    name = path.name[:-3] if path.name.lower().endswith(".gz") else path.name
    return File(_shown(path), name, path)


def _opened(file: File) -> AbstractContextManager[BinaryIO]:
    if file.path is not None:
        return file.path.open("rb")
    stdin = getattr(sys.stdin, "buffer", None)
    return nullcontext(
        stdin if stdin is not None else io.BytesIO(sys.stdin.read().encode("utf-8", "replace"))
    )


def _shown(path: Path | str) -> str:
    """A path as one line of text that can be printed and stored, whatever bytes the file name holds."""
    text = str(path).encode("utf-8", "backslashreplace").decode("utf-8")
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)
