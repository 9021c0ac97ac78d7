"""JSON Lines (one object per line) and `.json` files (one object, or an array of them).

    {"id": "kp-17", "text": "Rebels shelled Bel.", "title": "…", "published": "2024-12-23", "url": "…",
    "outlet": "…"}

Only `text` must be there; unknown keys are passed over. A bad line is one Problem with its number, and
reading goes on.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from coder.errors import Problem, problem
from coder.sources.decode import as_utf8, decode
from coder.sources.draft import Draft
from coder.sources.files import BLOCK, MOST_OF_ONE, File, lines, whole

#: The keys that fill a field, best first. `columns` of the caller stands before them.
KEYS: Mapping[str, tuple[str, ...]] = {
    "text": ("text",),
    "article_id": ("id", "article_id"),
    "title": ("title",),
    "published": ("published", "date"),
    "url": ("url",),
    "outlet": ("outlet",),
    "byline": ("byline", "author"),
    "dateline": ("dateline", "dateline_place"),
    "licence": ("licence", "license"),
}
#: A JSON array must be held in memory as a whole; a larger collection belongs in JSON Lines.
MOST_OF_ARRAY = 512_000_000
_NEXT_OBJECT = re.compile(r"\n\s*(?=\{)")
_SPACE = re.compile(r"[\s,]*")


def read(file: File, stream: Iterator[bytes], columns: Mapping[str, str]) -> Iterator[Draft | Problem]:
    """The articles of a JSON Lines file."""
    empty, doubted = True, False
    for number, raw in lines(as_utf8(stream)):
        if raw is None:
            empty = False
            yield problem(file.where, number, "too-long", f"the line has more than {MOST_OF_ONE:,} bytes")
            continue
        if not raw.strip():
            continue
        empty = False
        decoded = decode(raw)
        if decoded.doubt and not doubted:
            doubted = True
            message = f"{decoded.doubt}; so are further such lines"
            yield problem(file.where, number, "encoding", message, severity="warning")
        record = _loads(decoded.text)
        if isinstance(record, _Broken):
            yield problem(file.where, number, "bad-json", record.message)
        else:
            yield _draft(record, file, number, columns)
    if empty:
        yield problem(file.where, None, "empty-file", "the file is empty")


def read_json(file: File, stream: Iterator[bytes], columns: Mapping[str, str]) -> Iterator[Draft | Problem]:
    """The articles of a `.json` file: an object, an array of objects, or JSON Lines under the wrong name."""
    decoded = decode(whole(stream, MOST_OF_ARRAY))
    text = decoded.text.strip()
    if not text:
        yield problem(file.where, None, "empty-file", "the file is empty")
        return
    first, _, rest = text.partition("\n")
    if first.startswith("{") and first.rstrip().endswith("}") and rest.lstrip().startswith("{"):
        data = decoded.text.encode("utf-8")
        yield from read(file, (data[i : i + BLOCK] for i in range(0, len(data), BLOCK)), columns)
        return
    if decoded.doubt:
        yield problem(file.where, None, "encoding", decoded.doubt, severity="warning")
    if text.startswith("["):
        yield from _array(decoded.text, file, columns)
        return
    record = _loads(text)
    if isinstance(record, _Broken):
        yield problem(file.where, record.line, "bad-json", record.message)
    else:
        yield _draft(record, file, None, columns)


class _Broken:
    """Why a text is no JSON; `at` is the offset of the fault, `line` its line."""

    def __init__(self, message: str, at: int, line: int) -> None:
        self.message, self.at, self.line = message, at, line


def _loads(text: str) -> Any:
    """The value of a JSON text, or a `_Broken`."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        return _broken(error, 0)


def _broken(error: Exception, start: int) -> _Broken:
    if isinstance(error, json.JSONDecodeError):
        return _Broken(f"no valid JSON: {error.msg} (column {error.colno})", error.pos, error.lineno)
    reason = "it is nested too deeply" if isinstance(error, RecursionError) else "a number is too long"
    return _Broken(f"no usable JSON: {reason}", start, 1)


def _array(text: str, file: File, columns: Mapping[str, str]) -> Iterator[Draft | Problem]:
    """The objects of an array with their lines; after a fault, from the next line that opens an object."""
    decoder = json.JSONDecoder()
    at = text.index("[") + 1
    line, counted = 1, 0
    while True:
        space = _SPACE.match(text, at)
        at = space.end() if space else at
        line, counted = line + text.count("\n", counted, at), at
        if at >= len(text):
            yield problem(file.where, line, "bad-json", "no valid JSON: the array is not closed")
            return
        if text[at] == "]":
            return
        try:
            record, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            broken = _broken(error, at)
            yield problem(file.where, line, "bad-json", broken.message)
            onward = _NEXT_OBJECT.search(text, max(broken.at - 1, at))
            if onward is None:
                return
            at = onward.end()
        else:
            yield _draft(record, file, line, columns)


def _draft(record: Any, file: File, line: int | None, columns: Mapping[str, str]) -> Draft | Problem:
    if not isinstance(record, dict):
        return problem(file.where, line, "not-an-object", f"a JSON object is needed, this is {_kind(record)}")
    fields = {}
    for field, keys in KEYS.items():
        names = (columns[field],) if field in columns else keys
        fields[field] = next((record[name] for name in names if record.get(name) is not None), None)
    text, given_id = fields.pop("text"), fields.pop("article_id")
    if not isinstance(text, str) or not text.strip():
        name = columns.get("text", "text")
        what = "is missing or empty" if text is None or isinstance(text, str) else f"is {_kind(text)}"
        return problem(file.where, line, "missing-text", f"the value of {name!r} {what}")
    if given_id is not None and (isinstance(given_id, bool) or not isinstance(given_id, str | int)):
        message = f"an id is a string or a whole number, this is {_kind(given_id)}"
        return problem(file.where, line, "bad-id", message)
    values: dict[str, Any] = {name: _plain(value) for name, value in fields.items()}
    return Draft(
        where=file.where,
        text=text,
        line=line,
        article_id=None if given_id is None else str(given_id),
        file_id=file.stem if line is None else None,
        file_name=file.name if line is None else None,
        **values,
    )


def _plain(value: Any) -> str | None:
    """A string or number as text; None for what cannot be a title, a name or a date."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return str(value)


def _kind(value: Any) -> str:
    names = {list: "an array", dict: "an object", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
