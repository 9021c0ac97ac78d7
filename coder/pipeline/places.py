"""coder_places: the places a text names, looked up in the gazetteer.

Each finding in `doc._.places` says which words, which place, how exactly ("near Tarn" is `near`) and which preposition
leads to it. Whether it is the place of an event, an origin or only part of an actor's name ("militias in Iraq") is for
`coder_events` to decide. Ambiguous names are settled by the region or country named behind them, else by the countries the
article speaks of; the dateline helps to know them and is never an event place itself (rules R49-R53).

A name that the gazetteer lacks is a place all the same where the words say so ("the village of Arn", "in Arn, Kansas"): it has
no coordinates of its own. "The city", "the province" and "the capital" take a place up again (`again`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from coder.language import syntax
from coder.ontology.gazetteer import Candidate, Gazetteer, load_gazetteer
from coder.ontology.words import load_words
from coder.pipeline.annotations import Note, in_capitals, sentences

_LONGEST = 5
_NEAR = frozenset({"near", "outside", "around", "beyond", "off", "close to", "north", "south", "east", "west", "northeast",
                   "northwest", "southeast", "southwest", "southern", "northern", "outskirts", "km", "miles", "kilometers",
                   "kilometres", "suburb", "vicinity"})
_JOINERS = frozenset({"of", "de", "el", "al", "la", "los", "las", "del", "the", "-", "‐", "and", "d'", "'s", "da", "do", "ez", "es", "az"})
_LOWER_LAST = frozenset({"province", "city", "district", "region", "state", "governorate", "department", "valley", "airport"})
_INNER = frozenset({"de", "del", "la", "las", "los", "el", "al", "-", "‐", "da", "do", "dos", "y"})
_REGION_BEFORE = frozenset({"province", "governorate", "state", "region", "department", "oblast", "district"})
_PRECISION = {"country": "country", "admin1": "admin1", "region": "region", "water": "sea_air", "border": "region", "line": "region"}
_LED = frozenset({"in", "at", "near", "from", "outside", "of", "to", "around", "on", "into", "toward", "towards", "through", "over", "inside", "across"})
_WHERE = frozenset({"in", "at", "near", "outside", "around", "inside"})
_NO_NAME = frozenset({"DET", "ADP", "PRON", "AUX", "CCONJ", "SCONJ", "VERB", "PART", "PUNCT"})
#: words that go on after the comma behind a name of a place: "in Arn, *west* of Bel", "in Arn, *a* town on the coast"
_TELLING = frozenset({"a", "an", "near", "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside", "on", "about"})
#: "the camps of Arnish militants", "the port of call"
_NO_TOWN_OF = frozenset({"camp", "camps", "port", "ports", "farm", "farms", "ranch", "outpost", "outposts"})
_OF_A_TOWN = frozenset({"capital", "outskirts", "centre", "center", "edge", "suburbs", "heart", "streets", "middle", "north", "south", "east", "west", "northwest",
                        "northeast", "southwest", "southeast", "part", "parts", "shores", "coast"})
_LARGER = ("admin1", "country", "region")
_MARKS = frozenset({"in", "at", "near", "from", "outside", "on", "of", "to", "into", "through", "over", "around", "across", "off"})
#: a town of so many people may begin a name that is still there: "Boston airport"
_BIG = 100_000
#: kinds of place that "the town", "the province" can mean
_AGAIN = {"settlement": ("city", "camp", "district"), "region": ("admin1", "region", "island")}


@dataclass(frozen=True, slots=True)
class _Found:
    """Words [start, end) that name a place of a sentence: in the gazetteer (`role` "known"), as a settlement, as part of a town, or again."""

    sentence: int
    start: int
    end: int
    role: str = "known"


class Places:
    """Find places and write them to `doc._.places`."""

    def __init__(self, gazetteer: Gazetteer, name: str = "coder_places") -> None:
        self.gazetteer = gazetteer
        self.name = name
        grammar = load_words().grammar
        self.acts = grammar["act_nouns"]
        self.striking = grammar["place_taking_verbs"]
        self.settlements, self.quarters, self.regions = (
            grammar[f"{k}_nouns"] | {n + "s" for n in grammar[f"{k}_nouns"]} for k in ("settlement", "quarter", "region"))
        #: words that may take a place up again
        self.again = (self.settlements | self.regions | {"capital"}) - {"camp", "farm", "hill", "port", "state"} | {"border", "frontier", "there"}

    def __call__(self, doc: Doc) -> Doc:
        doc._.places = self.find(doc)
        return doc

    def find(self, doc: Doc) -> list[Note]:
        """All places of a Doc in order of the text, the dateline left out."""
        spans = list(enumerate(sentences(doc)))
        first = [self._names(doc, number, s, frozenset()) for number, s in spans]
        found = [f for own in first for f in own]
        sure = frozenset(doc[f.start : f.end].text for f in found if f.role == "known" and self._led(doc, f.start))
        if sure:  # what is surely a place once is one everywhere, also where it looks like a person: "bombed *Khan Arn*"
            texts = [s.text for _, s in spans]
            again = [self._names(doc, number, s, sure) if any(name in texts[number] for name in sure) else first[number] for number, s in spans]
            found = [f for own in again for f in own]
        context = self._countries(doc, found)
        notes: list[Note] = []
        for n, item in enumerate(found):
            if doc._.body_start <= doc[item.start].idx < doc._.dateline_end:
                continue
            outer = self._outer(doc, item, found[n + 1] if n + 1 < len(found) else None, context)
            note = self._resolved(doc, item, outer, context, notes)
            if note is not None:
                notes.append(note)
        return notes

    # ---- the words ---------------------------------------------------------------------------------------------

    def _names(self, doc: Doc, number: int, sentence: Span, sure: frozenset[str]) -> list[_Found]:
        """Longest stretches of capitalised words that the gazetteer knows, and names that the words around them make places."""
        inside = [a for a in doc._.actors or [] if sentence.start <= a["start"] < sentence.end]
        taken = {i for a in inside if a["kind"] in ("leader", "group", "organisation", "institution", "medium", "demonym")
                 for i in range(a["start"], a["end"])}
        people = {i for a in inside if a["kind"] == "person" and not self._sure(doc, a["start"], a["end"], sure) for i in range(a["start"], a["end"])}
        people |= {i for e in sentence.ents if e.label_ in ("PER", "PERSON") and not self._sure(doc, e.start, e.end, sure) for i in range(e.start, e.end)}
        capitals = in_capitals(sentence.text)
        named = taken | people
        words = [t.text for t in sentence]
        found: list[_Found] = []
        i = sentence.start
        while i < sentence.end:
            word = words[i - sentence.start]
            capital = word[:1].isupper()
            item = None
            if capital:
                item = self._longest(doc, number, i, sentence, named, capitals=capitals)
                item = self._by_its_noun(doc, number, i, sentence, taken, item, capitals=capitals) or item
            if item is None and word.lower() in self.again:
                item = self._again(doc, number, i)
            if item is not None and item.role == "border" and found and found[-1].end > item.start:
                item = None
            if item is None and capital:
                item = self._by_what_follows(doc, number, i, sentence, named, capitals=capitals)
            if item is not None:
                found.append(item)
            i = item.end if item is not None else i + 1
        return found

    def _led(self, doc: Doc, i: int) -> bool:
        """Whether the words before a name make it a place: "in Arn", "the town of Arn"."""
        if i > 1 and doc[i - 1].lower_ == "on" and doc[i - 2].lemma_.lower() in self.acts:
            return True  # "a strike on Arn"
        return i > 0 and (doc[i - 1].lower_ in _WHERE or (i > 1 and doc[i - 1].lower_ == "of" and doc[i - 2].lower_ in self.settlements - _NO_TOWN_OF))

    def _sure(self, doc: Doc, start: int, end: int, sure: frozenset[str]) -> bool:
        """Whether what looks like a person is a place: by the words before, by the verb it is the object of, or elsewhere in the text."""
        return doc[start:end].text in sure or self._led(doc, start) or (
            self._is_struck(doc, start, end) and bool(self.gazetteer.find(doc[start:end].text)))

    def _is_struck(self, doc: Doc, start: int, end: int) -> bool:
        """ "bombed *Arn*", "*Arn* was shelled"."""
        root = doc[start:end].root
        return syntax.label(root) in ("obj", "dobj", "nsubj:pass", "nsubjpass") and root.head.lemma_.lower() in self.striking

    def _longest(self, doc: Doc, number: int, start: int, sentence: Span, taken: set[int], *, capitals: bool) -> _Found | None:
        first = doc[start]
        if start in taken or first.pos_ in ("PRON", "AUX", "ADP", "CCONJ", "SCONJ"):
            return None
        if capitals and first.pos_ not in ("PROPN", "NOUN", "X") and first.ent_type_ not in ("LOC", "GPE"):
            return None
        for end in range(min(sentence.end, start + _LONGEST), start, -1):
            words = doc[start:end]
            if any(t.i in taken for t in words) or not self._looks_like_name(words):
                continue
            candidates = self.gazetteer.find(words.text)
            if not candidates or (candidates[0].source == "cities" and self._inside_a_name(doc, start, end, sentence, capitals=capitals)):
                continue
            if not (len(words) == 1 and self._doubtful(doc, start, capitals=capitals)):
                return _Found(number, start, end)
        return None

    @staticmethod
    def _looks_like_name(words: Span) -> bool:
        last = words[-1].lower_
        if last in _JOINERS:
            return False
        return last in _LOWER_LAST or all(t.text[:1].isupper() or t.text[:1].isdigit() or t.lower_ in _JOINERS for t in words)

    def _inside_a_name(self, doc: Doc, start: int, end: int, sentence: Span, *, capitals: bool) -> bool:
        """ "Leopold *Cafe*", "the Mavi *Marmara*", "*At Taj*" opening a sentence: no town."""
        if end - start > 1 and start == sentence.start and self.gazetteer.is_stop(doc[start].text):
            return True
        if capitals or end - start > 1:
            return False
        if start > sentence.start + 1 and doc[start - 1].text in ("-", "‐", "–") and not doc[start - 1].whitespace_ and not self.gazetteer.find(doc[start - 2].text):
            return True  # "the Arn-*Trident* hotel"
        following = doc[end] if end < sentence.end else None
        if following is not None and following.text[:1].isupper() and following.pos_ in ("PROPN", "NOUN") and syntax.label(doc[start]) in ("compound", "flat"):
            return max(c.weight for c in self.gazetteer.find(doc[start].text)) < _BIG
        before = doc[start - 1] if start > sentence.start else None
        if before is None:
            return False
        dated = any(d["first"] <= before.i < d["last"] for d in doc._.dates or [])
        peoples = any(a["kind"] == "demonym" and a["start"] <= before.i < a["end"] for a in doc._.actors or [])
        named = before.pos_ == "PROPN" and before.text[:1].isupper() and not self.gazetteer.is_stop(before.text)
        return named and not dated and not peoples and (before.head.i in (start, doc[start].head.i) or doc[start].head.i == before.i)

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
        led = i > 0 and doc[i - 1].lower_ in _LED
        if capitals:
            return not led
        where = i > 0 and doc[i - 1].lower_ in _WHERE and token.pos_ in ("NOUN", "X", "ADJ")
        return not (where or (token.pos_ == "PROPN" and (led or token.ent_type_ != "ORG")))

    def _run(self, doc: Doc, start: int, limit: int, *, capitals: bool, sure: bool = False) -> int:
        """Where the name that begins at a token ends; *start* if none does. *sure*: the words before say that one does."""
        end = start
        for i in range(start, min(limit, start + _LONGEST)):
            token = doc[i]
            joins = i > start and token.lower_ in _INNER and i + 1 < limit and doc[i + 1].text[:1].isupper()
            named = token.text[:1].isupper() and token.is_alpha and (sure or token.pos_ not in _NO_NAME) and (not capitals or token.pos_ == "PROPN")
            if not (joins or named):
                break
            end = i + 1
        while end > start and not sure and (doc[end - 1].text in _INNER or self.gazetteer.is_stop(doc[end - 1].text)):
            end -= 1
        return end

    def _by_its_noun(
        self, doc: Doc, number: int, i: int, sentence: Span, taken: set[int], known: _Found | None, *, capitals: bool
    ) -> _Found | None:
        """ "the village of *Arn*", "*Arn* township", "the *Arn* district of Bel"."""
        if i in taken:
            return None
        before = doc[i - 2].lower_ if i > sentence.start + 1 and doc[i - 1].lower_ == "of" else ""
        end = known.end if known is not None else self._run(doc, i, sentence.end, capitals=capitals, sure=before in self.settlements and not capitals)
        if end == i or any(k in taken for k in range(i, end)):
            return None
        after = doc[end].lower_ if end < sentence.end else ""
        if after in self.quarters and not (known is not None and after in _REGION_BEFORE | {"area", "zone", "sector"}):
            return _Found(number, i, end, "quarter")
        if known is not None:
            return None
        if before in self.quarters and doc[end - 1].pos_ == "PROPN":
            return _Found(number, i, end, "quarter")
        told = (before in self.settlements and before not in _NO_TOWN_OF) or after in self.settlements or self._told_to_be_a_town(doc, end, sentence)
        return _Found(number, i, end, "settlement") if told else None

    def _told_to_be_a_town(self, doc: Doc, end: int, sentence: Span) -> bool:
        """ "Arn, *a market town* on the coast"."""
        if end + 2 >= sentence.end or doc[end].text != "," or doc[end + 1].lower_ not in ("a", "an", "the"):
            return False
        return any(doc[k].lower_ in self.settlements for k in range(end + 2, min(end + 5, sentence.end)))

    def _by_what_follows(self, doc: Doc, number: int, i: int, sentence: Span, taken: set[int], *, capitals: bool) -> _Found | None:
        """ "in *Arn*, Kansas": a name between a preposition of place and a known region or country, or one that the pipeline labels as a place."""
        if i == 0 or doc[i - 1].lower_ not in _WHERE or i in taken:
            return None
        end = self._run(doc, i, sentence.end, capitals=capitals)
        if end == i or any(k in taken for k in range(i, end)):
            return None
        if any(d["first"] < end and i < d["last"] for d in doc._.dates or []):
            return None
        name = not capitals and doc[end - 1].pos_ == "PROPN"
        labelled = name and doc[end - 1].ent_type_ in ("LOC", "GPE")
        told_where = name and end + 1 < sentence.end and doc[end].text == "," and (doc[end + 1].lower_ in _TELLING or doc[end + 1].is_digit)
        return _Found(number, i, end, "settlement") if labelled or told_where or self._larger_follows(doc, end, sentence) else None

    def _larger_follows(self, doc: Doc, end: int, sentence: Span) -> bool:
        at = end + 1
        if at >= sentence.end or doc[end].text not in (",", "("):
            return False
        for stop in range(min(sentence.end, at + 3), at, -1):
            words = doc[at:stop]
            if self._looks_like_name(words) and any(c.kind in ("admin1", "country") for c in self.gazetteer.find(words.text)):
                return True
        return False

    def _again(self, doc: Doc, number: int, i: int) -> _Found | None:
        """ "the city", "this town", "the province", "the Iranian capital", not followed by a name."""
        noun = doc[i]
        if noun.lower_ in ("border", "frontier") and any(a["kind"] == "demonym" and a["end"] == i for a in doc._.actors or []):
            return _Found(number, i - 1, i + 1, "border")
        if noun.lower_ == "there" and noun.pos_ == "ADV" and syntax.label(noun) == "advmod":
            return _Found(number, i, i + 1, "again")
        if noun.lower_ in ("border", "frontier", "there"):
            return None
        following = doc[i + 1].lower_ if i + 1 < len(doc) else ""
        if following == "of" or (i + 1 < len(doc) and (doc[i + 1].pos_ in ("NOUN", "PROPN") or following in ("'s", "’s"))):
            return None
        determiners = {c.lower_ for c in noun.children if c.i < i and c.pos_ in ("DET", "PRON")}
        named = [c for c in noun.children if c.i < i and c.pos_ == "PROPN"]
        if named or not determiners & {"the", "this", "that", "his", "their"}:
            return None
        return _Found(number, i, i + 1, "again")

    # ---- which place -------------------------------------------------------------------------------------------

    def _countries(self, doc: Doc, found: list[_Found]) -> list[str]:
        """The countries an article speaks of, the most frequent first; the dateline counts as one mention."""
        count: Counter[str] = Counter()
        for actor in doc._.actors or []:
            if actor["country"] and actor["kind"] != "pronoun":
                count[actor["country"]] += 1
        for item in found:
            if item.role != "known":
                continue
            candidates = self.gazetteer.find(doc[item.start : item.end].text)
            if len(candidates) == 1 and candidates[0].country:
                count[candidates[0].country] += 1
            elif candidates and candidates[0].source in ("places", "countries") and candidates[0].country:
                count[candidates[0].country] += 2
        return [country for country, _ in sorted(count.items(), key=lambda item: (-item[1], item[0]))]

    def _outer(self, doc: Doc, item: _Found, following: _Found | None, context: list[str]) -> Candidate | None:
        """The region or country named right behind: "Paris, Texas", "Hit in Iraq", "Bel (Arden)"."""
        if following is None or following.sentence != item.sentence or following.role != "known":
            return None
        between = doc[item.end : following.start].text.strip().lower()
        after_noun = between.split(" ", 1)[-1] if between.split(" ", 1)[0] in self.settlements | self.quarters else between
        if after_noun not in (",", "(", "in", ", in", "[", "of", "on the", "in the", ", in the", ", a town in"):
            return None
        place = self.gazetteer.resolve(doc[following.start : following.end].text, countries=context)
        return place if place is not None and (place.kind in _LARGER or item.role != "known") else None

    def _resolved(self, doc: Doc, item: _Found, outer: Candidate | None, context: list[str], before: list[Note]) -> Note | None:
        place: Candidate | None
        if item.role == "border":
            owner = next(a for a in doc._.actors if a["kind"] == "demonym" and a["end"] == item.end - 1)
            border = Candidate(doc[item.start : item.end].text, "border", owner["country"], None, None, None, None, None, None, "text")
            return self._note(doc, item, border)
        if item.role == "again":
            return self._taken_up(doc, item, context, before)
        if item.role != "known":
            return self._unlisted(doc, item, outer, context, before)
        text = doc[item.start : item.end].text
        prefer = "admin1" if item.end < len(doc) and doc[item.end].lower_ in _REGION_BEFORE else None
        place = None
        if outer is not None and outer.country:
            inside = [c for c in self.gazetteer.find(text) if c.country == outer.country and (outer.kind != "admin1" or c.admin1 == outer.name)]
            place = max(inside, key=lambda c: c.weight, default=None) if outer.kind == "admin1" else None
            context = [outer.country, *context]
        place = place or self.gazetteer.resolve(text, countries=context, prefer_kind=prefer)
        return None if place is None else self._note(doc, item, place)

    def _unlisted(self, doc: Doc, item: _Found, outer: Candidate | None, context: list[str], before: list[Note]) -> Note | None:
        """A place that only the text knows. A part of a town stands for the town; a settlement lies in the region named with it."""
        text = doc[item.start : item.end].text
        name = text.title() if text.isupper() else text
        last = next((n for n in reversed(before) if n["kind"] == "city"), None)
        if item.role == "quarter":
            town = outer if outer is not None and outer.kind == "city" else None
            if town is not None:
                return self._note(doc, item, town, text=text)
            if last is not None and item.sentence - last["sentence"] <= 3:
                return {**self._note(doc, item, self._as_candidate(last)), "text": text}
        country = outer.country if outer is not None else context[0] if context else None
        admin1 = outer.name if outer is not None and outer.kind == "admin1" else outer.admin1 if outer is not None else None
        here = [c for c in self.gazetteer.find(text) if c.kind == "city" and c.country == country and (outer is None or outer.kind != "admin1" or c.admin1 == outer.name)]
        if here and item.role == "settlement":
            return self._note(doc, item, here[0])  # a common word that is a town where the words say so: "the town of Hit"
        kind = "city" if item.role == "settlement" else "district"
        return self._note(doc, item, Candidate(name, kind, country, admin1, None, None, None, None, None, "text"))

    def _taken_up(self, doc: Doc, item: _Found, context: list[str], before: list[Note]) -> Note | None:
        noun = doc[item.start]
        if noun.lower_ == "capital":
            country = self._whose_capital(doc, noun, context, before)
            place = self.gazetteer.capital(country) if country else None
            return None if place is None else {**self._note(doc, item, place), "again": True}
        if noun.lower_ == "there":
            latest = next((n for n in reversed(before) if n["sentence"] >= item.sentence - 1), None)
            return None if latest is None else {**self._note(doc, item, self._as_candidate(latest)), "again": True, "preposition": "in"}
        kinds = _AGAIN["settlement" if noun.lower_ in self.settlements else "region"]
        if noun.lower_ == "island":
            kinds = ("island", "region", "country")
        last = next((n for n in reversed(before) if n["kind"] in kinds and not (n["sentence"] == item.sentence and n["first"] > item.start - 3)
                     and not _speaks(doc, n)), None)
        return None if last is None else {**self._note(doc, item, self._as_candidate(last)), "again": True}

    @staticmethod
    def _as_candidate(note: Note) -> Candidate:
        return Candidate(note["name"], note["kind"], note["country"], note["admin1"], note["latitude"], note["longitude"], note["geonames_id"],
                         note["feature_code"], None, "text")

    def _whose_capital(self, doc: Doc, noun: Token, context: list[str], before: list[Note]) -> str | None:
        if any(c.lower_ in ("his", "her", "their", "its") for c in noun.children):
            owners = [a for a in doc._.actors or [] if a["country"] and noun.sent.start <= a["start"] < noun.i and a["kind"] in ("leader", "country", "demonym")]
            if owners:
                return str(owners[-1]["country"])
        inside = [a for a in doc._.actors or [] if a["country"] and noun.i - 3 <= a["start"] < noun.i and a["kind"] in ("demonym", "country", "pronoun", "leader")]
        if inside:
            return str(inside[-1]["country"])
        last = next((n["country"] for n in reversed(before) if n["country"] and noun.sent.start - n["last"] < 60), None)
        return last or (context[0] if context else None)

    def _note(self, doc: Doc, item: _Found, place: Candidate, text: str | None = None) -> Note:
        start, end = item.start, item.end
        head = doc[start:end].root
        mark = self._mark(head)
        if mark is None or mark not in _MARKS | _NEAR | {"between", "with", "against", "by", "for", "along", "within", "throughout", "towards", "toward", "past"}:
            mark = self._before(doc, start) or mark
        reach = {t.lower_ for t in doc[max(0, start - 4) : start]}
        near = mark in _NEAR or bool(reach & _NEAR)
        precision = _PRECISION.get(place.kind, "exact")
        if near and precision == "exact":
            precision = "near"
        if precision == "country" and head.head.lower_ in ("border", "borders", "frontier") and syntax.preposition(head) in (None, "with", "of", "between"):
            precision = "region"
        span = doc[start:end]
        return {
            "start": span.start_char, "end": span.end_char, "text": text or span.text, "name": place.name, "latitude": place.latitude,
            "longitude": place.longitude, "geonames_id": place.geonames_id, "feature_code": place.feature_code,
            "admin1": place.admin1 if place.kind != "admin1" else place.name, "country": place.country,
            "precision": precision, "kind": place.kind, "preposition": mark, "sentence": item.sentence, "token": head.i,
            "first": start, "last": end, "again": False,
        }

    @staticmethod
    def _before(doc: Doc, start: int) -> str | None:
        """The preposition in front of a name, where the parse does not see it: "to northern Arden"."""
        i = start - 1
        while i >= 0 and start - i < 4 and (doc[i].pos_ in ("ADJ", "DET") or doc[i].lower_ in _NEAR) and doc[i].lower_ not in _MARKS:
            i -= 1
        return doc[i].lower_ if i >= 0 and doc[i].lower_ in _MARKS - {"of"} else None

    def _mark(self, head: Token) -> str | None:
        """The preposition that leads to a name, or to the noun that says what it is: "in the town *of* Arn", "in the capital, *Arn*"."""
        mark = syntax.preposition(head)
        above = head.head
        if above.lower_ in ("border", "borders", "frontier") and mark in (None, "with", "of", "between", "to"):
            return syntax.preposition(above) or mark  # "near the border with Arden"
        noun = above.lower_ in self.settlements | self.quarters | self.regions | _OF_A_TOWN
        if noun and above.i != head.i and (mark == "of" or (mark is None and syntax.label(head) in ("appos", "flat", "nmod", "compound", "nmod:desc"))):
            return syntax.preposition(above) or mark
        return mark


@Language.factory("coder_places", assigns=["doc._.places"])
def make_places(nlp: Language, name: str) -> Places:
    return Places(load_gazetteer(), name)


def _speaks(doc: Doc, note: Note) -> bool:
    """ "*Moscow* blamed the rebels": a capital that acts is the government, and no town that "the town" could mean."""
    token = doc[note["last"] - 1]
    return syntax.label(token) in ("nsubj", "nmod:poss") and any(a["kind"] == "capital" and a["start"] <= token.i < a["end"] for a in doc._.actors or [])
