"""Records: frozen, complete, and the same after a trip through JSON."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields
from typing import Any

import pytest
from dataset_samples import base, dataset
from hypothesis import given
from hypothesis import strategies as st

from coder import schema
from coder.errors import CoderError, ModelError, OntologyError, Problem, ReleaseError, SourceError, UsageError, ValidationError, problem
from coder.records import Actor, Article, Event, Mention, Place, Toll, from_json, text_digest, to_json

KINDS = (("articles", Article), ("mentions", Mention), ("events", Event))


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_records_survive_json(name: str, kind: type) -> None:
    for plain in base()[name]:
        record = from_json(kind, plain)
        assert to_json(record) == plain
        assert from_json(kind, json.loads(json.dumps(to_json(record), allow_nan=False))) == record


@pytest.mark.parametrize(("name", "kind"), KINDS)
def test_fields_stand_in_the_schema(name: str, kind: type) -> None:
    """What a record has and the schema lacks would be refused; the other way round nobody could fill it."""
    (first, *_) = base()[name]
    assert {f.name for f in fields(kind)} == set(first)
    assert list(schema.problems(name.removesuffix("s"), [first])) == []  # type: ignore[arg-type]


def test_records_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        dataset(base()).mentions[0].cameo_code = "190"  # type: ignore[misc]


def test_unknown_keys_are_refused_not_dropped() -> None:
    with pytest.raises(TypeError, match="Toll has no field 'lowest'"):
        from_json(Toll, {"lowest": 3})
    plain = base()["mentions"][0]
    plain["source"][0]["nationality"] = "x"
    with pytest.raises(TypeError, match="Actor has no field 'nationality'"):
        from_json(Mention, plain)


def test_parts_are_records_too() -> None:
    mention = dataset(base()).mentions[0]
    assert isinstance(mention.source, tuple)
    assert isinstance(mention.source[0], Actor)
    assert isinstance(mention.killed, Toll)
    assert mention.place is None or isinstance(mention.place, Place)


def test_missing_is_none_and_stays_so() -> None:
    assert to_json(Toll()) == dict.fromkeys(("low", "best", "high", "civilian", "military", "attacker"))
    assert from_json(Toll, {"low": None, "best": 0}) == Toll(best=0)


@given(st.text())
def test_digest_is_sha256_in_hex(text: str) -> None:
    digest = text_digest(text)
    assert len(digest) == 64
    assert int(digest, 16) >= 0
    assert digest == text_digest(text)


def test_digest_is_the_one_everybody_computes() -> None:
    assert text_digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (problem("a.csv", 3, "bad-date", "no date"), "a.csv:3: error: no date [bad-date]"),
        (problem("a.txt", None, "empty-file", "no text"), "a.txt: error: no text [empty-file]"),
        (problem("a.txt", None, "odd", "odd", severity="warning"), "a.txt: warning: odd [odd]"),
    ],
)
def test_problems_say_where_and_what(found: Problem, line: str) -> None:
    assert str(found) == line


@pytest.mark.parametrize("kind", [UsageError, SourceError, OntologyError, ModelError, ValidationError, ReleaseError])
def test_every_error_made_on_purpose_can_be_caught_as_one(kind: type[Any]) -> None:
    assert issubclass(kind, CoderError)
