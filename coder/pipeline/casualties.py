"""coder_casualties: who was killed, wounded, taken or driven out, and how many, in `doc._.casualties`.

Each finding is one toll: a word of harm (`verb`) with the people it tells of. `low`, `best` and `high` follow rule R61,
`children` and `women` are parts of the number and never added to it (R60), `civilian`, `military` (with police) and `attacker`
say how it divides where the nouns tell, `toll` whether it is the whole toll of an act (event), one of many acts (cumulative)
or told of several places together (shared) (R62). `victims` are those named (R63). What could or did not happen gives no
finding; "no casualties" gives zeros.

The reading is done by `coder.language`: words of harm (`harm`), people (`victims`), and who belongs to what (`tolls`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span

from coder.language.neighbours import total
from coder.language.tolls import Toll, TollReader, TollWords
from coder.language.victims import Group, load_victim_words
from coder.ontology.toll_words import load_toll_words
from coder.ontology.words import load_words
from coder.pipeline.annotations import Note, in_capitals, sentences

#: where a toll's own stretch of a sentence ends
_SEGMENT_ENDS = frozenset({";", "bringing", "raising", "taking", "pushing", "while", "whereas"})
#: tokens around a toll in which words about several acts speak of it
_CLOSE = 12
_LONG = re.compile(r"\b(?:in|over|during|after) (?:the )?(?:\w+ ){1,2}(?:years|months|weeks|decades)\b")
_PARTS = {"civilian": ("civilian",), "military": ("military", "police"), "attacker": ("attacker",)}
_NO_PEOPLE = ("group", "organisation", "institution", "country", "demonym", "medium")


class Casualties:
    """Find tolls and write them to `doc._.casualties`."""

    def __init__(self, name: str = "coder_casualties") -> None:
        self.name = name
        lists = load_words()
        self.words = TollWords(lists.quantities)
        self.cumulative = tuple(lists.quantities["toll"]["cumulative"])
        self.shared = load_toll_words().shared

    def __call__(self, doc: Doc) -> Doc:
        doc._.casualties = self.find(doc)
        return doc

    def find(self, doc: Doc) -> list[Note]:
        """All tolls of a Doc in order of the text."""
        barred = {i for d in doc._.dates or [] for i in range(d["first"], d["last"])}
        taken = {i for p in doc._.places or [] if not p["again"] for i in range(p["first"], p["last"])}
        taken |= {i for a in doc._.actors or [] if a["kind"] in _NO_PEOPLE for i in range(a["start"], a["end"])}
        notes: list[Note] = []
        for number, span in _units(doc):
            inside = range(span.start, span.end)
            own = [{i - span.start for i in tokens if i in inside} for tokens in (barred, taken)]
            reader = TollReader(span, self.words, own[0], own[1], capitals=in_capitals(span.text))
            found = [note for toll in reader.tolls() for note in self._notes(reader, toll, number)]
            notes += sorted(found, key=lambda n: (n["start"], n["end"]))
        return notes

    def _notes(self, reader: TollReader, toll: Toll, sentence: int) -> list[Note]:
        if toll.groups:
            return [{**_note(reader, toll), "sentence": sentence, "toll": self._class(reader, toll)}]
        return [{**_zero(reader, toll, kind), "sentence": sentence} for kind in toll.cue.kinds]

    def _class(self, reader: TollReader, toll: Toll) -> str | None:
        """event, cumulative or shared (rule R62), by the words of the toll's own stretch of the sentence."""
        if all(g.form in ("name", "single") for g in toll.groups) and len(toll.groups) == 1:
            return None  # the death of one who is named is one act, whatever period is spoken of
        start, end = _extent(toll)
        words = reader.words
        first = next((i + 1 for i in range(start - 1, -1, -1) if words[i] in _SEGMENT_ENDS), 0)
        last = next((i for i in range(end, len(words)) if words[i] in _SEGMENT_ENDS), len(words))
        stretch = " ".join(words[first:last])
        offset = reader.span.start
        dates = [d for d in reader.span.doc._.dates or [] if offset + first <= d["first"] < offset + last]
        if any(d["since"] for d in dates) or "since" in words[first:last]:
            return "cumulative"
        dated = any(d["precision"] == "day" for d in dates)
        if not dated and (_holds(stretch, self.cumulative) or _LONG.search(stretch) or any(map(_is_window, dates))):
            return "cumulative"
        if _holds(" ".join(words[max(first, start - _CLOSE) : min(last, end + _CLOSE)]), self.shared):
            return "shared"
        return "event" if toll.cue.shape == "toll" else None


def _is_window(date: Note) -> bool:
    """ "the past two months": a toll of such a stretch is no single act's."""
    return date["precision"] == "range" and re.match(r"(?:the |these )?(?:past|last|recent)\b", date["text"], re.IGNORECASE) is not None


def _extent(toll: Toll) -> tuple[int, int]:
    """First and last token of a toll's words and people."""
    starts = [toll.cue.start, *(g.start for g in toll.groups)]
    return min(starts), max([toll.cue.end, *(g.end for g in toll.groups)])


def _note(reader: TollReader, toll: Toll) -> Note:
    """The finding for one toll, without its class and sentence."""
    groups, offset = toll.groups, reader.span.start
    parts = _parts(reader, toll)
    numbered = next((g for g in groups if g.number is not None), groups[0])
    head = next((g.head for g in groups if g.head is not None), None)
    token = next((i for i in (numbered.number, numbered.head) if i is not None), toll.cue.start)
    sides = {g.side for g in groups}
    return {
        **_place(reader, *_extent(toll)), "kind": toll.cue.kind, "low": total(g.low for g in groups), "best": _all(g.best for g in groups),
        "high": _all(g.high for g in groups), "vague": any(g.vague for g in groups), "side": next(iter(sides)) if len(sides) == 1 else None,
        **{part: _share(groups, parts, part, "side", names) for part, names in _PARTS.items()},
        "children": _share(groups, parts, "children", "subset", ("children",)), "women": _share(groups, parts, "women", "subset", ("women",)),
        "more": _on_top(reader, toll), "elsewhere": False,
        "token": offset + token, "head": None if head is None else offset + head,
        "verb": None if toll.cue.shape == "toll" else offset + toll.cue.start,
        "victims": [{"name": g.name, "age": g.age, "rank": g.rank} for g in groups if g.name is not None],
    }


def _on_top(reader: TollReader, toll: Toll) -> bool:
    """Whether the number comes on top of one told before: "another two", "two guards were *also* killed"."""
    also = any(w in ("also", "too") for w in reader.words[reader.auxiliaries(toll.cue.start) : toll.cue.start])
    return also or all(g.additional for g in toll.groups)


def _zero(reader: TollReader, toll: Toll, kind: str) -> Note:
    """Nobody was killed or wounded."""
    return {
        **_place(reader, toll.cue.start, toll.cue.end), "kind": kind, "low": 0, "best": 0, "high": 0, "vague": False, "side": None,
        "civilian": None, "military": None, "attacker": None, "children": None, "women": None, "toll": None, "more": False, "elsewhere": False,
        "token": reader.span.start + toll.cue.start, "head": None, "verb": None, "victims": [],
    }


def _place(reader: TollReader, start: int, end: int) -> Note:
    span = reader.span[start:end]
    return {"start": span.start_char, "end": span.end_char, "text": span.text}


def _share(groups: Sequence[Group], parts: dict[str, int], part: str, attribute: str, values: tuple[str, ...]) -> int | None:
    """How many of the people of a toll are of one kind: by their own nouns, else by what is said to be included."""
    own = total(g.best if g.best is not None else g.low for g in groups if getattr(g, attribute) in values)
    return own if own is not None else parts.get(part)


def _parts(reader: TollReader, toll: Toll) -> dict[str, int]:
    """Numbers of children, women, soldiers … among the people of a toll."""
    parts: dict[str, int] = {}
    end = max(max(g.end, g.after) for g in toll.groups)
    for group in reader.groups:
        if group.start not in reader.subsets or (group.best or group.low) is None:
            continue
        owner = max((g for g in toll.groups if g.start < group.start), key=lambda g: g.start, default=None)
        nearest = max((g for g in reader.groups if g.start < group.start and g.start not in reader.subsets and g.number is not None),
                      key=lambda g: g.start, default=None)
        if owner is None or (nearest is not None and nearest.start > owner.start and nearest.start >= end):
            continue
        count = group.best if group.best is not None else group.low
        label = group.subset or group.side
        if group.whole in ("them", "whom"):
            label = reader.subset_noun(group)
        if label and count is not None:
            label = "military" if label == "police" else label
            parts[label] = parts.get(label, 0) + count
    return parts


def _all(numbers: Iterable[int | None]) -> int | None:
    """The sum, if every number is known."""
    known = list(numbers)
    return None if None in known else total(known)


def _holds(text: str, phrases: Iterable[str]) -> bool:
    return any(f" {p} " in f" {text} " for p in phrases)


def _units(doc: Doc) -> list[tuple[int, Span]]:
    """The sentences with their numbers, joined again where they were cut behind a rank or an initial ("Sgt.", "A.")."""
    ranks = load_victim_words().own.ranks
    units: list[tuple[int, Span]] = []
    for number, span in enumerate(sentences(doc)):
        last = units[-1][1] if units else None
        if last is not None and len(last) > 1 and last[-1].text == "." and (last[-2].lower_ in ranks or len(last[-2]) == 1):
            units[-1] = (number, doc[last.start : span.end])
        else:
            units.append((number, span))
    return units


@Language.factory("coder_casualties", assigns=["doc._.casualties"])
def make_casualties(nlp: Language, name: str) -> Casualties:
    return Casualties(name)
