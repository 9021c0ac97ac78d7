"""A release on disk: whole, the same every time, never overwritten by accident."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from dataset_samples import Dataset, base, dataset

from coder.errors import ReleaseError, ValidationError
from coder.publish import publish
from coder.quality import CheckResult, Report
from coder.records import Article, Event, Mention, from_json, to_json
from coder.table import Kind, columns

KINDS: dict[str, Kind] = {"articles": "article", "mentions": "mention", "events": "event"}
FILES = {
    *(f"{name}.{ending}" for name in KINDS for ending in ("csv", "parquet", "jsonl")),
    "codebook.md", "validation.md", "validation.json", "manifest.json", "README.md", "LICENSE.txt",
    "SHA256SUMS",
}


def _report(severity: str = "warning") -> Report:
    check = CheckResult("events", "EV001", "There is an event.", severity, "failed", 1, ("e1",), "")
    return Report({"articles": 2, "mentions": 4, "events": 2}, (check,))


def _publish(out: Path, version: str = "1.0.0", data: Dataset | None = None, **options: Any) -> Path:
    data = data or dataset(base())
    settings: dict[str, Any] = {
        "report": _report(),
        "codebook_text": "# Codebook\n",
        "manifest_extra": {"coder": "0.1.0", "ontology": "sha256:00"},
    }
    return publish(
        out,
        version,
        articles=data.articles,
        mentions=data.mentions,
        events=data.events,
        **{**settings, **options},
    )


def _content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _changed() -> Dataset:
    data = dataset(base())
    return replace(data, events=[replace(data.events[0], notes="Corrected."), data.events[1]])


def test_folder_holds_exactly_these_files(tmp_path: Path) -> None:
    folder = _publish(tmp_path)
    assert folder == tmp_path / "1.0.0"
    assert set(_content(folder)) == FILES
    assert [path.name for path in tmp_path.iterdir()] == ["1.0.0"], "nothing is left beside it"


def test_others_may_read_it(tmp_path: Path) -> None:
    assert _publish(tmp_path).stat().st_mode & 0o777 == 0o755


def test_same_records_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    data = dataset(base())
    turned = Dataset(data.articles[::-1], data.mentions[::-1], data.events[::-1])
    assert _content(_publish(tmp_path / "a")) == _content(_publish(tmp_path / "b", data=turned))


def test_checksums_are_those_of_the_files(tmp_path: Path) -> None:
    content = _content(_publish(tmp_path))
    lines = content.pop("SHA256SUMS").decode().splitlines()
    assert {line.split("  ")[1]: line.split("  ")[0] for line in lines} == {
        name: hashlib.sha256(body).hexdigest() for name, body in content.items()
    }


def test_manifest(tmp_path: Path) -> None:
    content = _content(_publish(tmp_path))
    manifest = json.loads(content["manifest.json"])
    assert manifest["version"] == "1.0.0"
    assert manifest["coder"] == "0.1.0"
    assert manifest["counts"] == {"articles": 2, "mentions": 4, "events": 2}
    assert set(manifest["files"]) == FILES - {"manifest.json", "SHA256SUMS"}
    assert manifest["files"]["events.csv"]["bytes"] == len(content["events.csv"])
    assert list(manifest) == sorted(manifest)
    with pytest.raises(ReleaseError, match="its own 'files'"):
        _publish(tmp_path, "2.0.0", manifest_extra={"files": []})


def test_csv_says_what_the_records_say(tmp_path: Path) -> None:
    content = _content(_publish(tmp_path))
    text = content["events.csv"].decode()
    assert "\r" not in text
    assert not text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["killed_best"] == "4", "not 4.0"
    assert rows[1]["killed_best"] == "", "not said, so not 0"
    assert (rows[0]["reciprocal"], rows[0]["civilian_targeting"]) == ("FALSE", "TRUE")
    assert rows[0]["place_latitude"] == "35.12345"
    assert rows[0]["goldstein"] == "-10.0"
    assert len(text.splitlines()) == 3, "one line per row, whatever the texts hold"
    mentions = list(csv.DictReader(io.StringIO(content["mentions.csv"].decode())))
    assert [row["cameo_code"] for row in mentions] == ["194", "111", "036", "194"], "leading zero kept"


@pytest.mark.parametrize("name", KINDS)
def test_the_three_formats_agree(tmp_path: Path, name: str) -> None:
    content = _content(_publish(tmp_path))
    wanted = [column.name for column in columns(KINDS[name])]
    assert next(csv.reader(io.StringIO(content[f"{name}.csv"].decode()))) == wanted
    parquet = pq.read_table(io.BytesIO(content[f"{name}.parquet"]))
    assert parquet.schema.names == wanted
    key = f"{KINDS[name]}_id"
    ids = [json.loads(line)[key] for line in content[f"{name}.jsonl"].decode().splitlines()]
    assert parquet.column(key).to_pylist() == ids


def test_parquet_has_types(tmp_path: Path) -> None:
    schema = pq.read_table(_publish(tmp_path) / "events.parquet").schema
    types = {name: str(schema.field(name).type) for name in schema.names}
    assert types["cameo_code"] == "string"
    assert types["killed_best"] == "int64"
    assert types["place_latitude"] == "double"
    assert types["reciprocal"] == "bool"
    assert types["date_start"] == types["first_reported"] == "date32[day]"
    assert schema.metadata is None


def test_jsonl_is_the_records_and_articles_have_no_text(tmp_path: Path) -> None:
    data = dataset(base())
    content = _content(_publish(tmp_path))
    for name, kind in (("mentions", Mention), ("events", Event)):
        lines = content[f"{name}.jsonl"].decode().splitlines()
        assert [from_json(kind, json.loads(line)) for line in lines] == getattr(data, name)
    for line, article in zip(content["articles.jsonl"].decode().splitlines(), data.articles, strict=True):
        whole = to_json(article)
        assert json.loads(line) == {name: value for name, value in whole.items() if name != "text"}


def test_text_of_articles_is_in_no_file(tmp_path: Path) -> None:
    data = dataset(base())
    hidden = "A sentence that no mention quotes."
    first: Article = replace(data.articles[0], text=f"{data.articles[0].text} {hidden}")
    folder = _publish(tmp_path, data=replace(data, articles=[first, data.articles[1]]))
    assert not [name for name, body in _content(folder).items() if hidden.encode() in body]


def test_empty_release(tmp_path: Path) -> None:
    folder = _publish(tmp_path, data=Dataset([], [], []))
    assert (folder / "events.jsonl").read_bytes() == b""
    assert pq.read_table(folder / "events.parquet").num_rows == 0
    assert str(pq.read_table(folder / "events.parquet").schema.field("date_start").type) == "date32[day]"


def test_existing_version_is_refused_and_untouched(tmp_path: Path) -> None:
    before = _content(_publish(tmp_path))
    with pytest.raises(ReleaseError, match=r"1\.0\.0 exists"):
        _publish(tmp_path, data=_changed())
    assert _content(tmp_path / "1.0.0") == before
    _publish(tmp_path, "1.0.1", _changed())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.0.0", "1.0.1"]


def test_replace_leaves_an_equal_release_alone(tmp_path: Path) -> None:
    before = _publish(tmp_path).stat()
    after = _publish(tmp_path, replace=True).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_replace_exchanges_a_different_release(tmp_path: Path) -> None:
    (_publish(tmp_path) / "stray.txt").write_text("left by hand", "utf-8")
    folder = _publish(tmp_path, data=_changed(), replace=True)
    assert set(_content(folder)) == FILES
    assert "Corrected." in (folder / "events.csv").read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["1.0.0"]


@pytest.mark.parametrize("replacing", [False, True])
def test_a_full_disk_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replacing: bool
) -> None:
    before = _content(_publish(tmp_path)) if replacing else None
    calls = iter(range(100))

    def full(descriptor: int) -> None:
        if next(calls) == 5:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        _publish(tmp_path, data=_changed(), replace=replacing)
    left = {path.name: _content(path) for path in tmp_path.iterdir()}
    assert left == ({"1.0.0": before} if replacing else {})


def test_an_exchange_that_fails_puts_the_old_release_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _content(_publish(tmp_path))
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if ".new-" in self.name:
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(ReleaseError, match="cannot be exchanged: Permission denied"):
        _publish(tmp_path, data=_changed(), replace=True)
    assert {path.name: _content(path) for path in tmp_path.iterdir()} == {"1.0.0": before}


def test_failing_critical_check_stops_the_release(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="critical checks EV001"):
        _publish(tmp_path, report=_report("critical"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("version", ["", "..", "../1.0.0", "1/0", ".hidden", "1 0", "latest\n"])
def test_version_is_a_plain_name(tmp_path: Path, version: str) -> None:
    with pytest.raises(ReleaseError, match="cannot be a version"):
        _publish(tmp_path, version)


def test_readme_tells_how_to_keep_codes_as_text(tmp_path: Path) -> None:
    readme = (_publish(tmp_path) / "README.md").read_text("utf-8")
    for words in ('colClasses = "character"', "stringcols(_all)", "dtype=str", "version 1.0.0"):
        assert words in readme
    licence = (tmp_path / "1.0.0" / "LICENSE.txt").read_text("utf-8")
    assert "CC BY 4.0" in licence
    assert "GeoNames" in licence
