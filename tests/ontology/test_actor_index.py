"""Names in text: which entries they have, when those hold, and when a word is no name."""

from __future__ import annotations

from pathlib import Path

import pytest

from coder.errors import OntologyError
from coder.ontology.actor_index import AGENT, Entry, load_actors, plural
from coder.ontology.phrases import words


def found(text: str, *, capitals: bool = False) -> list[tuple[str, str]]:
    """(text, actor id) of the first meaning of each match."""
    return [(m.text, m.payloads[0].actor_id) for m in load_actors().find(text, words(text), capitals=capitals)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Israel and Hamas", [("Israel", "isr"), ("Hamas", "hamas")]),
        # adjective
        ("Colombian", [("Colombian", "col")]),
        # the longest name
        ("Kataib Hezbollah", [("Kataib Hezbollah", "kataib-hezbollah")]),
        # agent nouns need no capital
        ("two soldiers", [("soldiers", "soldier")]),
        # names do
        ("a hamas of words", []),
        # pronoun and country
        ("they told us", []),
        ("in the US", [("US", "usa")]),
        # pronoun and agency
        ("those who fled", []),
        ("the WHO", [("WHO", "world-health-organization")]),
    ],
)
def test_names_in_mixed_case(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ISRAEL BOMBS HAMAS", [("ISRAEL", "isr"), ("HAMAS", "hamas")]),
        # capitals tell nothing here: in wire copy US is the country, WHO the pronoun
        ("US TROOPS", [("US TROOPS", "usa-military")]),
        ("THOSE WHO FLED", []),
    ],
)
def test_names_in_capitals(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, capitals=True) == expected


@pytest.mark.parametrize(
    ("since", "until", "day", "holds"),
    [
        (None, None, "2024-05-15", True),
        # the first and the last day count
        ("2020-01-01", "2024-05-15", "2020-01-01", True),
        ("2020-01-01", "2024-05-15", "2024-05-15", True),
        ("2020-01-01", "2024-05-15", "2019-12-31", False),
        ("2020-01-01", "2024-05-15", "2024-05-16", False),
        # a year or a month stands for all its days
        ("2020", "2024", "2024-12-31", True),
        ("2020-03", None, "2020-02-29", False),
        # no day: any meaning may hold
        ("2020-01-01", "2020-01-02", None, True),
    ],
)
def test_entries_hold_between_their_days(since: str | None, until: str | None, day: str | None, holds: bool) -> None:
    assert Entry("leader", "x", "X", since=since, until=until).on(day) is holds


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("soldier", "soldiers"), ("militia", "militias"), ("coach", "coaches"), ("deputy", "deputies"), ("envoy", "envoys"),
        ("policeman", "policemen"), ("human", "humans"), ("boss", "bosses"),
    ],
)
def test_plurals(noun: str, expected: str) -> None:
    assert plural(noun) == expected


def test_every_id_leads_to_its_entry() -> None:
    actors = load_actors()
    assert actors.by_id["isr"].name == "Israel"
    assert actors.countries["ISR"].code == "ISR"
    assert actors.by_id["agent:soldier"].kind == AGENT


def test_a_folder_without_countries_is_refused(tmp_path: Path) -> None:
    files = {
        "countries.csv": "iso3,name,aliases,demonyms,capital,capital_aliases,active_from,active_to\n",
        "agents.csv": "agent,plural,role,code,side,subset,kind\n",
        **{f"{name}.csv": "actor_id,name,aliases\n" for name in ("institutions", "groups", "organisations", "media", "leaders")},
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(OntologyError, match="no countries"):
        load_actors(tmp_path)
