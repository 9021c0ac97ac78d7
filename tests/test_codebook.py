"""The codebook explains what is in the tables, and only that."""

from __future__ import annotations

import pytest

from coder.codebook import codebook
from coder.table import Kind, columns

TYPES = [{"type": "drone_attack", "CAMEO": "1952"}, {"type": "a|b", "CAMEO": "010"}]
CODES = [{"code": "010", "name": "Make a statement"}]


@pytest.mark.parametrize(
    ("name", "kind"), [("events", "event"), ("mentions", "mention"), ("articles", "article")]
)
def test_every_column_has_a_row_in_its_section(name: str, kind: Kind) -> None:
    section = codebook().split(f"\n## {name}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == [column.name for column in columns(kind)]
    for row in rows:
        assert row.replace("\\|", "").count("|") == 7, "six cells"


@pytest.mark.parametrize(
    "words",
    [
        # the meaning of a part names what it is a part of
        "| `killed_low` | whole number | Killed: lowest number",
        "ACLED fatalities, UCDP low",
        "`intercepted`",
        "`#geo+lat`",
        "| `event_id` | text, never empty |",
        "| `source_code` | list, joined with `;` | Source: CAMEO actor code",
        "An empty cell (null) means that the text does not say.",
    ],
)
def test_codebook_says(words: str) -> None:
    assert words in codebook()


def test_lists_of_the_ontology() -> None:
    text = codebook(event_types=TYPES, codes=CODES, version="1.2.0")
    assert text.startswith("# Codebook, version 1.2.0\n")
    assert "## Event types\n\n| type | CAMEO |\n|---|---|\n| drone_attack | 1952 |\n| a\\|b | 010 |\n" in text
    assert "| 010 | Make a statement |" in text


def test_without_the_ontology_there_are_only_columns() -> None:
    assert "## Event types" not in codebook()


def test_long_lists_of_values_are_counted_not_listed() -> None:
    text = codebook()
    assert "`AFG`, `AGO`" not in text
    assert "codes |" in text


def test_same_input_same_text() -> None:
    assert codebook(event_types=TYPES, codes=CODES) == codebook(event_types=TYPES, codes=CODES)
