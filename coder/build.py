"""The flow on one page: read -> code -> link -> validate -> publish.

    report = build([Path("seeds")], Path("dataset"), version="0.1.0")
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from coder import __version__, coding, linking, schema, sources
from coder.codebook import codebook
from coder.errors import Problem, ValidationError
from coder.ontology.codes import load_codes
from coder.publish import publish
from coder.quality import Report, judge
from coder.records import Article, Event, Mention, to_json
from coder.table import articles_table, events_table, mentions_table

T = TypeVar("T")
#: how progress is shown: gets an iterable and what it is, gives it back
Progress = Callable[[Iterable[T], str], Iterable[T]]


@dataclass
class Result:
    """What a build made and what it set aside."""

    folder: Path | None
    articles: int = 0
    mentions: int = 0
    events: int = 0
    problems: list[Problem] = field(default_factory=list)
    report: Report | None = None


def build(
    inputs: Sequence[str | Path], out: Path, *, version: str, model: str | Path | None = None, rules_only: bool = False, published: str | None = None,
    columns: Mapping[str, str] | None = None, replace: bool = False, progress: Progress | None = None,
) -> Result:
    """Build one release from articles. A critical check that fails raises ValidationError and nothing is published."""
    from coder import load
    from coder.language.pipeline import describe

    nlp = load(model, rules_only=rules_only)
    result = Result(None)
    articles: list[Article] = []
    mentions: list[Mention] = []

    readable = _set_aside(sources.read(inputs, published=published, columns=columns), result.problems)
    for coded in coding.code(nlp, progress(readable, "coding") if progress else readable):
        if isinstance(coded, Problem):
            result.problems.append(coded)
            continue
        articles.append(coded.article)
        mentions.extend(coded.mentions)
    articles.sort(key=lambda a: a.article_id)
    mentions.sort(key=lambda m: (m.article_id, m.zone != "headline", m.sentence_start, m.mention_id))

    linked = linking.link(mentions, articles)

    _check_schema("article", articles)
    _check_schema("mention", linked.mentions)
    _check_schema("event", linked.events)
    codes = load_codes()
    result.report = judge(
        articles_table(articles, text=True), mentions_table(linked.mentions), events_table(linked.events),
        codes=frozenset(codes.codes), event_types=frozenset(codes.types),
    )
    if result.report.failed_critical:
        lines = [f"  {c.check_id} ({c.suite}): {c.why} {c.n_failed} rows, such as {', '.join(c.examples)}" for c in result.report.failed_critical]
        raise ValidationError("the dataset fails critical checks and is not published:\n" + "\n".join(lines))

    result.folder = publish(
        out, version, articles=articles, mentions=linked.mentions, events=linked.events, report=result.report,
        codebook_text=_codebook(version), replace=replace,
        manifest_extra={"coder": __version__, "model": describe(nlp), "ontology_sha256": ontology_digest(), "rules_only": rules_only},
    )
    result.articles, result.mentions, result.events = len(articles), len(linked.mentions), len(linked.events)
    return result


def _check_schema(kind: schema.Kind, records: Iterable[Article | Mention | Event]) -> None:
    faults = list(schema.problems(kind, [to_json(r) for r in records]))
    if faults:
        raise ValidationError(f"{len(faults)} {kind} records break their schema; first: {faults[0]}")


def _codebook(version: str) -> str:
    codes = load_codes()
    types = [{"type": t.name, "family": t.family, "CAMEO": t.cameo or "", "PLOVER": " ".join(x for x in codes.plover(t.name) if x),
              "ACLED": " / ".join(x for x in codes.acled(t.name) if x), "meaning": t.definition} for t in codes.types.values()]
    rows = [{"code": c.code, "name": c.name, "quad class": str(codes.quad(c.code)), "Goldstein": f"{c.goldstein:g}"}
            for c in codes.codes.values()]
    return codebook(event_types=types, codes=rows, version=version)


def _set_aside(items: Iterable[Article | Problem], problems: list[Problem]) -> Iterator[Article]:
    """The articles; problems go on the list."""
    for item in items:
        if isinstance(item, Problem):
            problems.append(item)
        else:
            yield item


def ontology_digest() -> str:
    """sha256 over all knowledge files, so that a release says which knowledge made it."""
    folder = Path(__file__).parent / "ontology"
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".yml", ".csv", ".idx", ".txt"):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
