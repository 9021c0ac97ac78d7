"""Records as tables: one row for one record, one column for one field or part of a field.

The columns are not written down here. They are the schemas of `schemas/`, flattened:

    place {name, latitude}     ->  place_name, place_latitude
    source [{code, country}]   ->  source_code, source_country      "IRQGOV;USAGOV", "IRQ;USA"
    mention_ids [..]           ->  mention_ids                      "a1:0:0;a2:4:0"

so the header of a table cannot say something else than the schema. Lists are joined with `;`. In the columns
of one list of objects the n-th item belongs to the n-th object; an item may be empty ("IRQ;;USA"). A `;`
inside an item becomes a comma. Missing is NA, never an empty string. A cell holds no line feed, carriage
return or tab: each becomes one space, so that offsets into the cell stay true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import pandas as pd

from coder import resources
from coder.errors import ValidationError
from coder.records import Article, Event, Mention

Kind = Literal["article", "mention", "event"]
LIST_SEPARATOR = ";"

Record = TypeVar("Record", Article, Mention, Event)

_DTYPES = {"integer": "Int64", "number": "float64", "boolean": "boolean"}
#: everything that some reader takes for the end of a line, and the tab
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. `type` is string, integer, number, boolean, date or list."""

    name: str
    type: str
    description: str
    nullable: bool
    #: the values allowed, where the schema lists them
    values: tuple[str, ...]
    #: columns of other datasets that hold the same thing, such as "GDELT EventCode"
    maps_to: tuple[str, ...]
    hxl: str | None
    #: where the value is in the record
    path: tuple[str, ...]
    decimals: int | None


def articles_table(articles: Iterable[Article], *, text: bool = False) -> pd.DataFrame:
    """Articles as rows, sorted by id. With *text* a last column has the text: for checks, not to publish."""
    rows = _sorted("article", articles)
    frame = _frame("article", rows)
    if text:
        frame["text"] = pd.Series([article.text for article in rows], dtype="str")
    return frame


def mentions_table(mentions: Iterable[Mention]) -> pd.DataFrame:
    """Mentions as rows, sorted by id."""
    return _frame("mention", _sorted("mention", mentions))


def events_table(events: Iterable[Event]) -> pd.DataFrame:
    """Events as rows, sorted by id."""
    return _frame("event", _sorted("event", events))


def read_csv(path: Path, kind: Kind) -> pd.DataFrame:
    """A table as `publish` wrote it, with the same types: codes stay text, empty cells are NA.

    Raises ValidationError where the header is not that of the schema or a cell is not of its column's type.
    """
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    wanted = [column.name for column in columns(kind)]
    if list(raw.columns) != wanted:
        wrong = sorted(set(raw.columns) ^ set(wanted)) or ["the order of the columns"]
        raise ValidationError(f"{path}: the header is not that of the {kind} schema; look at {wrong[0]}")
    return pd.DataFrame({column.name: _typed(raw[column.name], column, path) for column in columns(kind)})


def one_line(text: str) -> str:
    """*text* as it stands in a cell: same length, every line break and tab a space."""
    return _BREAKS.sub(" ", text)


def list_item(text: str) -> str:
    """*text* as it stands among others in a joined cell."""
    return one_line(text).replace(LIST_SEPARATOR, ",")


@cache
def columns(kind: Kind) -> tuple[Column, ...]:
    """The columns of the table of *kind*, in the order of the schema."""
    schema = resources.schema(kind)
    found: list[Column] = []
    for name, spec in schema["properties"].items():
        resolved = _resolve(spec)
        if resolved.get("x-table", True):
            found.extend(_flatten(name, resolved))
    return tuple(found)


def _resolve(spec: dict[str, Any]) -> dict[str, Any]:
    """*spec* with its `$ref` followed; what stands beside a `$ref` wins over what it points to."""
    if "$ref" not in spec:
        return spec
    target = resources.schema("common")["$defs"][spec["$ref"].rsplit("/", 1)[1]]
    return {**_resolve(target), **{key: value for key, value in spec.items() if key != "$ref"}}


def _flatten(name: str, spec: dict[str, Any]) -> Iterator[Column]:
    items = _resolve(spec["items"]) if _is(spec, "array") else None
    whole = items if items is not None and _is(items, "object") else spec
    if _is(whole, "object"):
        for part, part_spec in whole["properties"].items():
            yield _column((name, part), _resolve(part_spec), spec, whole)
    else:
        yield _column((name,), spec, None, None)


def _column(
    path: tuple[str, ...], spec: dict[str, Any], field: dict[str, Any] | None, whole: dict[str, Any] | None
) -> Column:
    """The column of *spec*, which is a whole field or a part of *field*, whose object type is *whole*."""
    part = path[-1]
    in_list = field is not None and _is(field, "array")
    prefix = "" if field is None else f"{field['title']}: "
    maps_to, hxl = spec.get("x-maps-to", ()), spec.get("x-hxl")
    if field is not None:
        maps_to, hxl = field.get("x-maps-to", {}).get(part, ()), field.get("x-hxl", {}).get(part)
    kind = "list" if in_list or _is(spec, "array") else _type(spec)
    holders = [holder for holder in (field, whole) if holder is not None]
    return Column(
        name="_".join(path),
        type=kind,
        description=prefix + spec["description"],
        nullable=kind == "list" or any(_is(holder, "null") for holder in (spec, *holders)),
        values=tuple(str(value) for value in spec.get("enum", ()) if value is not None),
        maps_to=tuple(maps_to),
        hxl=hxl,
        path=path,
        decimals=spec.get("x-decimals"),
    )


def _is(spec: dict[str, Any], name: str) -> bool:
    asked = spec.get("type", ())
    return name == asked or (isinstance(asked, list) and name in asked)


def _type(spec: dict[str, Any]) -> str:
    if spec.get("format") == "date":
        return "date"
    return next(name for name in ("string", "integer", "number", "boolean") if _is(spec, name))


def _sorted(kind: Kind, records: Iterable[Record]) -> list[Record]:
    # A record without its key is a fault that `quality` reports; here it must not stop the sorting.
    return sorted(records, key=lambda record: str(getattr(record, f"{kind}_id") or ""))


def _frame(kind: Kind, rows: Sequence[Article | Mention | Event]) -> pd.DataFrame:
    return pd.DataFrame({column.name: _series(rows, column) for column in columns(kind)})


def _series(rows: Sequence[Article | Mention | Event], column: Column) -> pd.Series[Any]:
    cells = [_cell(row, column.path) for row in rows]
    if column.decimals is not None:
        cells = [None if cell is None else round(cell, column.decimals) for cell in cells]
    return pd.Series(cells, dtype=_DTYPES.get(column.type, "str"))


def _cell(value: Any, path: tuple[str, ...]) -> Any:
    if isinstance(value, tuple):
        items = [_cell(item, path) for item in value]
        joined = LIST_SEPARATOR.join("" if item is None else list_item(str(item)) for item in items)
        return joined if joined.strip(LIST_SEPARATOR) else None
    if value is None or value == "":
        return None
    if path:
        return _cell(getattr(value, path[0]), path[1:])
    return one_line(value) if isinstance(value, str) else value


def _typed(raw: pd.Series[Any], column: Column, path: Path) -> pd.Series[Any]:
    dtype = _DTYPES.get(column.type, "str")
    try:
        if dtype == "boolean":
            unknown = set(raw.dropna()) - {"TRUE", "FALSE"}
            if unknown:
                raise ValueError(f"{sorted(unknown)[0]!r} is neither TRUE nor FALSE")
            return raw.map({"TRUE": True, "FALSE": False}).astype("boolean")
        if dtype in ("Int64", "float64"):
            numbers: Any = pd.to_numeric(raw)
            return pd.Series(numbers, dtype=dtype)
    except (TypeError, ValueError) as error:
        raise ValidationError(f"{path}: column {column.name}: {error}") from error
    return raw.astype("str")
