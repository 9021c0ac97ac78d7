"""Knowledge files, read so that every complaint can name a file and a line.

    table = read_table(path, columns=("name", "country"))     # CSV  -> [Row, …]
    entries(read_yaml(path), path)                            # YAML -> [Located, …]
    text(entry, "name"), code(entry, "cameo"), texts(entry, "aliases", optional=True)

A YAML mapping becomes a `Located`, a CSV line a `Row`: dictionaries that know their file and line. Values are
best taken out with the accessors below, which check the kind of value first, because YAML guesses: `010`
without quotes is the number 8, `no` (Norway, too) is false. Such a value stops the reading with "file:line:
what is wrong".

Whatever is wrong raises `OntologyError`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NoReturn, overload

import yaml

from coder.errors import OntologyError

_CODE = re.compile(r"[0-9]{2,4}")
_ABSENT = (None, "")


class Located(dict[str, Any]):
    """A mapping of a knowledge file, with the file and the line (1-based) it begins on.

    `lines` has the line of each key; it is empty for a CSV row, where `line` serves all cells.
    """

    __slots__ = ("line", "lines", "path")

    def __init__(self, path: str = "", line: int = 0) -> None:
        super().__init__()
        self.path = path
        self.line = line
        self.lines: dict[str, int] = {}


class Row(Located):
    """One line of a CSV file; all values are strings, and an empty one means "not given"."""

    __slots__ = ()


# --- reading ------------------------------------------------------------------------------------------------


def read_yaml(path: str | Path) -> Any:
    """The one document of a YAML file, as plain lists and scalars, and mappings as `Located`.

    Anchors and merge keys (`<<`) work as usual. A key given twice, a tab, a second document, an empty file
    and text that is not UTF-8 are errors.
    """
    loader = _Loader(_read_text(path))
    loader.path = str(path)
    try:
        data = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise complaint(path, mark.line + 1 if mark else 1, error.problem or "not YAML") from error
    except (yaml.YAMLError, ValueError) as error:
        raise complaint(path, 1, f"not YAML: {str(error).splitlines()[0]}") from error
    finally:
        loader.dispose()
    if data is None:
        raise complaint(path, 1, "the file is empty")
    return data


def read_table(path: str | Path, columns: Sequence[str] = ()) -> list[Row]:
    """The rows of a CSV file (comma, header line); *columns* must be in the header, others may.

    Cells must not begin or end with a space or hold a tab or a line break; no line may be empty or have more
    or fewer cells than the header.
    """
    where = str(path)
    reader = csv.reader(io.StringIO(_read_text(path), newline=""), strict=True)
    header: list[str] | None = None
    rows: list[Row] = []
    try:
        for cells in reader:
            line = reader.line_num
            _check_cells(where, line, cells)
            if header is None:
                header = _check_header(where, line, cells, columns)
                continue
            if len(cells) != len(header):
                raise complaint(path, line, f"{len(cells)} cells, but the header has {len(header)}")
            row = Row(where, line)
            row.update(zip(header, cells, strict=True))
            rows.append(row)
    except csv.Error as error:
        raise complaint(path, reader.line_num, f"not CSV: {error}") from error
    if header is None:
        raise complaint(path, 1, "the file is empty")
    return rows


def _read_text(path: str | Path) -> str:
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise OntologyError(f"{path}: cannot be read: {error.strerror}") from error
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise complaint(path, raw.count(b"\n", 0, error.start) + 1, "not UTF-8") from error
    if "\t" in content:
        raise complaint(path, content.count("\n", 0, content.index("\t")) + 1, "a tab; use spaces")
    return content


def _check_cells(where: str, line: int, cells: list[str]) -> None:
    if not cells:
        raise complaint(where, line, "an empty line")
    for cell in cells:
        if cell != cell.strip():
            raise complaint(where, line, f"a space at the beginning or end of the cell {cell!r}")
        if "\n" in cell or "\r" in cell:
            raise complaint(where, line, f"a line break inside the cell {cell!r}")


def _check_header(where: str, line: int, cells: list[str], columns: Sequence[str]) -> list[str]:
    for name in cells:
        if not name:
            raise complaint(where, line, "a column without a name")
        if cells.count(name) > 1:
            raise complaint(where, line, f'the column "{name}" twice')
    for name in columns:
        if name not in cells:
            raise complaint(where, line, f'no column "{name}"')
    return cells


class _Loader(yaml.CSafeLoader):
    """libyaml's safe loader; mappings become `Located`, and a key may appear only once in each."""

    path: str = ""

    def located(self, node: yaml.MappingNode) -> Any:
        # A generator, as PyYAML's own constructors are: an anchor may be used inside what it names.
        result = Located(self.path, node.start_mark.line + 1)
        yield result
        self._reject_repeats(node)
        self.flatten_mapping(node)
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            result[key] = self.construct_object(value_node, deep=True)
            result.lines[key] = key_node.start_mark.line + 1

    def _reject_repeats(self, node: yaml.MappingNode) -> None:
        seen: set[tuple[str, str]] = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise complaint(self.path, key_node.start_mark.line + 1, "a key that is a list or a mapping")
            if (key := (key_node.tag, key_node.value)) in seen:
                raise complaint(self.path, key_node.start_mark.line + 1, f'the key "{key_node.value}" twice')
            seen.add(key)


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.located)


# --- taking values out --------------------------------------------------------------------------------------


def complaint(path: str | Path, line: int, message: str) -> OntologyError:
    """The error "file:line: message", to be raised."""
    return OntologyError(f"{path}:{line}: {message}")


def fail(node: Located, message: str, key: str | None = None) -> NoReturn:
    """Raise OntologyError with the file and line of *node*, or of its *key*."""
    raise complaint(node.path, line_of(node, key), message)


def line_of(node: Located, key: str | None = None) -> int:
    """The line of *key* in *node*; of *node* itself where the key has none."""
    return node.lines.get(key, node.line) if key is not None else node.line


def entries(data: Any, path: str | Path) -> list[Located]:
    """The mappings of a file that is a list of mappings."""
    if not isinstance(data, list):
        raise complaint(path, 1, "must be a list of entries")
    last = 1
    for item in data:
        if not isinstance(item, Located):
            raise complaint(path, last, f"an entry after this line is {_kind(item)}, not a mapping")
        last = item.line
    return data


def only_keys(node: Located, allowed: Collection[str]) -> None:
    """Reject any key of *node* that is not in *allowed*: a misspelt key must not be silently ignored."""
    for key in node:
        if key not in allowed:
            fail(node, f'unknown key "{key}"; known are {", ".join(sorted(allowed))}', key)


@overload
def text(node: Located, key: str, *, optional: Literal[False] = False) -> str: ...
@overload
def text(node: Located, key: str, *, optional: bool) -> str | None: ...
def text(node: Located, key: str, *, optional: bool = False) -> str | None:
    """The non-empty string under *key*; None where it is missing and *optional*."""
    value = node.get(key)
    if value in _ABSENT:
        return None if optional else fail(node, f'"{key}" is missing', key)
    return _as_text(node, key, value)


def texts(node: Located, key: str, *, optional: bool = False) -> tuple[str, ...]:
    """The strings of a YAML list, or of a CSV cell that joins them with `|`; () if missing and *optional*."""
    value = node.get(key)
    if value in _ABSENT:
        return () if optional else fail(node, f'"{key}" is missing', key)
    if isinstance(node, Row):
        value = value.split("|")
    if not isinstance(value, list):
        fail(node, f'"{key}" must be a list, not {_kind(value)}', key)
    items = tuple(_as_text(node, key, item) for item in value)
    for item in items:
        if not item or item != item.strip():
            fail(node, f'"{key}" has an empty item, or one with a space at its beginning or end', key)
    return items


@overload
def code(node: Located, key: str, *, optional: Literal[False] = False) -> str: ...
@overload
def code(node: Located, key: str, *, optional: bool) -> str | None: ...
def code(node: Located, key: str, *, optional: bool = False) -> str | None:
    """The CAMEO code under *key*: a string of two to four digits; whether it exists is not checked here."""
    value = node.get(key)
    if value in _ABSENT:
        return None if optional else fail(node, f'"{key}" is missing', key)
    return as_code(node, key, value)


def codes(node: Located, key: str, *, optional: bool = False) -> tuple[str, ...]:
    """The CAMEO codes of a YAML list, or of a CSV cell that joins them with `|`."""
    value = node.get(key)
    if value in _ABSENT:
        return () if optional else fail(node, f'"{key}" is missing', key)
    if isinstance(node, Row):
        value = value.split("|")
    if not isinstance(value, list):
        fail(node, f'"{key}" must be a list of codes, not {_kind(value)}', key)
    return tuple(as_code(node, key, item) for item in value)


def as_code(node: Located, key: str, value: Any) -> str:
    """*value*, found under *key* of *node*, as a code."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        fail(node, f'"{key}" reads as the number {value}: codes need quotes, such as "010"', key)
    result = _as_text(node, key, value)
    if not _CODE.fullmatch(result):
        fail(node, f'"{result}" is not a CAMEO code: two to four digits', key)
    return result


@overload
def number(node: Located, key: str, *, optional: Literal[False] = False) -> float: ...
@overload
def number(node: Located, key: str, *, optional: bool) -> float | None: ...
def number(node: Located, key: str, *, optional: bool = False) -> float | None:
    """The number under *key*, whole or not."""
    value = node.get(key)
    if value in _ABSENT:
        return None if optional else fail(node, f'"{key}" is missing', key)
    if isinstance(node, Row):
        try:
            return float(value)
        except ValueError:
            fail(node, f'"{key}" must be a number, not "{value}"', key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        fail(node, f'"{key}" must be a number, not {_kind(value)}', key)
    return float(value)


@overload
def whole(node: Located, key: str, *, optional: Literal[False] = False) -> int: ...
@overload
def whole(node: Located, key: str, *, optional: bool) -> int | None: ...
def whole(node: Located, key: str, *, optional: bool = False) -> int | None:
    """The whole number under *key*."""
    value = number(node, key, optional=optional)
    if value is None:
        return None
    if not value.is_integer():
        fail(node, f'"{key}" must be a whole number, not {value}', key)
    return int(value)


def flag(node: Located, key: str, *, default: bool | None = None) -> bool:
    """The true or false under *key*; *default* where it is missing (None: it must be there)."""
    value = node.get(key)
    if value in _ABSENT:
        return default if default is not None else fail(node, f'"{key}" is missing', key)
    if isinstance(node, Row) and value in ("true", "false"):
        return bool(value == "true")
    if not isinstance(value, bool):
        fail(node, f'"{key}" must be true or false, not {_kind(value)}', key)
    return value


def mapping(node: Located, key: str, *, optional: bool = False) -> Located:
    """The mapping under *key*; an empty one where it is missing and *optional*."""
    value = node.get(key)
    if value is None:
        return Located(node.path, node.line) if optional else fail(node, f'"{key}" is missing', key)
    if not isinstance(value, Located):
        fail(node, f'"{key}" must be a mapping, not {_kind(value)}', key)
    return value


def mappings(node: Located, key: str, *, optional: bool = False) -> list[Located]:
    """The list of mappings under *key*."""
    value = node.get(key)
    if value is None:
        return [] if optional else fail(node, f'"{key}" is missing', key)
    if not isinstance(value, list) or not all(isinstance(item, Located) for item in value):
        fail(node, f'"{key}" must be a list of mappings', key)
    return value


def _as_text(node: Located, key: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        fail(node, f'"{key}" reads as {str(value).lower()}: yes, no, on, off need quotes to be text', key)
    fail(node, f'"{key}" must be text, not {_kind(value)}; put it in quotes', key)


def _kind(value: Any) -> str:
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    return f"{type(value).__name__} {value}"
