"""Codings against gold: precision and recall of events, and how often each field is right.

Gold is hand coding, one YAML file per article (`seeds/gold/`); its format is in `seeds/gold/README.md`. A gold entry is
found if a mention of the same article stands in the sentence its `quote` is from and has an accepted type or code.
Fields are scored on the mentions found, as UCDP-AEC scores them (https://github.com/ltgoslo/ucdp-aec): by overlap for
dates, by name or country for places, exactly for counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coder.errors import SourceError
from coder.ontology.files import read_yaml
from coder.ontology.names import fold
from coder.records import Actor, Article, Mention

FIELDS = ("type", "code", "root", "source", "target", "both actors", "date", "place", "killed", "wounded", "certainty", "kind")


@dataclass
class Score:
    """Counts of one evaluation; `right` and `asked` by field."""

    gold: int = 0
    found: int = 0
    found_with_root_and_actors: int = 0
    released: int = 0
    released_right: int = 0
    forbidden: list[str] = field(default_factory=list)
    quiet_events: list[str] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    rules: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[str] = field(default_factory=list)

    def rows(self) -> list[tuple[str, int, int]]:
        """(what, right, asked) of everything measured."""
        first = [
            ("events found (sentence and type)", self.found, self.gold),
            ("with root and both actors", self.found_with_root_and_actors, self.gold),
            ("released mentions that are in the gold", self.released_right, self.released),
        ]
        return first + [(name, self.right[name], self.asked[name]) for name in FIELDS if self.asked[name]]


def read_gold(folder: Path) -> dict[str, Mapping[str, Any]]:
    """article_id -> its gold. Raises SourceError naming the file that is wrong."""
    gold = {}
    for path in sorted(folder.glob("*.yml")):
        data = read_yaml(path)
        if not isinstance(data, Mapping) or "article" not in data or "events" not in data:
            raise SourceError(f"{path}: a gold file needs the keys article and events")
        gold[data["article"]] = data
    if not gold:
        raise SourceError(f"{folder}: no gold files (*.yml)")
    return gold


def evaluate(gold: Mapping[str, Mapping[str, Any]], articles: Iterable[Article], mentions: Sequence[Mention]) -> Score:
    """Score the mentions of the articles that have gold."""
    score = Score()
    by_article: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_article[mention.article_id].append(mention)
    texts = {a.article_id: a for a in articles}
    for article_id, entry in gold.items():
        article = texts.get(article_id)
        if article is None:
            continue
        own = by_article[article_id]
        used = _score_events(score, entry["events"], article, own)
        for mention in own:
            if mention.in_release:
                score.released += 1
                right = mention.mention_id in used
                score.released_right += right
                score.rules[mention.rule_id]["right" if right else "wrong"] += 1
                if entry.get("nothing"):
                    score.quiet_events.append(f"{mention.mention_id} {mention.event_type} {mention.sentence[:120]}")
        _score_forbidden(score, entry.get("must_not") or [], own, article)
    return score


def _score_events(score: Score, events: Sequence[Mapping[str, Any]], article: Article, own: Sequence[Mention]) -> set[str]:
    used: set[str] = set()
    for want in events:
        score.gold += 1
        fitting = [m for m in own if _in_sentence(want["quote"], m) and _kind_fits(want, m)]
        fitting.sort(key=lambda m: (-_actors_fit(want["source"], m.source) - _actors_fit(want["target"], m.target), m.mention_id))
        if not fitting:
            score.misses.append(f"{article.article_id}: {want['type']}: {want['quote']}")
            continue
        best = fitting[0]
        used |= {m.mention_id for m in fitting}
        score.found += 1
        _score_fields(score, want, best)
    return used


def _score_fields(score: Score, want: Mapping[str, Any], got: Mention) -> None:
    source, target = _actors_fit(want["source"], got.source), _actors_fit(want["target"], got.target)
    if want.get("reciprocal") and not (source and target):
        source, target = max((source, target), (_actors_fit(want["source"], got.target), _actors_fit(want["target"], got.source)))
    accepted = {str(c) for c in want["cameo"]}
    root = (got.cameo_code or "")[:2] in {c[:2] for c in accepted}
    score.found_with_root_and_actors += root and source and target
    checks = {
        "type": got.event_type == want["type"] or got.event_type in (want.get("types_ok") or []),
        "code": got.cameo_code in accepted, "root": root, "certainty": got.certainty == want["certainty"],
        "kind": got.event_kind == want["kind"],
    }
    if want["source"]:
        checks["source"] = source
    if want["target"]:
        checks["target"] = target
    checks["both actors"] = source and target
    if want.get("date"):
        checks["date"] = _dates_fit(want["date"], got)
    if want.get("place"):
        checks["place"] = _place_fits(want["place"], got)
    for name in ("killed", "wounded"):
        if want.get(name) is not None:
            toll = getattr(got, name)
            checks[name] = want[name] in (toll.best, toll.low)
    for name, right in checks.items():
        score.asked[name] += 1
        score.right[name] += bool(right)


def _in_sentence(quote: str, mention: Mention) -> bool:
    return fold(quote) in fold(mention.sentence)


def _kind_fits(want: Mapping[str, Any], mention: Mention) -> bool:
    types = {want["type"], *(want.get("types_ok") or [])}
    code = mention.cameo_code or ""
    return mention.event_type in types or any(code[:3] == str(c)[:3] for c in want["cameo"])


def _actors_fit(wanted: Sequence[Mapping[str, Any]], coded: Sequence[Actor]) -> bool:
    """True if no actor is asked for, or one of those asked for is there by name, text or code."""
    if not wanted:
        return True
    for want in wanted:
        names = {fold(n) for n in [want["name"], *(want.get("also") or [])]}
        codes = {str(c) for c in want.get("codes") or []}
        for actor in coded:
            own = {fold(x) for x in (actor.name, actor.text) if x}
            if actor.code in codes or any(n in o or o in n for n in names for o in own if len(o) > 2):
                return True
    return False


def _dates_fit(want: Mapping[str, str], got: Mention) -> bool:
    if got.date.start is None or got.date.end is None:
        return False
    return got.date.start <= str(want["end"]) and str(want["start"]) <= got.date.end


def _place_fits(want: Mapping[str, Any], got: Mention) -> bool:
    if got.place is None:
        return False
    countries = want.get("country") or []
    countries = [countries] if isinstance(countries, str) else countries
    same_name = fold(want["name"]) in {fold(x) for x in (got.place.name, got.place.text, got.place.admin1) if x}
    return same_name or (want.get("precision") in ("country", "region") and got.place.country in countries)


def _score_forbidden(score: Score, rules: Sequence[Mapping[str, Any]], own: Sequence[Mention], article: Article) -> None:
    for rule in rules:
        for mention in own:
            if mention.in_release and _in_sentence(rule["quote"], mention) and _breaks(rule, mention):
                trigger = fold(mention.trigger.text)
                if trigger in fold(rule["quote"]):
                    score.forbidden.append(f"{mention.mention_id} {mention.cameo_code} {rule['quote']} ({rule['why']})")


def _breaks(rule: Mapping[str, Any], mention: Mention) -> bool:
    code = mention.cameo_code or ""
    return any(c == "*" or (c.endswith("*") and code.startswith(c[:-1])) or c == code for c in rule["codes"])
