"""Records against schemas/: what is refused, and whether the message says where and why."""

from __future__ import annotations

import json
import socket
from dataclasses import fields
from typing import Any

import pytest
from dataset_samples import base, patched
from jsonschema import Draft202012Validator

from coder import resources, schema
from coder.records import Actor, Article, Event, Mention, Place, Toll, Trigger, Victim, When

FIRST = {
    "article": "/articles/0",
    "mention": "/mentions/0",
    "event": "/events/0",
}


def _faults(kind: schema.Kind, path: str, value: Any) -> list[str]:
    data = patched(base(), [{"op": "replace", "path": f"{FIRST[kind]}/{path}", "value": value}])
    return [str(fault) for fault in schema.problems(kind, data[f"{kind}s"])]


@pytest.mark.parametrize("kind", ["article", "mention", "event"])
def test_valid_records_give_no_problem(kind: schema.Kind) -> None:
    assert list(schema.problems(kind, base()[f"{kind}s"])) == []


@pytest.mark.parametrize(
    ("kind", "path", "value", "message"),
    [
        # a day that no calendar has
        ("mention", "date/start", "2024-02-31", "date.start: '2024-02-31' is not a date"),
        # a time is not a day
        ("article", "published", "2024-02-01 10:00", "published: '2024-02-01 10:00' is not a date"),
        # `$` matches before a final line feed in some engines
        ("mention", "cameo_code", "010\n", "cameo_code: '010\\n' does not have the right form"),
        # a number lost its leading zero on the way
        ("mention", "cameo_code", 10, "cameo_code: must be text or null, not 10"),
        # a root is not a code, or 010 could hide as 10
        ("event", "cameo_code", "19", "cameo_code: '19' does not have the right form"),
        ("event", "cameo_root", "194", "cameo_root: '194' does not have the right form"),
        ("event", "cameo_root", "21", "cameo_root: '21' does not have the right form"),
        ("event", "cameo_alternatives", ["195", None], "cameo_alternatives[1]: must be text, not null"),
        # JSON has no NaN, though Python writes it
        ("event", "place/latitude", float("nan"), "place.latitude: nan is not a number that JSON can hold"),
        ("event", "confidence", float("inf"), "confidence: inf is not a number that JSON can hold"),
        # long lists of values are cut
        ("event", "place/country", "UK", "place.country: 'UK' is not one of ABW, AFG"),
        ("mention", "zone", "footer", "zone: 'footer' is not one of headline, deck, lead"),
        # what a mention may be, an event may not
        ("event", "certainty", "planned", "certainty: 'planned' is not one of asserted, reported, claimed"),
        # missing is null, never an empty text
        ("mention", "weapon", "", "weapon: must not be empty"),
        ("mention", "source/0/country", "", "source[0].country: '' is not one of"),
        ("mention", "killed/low", -1, "killed.low: -1 is less than 0"),
        ("mention", "killed/low", 2.5, "killed.low: must be a whole number or null, not 2.5"),
        ("event", "place/longitude", 181, "place.longitude: 181 is more than 180"),
        ("mention", "killed", None, "killed: must be an object, not null"),
        ("mention", "date", None, "date: must be an object, not null"),
        ("event", "mention_ids", ["a1:0:0", "a1:0:0"], "mention_ids: lists the same thing twice"),
        ("event", "article_ids", [], "article_ids: must not be an empty list"),
        ("event", "reciprocal", "TRUE", "reciprocal: must be true or false, not 'TRUE'"),
        # ids are joined with ; in the tables
        ("article", "article_id", "a;1", "article_id: 'a;1' does not have the right form"),
        ("article", "article_id", None, "article_id: must be text, not null"),
        ("article", "text_sha256", "ABC", "text_sha256: 'ABC' does not have the right form"),
        ("mention", "source/0", {"name": "rebels"}, "source[0]: lacks text, start, end"),
        ("mention", "place/basis", "dateline", "place.basis: 'dateline' is not one of stated"),
        ("mention", "date/basis", None, "date.basis: must be text, not null"),
    ],
)
def test_message_names_field_and_reason(kind: schema.Kind, path: str, value: Any, message: str) -> None:
    (fault,) = _faults(kind, path, value)
    assert message in fault
    assert len(fault) < 320, "a message is read by a person"


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        # an article without a date gives events without one
        ("mention", "date/end", None),
        ("article", "published", None),
        ("event", "place", None),
        ("mention", "planned_for", {**base()["mentions"][0]["date"], "precision": "week"}),
        # interception has no CAMEO code
        ("mention", "cameo_code", None),
        # a country that is no more
        ("mention", "source/0/country", "SUN"),
        ("mention", "source", []),
        ("event", "type_of_violence", None),
        ("article", "near_duplicate_of", "a2"),
        ("article", "article_id", "2024-08-01 Tehran (copy)"),
    ],
)
def test_what_may_be_missing_or_unusual(kind: schema.Kind, path: str, value: Any) -> None:
    assert _faults(kind, path, value) == []


@pytest.mark.parametrize(
    ("kind", "name"), [("mention", "killed_best"), ("event", "status"), ("article", "pub_date")]
)
def test_unknown_field_is_refused(kind: schema.Kind, name: str) -> None:
    record = {**base()[f"{kind}s"][0], name: 1}
    (fault,) = schema.problems(kind, [record])
    assert fault.message == f"has {name}, which the schema does not know"


@pytest.mark.parametrize("kind", ["article", "mention", "event"])
def test_every_field_is_required(kind: schema.Kind) -> None:
    whole = base()[f"{kind}s"][0]
    for name in whole:
        record = {key: value for key, value in whole.items() if key != name}
        (fault,) = schema.problems(kind, [record])
        assert fault.message == f"lacks {name}"


def test_problem_says_which_record() -> None:
    records = base()["mentions"]
    records[2]["zone"] = "footer"
    (fault,) = schema.problems("mention", records)
    assert (fault.where, fault.line, fault.code, fault.severity) == ("mention a1:2:0", 3, "schema", "error")
    del records[2]["mention_id"]
    assert next(schema.problems("mention", records)).where == "mention without an id"


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the schemas were looked up on the network")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    schema._validators.cache_clear()
    assert _faults("mention", "cameo_code", "x")


@pytest.mark.parametrize(
    ("record", "name", "path"),
    [
        (Article, "article", ()),
        (Mention, "mention", ()),
        (Event, "event", ()),
        (Trigger, "mention", ("properties", "trigger")),
        (Actor, "common", ("$defs", "actor")),
        (When, "common", ("$defs", "when")),
        (Place, "common", ("$defs", "place")),
        (Toll, "common", ("$defs", "toll")),
        (Victim, "common", ("$defs", "victim")),
    ],
)
def test_schema_has_the_fields_of_the_record(record: type, name: str, path: tuple[str, ...]) -> None:
    spec = resources.schema(name)
    for step in path:
        spec = spec[step]
    names = [field.name for field in fields(record)]
    assert list(spec["properties"]) == names, "same fields in the same order"
    assert spec["required"] == names, "to_json always writes every field"
    assert spec["additionalProperties"] is False


@pytest.mark.parametrize("path", sorted(resources.folder("schemas").glob("*.json")), ids=lambda p: p.name)
def test_schema_files(path: Any) -> None:
    document = json.loads(path.read_text("utf-8"))
    Draft202012Validator.check_schema(document)
    assert document["$id"] == f"https://conflict-event-coder.org/schemas/v1/{path.name}"
    for pattern in _values_of(document, "pattern"):
        assert pattern.endswith("$(?!\\n)"), "safe in engines where $ matches before a final line feed"


def _values_of(data: Any, key: str) -> list[str]:
    if isinstance(data, list):
        return [found for item in data for found in _values_of(item, key)]
    if not isinstance(data, dict):
        return []
    own = [data[key]] if isinstance(data.get(key), str) else []
    return own + [found for value in data.values() for found in _values_of(value, key)]
