"""Articles -> Mentions: run the pipeline, then turn each Doc's findings into records.

Title and text are read as one Doc, the title first, so that "the group" in the text finds its name in the title;
offsets are given back apart: into the title in the zone "headline", into the text everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from coder.errors import Problem
from coder.ontology.actor_index import load_actors
from coder.ontology.codes import Codes, load_codes
from coder.ontology.words import load_words
from coder.pipeline.annotations import Note, sentences
from coder.pipeline.stories import own_tolls
from coder.records import Actor, Article, Mention, Place, Toll, Trigger, Victim, When

_GAP = "\n\n"
_DATELINE_END = re.compile(r"^.{2,110}?(?:\s[-‐–—]{1,2}\s|\)-{1,2}\s|[–—]\s?)", re.DOTALL)
#: "CLANDESTINE, 8 JAN 90 (RADIO ALFA) --": a dateline that names no place
_WIRE_DATELINE = re.compile(r"^[A-Z][A-Z ]{2,40}, \d{1,2} [A-Z]{3,9}\.? \d{2,4}\b[^\n]{0,60}?\s?--\s")
#: what an agency's editors put before the text proper: "[Communique] [Text] "
_EDITORS_TAGS = re.compile(r"(?:\[[^\[\]\n]{2,90}\]\s*)+")
#: certainties that the default release admits
RELEASED_CERTAINTIES = frozenset({"asserted", "reported", "claimed"})
#: a proposal of the decider with less is kept as a mention and left out of the release; of conflict it must be surer
LEAST_CONFIDENCE, LEAST_FOR_CONFLICT = 0.5, 0.6
#: an article that tells of so many killed tells of no ordinary crime (rule R65)
_MANY_KILLED = int(load_words().crime["many_killed"])
_ARMED = frozenset({"MIL", "REB", "UAF", "PRM", "COP", "CRM"})


@dataclass(frozen=True)
class Coded:
    """One article, completed with what reading it showed, and its mentions."""

    article: Article
    mentions: tuple[Mention, ...]


def code(nlp: Language, articles: Iterable[Article], *, batch_size: int = 32) -> Iterator[Coded | Problem]:
    """Code articles one after another; an article that breaks the pipeline becomes a Problem and the rest goes on."""
    for batch in batched(articles, batch_size):
        try:
            coded: list[Coded | Problem] = [
                finish(doc, article)
                for doc, article in zip(nlp.pipe(prepare(nlp, a) for a in batch), batch, strict=True)
            ]
        except Exception:  # whatever a single strange text does, the other texts of its batch must not be lost
            coded = [_code_alone(nlp, article) for article in batch]
        yield from coded


def _code_alone(nlp: Language, article: Article) -> Coded | Problem:
    try:
        return finish(nlp(prepare(nlp, article)), article)
    except Exception as error:
        return Problem(article.article_id, None, "coding-failed", f"the text cannot be coded: {type(error).__name__}: {error}")


def batched(items: Iterable[Article], size: int) -> Iterator[list[Article]]:
    """Lists of at most *size* items."""
    batch: list[Article] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def prepare(nlp: Language, article: Article) -> Doc:
    """The Doc of an article, tokenised, with what the components must know of it."""
    head = article.title + _GAP if article.title else ""
    doc = nlp.make_doc(head + article.text)
    doc.user_data["article_id"] = article.article_id
    doc._.published = article.published
    doc._.body_start = len(head)
    match = _DATELINE_END.match(article.text[:140]) if article.dateline_place else _WIRE_DATELINE.match(article.text[:160])
    if match is not None:
        tags = _EDITORS_TAGS.match(article.text, match.end())
        doc._.dateline_end = len(head) + (tags or match).end()
        for token in doc:
            if token.idx >= doc._.dateline_end and not token.is_space:
                token.is_sent_start = True  # the dateline is no part of the first sentence
                break
    return doc


def finish(doc: Doc, article: Article) -> Coded:
    """The records of a coded Doc."""
    codes = load_codes()
    spans = sentences(doc)
    mentions: list[Mention] = []
    counts: dict[int, int] = {}
    mass = any((t["low"] or 0) >= _MANY_KILLED for e in doc._.events or [] for t in e["casualties"] if t["kind"] == "killed")
    for event in doc._.events or []:
        number = event["sentence"]
        counts[number] = counts.get(number, 0) + 1
        mentions.append(_mention(doc, article, event, spans, counts[number], codes, mass=mass))
    outlets = sorted({name for m in mentions if (name := m.medium)})
    n_sentences = sum(s.start_char >= _first_character(doc) for s in spans)
    done = replace(article, n_sentences=n_sentences, cited_outlets=tuple(outlets))
    return Coded(done, tuple(mentions))


def _mention(doc: Doc, article: Article, event: Note, spans: list[Any], n: int, codes: Codes, *, mass: bool) -> Mention:
    shift = 0 if event["zone"] == "headline" else doc._.body_start
    span = spans[event["sentence"]]
    trigger = doc[event["trigger"]]
    start, end, sentence = _trimmed(span.text, span.start_char)
    kind = codes.type(event["type"])
    code = event["code"] if kind.cameo is not None or event["code"] else None
    source = tuple(_actor(doc, a, shift) for a in event["source"])
    target = tuple(_actor(doc, a, shift) for a in event["target"])
    armed = _armed(target)
    plover = codes.plover(event["type"], code)
    acled = codes.acled(event["type"], armed)
    tolls = event["casualties"]
    killed, wounded = _toll(tolls, "killed"), _toll(tolls, "wounded")
    released = (
        event["polarity"] == "affirmed" and event["certainty"] in RELEASED_CERTAINTIES and event["kind"] == "specific"
        and kind.default_release and event["zone"] != "boilerplate" and not event["conditional"] and _trusted(event)
        and not (event["ordinary"] and not mass)
    )
    headline = event["zone"] == "headline"
    index = event["sentence"] if headline else event["sentence"] - sum(s.start_char < _first_character(doc) for s in spans)
    zone_mark = "h" if headline else ""
    return Mention(
        mention_id=f"{article.article_id}:{zone_mark}{index}:{n}", article_id=article.article_id, event_id=None,
        sentence_index=index, sentence_start=start - shift, sentence_end=end - shift, sentence=sentence, zone=event["zone"],
        trigger=Trigger(trigger.text, trigger.idx - shift, trigger.idx + len(trigger) - shift), rule_id=event["rule"],
        source=source, target=target, reciprocal=bool(event["reciprocal"]), origin_place=event["origin"],
        event_type=event["type"], event_family=kind.family, cameo_code=code,
        cameo_alternatives=tuple(event["alternatives"] or kind.cameo_alt), cameo_root=code[:2] if code else None,
        quad_class=codes.quad(code) if code else None, goldstein=codes.goldstein(code) if code else None,
        plover_event=plover[0], plover_mode=plover[1], acled_event_type=acled[0], acled_sub_event_type=acled[1],
        event_kind=event["kind"], event_count=event["count"], certainty=event["certainty"], polarity=event["polarity"],
        conditional=event["conditional"], attribution=event["attribution"], attribution_role=event["attribution_role"],
        relayed_by=event["relayed_by"], weapon=event["weapon"], outcome=event["outcome"],
        date=_when(event["date"], article, shift, doc), planned_for=_planned(event["planned"]),
        place=_place(doc, event["place"], shift), killed=killed, wounded=wounded,
        children=_subset(tolls, "children"), women=_subset(tolls, "women"),
        captured=_count(tolls, ("captured", "hostages")), arrested=_count(tolls, ("arrested",)),
        missing=_count(tolls, ("missing",)), displaced=_count(tolls, ("displaced",)),
        casualty_text="; ".join(t["text"] for t in tolls if not t["elsewhere"]) or None,
        victims=tuple(Victim(v["name"], v.get("age"), v.get("rank")) for t in tolls for v in t.get("victims") or []),
        damage=None, toll_kind=next((t["toll"] for t in tolls if t.get("toll")), "event" if killed.low is not None or wounded.low is not None else None),
        confidence=event["confidence"], in_release=released,
    )


def _trusted(event: Note) -> bool:
    """Whether what the decider alone proposes is sure enough for the release; what a reading says is."""
    if not event["rule"].startswith("model."):
        return True
    conflict = event["code"][:2] in ("13", "14", "15", "16", "17", "18", "19", "20")
    return bool(event["confidence"] >= (LEAST_FOR_CONFLICT if conflict else LEAST_CONFIDENCE))


def _first_character(doc: Doc) -> int:
    """Where the sentences of the text begin: after the title and the dateline."""
    return max(int(doc._.body_start), int(doc._.dateline_end))


def _trimmed(sentence: str, start: int) -> tuple[int, int, str]:
    """(start, end, text) of a sentence without the space around it."""
    start += len(sentence) - len(sentence.lstrip())
    sentence = sentence.strip()
    return start, start + len(sentence), sentence


def _actor(doc: Doc, note: Note, shift: int) -> Actor:
    # of a pronoun the words that it stands for: whoever reads the row wants to know who "it" is
    first, end = note.get("words") or (note["start"], note["end"])
    span = doc[first:end]
    start, end = _offsets(doc, span.start_char, span.end_char, shift)
    return Actor(
        text=span.text, start=start, end=end,
        actor_id=note["actor_id"], name=note["name"] or _own_words(note, span.text), country=note["country"], code=note["code"],
        role=note["role"], group=note["group"], resolution=note["resolution"],
    )


def _own_words(note: Note, words: str) -> str | None:
    """ "Iraqi soldiers" have no name; their text says who they are."""
    return words if note["actor_id"] is not None or note["code"] else None


def _armed(target: tuple[Actor, ...]) -> bool | None:
    roles = {a.role for a in target if a.role}
    if not roles:
        return None
    return bool(roles & _ARMED)


def _when(note: Note | None, article: Article, shift: int, doc: Doc) -> When:
    if note is None or note["from"] is None:
        return When(note["text"] if note else None, article.published, article.published, "reported", "publication_default")
    return When(note["text"], note["from"], note["to"], note["precision"], note["basis"])


def _planned(note: Note | None) -> When | None:
    if note is None or note["from"] is None:
        return None
    return When(note["text"], note["from"], note["to"], note["precision"], note["basis"])


def _offsets(doc: Doc, start: int, end: int, shift: int) -> tuple[int | None, int | None]:
    """Offsets in the title or in the text, whichever the sentence is in; none of words in the other one."""
    here = start >= shift and (shift > 0 or start < doc._.body_start or not doc._.body_start)
    return (start - shift, end - shift) if here else (None, None)


def _place(doc: Doc, note: Note | None, shift: int) -> Place | None:
    if note is None:
        return None
    if "country_only" in note:
        entry = load_actors().countries.get(note["country_only"])
        name = entry.name if entry else note["country_only"]
        return Place(None, None, None, name, None, None, None, None, None, None, note["country_only"], "country", note["basis"])
    return Place(
        note["text"], *_offsets(doc, note["start"], note["end"], shift), note["name"], note["latitude"], note["longitude"],
        note["geonames_id"], note["feature_code"], note["admin1"], None, note["country"], note["precision"], note["basis"],
    )


def _sum(values: list[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _toll(tolls: list[Note], kind: str) -> Toll:
    own = own_tolls(tolls, kind)
    if not own:
        return Toll()
    complete = all(t["best"] is not None for t in own)
    sides = {side: _sum([t.get(side) for t in own]) for side in ("civilian", "military", "attacker")}
    return Toll(
        _sum([t["low"] for t in own]), _sum([t["best"] for t in own]) if complete else None,
        _sum([t["high"] for t in own]) if all(t["high"] is not None for t in own) else None, **sides,
    )


def _subset(tolls: list[Note], which: str) -> int | None:
    return _sum([t.get(which) for t in tolls if t["kind"] in ("killed", "wounded")])


def _count(tolls: list[Note], kinds: tuple[str, ...]) -> int | None:
    return _sum([t["best"] if t["best"] is not None else t["low"] for k in kinds for t in own_tolls(tolls, k)])
