"""Check files on disk: a whole release by schemas and expectations, a JSON Lines file by its schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coder import schema
from coder.errors import Problem, SourceError
from coder.ontology.codes import load_codes
from coder.quality import Report, judge
from coder.records import Article, Event, Mention, from_json
from coder.table import articles_table, events_table, mentions_table

_KINDS = {"articles": ("article", Article), "mentions": ("mention", Mention), "events": ("event", Event)}


@dataclass
class Validation:
    """What was wrong with the records, and the expectations' report where whole tables were checked."""

    problems: list[Problem] = field(default_factory=list)
    quality: Report | None = None
    n_records: int = 0

    @property
    def good(self) -> bool:
        return not self.problems and not (self.quality and self.quality.failed_critical)


def validate_path(path: Path) -> Validation:
    """Validate a release folder or one JSON Lines file. Raises SourceError where there is nothing to check."""
    result = Validation()
    if path.is_dir():
        tables = {name: _records(path / f"{name}.jsonl", result.problems) for name in _KINDS}
        for name, records in tables.items():
            result.problems += _schema_problems(name, records, path / f"{name}.jsonl")
            result.n_records += len(records)
        if not result.problems:
            result.quality = _judge(tables)
        return result
    records = _records(path, result.problems)
    result.n_records = len(records)
    result.problems += _schema_problems(_kind_of(records, path), records, path)
    return result


def _records(path: Path, problems: list[Problem]) -> list[dict[str, Any]]:
    if not path.is_file():
        raise SourceError(f"{path}: no such file; a release folder holds articles.jsonl, mentions.jsonl and events.jsonl")
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            record = json.loads(line)
        except ValueError as error:
            problems.append(Problem(str(path), number, "bad-json", f"not JSON: {error}"))
            continue
        if isinstance(record, dict):
            found.append(record)
        else:
            problems.append(Problem(str(path), number, "not-an-object", "not a JSON object"))
    return found


def _kind_of(records: list[dict[str, Any]], path: Path) -> str:
    if records and "mention_id" in records[0]:
        return "mentions"
    if records and "n_mentions" in records[0]:
        return "events"
    return "articles" if "article" in path.name else "mentions"


def _schema_problems(name: str, records: list[dict[str, Any]], path: Path) -> list[Problem]:
    kind = _KINDS[name][0]
    if kind == "article":
        # the public articles file leaves the text out
        records = [{"text": "", **r} for r in records]
    return [Problem(f"{path}: {p.where}", p.line, p.code, p.message) for p in schema.problems(kind, records)]  # type: ignore[arg-type]


def _judge(tables: Mapping[str, list[dict[str, Any]]]) -> Report:
    codes = load_codes()
    articles = [from_json(Article, {"text": "", **r}) for r in tables["articles"]]
    return judge(
        articles_table(articles), mentions_table([from_json(Mention, r) for r in tables["mentions"]]),
        events_table([from_json(Event, r) for r in tables["events"]]),
        codes=frozenset(codes.codes), event_types=frozenset(codes.types),
    )


def _version(path: Path) -> list[int]:
    """The version of a release's file as numbers, so that 0.10.0 comes after 0.9.0."""
    return [int(part) if part.isdigit() else -1 for part in path.parent.name.split(".")]


def find_mention(mention_id: str, where: Path | None) -> dict[str, Any] | None:
    """The mention with this id in a file or release, by default in the newest release of ./dataset; None if there is none."""
    if where is None and (" " in mention_id or ":" not in mention_id):
        return None
    files = sorted(Path("dataset").glob("*/mentions.jsonl"), key=_version, reverse=True)
    if where is not None:
        files = [where / "mentions.jsonl" if where.is_dir() else where]
    for file in files:
        for record in _records(file, []):
            if record.get("mention_id") == mention_id:
                return record
    if where is not None:
        raise SourceError(f"{where}: no mention {mention_id}")
    return None
