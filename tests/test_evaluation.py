"""Scores of codings against gold: what counts as found, which fields are right, what is forbidden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from dataset_samples import base, dataset

from coder.errors import SourceError
from coder.evaluation import FIELDS, evaluate, read_gold
from coder.records import Article, Mention

DATA = dataset(base())
ARTICLE, FOUND = DATA.articles[0], DATA.mentions[0]

WANT: dict[str, Any] = {
    "quote": "shelled the town of Tarn on Friday",
    "type": "shelling",
    "cameo": ["194"],
    "source": [{"name": "Rebel fighters", "codes": ["SYRREB"]}],
    "target": [{"name": "the residents", "codes": ["SYRCVL"], "also": ["four civilians"]}],
    "date": {"start": "2024-05-03", "end": "2024-05-03"},
    "place": {"name": "Tarn", "country": "SYR", "precision": "exact"},
    "killed": 4,
    "wounded": 7,
    "certainty": "reported",
    "kind": "specific",
}


def scored(want: dict[str, Any] | None = None, mentions: tuple[Mention, ...] = (FOUND,), **entry: Any) -> Any:
    gold = {"a1": {"article": "a1", "events": [want] if want else [], **entry}}
    return evaluate(gold, [ARTICLE], mentions)


def test_a_perfect_coding_scores_full_marks() -> None:
    score = scored(WANT)
    assert (score.gold, score.found, score.found_with_root_and_actors) == (1, 1, 1)
    assert (score.released, score.released_right) == (1, 1)
    assert {name: score.right[name] for name in FIELDS} == dict.fromkeys(FIELDS, 1)
    assert score.asked == score.right
    assert score.misses == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        # another sentence
        ({"quote": "Arden later condemned"}, 0),
        # spelling of the quote does not matter
        ({"quote": "SHELLED the town of  Tarn"}, 1),
        # another type, but an accepted code, or an accepted type
        ({"type": "attack", "cameo": ["194"]}, 1),
        ({"type": "attack", "cameo": ["190"], "types_ok": ["shelling"]}, 1),
        ({"type": "meeting", "cameo": ["040"]}, 0),
    ],
)
def test_what_counts_as_found(change: dict[str, Any], found: int) -> None:
    score = scored({**WANT, **change})
    assert score.found == found
    assert len(score.misses) == 1 - found
    assert score.released_right == found


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("type", {"type": "rocket_attack"}),
        ("code", {"cameo": ["1941", "1942"]}),
        ("root", {"cameo": ["173"]}),
        ("source", {"source": [{"name": "the army", "codes": ["SYRMIL"]}]}),
        ("target", {"target": [{"name": "the army", "codes": ["SYRMIL"]}]}),
        ("both actors", {"target": [{"name": "the army", "codes": ["SYRMIL"]}]}),
        ("date", {"date": {"start": "2024-04-01", "end": "2024-04-02"}}),
        ("place", {"place": {"name": "Bel", "country": "SYR", "precision": "exact"}}),
        ("killed", {"killed": 5}),
        ("wounded", {"wounded": 5}),
        ("certainty", {"certainty": "asserted"}),
        ("kind", {"kind": "aggregate"}),
    ],
)
def test_a_wrong_field_loses_its_point(field: str, change: dict[str, Any]) -> None:
    score = scored({**WANT, **change})
    assert (score.found, score.asked[field], score.right[field]) == (1, 1, 0)


def test_what_gold_does_not_say_is_not_asked() -> None:
    score = scored({**WANT, "source": [], "date": None, "place": None, "killed": None})
    assert {n for n in FIELDS if not score.asked[n]} == {"source", "date", "place", "killed"}


def test_actors_are_right_by_code_name_or_words() -> None:
    for source in ({"name": "nobody", "codes": ["SYRREB"]}, {"name": "rebels"}, {"name": "x", "also": ["Rebel fighters"]}):
        assert scored({**WANT, "source": [source]}).right["source"] == 1


def test_a_mutual_event_may_be_coded_either_way_round() -> None:
    swapped = {**WANT, "source": WANT["target"], "target": WANT["source"]}
    assert scored(swapped).right["both actors"] == 0
    assert scored({**swapped, "reciprocal": True}).right["both actors"] == 1


def test_of_several_fitting_mentions_the_one_with_the_right_actors_is_scored() -> None:
    blank = replace(FOUND, mention_id="a1:0:00", source=(), target=())
    assert scored(WANT, (blank, FOUND)).right["both actors"] == 1


def test_what_must_not_be_coded_is_listed() -> None:
    rule = {"quote": "shelled the town", "codes": ["19*"], "why": "a film"}
    assert len(scored(WANT, must_not=[rule]).forbidden) == 1
    assert scored(WANT, must_not=[{**rule, "codes": ["18*"]}]).forbidden == []
    assert len(scored(WANT, must_not=[{**rule, "codes": ["*"]}]).forbidden) == 1
    # another word of the sentence is not what the rule is about
    assert scored(WANT, must_not=[{**rule, "quote": "killing four civilians"}]).forbidden == []


def test_events_in_articles_without_any_are_listed() -> None:
    score = scored(None, nothing=True)
    assert len(score.quiet_events) == 1
    assert (score.released, score.released_right) == (1, 0)


def test_mentions_that_are_not_released_cost_nothing() -> None:
    score = scored(None, (replace(FOUND, in_release=False),), nothing=True)
    assert (score.released, score.quiet_events) == (0, [])


def test_rules_are_counted_right_and_wrong() -> None:
    assert dict(scored(WANT).rules[FOUND.rule_id]) == {"right": 1}
    assert dict(scored(None).rules[FOUND.rule_id]) == {"wrong": 1}


def test_articles_without_gold_and_gold_without_article_are_left_out() -> None:
    score = evaluate({"other": {"article": "other", "events": [WANT]}}, [ARTICLE], [FOUND])
    assert (score.gold, score.released) == (0, 0)


def test_rows_name_everything_measured() -> None:
    assert [name for name, _, _ in scored(WANT).rows()][3:] == list(FIELDS)


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({}, "no gold files"),
        ({"a.yml": "article: a\n"}, "a.yml: a gold file needs the keys article and events"),
        ({"a.yml": "- one\n"}, "a.yml: a gold file needs the keys article and events"),
    ],
)
def test_gold_that_cannot_be_used_is_named(tmp_path: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_gold(tmp_path)


def test_gold_of_the_seeds_is_about_the_seeds() -> None:
    """Every gold file has its article, and every quote stands in it."""
    from coder.ontology.names import fold
    from coder.sources import read

    root = Path(__file__).parents[1]
    articles = {a.article_id: a for a in read([root / "seeds"]) if isinstance(a, Article)}
    gold = read_gold(root / "seeds" / "gold")
    assert set(gold) <= set(articles)
    lost = [
        f"{i}: {event['quote']}"
        for i, entry in gold.items()
        for event in entry["events"]
        if fold(event["quote"]) not in fold(f"{articles[i].title} {articles[i].text}")
    ]
    assert lost == []
