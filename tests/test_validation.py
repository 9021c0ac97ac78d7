"""Files on disk: what `coder validate` finds wrong, and which file and line it names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from dataset_samples import base

from coder.errors import SourceError
from coder.validation import find_mention, validate_path


def write(path: Path, records: list[Any]) -> Path:
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


def release(folder: Path, **changed: list[Any]) -> Path:
    for name, records in {**base(), **changed}.items():
        write(folder / f"{name}.jsonl", records)
    return folder


@pytest.mark.parametrize("name", ["mentions", "events", "articles"])
def test_good_files_have_no_problem_and_their_kind_is_seen(tmp_path: Path, name: str) -> None:
    found = validate_path(write(tmp_path / f"my_{name}.jsonl", base()[name]))
    assert (found.problems, found.good, found.n_records) == ([], True, len(base()[name]))


def test_a_wrong_record_is_named_by_file_and_line(tmp_path: Path) -> None:
    records = base()["mentions"]
    records[2]["cameo_code"] = "9"
    found = validate_path(write(tmp_path / "m.jsonl", records))
    assert not found.good
    (problem,) = found.problems
    assert str(tmp_path / "m.jsonl") in str(problem)
    assert "cameo_code" in problem.message
    assert problem.line == 3


def test_lines_that_are_no_records_are_named_and_the_rest_is_checked(tmp_path: Path) -> None:
    path = write(tmp_path / "m.jsonl", base()["mentions"][:1])
    path.write_text(path.read_text("utf-8") + "{not json\n[1]\n", encoding="utf-8")
    found = validate_path(path)
    assert [(p.line, p.code) for p in found.problems] == [(2, "bad-json"), (3, "not-an-object")]
    assert found.n_records == 1


def test_an_empty_file_holds_nothing_wrong(tmp_path: Path) -> None:
    assert validate_path(write(tmp_path / "mentions.jsonl", [])).n_records == 0


@pytest.mark.parametrize("name", ["nowhere", "nowhere.jsonl"])
def test_a_path_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="no such file"):
        validate_path(tmp_path / name)


def test_a_folder_that_is_no_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="a release folder holds articles"):
        validate_path(tmp_path)


def test_articles_of_a_release_come_without_their_text(tmp_path: Path) -> None:
    articles = [{k: v for k, v in a.items() if k != "text"} for a in base()["articles"]]
    found = validate_path(release(tmp_path, articles=articles))
    assert found.problems == []
    assert found.quality is not None


def test_whole_tables_are_judged_once_every_record_is_right(tmp_path: Path) -> None:
    events = base()["events"]
    events[0]["mention_ids"] = ["nowhere:0:1"]
    found = validate_path(release(tmp_path, events=events))
    assert found.problems == []
    assert found.quality is not None
    assert found.quality.failed_critical
    assert not found.good


def test_tables_are_not_judged_on_broken_records(tmp_path: Path) -> None:
    events = base()["events"]
    events[0]["certainty"] = "planned"
    found = validate_path(release(tmp_path, events=events))
    assert found.quality is None
    assert not found.good


# --- one mention by its id ----------------------------------------------------------------------------------


def test_a_mention_is_found_in_a_file_and_in_a_release(tmp_path: Path) -> None:
    wanted = base()["mentions"][1]
    release(tmp_path)
    assert find_mention(wanted["mention_id"], tmp_path) == wanted
    assert find_mention(wanted["mention_id"], tmp_path / "mentions.jsonl") == wanted


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("0.1.0", "0.2.0"),
        ("0.9.0", "0.10.0"),
    ],
)
def test_without_a_place_the_newest_release_here_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, older: str, newer: str) -> None:
    for version, code in ((older, "190"), (newer, "193")):
        folder = tmp_path / "dataset" / version
        folder.mkdir(parents=True)
        release(folder, mentions=[{**base()["mentions"][0], "cameo_code": code}])
    monkeypatch.chdir(tmp_path)
    found = find_mention(base()["mentions"][0]["mention_id"], None)
    assert found is not None
    assert found["cameo_code"] == "193"


@pytest.mark.parametrize("sentence", ["Rebels shelled a post.", "Rebels", "a:b c"])
def test_a_sentence_is_no_id(sentence: str) -> None:
    assert find_mention(sentence, None) is None


def test_an_id_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no mention a9:0:1"):
        find_mention("a9:0:1", release(tmp_path))
