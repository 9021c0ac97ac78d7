"""The checks that look at more than one cell: each becomes a column of yes and no beside the table it judges.

Great Expectations is good at one column at a time. What ties fields or tables together (killed_low is not
above killed_best, the event of a mention exists) is computed here as a column whose name begins with `_`; the
suite in `expectations/` then only asks for `in_set [true]`. This is several times faster than its own
multi-column checks, and the failing rows come with their ids.

Every rule answers True (holds), False (broken) or None (does not apply: a value it needs is missing). A rule
leaves alone what another rule is there to find, so that one fault is reported once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from coder import resources
from coder.records import text_digest
from coder.table import LIST_SEPARATOR, list_item, one_line

#: CAMEO root -> 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
QUAD_BY_ROOT: Mapping[str, int] = {
    **dict.fromkeys(("01", "02", "03", "04", "05"), 1),
    **dict.fromkeys(("06", "07", "08"), 2),
    **dict.fromkeys(("09", "10", "11", "12", "13"), 3),
    **dict.fromkeys(("14", "15", "16", "17", "18", "19", "20"), 4),
}
RELEASED_CERTAINTY = frozenset({"asserted", "reported", "claimed"})

#: A spreadsheet runs a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FREE_TEXT = (
    "article_id", "title", "outlet", "outlet_domain", "byline", "dateline_place", "licence", "cited_outlets",
    "sentence", "trigger_text", "source_text", "source_name", "target_text", "target_name", "origin_place",
    "attribution", "relayed_by", "weapon", "date_text", "planned_for_text", "place_text", "place_name",
    "casualty_text", "victims_name", "damage", "claimed_by", "denied_by", "outlets",
)

Verdicts = Iterable[bool | None]


@dataclass(frozen=True)
class Tables:
    """The three tables of one dataset and the knowledge they are held against."""

    articles: pd.DataFrame
    mentions: pd.DataFrame
    events: pd.DataFrame
    codes: Collection[str]
    event_types: Collection[str]
    quad_by_root: Mapping[str, int]

    @property
    def has_text(self) -> bool:
        """Whether the articles came with their text; published tables do not."""
        return "text" in self.articles

    @cached_property
    def texts(self) -> dict[str, str | None]:
        return dict(_cells(self.articles, "article_id", "text")) if self.has_text else {}

    @cached_property
    def countries(self) -> frozenset[str]:
        return frozenset(c for c in resources.schema("common")["$defs"]["iso3"]["enum"] if c)

    @cached_property
    def published(self) -> dict[str, str | None]:
        return dict(_cells(self.articles, "article_id", "published"))

    @cached_property
    def titles(self) -> dict[str, str | None]:
        return dict(_cells(self.articles, "article_id", "title"))

    @cached_property
    def event_ids(self) -> frozenset[str]:
        return frozenset(self.events["event_id"].dropna())

    @cached_property
    def mentions_of(self) -> dict[str, dict[str, tuple[str, bool]]]:
        """event_id -> mention_id -> (article_id, in_release)."""
        found: dict[str, dict[str, tuple[str, bool]]] = defaultdict(dict)
        for event, mention, article, released in _cells(
            self.mentions, "event_id", "mention_id", "article_id", "in_release"
        ):
            if event is not None and mention is not None:
                found[event][mention] = (article, bool(released))
        return dict(found)

    def zone_text(self, article_id: str, zone: str) -> str | None:
        """What the offsets of a mention point into: the title for the zone headline, else the text."""
        if not self.has_text:
            return None
        return self.titles.get(article_id) if zone == "headline" else self.texts.get(article_id)


Rule = Callable[[pd.DataFrame, Tables], Verdicts]


def evaluate(name: str, rows: pd.DataFrame, tables: Tables) -> pd.Series[Any]:
    """The helper column *name* for *rows*; KeyError for a name that `RULES` does not have."""
    return pd.Series(list(RULES[name](rows, tables)), index=rows.index, dtype="boolean")


def _cells(rows: pd.DataFrame, *names: str) -> Iterator[Any]:
    """The rows as tuples of plain values, None for missing."""
    plain: Iterator[Any] = (
        rows[name].to_numpy(dtype=object, na_value=None)  # type: ignore[call-overload]
        for name in names
    )
    return zip(*plain, strict=True)


def _each(rule: Callable[..., bool | None], *names: str) -> Rule:
    """A rule on the cells of one row."""
    return lambda rows, tables: (rule(*cells) for cells in _cells(rows, *names))


def _split(cell: str | None) -> list[str]:
    return [] if cell is None else cell.split(LIST_SEPARATOR)


# Rules on one row


def _in_order(*values: Any) -> bool:
    present = [value for value in values if value is not None]
    return present == sorted(present)


def _strictly_in_order(first: int | None, second: int | None) -> bool | None:
    return None if first is None or second is None else first < second


def _both_or_neither(first: Any, second: Any) -> bool:
    return (first is None) == (second is None)


def _date_is_interval(start: str | None, end: str | None) -> bool:
    return _both_or_neither(start, end) and _in_order(start, end)


def _reported_is_default(precision: str | None, basis: str | None) -> bool:
    return (precision == "reported") == (basis == "publication_default")


def _code_has_root(code: str | None, root: str | None) -> bool:
    return code is None if root is None else code is not None and code.startswith(root)


def _trigger_is_inside(sentence_start: int, sentence_end: int, start: int, end: int) -> bool | None:
    if sentence_start >= sentence_end:
        return None
    return sentence_start <= start < end <= sentence_end


def _trigger_is_quoted(sentence: str, sentence_start: int, start: int, end: int, trigger: str) -> bool | None:
    if not sentence_start <= start < end <= sentence_start + len(sentence):
        return None
    return sentence[start - sentence_start : end - sentence_start] == trigger


def _release_flag_is_right(
    in_release: bool, polarity: str, certainty: str, conditional: bool, kind: str, family: str, zone: str
) -> bool:
    allowed = (
        polarity == "affirmed"
        and certainty in RELEASED_CERTAINTY
        and not conditional
        and kind == "specific"
        and family != "say"
        and zone != "boilerplate"
    )
    return allowed or not in_release


def _released_has_event(in_release: bool, event_id: str | None) -> bool:
    return not in_release or event_id is not None


def _violence_has_dead(kind: int | None, best: int | None) -> bool | None:
    return None if kind is None else best is not None and best >= 1


def _list_has_length(cell: str | None, length: int) -> bool:
    return len(_split(cell)) == length


def _is_listed(item: str | None, cell: str | None) -> bool:
    return item in _split(cell)


def _sources_fit(n_sources: int, n_articles: int) -> bool:
    return 1 <= n_sources <= n_articles


# Rules against the ontology and the schema


def _codes_known(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for code, alternatives in _cells(rows, "cameo_code", "cameo_alternatives"):
        yield all(c in tables.codes for c in (code, *_split(alternatives)) if c is not None)


def _event_type_known(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    return (event_type in tables.event_types for (event_type,) in _cells(rows, "event_type"))


def _quad_of_root(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for quad, root in _cells(rows, "quad_class", "cameo_root"):
        unknown_root = root is not None and root not in tables.quad_by_root
        unknown_quad = quad not in (None, 1, 2, 3, 4)
        yield None if unknown_root or unknown_quad else quad == tables.quad_by_root.get(root)


def _countries_known(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    names = [name for name in rows.columns if name.endswith("country")]
    for cells in _cells(rows, *names):
        yield all(country in tables.countries for cell in cells for country in _split(cell) if country)


def _no_formula(names: Collection[str]) -> Rule:
    def rule(rows: pd.DataFrame, tables: Tables) -> Verdicts:
        for cells in _cells(rows, *(name for name in names if name in rows)):
            yield not any(cell.startswith(_FORMULA_STARTS) for cell in cells if cell is not None)

    return rule


# Rules across tables


def _duplicate_exists(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for article, original in _cells(rows, "article_id", "near_duplicate_of"):
        yield None if original is None else original != article and original in tables.published


def _text_has_digest(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for article, digest in _cells(rows, "article_id", "text_sha256"):
        text = tables.texts.get(article)
        yield None if text is None or len(digest or "") != 64 else text_digest(text) == digest


def _text_has_length(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for article, length in _cells(rows, "article_id", "n_chars"):
        text = tables.texts.get(article)
        yield None if text is None else len(text) == length


def _article_exists(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    return (article in tables.published for (article,) in _cells(rows, "article_id"))


def _event_exists(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    return (None if event is None else event in tables.event_ids for (event,) in _cells(rows, "event_id"))


def _mention_not_after_publication(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for start, article, certainty in _cells(rows, "date_start", "article_id", "certainty"):
        published = tables.published.get(article)
        unknown = start is None or published is None
        yield None if unknown or certainty in ("planned", "hypothetical") else start <= published


def _default_date_is_publication(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for precision, basis, start, end, article in _cells(
        rows, "date_precision", "date_basis", "date_start", "date_end", "article_id"
    ):
        applies = precision == "reported" and basis == "publication_default" and article in tables.published
        # An interval that is upside down is found elsewhere; its first day may still be right.
        yield start == tables.published[article] and _both_or_neither(start, end) if applies else None


def _sentence_is_quoted(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for article, zone, start, end, sentence in _cells(
        rows, "article_id", "zone", "sentence_start", "sentence_end", "sentence"
    ):
        text = tables.zone_text(article, zone)
        yield None if text is None or start >= end else one_line(text[start:end]) == sentence


def _spans_are_quoted(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    """Actors and place carry the words that stand at their offsets; words without offsets are not judged."""
    fields, parts = ("source", "target", "place"), ("text", "start", "end")
    names = [f"{field}_{part}" for field in fields for part in parts]
    for article, zone, *cells in _cells(rows, "article_id", "zone", *names):
        text = tables.zone_text(article, zone)
        spans = (
            span
            for field in (cells[0:3], cells[3:6], cells[6:9])
            for span in zip(*(_split(None if cell is None else str(cell)) for cell in field), strict=False)
            if all(span)
        )
        if text is None:
            yield None
        else:
            yield all(list_item(text[int(a) : int(b)]) == list_item(words) for words, a, b in spans)


def _mentions_agree(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for event, listed in _cells(rows, "event_id", "mention_ids"):
        found = tables.mentions_of.get(event, {})
        yield None if event is None else bool(found) and set(_split(listed)) == set(found)


def _articles_agree(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for event, mentions, listed in _cells(rows, "event_id", "mention_ids", "article_ids"):
        found = tables.mentions_of.get(event, {})
        applies = bool(found) and set(_split(mentions)) == set(found)
        yield set(_split(listed)) == {article for article, _ in found.values()} if applies else None


def _has_released_mention(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for (event,) in _cells(rows, "event_id"):
        found = tables.mentions_of.get(event, {})
        yield any(released for _, released in found.values()) if found else None


def _reported_days_agree(rows: pd.DataFrame, tables: Tables) -> Verdicts:
    for listed, first, last in _cells(rows, "article_ids", "first_reported", "last_reported"):
        days = sorted(day for day in map(tables.published.get, _split(listed)) if day is not None)
        yield (first, last) == (days[0], days[-1]) if days and _in_order(first, last) else None


RULES: Mapping[str, Rule] = {
    # any table
    "_countries_known": _countries_known,
    "_quoted_text_has_no_formula": _no_formula(_FREE_TEXT),
    # articles
    "_duplicate_exists": _duplicate_exists,
    "_published_has_basis": _each(_both_or_neither, "published", "published_basis"),
    "_text_has_digest": _text_has_digest,
    "_text_has_length": _text_has_length,
    # mentions and events
    "_codes_known": _codes_known,
    "_code_has_root": _each(_code_has_root, "cameo_code", "cameo_root"),
    "_quad_of_root": _quad_of_root,
    "_event_type_known": _event_type_known,
    "_killed_in_order": _each(_in_order, "killed_low", "killed_best", "killed_high"),
    "_wounded_in_order": _each(_in_order, "wounded_low", "wounded_best", "wounded_high"),
    "_date_is_interval": _each(_date_is_interval, "date_start", "date_end"),
    "_reported_is_default": _each(_reported_is_default, "date_precision", "date_basis"),
    "_coordinates_paired": _each(_both_or_neither, "place_latitude", "place_longitude"),
    # mentions
    "_article_exists": _article_exists,
    "_event_exists": _event_exists,
    "_mention_not_after_publication": _mention_not_after_publication,
    "_default_date_is_publication": _default_date_is_publication,
    "_sentence_in_order": _each(_strictly_in_order, "sentence_start", "sentence_end"),
    "_trigger_is_inside": _each(
        _trigger_is_inside, "sentence_start", "sentence_end", "trigger_start", "trigger_end"
    ),
    "_trigger_is_quoted": _each(
        _trigger_is_quoted, "sentence", "sentence_start", "trigger_start", "trigger_end", "trigger_text"
    ),
    "_sentence_is_quoted": _sentence_is_quoted,
    "_spans_are_quoted": _spans_are_quoted,
    "_release_flag_is_right": _each(
        _release_flag_is_right,
        *("in_release", "polarity", "certainty", "conditional", "event_kind", "event_family", "zone"),
    ),
    "_released_has_event": _each(_released_has_event, "in_release", "event_id"),
    # events
    "_event_not_after_last_report": _each(
        lambda start, last: None if start is None or last is None else start <= last,
        "date_start",
        "last_reported",
    ),
    "_mentions_agree": _mentions_agree,
    "_n_mentions_agrees": _each(_list_has_length, "mention_ids", "n_mentions"),
    "_articles_agree": _articles_agree,
    "_n_articles_agrees": _each(_list_has_length, "article_ids", "n_articles"),
    "_headline_is_listed": _each(_is_listed, "headline_mention_id", "mention_ids"),
    "_has_released_mention": _has_released_mention,
    "_sources_fit": _each(_sources_fit, "n_sources", "n_articles"),
    "_violence_has_dead": _each(_violence_has_dead, "type_of_violence", "killed_best"),
    "_reports_in_order": _each(_in_order, "first_reported", "last_reported"),
    "_reported_days_agree": _reported_days_agree,
    "_notes_have_no_formula": _no_formula(("notes",)),
}

#: rules that need the text of the articles; without it they are not judged rather than passed
NEED_TEXT = frozenset({"_text_has_digest", "_text_has_length", "_sentence_is_quoted", "_spans_are_quoted"})
