"""Tables in CSV and TSV: one article per row, columns found by their usual names or by the caller's mapping.

Line numbers are those of the file, so that an editor finds the row although texts in quotes run over many
lines. A quote that is opened and never closed would swallow the rest of the file: its row is set aside, and
reading goes on with the next line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from coder.errors import Problem, problem
from coder.sources.decode import as_utf8, decode
from coder.sources.draft import Draft
from coder.sources.files import MOST_OF_ONE, File, lines

#: Column names that fill a field, best first; compared in lower case without spaces, `_` and `-`.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "content", "article", "fulltext", "articletext", "bodytext"),
    "article_id": ("id", "articleid", "docid", "documentid"),
    "title": ("title", "headline"),
    "published": (
        "date", "published", "pubdate", "publicationdate", "publishdate", "publisheddate", "publishedat",
    ),
    "url": ("url", "link"),
    "outlet": ("source", "outlet", "publisher", "medium"),
    "byline": ("byline", "author", "authors"),
    "dateline": ("dateline", "datelineplace"),
    "licence": ("licence", "license"),
}
_DELIMITERS = (",", ";", "\t", "|")


def read(file: File, stream: Iterator[bytes], columns: Mapping[str, str]) -> Iterator[Draft | Problem]:
    """The articles of a table with a header line."""
    # The limit is the csv module's, one for the whole process; raising it harms no other reader.
    csv.field_size_limit(max(csv.field_size_limit(), MOST_OF_ONE))
    tape = _Tape(lines(as_utf8(stream)), file.where)
    first = next((line for line in tape if line.strip()), "")
    if not first:
        yield from tape.troubles
        yield problem(file.where, None, "empty-file", "the file is empty")
        return
    delimiter = "\t" if file.suffix == ".tsv" else _delimiter(first, columns)
    tape.rewind([first])
    rows = _rows(tape, delimiter)
    header = next(rows, (1, None))[1] or []
    places, missing = _places(header, columns)
    yield from tape.drain()
    for field in missing:
        found = ", ".join(repr(name) for name in header) or "none"
        wanted = f"named {columns[field]!r}" if field in columns else f"with the {field}"
        message = f"there is no column {wanted}; the columns are {found}"
        severity = "error" if field == "text" else "warning"
        yield problem(file.where, tape.row_line, "missing-column", message, severity=severity)
    if "text" in missing:
        return
    empty = True
    for line, row in rows:
        empty = False
        yield from tape.drain()
        if row is not None:
            yield _draft(row, header, places, file, line)
    yield from tape.drain()
    if empty:
        yield problem(file.where, None, "empty-file", "the table has a header line and no rows")


class _Tape:
    """The lines of a file as `csv.reader` wants them; those of the current row can be read again."""

    def __init__(self, numbered: Iterator[tuple[int, bytes | None]], where: str) -> None:
        self._lines = self._decoded(numbered)
        self._where = where
        self._doubted = False
        self.number = 0
        self.row: list[str] = []
        self.row_line = 1
        self.troubles: list[Problem] = []
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            raise StopIteration
        self.number += 1
        self.row.append(line)
        return line

    def begin_row(self) -> None:
        self.row, self.row_line = [], self.number + 1

    def rewind(self, again: Sequence[str]) -> None:
        """Put the last lines back, to be read again."""
        self._lines = chain(again, self._lines)
        self.number -= len(again)
        self.row, self.ended = [], False

    def drain(self) -> Iterator[Problem]:
        """The problems met since the last call."""
        troubles, self.troubles = self.troubles, []
        yield from troubles

    def complain(self, code: str, message: str, line: int, *, severity: str = "error") -> None:
        self.troubles.append(problem(self._where, line, code, message, severity=severity))

    def _decoded(self, numbered: Iterator[tuple[int, bytes | None]]) -> Iterator[str]:
        for number, raw in numbered:
            if raw is None:
                self.complain("too-long", f"the line has more than {MOST_OF_ONE:,} bytes", number)
                yield "\n"  # keeps the count of lines right; csv passes over it
                continue
            decoded = decode(raw)
            if decoded.doubt and not self._doubted:
                self._doubted = True
                message = f"{decoded.doubt}; so are further such lines"
                self.complain("encoding", message, number, severity="warning")
            # csv takes a lone CR for a broken file
            yield decoded.text.rstrip("\r").replace("\r", " ") + "\n"


def _rows(tape: _Tape, delimiter: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each row with the line it begins on; None for one that cannot be read, whose Problem is on the tape."""
    reader = csv.reader(tape, delimiter=delimiter)
    while True:
        tape.begin_row()
        line, fault = tape.row_line, None
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            row, fault = [], str(error)
        if (
            fault is None and tape.ended
        ):  # every line ends in LF, so only an open quote reads past the last one
            fault = "a quote is opened here and never closed"
        if fault is not None:
            tape.complain("bad-row", fault, line)
            # What was swallowed holds no other open quote (it would have closed this one), so this ends.
            tape.rewind(tape.row[1:])
            yield line, None
        elif any(cell.strip() for cell in row):
            yield line, row


def _delimiter(header: str, columns: Mapping[str, str]) -> str:
    """The delimiter that splits the header line into the most columns with a meaning."""

    def known(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        places, _ = _places(cells, columns)
        return len(places), len(cells)

    return max(_DELIMITERS, key=known)


def _places(header: Sequence[str], columns: Mapping[str, str]) -> tuple[dict[str, int], list[str]]:
    """The column of each field, and the fields that were asked for (or needed) and are not there."""
    exact = {name.strip(): place for place, name in reversed(list(enumerate(header)))}
    folded = {_fold(name): place for place, name in reversed(list(enumerate(header)))}
    places: dict[str, int] = {}
    for field, names in COLUMNS.items():
        if field in columns:
            wanted = columns[field].strip()
            found = exact.get(wanted, folded.get(_fold(wanted)))
        else:
            found = next((folded[name] for name in names if name in folded), None)
        if found is not None:
            places[field] = found
    needed = ["text", *(field for field in columns if field != "text")]
    return places, [field for field in needed if field not in places]


def _fold(name: str) -> str:
    return "".join(c for c in name.lower() if c not in " _-\t\ufeff")


def _draft(
    row: list[str], header: Sequence[str], places: Mapping[str, int], file: File, line: int
) -> Draft | Problem:
    surplus = row[len(header) :]
    if len(row) < len(header) or any(cell.strip() for cell in surplus):
        message = f"the row has {len(row)} cells, the header {len(header)}"
        return problem(file.where, line, "bad-row", message)
    cells: dict[str, Any] = {field: row[place] for field, place in places.items()}
    text = cells.pop("text")
    if not text.strip():
        return problem(file.where, line, "missing-text", f"the column {header[places['text']]!r} is empty")
    return Draft(where=file.where, text=text, line=line, **cells)
