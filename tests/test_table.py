"""Records as tables: what a researcher who opens the CSV sees."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from dataset_samples import base, dataset

from coder.errors import ValidationError
from coder.publish import csv_bytes
from coder.records import Place, Victim
from coder.table import (
    Kind,
    articles_table,
    columns,
    events_table,
    list_item,
    mentions_table,
    one_line,
    read_csv,
)

KINDS: tuple[Kind, ...] = ("article", "mention", "event")


def _table(kind: Kind) -> pd.DataFrame:
    data = dataset(base())
    return {
        "article": articles_table(data.articles),
        "mention": mentions_table(data.mentions),
        "event": events_table(data.events),
    }[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_header_is_the_schema_flattened(kind: Kind) -> None:
    names = [column.name for column in columns(kind)]
    assert list(_table(kind).columns) == names
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("kind", "first", "some"),
    [
        ("article", "article_id", ["title", "published", "text_sha256", "cited_outlets"]),
        ("mention", "mention_id", ["trigger_start", "source_code", "place_latitude", "planned_for_end"]),
        ("event", "event_id", ["date_start", "date_precision", "killed_best", "target_actor_id", "notes"]),
    ],
)
def test_names_are_those_users_script_against(kind: Kind, first: str, some: list[str]) -> None:
    names = list(_table(kind).columns)
    assert names[0] == first
    assert set(some) <= set(names)


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_is_explained(kind: Kind) -> None:
    for column in columns(kind):
        assert len(column.description) > 3, column.name
        assert column.type in {"string", "integer", "number", "boolean", "date", "list"}


@pytest.mark.parametrize(
    ("name", "type_", "nullable"),
    [
        ("event_id", "string", False),
        ("cameo_code", "string", True),
        ("date_start", "date", True),
        ("date_precision", "string", False),
        ("planned_for_precision", "string", True),  # needed in the object, but there may be no object
        ("place_latitude", "number", True),
        ("place_basis", "string", True),
        ("killed_best", "integer", True),
        ("reciprocal", "boolean", False),
        ("source_name", "list", True),
        ("mention_ids", "list", True),
        ("n_mentions", "integer", False),
    ],
)
def test_types_of_columns(name: str, type_: str, nullable: bool) -> None:
    (column,) = (column for column in columns("event") if column.name == name)
    assert (column.type, column.nullable) == (type_, nullable)


@pytest.mark.parametrize(
    ("name", "dtype"),
    [
        ("cameo_code", "str"),  # 010 is not 10
        ("cameo_root", "str"),
        ("killed_best", "Int64"),  # missing is not NaN, 4 is not 4.0
        ("quad_class", "Int64"),
        ("place_longitude", "float64"),
        ("reciprocal", "boolean"),
        ("date_start", "str"),
    ],
)
def test_types_of_cells(name: str, dtype: str) -> None:
    assert _table("event")[name].dtype == dtype


def test_public_articles_have_no_text() -> None:
    data = dataset(base())
    assert "text" not in articles_table(data.articles)
    assert list(articles_table(data.articles, text=True)["text"]) == [a.text for a in data.articles]


def test_rows_are_sorted_by_id_whatever_order_they_come_in() -> None:
    mentions = dataset(base()).mentions
    pd.testing.assert_frame_equal(mentions_table(mentions), mentions_table(mentions[::-1]))
    assert list(mentions_table(mentions[::-1])["mention_id"]) == ["a1:0:0", "a1:1:0", "a1:2:0", "a2:0:0"]


def test_nothing_is_an_empty_text() -> None:
    for kind in KINDS:
        assert not (_table(kind) == "").any(axis=None)
    event = replace(dataset(base()).events[0], attribution="")
    assert events_table([event])["attribution"].isna().all()


def test_several_actors_keep_their_places() -> None:
    event = dataset(base()).events[0]
    (rebels,) = event.source
    other = replace(rebels, name="Front; north", country=None, code="UAF", start=0)
    frame = events_table([replace(event, source=(rebels, other, rebels))])
    assert frame["source_name"][0] == "rebels;Front, north;rebels", "a ; inside a name would add an actor"
    assert frame["source_country"][0] == "SYR;;SYR"
    assert frame["source_start"][0] == "0;0;0"
    assert pd.isna(frame["source_group"][0]), "nobody has a group: missing, not ;;"


def test_other_lists() -> None:
    event = dataset(base()).events[0]
    frame = events_table([replace(event, victims=(Victim("A. Oru", 19, None), Victim("B. Sol")))])
    assert frame["mention_ids"][0] == "a1:0:0;a2:0:0"
    assert frame["victims_name"][0] == "A. Oru;B. Sol"
    assert frame["victims_age"][0] == "19;"
    assert pd.isna(frame["victims_rank"][0])
    assert pd.isna(frame["cameo_alternatives"][0])


def test_coordinates_have_five_decimals_at_most() -> None:
    event = dataset(base()).events[0]
    assert isinstance(event.place, Place)
    place = replace(event.place, latitude=33.312345678, longitude=-0.1 - 0.2)
    frame = events_table([replace(event, place=place)])
    assert (frame["place_latitude"][0], frame["place_longitude"][0]) == (33.31235, -0.3)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("one\ntwo", "one two"),
        ("one\r\ntwo", "one  two"),  # as long as before, so that offsets stay true
        ("a\tb\x0bc\u2028d\x85e", "a b c d e"),
        ('quotes " and , stay', 'quotes " and , stay'),
    ],
)
def test_a_cell_is_one_line_of_the_same_length(text: str, line: str) -> None:
    assert one_line(text) == line
    assert len(line) == len(text)
    mention = replace(dataset(base()).mentions[0], sentence=text)
    assert mentions_table([mention])["sentence"][0] == line


def test_item_of_a_list() -> None:
    assert list_item("a;b\nc") == "a,b c"


@pytest.mark.parametrize("kind", KINDS)
def test_csv_reads_back_as_it_was(tmp_path: Path, kind: Kind) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(csv_bytes(_table(kind)))
    pd.testing.assert_frame_equal(read_csv(path, kind), _table(kind))


def test_words_that_readers_take_for_missing_stay_words(tmp_path: Path) -> None:
    event = replace(dataset(base()).events[0], attribution="NA", weapon="null", cameo_code="010")
    path = tmp_path / "events.csv"
    path.write_bytes(csv_bytes(events_table([event])))
    row = read_csv(path, "event").iloc[0]
    assert (row["attribution"], row["weapon"], row["cameo_code"]) == ("NA", "null", "010")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("event_id,date_text", "event_id,day", "the header is not that of the event schema"),
        ("event_id,date_text", "date_text,event_id", "the order of the columns"),
        ("FALSE", "no", "'no' is neither TRUE nor FALSE"),
        ("35.12345", "north", "column place_latitude"),
    ],
)
def test_csv_that_is_not_ours_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = csv_bytes(_table("event")).decode()
    assert old in text
    (tmp_path / "events.csv").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ValidationError, match=message):
        read_csv(tmp_path / "events.csv", "event")


@pytest.mark.parametrize("build", [articles_table, mentions_table, events_table])
def test_no_records_give_an_empty_table_with_all_columns(build: Any) -> None:
    frame = build([])
    assert frame.shape[0] == 0
    assert frame.shape[1] > 10
