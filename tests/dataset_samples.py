"""The small valid dataset that tests break: two articles, four mentions, two events (broken/base.json)."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from coder.quality import Report, judge
from coder.records import Article, Event, Mention, from_json
from coder.table import articles_table, events_table, mentions_table

BROKEN = Path(__file__).parent / "broken"
CODES = frozenset({"036", "111", "194", "195"})
EVENT_TYPES = frozenset({"shelling", "condemnation", "planned_meeting"})


@dataclass(frozen=True)
class Dataset:
    articles: list[Article]
    mentions: list[Mention]
    events: list[Event]

    def tables(self, *, text: bool = True) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        return (
            articles_table(self.articles, text=text),
            mentions_table(self.mentions),
            events_table(self.events),
        )

    def judged(self, *, text: bool = True) -> Report:
        return judge(*self.tables(text=text), codes=CODES, event_types=EVENT_TYPES)


def base() -> dict[str, Any]:
    """The valid dataset as plain JSON; a fresh copy each time."""
    data: dict[str, Any] = json.loads((BROKEN / "base.json").read_text("utf-8"))
    return data


def dataset(data: dict[str, Any]) -> Dataset:
    return Dataset(
        [from_json(Article, one) for one in data["articles"]],
        [from_json(Mention, one) for one in data["mentions"]],
        [from_json(Event, one) for one in data["events"]],
    )


def patched(data: dict[str, Any], operations: list[dict[str, Any]]) -> dict[str, Any]:
    """*data* after some JSON Patch operations: replace, remove, and copy to the end of a list."""
    data = copy.deepcopy(data)
    for operation in operations:
        parent, last = _find(data, operation["path"])
        match operation["op"]:
            case "replace":
                assert parent[last] != operation["value"], f"{operation['path']} already has this value"
                parent[last] = operation["value"]
            case "remove":
                del parent[last]
            case "copy":
                source, name = _find(data, operation["from"])
                parent.append(copy.deepcopy(source[name]))
            case unknown:
                raise ValueError(f"unknown operation {unknown}")
    return data


def _find(data: Any, path: str) -> tuple[Any, Any]:
    *steps, last = path.strip("/").split("/")
    for step in steps:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data, int(last) if isinstance(data, list) and last != "-" else last
