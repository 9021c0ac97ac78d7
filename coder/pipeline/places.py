"""coder_places: the places a text names, looked up in the gazetteer.

Each finding in `doc._.places` says which words, which place, how exactly ("near Tarn" is `near`) and which preposition
leads to it. Whether it is the place of an event, an origin or only part of an actor's name ("militias in Iraq") is for
`coder_events` to decide. Ambiguous names are settled by the countries the article speaks of; the dateline helps to know
them and is never an event place itself (rules R49-R53).
"""

from __future__ import annotations

from collections import Counter

from spacy.language import Language
from spacy.tokens import Doc, Span

from coder.language import syntax
from coder.ontology.gazetteer import Candidate, Gazetteer, load_gazetteer
from coder.pipeline.annotations import Note, in_capitals, sentences

_LONGEST = 5
_NEAR = frozenset({"near", "outside", "around", "beyond", "off", "close to", "north", "south", "east", "west", "northeast",
                   "northwest", "southeast", "southwest", "southern", "northern", "outskirts", "km", "miles", "kilometers",
                   "kilometres", "suburb", "vicinity"})
_JOINERS = frozenset({"of", "de", "el", "al", "la", "los", "las", "del", "the", "-", "‐", "and", "d'", "'s", "da", "do", "ez", "es", "az"})
_REGION_BEFORE = frozenset({"province", "governorate", "state", "region", "department", "oblast", "district"})
_PRECISION = {"country": "country", "admin1": "admin1", "region": "region", "water": "sea_air", "border": "region", "line": "region"}


class Places:
    """Find places and write them to `doc._.places`."""

    def __init__(self, gazetteer: Gazetteer, name: str = "coder_places") -> None:
        self.gazetteer = gazetteer
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        doc._.places = self.find(doc)
        return doc

    def find(self, doc: Doc) -> list[Note]:
        """All places of a Doc in order of the text, the dateline left out."""
        spans = [(number, a, b) for number, s in enumerate(sentences(doc)) for a, b in self._name_spans(doc, s)]
        context = self._countries(doc, spans)
        notes = []
        for number, start, end in spans:
            prefer = "admin1" if end < len(doc) and doc[end].lower_ in _REGION_BEFORE else None
            place = self.gazetteer.resolve(doc[start:end].text, countries=context, prefer_kind=prefer)
            if place is not None and doc[start].idx >= doc._.dateline_end:
                notes.append(self._note(doc, number, start, end, place))
        return notes

    def _name_spans(self, doc: Doc, sentence: Span) -> list[tuple[int, int]]:
        """Longest stretches of capitalised words that the gazetteer knows."""
        taken = {i for a in doc._.actors or [] if a["kind"] in ("leader", "group", "organisation", "institution", "medium", "person", "demonym")
                 and sentence.start <= a["start"] < sentence.end for i in self._own_words(doc, a)}
        people = {i for e in sentence.ents if e.label_ in ("PER", "PERSON") for i in range(e.start, e.end)}
        capitals = in_capitals(sentence.text)
        found = []
        i = sentence.start
        while i < sentence.end:
            end = self._longest(doc, i, sentence.end, taken | people, capitals=capitals)
            if end is not None:
                found.append((i, end))
                i = end
            else:
                i += 1
        return found

    @staticmethod
    def _own_words(doc: Doc, actor: Note) -> range:
        """The words of a name proper; "Prime Minister of Iraq" leaves Iraq to be a place."""
        return range(actor["start"], actor["end"])

    def _longest(self, doc: Doc, start: int, limit: int, taken: set[int], *, capitals: bool) -> int | None:
        first = doc[start]
        if start in taken or not first.text[:1].isupper() or first.pos_ in ("PRON", "AUX", "ADP", "CCONJ", "SCONJ"):
            return None
        if capitals and first.pos_ not in ("PROPN", "NOUN", "X") and first.ent_type_ not in ("LOC", "GPE"):
            return None
        for end in range(min(limit, start + _LONGEST), start, -1):
            words = doc[start:end]
            if any(t.i in taken for t in words) or not self._looks_like_name(words):
                continue
            if self.gazetteer.find(words.text) and not (len(words) == 1 and self._doubtful(doc, start, capitals=capitals)):
                return end
        return None

    @staticmethod
    def _looks_like_name(words: Span) -> bool:
        inner = all(t.text[:1].isupper() or t.text[:1].isdigit() or t.lower_ in _JOINERS for t in words)
        last = words[-1]
        lower_last = last.lower_ in ("province", "city", "district", "region", "state", "governorate", "department", "valley", "airport")
        return (inner or lower_last) and last.lower_ not in _JOINERS | {"-"}

    def _doubtful(self, doc: Doc, i: int, *, capitals: bool) -> bool:
        """One word that is a place somewhere: it must look like a name here, by tag, label or preposition."""
        token = doc[i]
        if self.gazetteer.is_stop(token.text):
            return True
        if token.ent_type_ in ("LOC", "GPE", "FAC"):
            return False
        known = any(c.source in ("places", "countries") for c in self.gazetteer.find(token.text))
        if known:
            return False
        led = i > 0 and doc[i - 1].lower_ in ("in", "at", "near", "from", "outside", "of", "to", "around", "on", "into", "toward", "through")
        if capitals:
            return not led
        return not (token.pos_ == "PROPN" and (led or token.ent_type_ != "ORG"))

    def _countries(self, doc: Doc, spans: list[tuple[int, int, int]]) -> list[str]:
        """The countries an article speaks of, the most frequent first; the dateline counts as one mention."""
        count: Counter[str] = Counter()
        for actor in doc._.actors or []:
            if actor["country"] and actor["kind"] != "pronoun":
                count[actor["country"]] += 1
        for _, start, end in spans:
            found = self.gazetteer.find(doc[start:end].text)
            if len(found) == 1 and found[0].country:
                count[found[0].country] += 1
            elif found and found[0].source in ("places", "countries") and found[0].country:
                count[found[0].country] += 2
        return [country for country, _ in sorted(count.items(), key=lambda item: (-item[1], item[0]))]

    def _note(self, doc: Doc, sentence: int, start: int, end: int, place: Candidate) -> Note:
        head = doc[start:end].root
        before = doc[start - 1].lower_ if start else ""
        mark = syntax.preposition(head) or (before if before in ("in", "at", "near", "from", "outside", "on") else None)
        reach = {t.lower_ for t in doc[max(0, start - 4) : start]}
        near = mark in _NEAR or bool(reach & _NEAR)
        precision = _PRECISION.get(place.kind, "exact")
        if near and precision == "exact":
            precision = "near"
        span = doc[start:end]
        return {
            "start": span.start_char, "end": span.end_char, "text": span.text, "name": place.name, "latitude": place.latitude,
            "longitude": place.longitude, "geonames_id": place.geonames_id, "feature_code": place.feature_code,
            "admin1": place.admin1 if place.kind != "admin1" else place.name, "country": place.country,
            "precision": precision, "kind": place.kind, "preposition": mark, "sentence": sentence, "token": head.i,
            "first": start, "last": end,
        }


@Language.factory("coder_places", assigns=["doc._.places"])
def make_places(nlp: Language, name: str) -> Places:
    return Places(load_gazetteer(), name)
