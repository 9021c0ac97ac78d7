"""Each record against its JSON Schema in `schemas/`. The only module that imports jsonschema.

Two validators share the work. `jsonschema_rs` decides, because it is over a hundred times faster and also
refuses what the other lets pass (NaN). `jsonschema` sees only the records that failed, finds the most telling
error and knows where it is; here that becomes one plain sentence:

    mention a1:0:0: error: date.start: '2024-02-31' is not a date (YYYY-MM-DD) [schema]

The `$id`s of the schemas look like web addresses but are names only. Both validators get a registry with
every schema in it; without one they would try to fetch them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Literal, NamedTuple

import jsonschema_rs
from jsonschema import Draft202012Validator
from jsonschema import ValidationError as SchemaError
from jsonschema.exceptions import best_match
from referencing import Registry, Resource

from coder import resources
from coder.errors import Problem

Kind = Literal["article", "mention", "event", "expectation_suite"]

#: the property that names a record in messages
_KEYS = {"article": "article_id", "mention": "mention_id", "event": "event_id", "expectation_suite": "name"}
_SHOWN_VALUES = 8
_SHOWN_CHARACTERS = 60
_TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def problems(kind: Kind, records: Iterable[Mapping[str, Any]]) -> Iterator[Problem]:
    """One Problem for each record that does not fit the schema of *kind*, in the order of the records.

    Records are the plain dicts that `records.to_json` gives. `Problem.where` holds kind and id of the record,
    `line` its number in the sequence (1-based), which for JSON Lines is its line. Fitting records yield
    nothing.
    """
    judges = _validators(kind)
    for number, record in enumerate(records, start=1):
        plain = dict(record)
        if not judges.fast.is_valid(plain):
            name = plain.get(_KEYS[kind])
            where = f"{kind} {name}" if isinstance(name, str) and name else f"{kind} without an id"
            yield Problem(where, number, "schema", _message(judges, plain))


class _Validators(NamedTuple):
    fast: jsonschema_rs.Draft202012Validator
    slow: Draft202012Validator


@cache
def _validators(kind: Kind) -> _Validators:
    paths = sorted(resources.folder("schemas").glob("*.schema.json"))
    documents = {d["$id"]: d for d in (resources.schema(p.name.removesuffix(".schema.json")) for p in paths)}
    document = resources.schema(kind)
    offline: Registry[Any] = Registry().with_resources(
        (uri, Resource.from_contents(contents)) for uri, contents in documents.items()
    )
    return _Validators(
        fast=jsonschema_rs.Draft202012Validator(
            document, registry=jsonschema_rs.Registry(list(documents.items())), validate_formats=True
        ),
        slow=Draft202012Validator(
            document, registry=offline, format_checker=Draft202012Validator.FORMAT_CHECKER
        ),
    )


def _message(judges: _Validators, record: dict[str, Any]) -> str:
    """The most telling fault of a record that the fast validator has refused, with the path to the field."""
    for path, value in _numbers(record, ()):
        if not math.isfinite(value):
            return f"{_dotted(path)}: {value} is not a number that JSON can hold"
    error = best_match(judges.slow.iter_errors(record))
    if error is not None:
        return _located(tuple(error.absolute_path), _reason(error))
    # The two do not agree on everything; the stricter one then speaks for itself.
    strict = next(iter(judges.fast.iter_errors(record)))
    return _located(tuple(strict.instance_path), _cut(strict.message))


def _numbers(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], float]]:
    if isinstance(value, float):
        yield path, value
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _numbers(part, (*path, name))
    elif isinstance(value, list | tuple):
        for index, part in enumerate(value):
            yield from _numbers(part, (*path, index))


def _reason(error: SchemaError) -> str:
    """What is wrong with `error.instance`, without the path; long values and lists of values are cut."""
    asked, found = error.validator_value, error.instance
    match error.validator:
        case "required":
            missing = [name for name in asked if name not in found]
            return f"lacks {_listed(missing)}"
        case "additionalProperties":
            extra = sorted(set(found) - set(error.schema.get("properties", {})))
            return f"has {_listed(extra)}, which the schema does not know"
        case "type":
            allowed = [asked] if isinstance(asked, str) else asked
            return f"must be {' or '.join(_TYPES[t] for t in allowed)}, not {_shown(found)}"
        case "enum":
            return f"{_shown(found)} is not one of {_listed(asked)}"
        case "format" if asked == "date":
            return f"{_shown(found)} is not a date (YYYY-MM-DD)"
        case "pattern":
            meaning = str(error.schema.get("description", "")).strip()
            return f"{_shown(found)} does not have the right form. {_first_sentence(meaning)}".strip()
        case "minLength":
            return "must not be empty (null says that there is nothing)"
        case "minimum":
            return f"{_shown(found)} is less than {asked}"
        case "maximum":
            return f"{_shown(found)} is more than {asked}"
        case "uniqueItems":
            return "lists the same thing twice"
        case "minItems":
            return "must not be an empty list"
        case _:
            return _cut(error.message)


def _located(path: tuple[str | int, ...], reason: str) -> str:
    return f"{_dotted(path)}: {reason}" if path else reason


def _dotted(path: tuple[str | int, ...]) -> str:
    """("source", 0, "code") as source[0].code."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _listed(values: list[Any]) -> str:
    shown = ", ".join("null" if value is None else str(value) for value in values[:_SHOWN_VALUES])
    return shown if len(values) <= _SHOWN_VALUES else f"{shown}, … ({len(values)} in all)"


def _shown(value: Any) -> str:
    return "null" if value is None else _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARACTERS else f"{text[:_SHOWN_CHARACTERS]}…"


def _first_sentence(text: str) -> str:
    return f"Expected: {text.split('. ')[0].rstrip('.')}." if text else ""
