"""Articles to mentions: offsets, zones, ids, flags, and articles that cannot be coded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from coded import article, mentions
from spacy.language import Language
from spacy.tokens import Doc

from coder import schema
from coder.coding import Coded, batched, code
from coder.errors import Problem
from coder.records import Article, Mention, to_json

TITLE = "Rebels attack convoy near Goma"
TEXT = (
    "GOMA, May 14 - Rebels attacked an army convoy near Goma on Tuesday, killing two soldiers, police said.\n\n"
    "“We regret the deaths,” a colonel said. The rebels did not attack Bunia. Uganda could attack the rebels.\n"
)


@pytest.fixture(scope="module")
def coded(nlp: Language) -> Coded:
    told = article(TEXT, title=TITLE, dateline_place="GOMA", article_id="goma")
    (found,) = code(nlp, [told])
    assert isinstance(found, Coded)
    return found


def of_zone(coded: Coded, zone: str) -> list[Mention]:
    return [m for m in coded.mentions if m.zone == zone]


def test_every_offset_points_at_its_words(coded: Coded) -> None:
    assert coded.mentions
    for mention in coded.mentions:
        where = TITLE if mention.zone == "headline" else TEXT
        assert where[mention.sentence_start : mention.sentence_end] == mention.sentence
        assert where[mention.trigger.start : mention.trigger.end] == mention.trigger.text
        for actor in (*mention.source, *mention.target):
            assert actor.start is None or where[actor.start : actor.end] == actor.text
        if mention.place is not None and mention.place.start is not None:
            assert where[mention.place.start : mention.place.end] == mention.place.text


def test_title_and_text_are_parted(coded: Coded) -> None:
    assert [m.sentence for m in of_zone(coded, "headline")] == [TITLE]
    (lead,) = [m for m in of_zone(coded, "lead") if m.polarity == "affirmed"]
    # the dateline is a sentence of its own
    assert lead.sentence.startswith("Rebels attacked an army convoy")
    assert lead.sentence_start == TEXT.index("Rebels")


def test_ids_name_article_sentence_and_number(coded: Coded) -> None:
    ids = [m.mention_id for m in coded.mentions]
    assert ids[:2] == ["goma:h0:1", "goma:0:1"]
    assert len(set(ids)) == len(ids)


def test_dateline_is_no_place_of_the_event(nlp: Language) -> None:
    told = article("LONDON, May 14 - Rebels attacked an army convoy near Goma.", dateline_place="LONDON")
    (found,) = code(nlp, [told])
    assert isinstance(found, Coded)
    assert [m.place.name for m in found.mentions if m.place] == ["Goma"]


def test_dateline_is_no_actor(nlp: Language) -> None:
    told = article("KINSHASA, 14 May 2024 - Rebels attacked an army convoy near Goma.", dateline_place="KINSHASA")
    (found,) = code(nlp, [told])
    assert isinstance(found, Coded)
    assert [[a.code for a in m.source] for m in found.mentions] == [["REB"]]


def test_release_takes_what_happened_and_leaves_the_rest(coded: Coded) -> None:
    released = {m.sentence[:20]: m.in_release for m in coded.mentions}
    assert [m.in_release for m in of_zone(coded, "headline")] == [True]
    assert released["Rebels attacked an a"] is True
    negated = [m for m in coded.mentions if "Bunia" in m.sentence]
    assert [(m.polarity, m.in_release) for m in negated] == [("negated", False)]
    thinkable = [m for m in coded.mentions if "Uganda" in m.sentence]
    assert [(m.certainty, m.in_release) for m in thinkable] == [("hypothetical", False)]


def test_fields_derived_from_the_code(coded: Coded) -> None:
    first = of_zone(coded, "headline")[0]
    assert (first.cameo_code, first.cameo_root, first.quad_class, first.goldstein) == ("190", "19", 4, -10.0)
    assert (first.plover_event, first.event_type, first.event_family) == ("ASSAULT", "attack", "direct")


def test_harm_is_part_of_its_event(coded: Coded) -> None:
    lead = of_zone(coded, "lead")[0]
    assert (lead.killed.best, lead.wounded.best) == (2, None)
    assert (lead.date.start, lead.date.end) == ("2024-05-14", "2024-05-14")


def test_records_obey_their_schema(coded: Coded) -> None:
    assert list(schema.problems("mention", [to_json(m) for m in coded.mentions])) == []


def test_article_learns_how_many_sentences_it_has(coded: Coded) -> None:
    assert coded.article.n_sentences == 4
    assert coded.article.article_id == "goma"


def test_media_cited_are_listed(nlp: Language) -> None:
    (found,) = code(nlp, [article("Reuters reported that rebels had attacked an army convoy in Chad.")])
    assert isinstance(found, Coded)
    assert found.article.cited_outlets == ("Reuters",)


def test_without_a_date_of_publication_dates_stay_open(nlp: Language) -> None:
    (mention,) = mentions(nlp, "Rebels attacked an army convoy in Chad.", published=None)
    assert (mention.date.start, mention.date.end, mention.date.precision) == (None, None, "reported")


@pytest.mark.parametrize(
    "text",
    [
        # nothing, spaces, no letters
        "", " \n\n ", "12:30 ---- 14:00",
        # no sentence ends
        "REBELS ATTACK CONVOY",
        # letters outside the basic plane, combining accents, right to left
        "Rebels 🔥 attacked an army convoy in Chad.", "Re\u0301bels attacked.", "هاجم المتمردون قافلة.",
        # one long line
        "Rebels attacked an army convoy in Chad. " * 200,
    ],
)
def test_strange_texts_are_coded_without_fuss(nlp: Language, text: str) -> None:
    (found,) = code(nlp, [article(text)])
    assert isinstance(found, Coded)
    for mention in found.mentions:
        assert text[mention.trigger.start : mention.trigger.end] == mention.trigger.text


def test_an_article_that_breaks_is_set_aside_and_the_rest_goes_on(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    events = dict(nlp.pipeline)["coder_events"]
    join = events.join

    def breaking(doc: Doc) -> object:
        if "Zanzibar" in doc.text:
            raise ValueError("no such island")
        return join(doc)

    monkeypatch.setattr(events, "join", breaking)
    texts = ["Rebels attacked soldiers in Chad.", "Rebels attacked Zanzibar.", "Rebels attacked soldiers in Mali."]
    found = list(code(nlp, [article(t, article_id=f"a{i}") for i, t in enumerate(texts)]))
    assert [f.article.article_id if isinstance(f, Coded) else f.code for f in found] == ["a0", "coding-failed", "a2"]
    (problem,) = (f for f in found if isinstance(f, Problem))
    assert problem.where == "a1"
    assert "no such island" in problem.message


def test_size_of_the_batch_changes_nothing(nlp: Language) -> None:
    told = [article(t, article_id=f"a{i}") for i, t in enumerate([TEXT, "Hamas freed hostages.", "It rained."])]
    assert list(code(nlp, told, batch_size=1)) == list(code(nlp, told, batch_size=3))


def test_articles_stream(nlp: Language) -> None:
    """The first result comes before the last article is read."""
    seen: list[str] = []

    def articles() -> Iterator[Article]:
        for i in range(6):
            seen.append(f"a{i}")
            yield article("It rained.", article_id=f"a{i}")

    next(iter(code(nlp, articles(), batch_size=2)))
    assert seen == ["a0", "a1"]


@pytest.mark.parametrize(("n", "size", "lengths"), [(0, 2, []), (2, 2, [2]), (5, 2, [2, 2, 1])])
def test_batches(n: int, size: int, lengths: list[int]) -> None:
    assert [len(b) for b in batched([article("x")] * n, size)] == lengths
