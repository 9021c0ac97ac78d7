"""coder_actors: who is spoken of, as CAMEO actors.

    "Iran-backed Iraqi militias"      -> IRQUAF (Iran is a sponsor, not the actor; rule R54)
    "a spokesman for the Taliban"     -> the Taliban
    "Prime Minister Mohammed al-Sudani" -> IRQGOV, on the days he held the office
    "the group" … "they"              -> whoever was named before (rule R57)

Dictionary phrases, names found by the language pipeline and agent nouns are joined inside noun chunks: adjectives
and genitives give the country, agent nouns the role, a name the identity. What modifies something that is no actor
("Israeli airstrikes", "police station") is kept too, marked `modifier`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from coder.language import syntax
from coder.ontology.actor_index import (
    AGENT,
    CAPITAL,
    COUNTRY,
    DEMONYM,
    GROUP,
    INSTITUTION,
    LEADER,
    MEDIUM,
    ORGANISATION,
    ActorIndex,
    Entry,
    load_actors,
)
from coder.ontology.names import fold
from coder.ontology.phrases import words
from coder.ontology.words import load_words
from coder.pipeline.annotations import Note, described_id, in_capitals, sentences

_CHUNK_POS = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_HYPHENS = frozenset({"-", "‐", "‑", "–"})
_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’"})
_GENITIVE = frozenset({"'s", "’s", "'", "’", "'S", "’S"})
_PLURAL_PRONOUNS = frozenset({"they", "them", "their", "themselves", "theirs"})
_PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "his", "hers", "himself", "herself"})
_THING_PRONOUNS = frozenset({"it", "its", "itself"})
_SPEAKER_PRONOUNS = frozenset({"we", "our", "us", "ours", "i", "my", "me"})
_PERSON_LABELS = frozenset({"PER", "PERSON"})
_NAME_LABELS = frozenset({"PER", "PERSON", "ORG", "NORP"})
_NAMED_PERSONS = frozenset({"person", "name", LEADER})
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their"})
#: prepositions that carry a description on: "the head *of* the council *in* Doma"
_LINKING = frozenset({"of", "in", "for", "to", "at", "from"})
#: roles of bodies that every state has
_STATE_ROLES = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
#: sentences within which a pronoun finds its antecedent (rule R57), and within which the two sides of a matter are named
_REACH, _SIDES_REACH = 3, 5
#: the two sides are among so many parties named most
_MAIN_PARTIES = 4
#: words that stand for those spoken of before if nothing follows them ("*Others* threw stones", "*both* promised")
_QUANTIFIERS = frozenset({"both", "others", "some", "many", "several"})
_ARMED_ROLES = frozenset({"REB", "UAF", "PRM", "CRM", "OPP", "INS"})
_WHO = ("actor_id", "name", "country", "role", "code", "agent_code", "group", "side")


@dataclass
class Piece:
    """One recognised part of a noun chunk: token range and what it may mean."""

    start: int
    end: int
    kind: str
    entries: tuple[Entry, ...] = ()
    text: str = ""
    sponsor: bool = False


@dataclass
class Chunk:
    """A stretch of nouns and adjectives, its parts, and the actor they make."""

    start: int
    end: int
    pieces: list[Piece] = field(default_factory=list)
    definite: bool = False


class Actors:
    """Find actors and write them to `doc._.actors`."""

    def __init__(self, index: ActorIndex, name: str = "coder_actors") -> None:
        self.index = index
        self.name = name
        lists = load_words()
        self.sponsor_words = lists.grammar["sponsorship"]
        self.former_words = lists.grammar["former"]
        self.generic = lists.grammar["generic_agents"]
        self.state_speakers = lists.grammar["state_speakers"]
        #: agent nouns for one person: "he" is a minister or a gunman, not the police
        self.persons = lists.persons
        self.pair_nouns, self.opposed = lists.grammar["pair_nouns"], lists.grammar["opposed_nouns"]
        self.groupish = lists.grammar["group_nouns"]
        #: "the committee" is the one named before by this noun, or nobody known
        self.only_by_name = lists.grammar["bodies_by_name"]
        self.bodies = self.groupish | self.only_by_name | lists.bodies

    def __call__(self, doc: Doc) -> Doc:
        doc._.actors = self.find(doc)
        return doc

    def find(self, doc: Doc) -> list[Note]:
        """All actors of a Doc in order of the text."""
        found: list[Note] = []
        day = doc._.published
        pieces = self._pieces(doc)
        for number, sentence in enumerate(sentences(doc)):
            if doc._.body_start <= sentence.start_char and sentence.end_char <= doc._.dateline_end:
                continue  # a dateline says where the report was filed, not who acts
            chunks = self._chunks(sentence, pieces)
            composed = [self._compose(doc, chunk, day) for chunk in chunks]
            self._attach(doc, chunks, composed, day)
            self._apposed(doc, chunks, composed)
            notes = [n for notes in composed for n in notes]
            notes += self._pronouns(sentence)
            notes.sort(key=lambda n: (n["start"], n["end"]))
            for note in notes:
                note["sentence"] = number
            found += notes
        self._resolve(doc, found)
        return found

    # ---- parts -------------------------------------------------------------------------------------------------

    def _pieces(self, doc: Doc) -> list[Piece]:
        starts = [t.idx for t in doc]
        text = doc.text
        text_words = words(text)
        taken: set[int] = set()
        pieces: list[Piece] = []
        for sentence in sentences(doc):
            lo, hi = sentence.start_char, sentence.end_char
            own = [w for w in text_words[_first(text_words, lo) :] if w.start < hi] if text_words else []
            capitals = in_capitals(sentence.text)
            for match in self.index.find(text, own, capitals=capitals):
                a = bisect_right(starts, match.start) - 1
                b = bisect_left(starts, match.end)
                kind = match.payloads[0].kind
                if kind == AGENT and b - a == 1 and doc[a].pos_ in ("VERB", "ADV", "AUX") and not capitals:
                    continue
                pieces.append(Piece(a, b, kind, match.payloads, match.text))
                taken.update(range(a, b))
        for ent in doc.ents:
            if ent.label_ in _NAME_LABELS and not taken.intersection(range(ent.start, ent.end)) and _is_name(ent):
                kind = "person" if ent.label_ in _PERSON_LABELS else "name"
                pieces.append(Piece(ent.start, ent.end, kind, (), ent.text))
                taken.update(range(ent.start, ent.end))
        pieces += self._surnames(doc, pieces, taken)
        pieces.sort(key=lambda p: p.start)
        for piece in pieces:
            piece.sponsor = self._is_sponsor(doc, piece)
        return pieces

    @staticmethod
    def _surnames(doc: Doc, pieces: list[Piece], taken: set[int]) -> list[Piece]:
        """ "Jason Rezaian … convicted *Rezaian*": the last name of somebody named in full before."""
        named: dict[str, Piece] = {}
        for piece in sorted(pieces, key=lambda p: p.start):
            last = doc[piece.end - 1]
            if piece.kind in (LEADER, "person") and piece.end - piece.start > 1 and last.text[:1].isupper() and len(last.text) > 2:
                named.setdefault(last.lower_, piece)
        if not named:
            return []
        for piece in pieces:
            whole = named.get(doc[piece.end - 1].lower_)
            if whole is not None and piece.kind in ("person", "name") and piece.start >= whole.end and piece.end - piece.start == 1:
                piece.kind, piece.entries, piece.text = whole.kind, whole.entries, whole.text  # the language pipeline took the last name for a name of its own
        found = []
        for token in doc:
            whole = named.get(token.lower_)
            if whole is not None and token.i not in taken and token.i >= whole.end and token.text[:1].isupper() and token.pos_ in ("PROPN", "NOUN", "ADJ"):
                found.append(Piece(token.i, token.i + 1, whole.kind, whole.entries, whole.text))
                taken.add(token.i)
        return found

    def _is_sponsor(self, doc: Doc, piece: Piece) -> bool:
        """ "Iran-backed", "pro-Iranian", "backed by Iran": the country stands behind the actor, it is not the actor."""
        after = [t.lower_ for t in doc[piece.end : piece.end + 2]]
        if after and after[-1] in self.sponsor_words and (after[0] in _HYPHENS or after[0] in self.sponsor_words):
            return True
        if after and any(after[0].endswith(f"-{w}") for w in self.sponsor_words):
            return True
        before = [t.lower_ for t in doc[max(0, piece.start - 2) : piece.start]]
        if before[-2:-1] and before[-2] in ("pro", "anti") and before[-1] in _HYPHENS:
            return True
        if before and before[-1] in ("pro-", "anti-"):
            return True
        reach = [t.lower_ for t in doc[max(0, piece.start - 4) : piece.start]]
        return any(w in self.sponsor_words and "by" in reach[i + 1 :] for i, w in enumerate(reach))

    # ---- chunks ------------------------------------------------------------------------------------------------

    def _chunks(self, sentence: Span, pieces: list[Piece]) -> list[Chunk]:
        doc = sentence.doc
        inside = {i: p for p in pieces if sentence.start <= p.start < sentence.end for i in range(p.start, p.end)}
        chunks: list[Chunk] = []
        current: Chunk | None = None
        i = sentence.start
        while i < sentence.end:
            piece = inside.get(i)
            token = doc[i]
            if piece is not None:
                if current is None or self._separate(current, piece):
                    current = self._open(doc, i, chunks)
                current.pieces.append(piece)
                current.end = piece.end
                i = piece.end
                continue
            if self._continues(doc, token, current):
                if current is None:
                    current = self._open(doc, i, chunks)
                current.end = i + 1
            elif not (current is not None and token.text in _QUOTES and token.lower_ not in _GENITIVE):
                current = None
            i += 1
        return [c for c in chunks if c.pieces]

    @staticmethod
    def _open(doc: Doc, i: int, chunks: list[Chunk]) -> Chunk:
        before = doc[i - 1].lower_ if i else ""
        chunk = Chunk(i, i, definite=before in ("the", "this", "that", "these", "those", "both"))
        chunks.append(chunk)
        return chunk

    @staticmethod
    def _separate(current: Chunk, piece: Piece) -> bool:
        """A second unrelated name begins a chunk of its own."""
        last = current.pieces[-1] if current.pieces else None
        return last is not None and last.kind in ("person", LEADER) and piece.kind not in (AGENT,)

    @staticmethod
    def _continues(doc: Doc, token: Token, current: Chunk | None) -> bool:
        if token.lower_ in _GENITIVE:
            return False
        if token.pos_ in _CHUNK_POS:
            # a noun with a subject or an object is a verb in disguise ("the Front *kidnaps* eight civilians")
            return not any(syntax.label(c) in ("nsubj", "obj", "dobj") for c in token.children)
        if current is None:
            return token.tag_ in ("VBN", "VBG") and token.i + 1 < len(doc) and token.nbor(1).pos_ in ("NOUN", "PROPN")
        if token.text in _HYPHENS:
            return True
        after_hyphen = token.i > 0 and doc[token.i - 1].text in _HYPHENS
        return after_hyphen or (token.tag_ == "VBN" and token.dep_ == "amod")

    # ---- composition -------------------------------------------------------------------------------------------

    def _compose(self, doc: Doc, chunk: Chunk, day: str | None) -> list[Note]:
        """The actor a chunk makes; parts that do not belong to it become modifiers of their own."""
        pieces = chunk.pieces
        last = pieces[-1]
        head = self._head(doc, chunk)
        is_modifier = head is not None and head >= last.end
        core = [p for p in pieces if not p.sponsor]
        if not core:
            return [self._note(doc, p, p.start, p.end, day, modifier=True, sponsor=True) for p in pieces]
        geo = [p for p in core if p.kind in (COUNTRY, DEMONYM, CAPITAL)]
        rest = [p for p in core if p.kind not in (COUNTRY, DEMONYM, CAPITAL)]
        if not rest:
            notes = []
            for piece in geo:
                bare = piece is last and not is_modifier
                notes.append(self._note(doc, piece, piece.start, piece.end, day, modifier=not bare))
            return notes
        base = self._base(rest, day)
        start = min(p.start for p in core)
        end = max(p.end for p in rest)
        note = self._note(doc, base, start, end, day, modifier=is_modifier)
        self._add_role(note, [p for p in rest if p is not base and p.kind == AGENT], base)
        countries = [self._meaning(p, day).country for p in geo]
        if countries and (note["country"] is None or base.kind == AGENT):
            self._give_country(note, countries[0])
        note["former"] = self._former(doc, chunk)
        if note["former"] and note["role"] in ("GOV", "MIL"):
            note["role"] = "ELI"
            note["code"] = _joined(note["country"], "ELI")
        note["definite"] = chunk.definite
        if note["resolution"] == "description" and note["country"]:
            note["actor_id"] = described_id(note["country"], note["role"])
        return [note]

    def _base(self, rest: list[Piece], day: str | None) -> Piece:
        """Which part gives the identity: a person over a group over an agent noun; of agents, the most telling."""
        for kinds in ((LEADER,), ("person",), (GROUP, INSTITUTION, ORGANISATION), (MEDIUM,), ("name",)):
            named = [p for p in rest if p.kind in kinds]
            if named:
                return named[-1]
        telling = [p for p in rest if p.entries[0].actor_id not in self.generic]
        return telling[-1] if telling else rest[-1]

    def _add_role(self, note: Note, agents: list[Piece], base: Piece) -> None:
        if not agents:
            return
        telling = [p.entries[0] for p in agents if p.entries[0].actor_id not in self.generic] or [agents[0].entries[0]]
        entry = telling[0]
        if base.kind in ("person", "name", MEDIUM) or (base.kind == ORGANISATION and note["role"] is None):
            if base.kind != MEDIUM:
                note["role"], note["agent_code"] = entry.role, entry.code
                note["code"] = _joined(note["country"], entry.code)
            note["side"], note["subset"] = entry.side, entry.subset
        note["plural"] = note["plural"] or _is_plural(agents[-1])

    def _former(self, doc: Doc, chunk: Chunk) -> bool:
        reach = doc[max(0, chunk.start - 2) : chunk.end]
        return any(t.lower_ in self.former_words for t in reach)

    @staticmethod
    def _head(doc: Doc, chunk: Chunk) -> int | None:
        """Index of the chunk's last noun: what the whole phrase is about."""
        for i in range(chunk.end - 1, chunk.start - 1, -1):
            if doc[i].pos_ in ("NOUN", "PROPN"):
                return i
        return None

    def _meaning(self, piece: Piece, day: str | None) -> Entry:
        """The meaning that holds on the day; the latest one before it for people out of office."""
        valid = [e for e in piece.entries if e.on(day)]
        if day is None:
            valid.sort(key=lambda e: e.until is not None)  # without a date, the state of today and not one that is gone
        if valid:
            return valid[0]
        past = sorted(piece.entries, key=lambda e: e.until or "")
        return past[-1]

    def _note(
        self, doc: Doc, piece: Piece, start: int, end: int, day: str | None, *, modifier: bool, sponsor: bool = False
    ) -> Note:
        note: Note = {
            "start": start, "end": end, "head": end - 1, "kind": piece.kind, "text": doc[start:end].text,
            "actor_id": None, "name": None, "country": None, "role": None, "code": None, "agent_code": None,
            "group": None, "resolution": "explicit", "side": None, "subset": None, "modifier": modifier,
            "sponsor": sponsor, "former": False, "definite": False, "plural": _is_plural(piece), "agent": None, "members": None,
        }
        if not piece.entries:
            note |= {"actor_id": "name:" + fold(piece.text).replace(" ", "-"), "name": piece.text}
            return note
        entry = self._meaning(piece, day)
        note |= {
            "actor_id": entry.actor_id, "name": entry.name, "country": entry.country, "role": entry.role,
            "code": entry.code, "agent_code": entry.code if entry.kind == AGENT else entry.role,
            "group": entry.parent, "side": entry.side, "subset": entry.subset,
        }
        if piece.kind == AGENT:
            note |= {"actor_id": None, "name": None, "resolution": "description", "agent": entry.actor_id}
        elif piece.kind == CAPITAL:
            note["resolution"] = "metonym"
        elif piece.kind == LEADER and not entry.on(day):
            note |= {"role": "ELI", "code": _joined(entry.country, "ELI")}
        elif fold(piece.text) != fold(entry.name):
            note["resolution"] = "alias"
        return note

    # ---- phrases that follow -----------------------------------------------------------------------------------

    def _attach(self, doc: Doc, chunks: list[Chunk], composed: list[list[Note]], day: str | None) -> None:
        """ "militias in Iraq", "a spokesman for the Taliban", "Israel's army": the neighbour gives country or identity."""
        for i, notes in enumerate(composed):
            if not notes:
                continue
            note = notes[-1]
            if i + 1 < len(composed) and composed[i + 1]:
                gap = [t.lower_ for t in doc[chunks[i].end : chunks[i + 1].start]]
                self._from_phrase(note, composed[i + 1][0], [w for w in gap if w not in _QUOTES])
            if i and composed[i - 1] and doc[chunks[i - 1].end : chunks[i].start].text.strip() == "and":
                self._same_of_another(composed[i - 1], notes[0])
            if i and composed[i - 1]:
                gap = [t.lower_ for t in doc[chunks[i - 1].end : chunks[i].start]]
                if gap and gap[0] in _GENITIVE and len(gap) <= 2:
                    self._from_possessor(notes[0], composed[i - 1][-1])

    @staticmethod
    def _same_of_another(before: list[Note], note: Note) -> None:
        """ "*Indian* and Chinese troops": the troops of both."""
        first = before[-1]
        bare = (first["kind"] == DEMONYM or first["text"].isupper()) and not first["modifier"] and not first["sponsor"]
        if not bare or first["kind"] not in (DEMONYM, COUNTRY) or note["modifier"] or note["country"] in (None, first["country"]) or note["start"] == note["head"] or note["role"] is None:
            return
        if note["kind"] not in (AGENT, INSTITUTION):
            return
        code = note["agent_code"] or note["role"]
        first |= {"role": note["role"], "agent_code": code, "code": _joined(first["country"], code), "kind": AGENT, "resolution": "description", "name": None,
                  "side": note["side"], "plural": note["plural"], "actor_id": described_id(first["country"], note["role"]), "agent": note["agent"]}
        note["members"] = [first, {**note, "members": None}]

    def _apposed(self, doc: Doc, chunks: list[Chunk], composed: list[list[Note]]) -> None:
        """ "the union's envoy, *Jan Oru*," and "*Jan Oru*, the envoy of the union,": one person, named and described.

        Read off the commas, since a small parser finds few of these; the name takes the office, the description the name.
        """
        for i in range(len(composed) - 1):
            if not composed[i] or not composed[i + 1]:
                continue
            last = self._phrase_end(doc, chunks, i)
            if last + 1 < len(chunks) and composed[last + 1] and self._describes_person(chunks[i], composed[i][-1]):
                gap, named = doc[chunks[last].end : chunks[last + 1].start], composed[last + 1][0]
                if gap.text.strip() == "," and named["kind"] in _NAMED_PERSONS and self._closed(doc, chunks[last + 1].end):
                    self._join(named, composed[i][-1])
            gap = doc[chunks[i].end : chunks[i + 1].start]
            if len(gap) == 2 and gap[0].text == "," and gap[1].lower_ in _ARTICLES and composed[i][-1]["kind"] in _NAMED_PERSONS:
                closed = self._closed(doc, chunks[self._phrase_end(doc, chunks, i + 1)].end)
                if closed and self._describes_person(chunks[i + 1], composed[i + 1][-1]):
                    self._join(composed[i][-1], composed[i + 1][-1])

    @staticmethod
    def _phrase_end(doc: Doc, chunks: list[Chunk], i: int) -> int:
        """The last chunk of a description and its phrases: "the head *of Kenya's council in Doma*"."""
        while i + 1 < len(chunks) and doc[chunks[i].end].lower_ in _LINKING | _GENITIVE and chunks[i + 1].start - chunks[i].end <= 2:
            i += 1
        return i

    def _describes_person(self, chunk: Chunk, note: Note) -> bool:
        last = chunk.pieces[-1]
        return last.kind == AGENT and last.entries[0].actor_id in self.persons and not _is_plural(last) and not note["modifier"] and note["kind"] not in _NAMED_PERSONS

    @staticmethod
    def _closed(doc: Doc, end: int) -> bool:
        """Whether an apposition ends here: before a comma, a verb, a relative clause or the end, not inside a list."""
        if end >= len(doc):
            return True
        if doc[end].text == ",":
            return end + 1 >= len(doc) or doc[end + 1].lower_ not in ("and", "or")
        return doc[end].text in (".", ";", ":", "—", "–") or doc[end].lower_ in ("who", "whose", "in") or doc[end].pos_ in ("VERB", "AUX")

    @staticmethod
    def _join(name: Note, description: Note) -> None:
        if name["code"] is None or name["country"] is None:
            for key in ("country", "role", "code", "agent_code", "side"):
                name[key] = description[key] if description[key] is not None else name[key]
        if name["kind"] == "name":
            name["kind"] = "person"
        description |= {"actor_id": name["actor_id"], "name": name["name"]}
        if description["code"] is None or (description["country"] is None and name["country"] is not None):
            description |= {key: name[key] for key in ("country", "role", "code", "agent_code")}

    def _from_phrase(self, note: Note, other: Note, gap: list[str]) -> None:
        if not gap or gap[0] not in ("of", "from", "for", "in", "within", "with", "inside") or len(gap) > 3:
            return
        if any(word not in ("of", "from", "for", "in", "within", "with", "inside", "the", "a", "an", "its", "his")
               for word in gap):
            return
        if note["resolution"] != "description" and note["kind"] != "person":
            if note["country"] is None and other["kind"] == COUNTRY and gap[0] in ("of", "in", "from"):
                note["country"] = other["country"]
                note["code"] = _joined(other["country"], note["agent_code"])
            return
        generic = note["agent"] in self.generic or note["kind"] == "person" or note["role"] == "UNK"
        member = other["kind"] == GROUP and note["side"] in ("armed", "attacker", "military")
        if (generic or member) and gap[0] != "in" and other["kind"] not in (COUNTRY, DEMONYM, CAPITAL, "person"):
            for key in ("actor_id", "name", "country", "role", "code", "agent_code", "group"):
                note[key] = other[key] if other[key] is not None else note[key]
            note["resolution"] = "description"
        elif note["country"] is None and other["country"] and other["kind"] in (COUNTRY, CAPITAL):
            self._give_country(note, other["country"])

    def _from_possessor(self, note: Note, owner: Note) -> None:
        if note["resolution"] != "description" or owner["sponsor"]:
            return
        if owner["kind"] in (COUNTRY, CAPITAL, DEMONYM) and note["country"] is None:
            self._give_country(note, owner["country"])
        elif owner["code"] and note["agent"] in self.generic:
            for key in ("actor_id", "name", "country", "role", "code", "agent_code", "group"):
                note[key] = owner[key]

    def _give_country(self, note: Note, country: str | None) -> None:
        if country and (note["agent"] in self.state_speakers or (note["role"] == "UNK" and note["agent"] in self.only_by_name)):
            note |= {"role": "GOV", "agent_code": "GOV"}  # the leaders or delegates of a state speak for its government, its commissions are of it
        note["country"] = country
        note["code"] = _joined(country, note["agent_code"])
        if note["actor_id"] is None and country:
            note["actor_id"] = described_id(country, note["role"])

    # ---- pronouns and descriptions -----------------------------------------------------------------------------

    @staticmethod
    def _pronouns(sentence: Span) -> list[Note]:
        notes = []
        known = _PLURAL_PRONOUNS | _PERSON_PRONOUNS | _THING_PRONOUNS | _SPEAKER_PRONOUNS
        for token in sentence:
            bare = token.lower_ in _QUANTIFIERS and syntax.label(token) == "nsubj" and not syntax.obliques(token)
            if bare or (token.lower_ in known and not (token.text == "US" or token.text == "IT")):
                notes.append({
                    "start": token.i, "end": token.i + 1, "head": token.i, "kind": "pronoun", "text": token.text,
                    "actor_id": None, "name": None, "country": None, "role": None, "code": None, "agent_code": None,
                    "group": None, "resolution": "pronoun", "side": None, "subset": None, "modifier": False,
                    "sponsor": False, "former": False, "definite": False,
                    "plural": token.lower_ in _PLURAL_PRONOUNS | _SPEAKER_PRONOUNS | _QUANTIFIERS, "agent": None,
                })
        return notes

    def _resolve(self, doc: Doc, notes: list[Note]) -> None:
        at = {i: n for n in notes for i in range(n["start"], n["end"])}
        owners: dict[int, Note] = {}
        meant: list[tuple[Note, Note]] = []
        for i, note in enumerate(notes):
            if note["kind"] == "pronoun":
                if doc[note["start"]].lower_ not in _SPEAKER_PRONOUNS:
                    found = self._antecedent(doc, notes, i, note, at)
                    self._adopt(note, found)
                    if found is not None:
                        meant.append((note, found))
                        owners[note["start"]] = found
                        if note["plural"]:
                            note["members"] = found.get("members") or self._together(doc, found, at)
                continue
            owner = self._owner(doc, note, owners)
            if owner is not None:
                self._from_possessor(note, owner)
            if note["resolution"] == "description" and note["actor_id"] is None:
                if self._is_pair(doc, note):
                    note["members"] = self._sides(notes, i, note)
                elif note["role"] == "UNK" or owner is None or owner["country"] is None:
                    self._adopt(note, self._same_kind(notes, i, note))
        self._at_home(notes)
        for note, found in meant:
            self._adopt(note, found)  # the country that the antecedent was given

    @staticmethod
    def _owner(doc: Doc, note: Note, owners: dict[int, Note]) -> Note | None:
        """ "*its* own fighters": whom the possessive before a description means."""
        if note["resolution"] != "description":
            return None
        i = note["start"] - 1
        while i >= 0 and note["start"] - i < 4 and doc[i].pos_ in ("ADJ", "NUM", "NOUN") and i not in owners:
            i -= 1
        return owners.get(i) if i >= 0 and doc[i].lower_ in ("his", "her", "its", "their") else None

    def _is_pair(self, doc: Doc, note: Note) -> bool:
        """ "the two leaders", "both countries", "the rivals": the two parties of the matter."""
        if note["agent"] not in self.pair_nouns or not (note["plural"] or doc[note["start"]].lower_ == "both"):
            return False
        near = {t.lower_ for t in doc[max(0, note["start"] - 2) : note["end"]]}
        return bool(near & {"two", "both"}) or (note["agent"] in self.opposed and bool(near & {"the", "all"}))

    def _sides(self, notes: list[Note], i: int, note: Note) -> list[Note] | None:
        """The two parties named last, sentence by sentence; who stands beside the pair in its own sentence is not of it."""
        beside = {self._party(n, notes) for n in notes if n["sentence"] == note["sentence"]} - {None}
        found: dict[str, Note] = {}
        for distance in range(1, _SIDES_REACH + 1):
            for other in reversed(notes[:i]):
                party = self._party(other, notes)
                if note["sentence"] - other["sentence"] == distance and party is not None and party not in beside:
                    if party not in found or (found[party]["modifier"] and not other["modifier"]):
                        found[party] = other
            if len(found) >= 2:
                break
        named = Counter(p for n in notes[:i] if (p := self._party(n, notes)) is not None)
        most = {p for p, _ in named.most_common(_MAIN_PARTIES)}
        if len(found) != 2 or not most.issuperset(found):
            return None
        return [{**self._as_party(n, note), "start": note["start"], "end": note["end"], "head": note["head"], "text": note["text"], "modifier": False,
                 "resolution": "inherited", "members": None} for n in found.values()]

    def _as_party(self, other: Note, note: Note) -> Note:
        """The party a note speaks for, as what the noun of the pair says it is: a leader, a government, an army, a state."""
        country = other["country"]
        speaks = note["agent"] in self.state_speakers or note["role"] in ("GOV", "MIL")
        if other["kind"] == GROUP or other["role"] in _ARMED_ROLES or country is None or (other["kind"] in (LEADER, "person") and note["agent"] in self.persons):
            return other
        role = (note["role"] if note["role"] in ("GOV", "MIL") else "GOV") if speaks and note["agent"] not in ("country", "nation", "state") else None
        return {**other, "kind": COUNTRY, "country": country, "role": role, "agent_code": role, "code": _joined(country, role), "name": self.index.countries[country].name,
                "actor_id": described_id(country, role), "group": None}

    @staticmethod
    def _party(note: Note, notes: list[Note]) -> str | None:
        """What a note counts as where two sides are sought: its state, its group, or its kind of armed men; None for everybody else."""
        if note["kind"] in ("pronoun", MEDIUM, ORGANISATION) or note["sponsor"] or note["code"] is None:
            return None
        if note["kind"] == GROUP:
            return str(note["actor_id"])
        if note["role"] in _ARMED_ROLES:
            group = next((n for n in notes if n["kind"] == GROUP and n["role"] in _ARMED_ROLES and not n["sponsor"]), None)
            return str(group["actor_id"] if group is not None else note["role"])
        return note["country"] if note["role"] is None or note["role"] in _STATE_ROLES else None

    @staticmethod
    def _together(doc: Doc, note: Note, at: dict[int, Note]) -> list[Note] | None:
        """All who are joined by "and" with an actor, himself among them; None if he stands alone."""
        top = next((doc[i] for i in range(note["start"], note["end"]) if not note["start"] <= doc[i].head.i < note["end"]), doc[note["head"]])
        while syntax.label(top) == "conj" and top.head.i in at and top.head.i != top.i:
            top = top.head
        joined: list[Note] = []
        for token in syntax.coordinated(top):
            other = at.get(token.i)
            if other is not None and not any(other is j for j in joined):
                joined.append(other)
        known = [n for n in joined if n["code"] is not None and n["kind"] != "pronoun" and not n["modifier"]]
        return known if len(known) > 1 and any(n is note for n in known) else None

    @staticmethod
    def _at_home(notes: list[Note]) -> None:
        """ "The army", "police", "the government" of an article about one country are that country's.

        The state whose own bodies were named last with this role, else the only one named in the sentence or before it, else the one
        that two thirds of the names so far belong to.
        """
        by_role: dict[str, str] = {}
        seen: dict[str, int] = {}
        recent: list[tuple[int, str]] = []
        for note in notes:
            role, country = note["role"], note["country"]
            unnamed = note["actor_id"] is None or note["actor_id"].startswith("name:")
            described = (note["kind"] == AGENT and note["resolution"] == "description" and unnamed) or note["kind"] == "person"
            several = note["plural"] and note["side"] == "none" and not note["definite"]  # "foreign governments" are not the one at home
            if country is None and described and role in _STATE_ROLES and not note["sponsor"] and not several:
                near = {c for s, c in recent if note["sentence"] - s <= 1}
                leading = max(seen, key=lambda c: (seen[c], c)) if seen else None
                home = by_role.get(role)
                if home is None and len(near) == 1:
                    home = min(near)
                if home is None and leading is not None and seen[leading] >= 3 and seen[leading] * 3 >= 2 * sum(seen.values()):
                    home = leading
                if home is not None:
                    note |= {"country": home, "code": _joined(home, note["agent_code"])}
                    if note["actor_id"] is None:
                        note |= {"resolution": "implicit", "actor_id": described_id(home, role)}
            elif country is not None and note["kind"] != "pronoun" and len(country) == 3:
                if note["kind"] == AGENT and role in _STATE_ROLES and note["resolution"] != "implicit":
                    by_role[role] = country
                seen[country] = seen.get(country, 0) + 1
                recent.append((note["sentence"], country))

    @staticmethod
    def _adopt(note: Note, other: Note | None) -> None:
        if other is None:
            return
        for key in _WHO:
            if note[key] is None or note["kind"] == "pronoun" or key in ("actor_id", "code"):
                note[key] = other[key]
        if note["kind"] == "pronoun":
            note["words"] = other.get("words") or (other["start"], other["end"])
        else:
            note["resolution"] = "inherited"

    def _antecedent(self, doc: Doc, notes: list[Note], i: int, pronoun: Note, at: dict[int, Note]) -> Note | None:
        """The nearest fitting actor before: plural for they, a person for he, a body or country for it; subjects first."""
        token = doc[pronoun["start"]]
        word = token.lower_
        # "Bush telephoned Mandela and invited him": whom a verb acts on is not who acts
        role = token
        while syntax.preposition(role) in ("of", "among") and role.head.pos_ in syntax.NOMINAL and role.head.i != role.i:
            role = role.head  # "arrested hundreds *of them*"
        acted_on = syntax.label(role) in ("obj", "dobj", "iobj", "obl", "pobj", "dative") and role.head.pos_ in ("VERB", "ADP")
        verb = role.head if role.head.pos_ == "VERB" else role.head.head
        own_subjects = [t.i for t in syntax.grammatical_subjects(verb)] if acted_on else []
        patient = syntax.label(token) in ("nsubj:pass", "nsubjpass")  # "They were released": as likely those whom something was done to before
        doers = {_identity(n) for n in notes if any(n["start"] <= i < n["end"] for i in own_subjects)}
        speakers = self._speakers(verb)
        best: tuple[float, Note] | None = None
        for other in reversed(notes[:i]):
            distance = pronoun["sentence"] - other["sentence"]
            if distance > _REACH:
                break
            named = other["code"] is not None or (other["kind"] == "person" and word in _PERSON_PRONOUNS)
            if other["kind"] in ("pronoun", MEDIUM) or other["modifier"] or other["sponsor"] or not named:
                continue
            if any(other["start"] <= i < other["end"] for i in own_subjects) or _identity(other) in doers:
                continue
            if pronoun["plural"] and not (other["plural"] or other["kind"] in (GROUP, ORGANISATION, INSTITUTION) or self._together(doc, other, at)):
                continue
            if word in _PERSON_PRONOUNS and not (other["kind"] in ("person", LEADER) or (other["agent"] and not other["plural"] and other["agent"] in self.persons)):
                continue
            if word in _THING_PRONOUNS and (other["kind"] in ("person", LEADER) or other["plural"]):
                continue
            subject = any(doc[i].dep_.startswith("nsubj") for i in range(other["start"], other["end"]))
            score = distance * 2.0 + (0.0 if subject or patient else 1.0) + 0.01 * (pronoun["start"] - other["end"])
            if any(other["start"] <= s < other["end"] for s in speakers):
                score -= 1.5  # "the factions announced that *they* would go on": who speaks speaks of himself first
            if best is None or score < best[0]:
                best = (score, other)
        return best[1] if best else self._speaker(notes, verb, pronoun)

    @staticmethod
    def _speaker(notes: list[Note], verb: Token, pronoun: Note) -> Note | None:
        """ "The union's chairman said they will not return": for want of another, the one who speaks, and those he speaks for."""
        speakers = Actors._speakers(verb)
        return next((n for n in notes if n["kind"] not in ("pronoun", MEDIUM) and n["code"] and n["start"] < pronoun["start"]
                     and any(n["start"] <= i < n["end"] for i in speakers)), None)

    @staticmethod
    def _speakers(verb: Token) -> set[int]:
        """The tokens of the subject of the verb of saying over a clause."""
        above = verb.head
        if syntax.label(verb) not in ("ccomp", "parataxis") or above.pos_ != "VERB":
            return set()
        return {i for t in syntax.own_subjects(above) for i in range(*syntax.phrase_span(t))}

    def _is_person(self, note: Note) -> bool:
        """Whether a single person or a holder of an office is spoken of, not a body or a force."""
        return not note["plural"] and (note["kind"] in _NAMED_PERSONS or note["agent"] in self.persons)

    def _same_head(self, notes: list[Note], i: int, note: Note) -> Note | None:
        """ "the *coalition*", "*coalition* planes": the body last named in full by the same noun, "the Saudi-led coalition"."""
        if note["agent"] not in self.bodies or note["plural"] or not (note["definite"] or note["modifier"]):
            return None
        noun = note["agent"].split()[-1]
        for other in reversed(notes[:i]):
            full = other["actor_id"] is not None and other["kind"] not in ("pronoun", MEDIUM, "person", LEADER) and other["resolution"] != "implicit"
            if full and noun in fold(f"{other['text']} {other['name'] or ''}").split() and not other["sponsor"] and not other["plural"]:
                return other
        return None

    def _same_kind(self, notes: list[Note], i: int, note: Note) -> Note | None:
        """ "the group", "the militias": the actor of that kind named before."""
        same = self._same_head(notes, i, note)
        if same is not None:
            return same
        if note["modifier"] or (not note["definite"] and note["agent"] not in self.generic) or note["agent"] in self.only_by_name:
            return None
        for other in reversed(notes[:i]):
            if note["sentence"] - other["sentence"] > _REACH:
                return None
            if other["kind"] in ("pronoun", MEDIUM, DEMONYM) or other["actor_id"] is None or other["sponsor"]:
                continue
            if note["agent"] in self.groupish:
                if note["plural"] and other["kind"] == GROUP and not other["plural"]:
                    continue  # "the groups" are not the one named last
                if other["kind"] == GROUP or (other["role"] in ("UAF", "REB", "PRM", "PTY", "OPP", "CRM") and not self._is_person(other)):
                    return other
            elif note["agent"] not in self.generic and other["role"] == note["role"] and other["role"] and self._is_person(note) == self._is_person(other):
                return other
        return None


def _first(text_words: list, start: int) -> int:
    return bisect_left(text_words, start, key=lambda w: w.start)


def _identity(note: Note) -> tuple[str | None, ...]:
    """What two notes of one actor have in common: his id, or else how he is described; a pronoun without either is only itself."""
    return (note["actor_id"],) if note["actor_id"] else (note["agent"] or str(note["start"]), note["role"], note["country"])


def _is_name(ent: Span) -> bool:
    return any(t.pos_ == "PROPN" for t in ent) and any(c.isupper() for c in ent.text)


def _is_plural(piece: Piece) -> bool:
    last = fold(piece.text).split()[-1] if piece.text.strip() else ""
    if not piece.entries or piece.entries[0].kind != AGENT:
        return piece.kind == DEMONYM and last.endswith("s")
    return last != piece.entries[0].actor_id.split()[-1] or last in ("people", "police", "troops", "forces")


def _joined(country: str | None, code: str | None) -> str | None:
    return f"{country or ''}{code or ''}" or None


@Language.factory("coder_actors", assigns=["doc._.actors"])
def make_actors(nlp: Language, name: str) -> Actors:
    return Actors(load_actors(), name)
