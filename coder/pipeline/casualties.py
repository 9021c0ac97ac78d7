"""coder_casualties: who was killed, wounded, taken or driven out, and how many, in `doc._.casualties`.

Each finding is one toll: a word of harm (`verb`) with the people it tells of. `low`, `best` and `high` follow rule R61,
`children` and `women` are parts of the number and never added to it (R60), `civilian`, `military` (with police) and `attacker`
say how it divides where the nouns tell, `toll` whether it is the whole toll of an act (event), one of many acts (cumulative)
or told of several places together (shared) (R62). `victims` are those named (R63). What could or did not happen gives no
finding; "no casualties" gives zeros.

People and words of harm are found over tokens (`coder.language.victims`, `harm`). They are joined where they stand side by
side; where they do not, the parse says who the victim is; without a parse the nearest people before the verb do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language
from spacy.tokens import Doc, Span

from coder.language import syntax
from coder.language.harm import Cue, HarmWords
from coder.language.victims import Group, load_victim_words, read_groups
from coder.ontology.words import load_words
from coder.pipeline.annotations import Note, in_capitals, sentences

_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "got", "gets", "get", "'s", "’s", "remain", "remains", "remained", "left"})
_HAVE = frozenset({"have", "has", "had", "having"})
_MODALS = frozenset({"could", "might", "may", "would", "can", "will", "shall", "must", "should", "'ll", "’ll", "'d"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "nobody", "none", "cannot"})
_NO_ACT_BEFORE = frozenset({"without", "avoid", "avoiding", "prevent", "preventing", "risk", "threaten", "threatening", "if", "unless"})
#: words between the people and what happened to them
_BETWEEN = frozenset(
    "also later reportedly allegedly apparently already then were was are is been be being both seriously critically slightly badly lightly severely "
    "gravely fatally feared confirmed presumed believed reported officially initially still all instantly immediately subsequently all recently "
    "either probably possibly left found pronounced declared said known thought listed brutally "
    "expected likely mortally wrongly briefly violently there yesterday today".split()
)
_AND = frozenset({"and", "&", "plus", "or"})
_RELATIVE = frozenset({"who", "that", "which"})
_ASIDES = _RELATIVE | frozenset({"including", "among", "mostly", "mainly", "aged", "all", "some", "most", "one", "two", "both", "three", "a", "an", "the", "in",
                                 "whose", "whom", "of", "according"})  # fmt: skip
_PREPOSITIONS = frozenset("of in from at on near for aboard inside outside belonging traveling travelling to with across between around into".split())
_TOLL_LEADS = frozenset("to of at reached : is was are stands stood hit passed exceeded topped surpassed as were stands reaches now than".split())
_AFTER_HEADLINE = frozenset({"in", "by", "at", "near", "during", "on", "when", "as", "after", "over", ",", ".", "from", "amid"})
_NOT_YET = frozenset({"expected", "likely", "set", "due", "unlikely"})
_LONG = re.compile(r"\b(?:in|over|during|after) (?:the )?(?:\w+ ){1,2}(?:years|months|weeks|decades)\b")
_SHARED = (("separate",), ("different", "parts"), ("various", "parts"), ("several", "attacks"), ("two", "attacks"), ("three", "attacks"), ("a", "series", "of"), ("across", "the", "country"), ("different", "places"), ("several", "places"), ("clashes", "across"),
           ("attacks", "across"), ("elsewhere",), ("two", "clashes"), ("several", "clashes"), ("various", "regions"), ("different", "regions"),
           ("two", "incidents"), ("three", "incidents"))  # fmt: skip
_SEGMENT_ENDS = frozenset({";", "bringing", "raising", "taking", "pushing", "while", "whereas"})


@dataclass(slots=True)
class Toll:
    """A word of harm and the groups it tells of."""

    cue: Cue
    groups: list[Group]
    kind: str
    cls: str | None = None
    negative: bool = False


class Casualties:
    """Find tolls and write them to `doc._.casualties`."""

    def __init__(self, name: str = "coder_casualties") -> None:
        self.name = name
        lists = load_words()
        self.harm = HarmWords(lists.quantities)
        self.cumulative = [tuple(p.split()) for p in lists.quantities["toll"]["cumulative"]]
        self.subset = sorted((tuple(p.split()) for p in lists.quantities["subset"]["before"]), key=len, reverse=True)
        self.implicative = tuple(w[:5] for w in lists.implicative) + ("able", "report", "belie", "said", "thoug", "confirm", "known", "feared")

    def __call__(self, doc: Doc) -> Doc:
        doc._.casualties = self.find(doc)
        return doc

    def find(self, doc: Doc) -> list[Note]:
        """All tolls of a Doc in order of the text."""
        notes: list[Note] = []
        barred = {i for d in doc._.dates or [] for i in range(d["first"], d["last"])}
        taken = {i for p in doc._.places or [] for i in range(p["first"], p["last"])}
        taken |= {i for a in doc._.actors or [] if a["kind"] in ("group", "organisation", "institution", "country", "demonym", "medium")
                  for i in range(a["start"], a["end"])}  # fmt: skip
        for number, span in _units(doc):
            notes += _Sentence(self, span, number, barred, taken).notes()
        return notes


class _Sentence:
    """The tolls of one sentence; token positions count from its start."""

    def __init__(self, component: Casualties, span: Span, number: int, barred: set[int], taken: set[int]) -> None:
        self.component = component
        self.span = span
        self.number = number
        self.words = [t.lower_ for t in span]
        self.barred = {i - span.start for i in barred if span.start <= i < span.end}
        self.cues = list(component.harm.find(self.words))
        self.parsed = span.doc.has_annotation("DEP")
        self.groups: list[Group] = []
        if self.cues:
            own = {i - span.start for i in taken if span.start <= i < span.end}
            self.groups = read_groups(span, self.words, self.cues, self.barred, own, capitals=in_capitals(span.text))
        self.by_start = {g.start: g for g in self.groups}
        self.subsets = self._find_subsets()

    def notes(self) -> list[Note]:
        tolls: list[Toll] = []
        for k, cue in enumerate(self.cues):
            toll = self._toll(k, cue)
            if toll is not None and (toll.groups or toll.cue.kinds) and not self._repeats(toll, tolls):
                tolls.append(toll)
        tolls = self._without_shared(tolls)
        notes = [note for toll in tolls for note in self._notes_of(toll)]
        notes.sort(key=lambda n: (n["start"], n["end"]))
        return notes

    # ---- which people a word tells of --------------------------------------------------------------------------

    def _toll(self, k: int, cue: Cue) -> Toll | None:
        if cue.shape == "silent":
            return None
        if cue.shape == "nobody":
            return Toll(cue, [], cue.kind)
        finders = {"object": self._of_object, "subject": self._of_subject, "state": self._of_state, "phrase": self._of_phrase,
                   "event_noun": self._of_noun, "toll": self._of_toll, "attackers": self._of_attackers, "taken": self._of_taken}  # fmt: skip
        groups = [g for g in finders[cue.shape](cue) if self._may_be_victim(g, cue)]
        if not groups or self._did_not_happen(cue, groups):
            return None
        return Toll(cue, groups, cue.kind, "event" if cue.shape == "toll" else None)

    def _may_be_victim(self, group: Group, cue: Cue) -> bool:
        if not group.valid or (group.start in self.subsets and group.start != cue.start):
            return False
        told = group.form == "plural" or group.whole is not None or self.words[group.start] in ("the", "this", "these", "those", "his", "their")
        if group.attributive is cue and told:
            return False  # "the kidnapped villagers", "five of the murdered priests" were told of before
        if self.words[cue.start] in ("hurt", "hurts", "hurting") and group.number is None and group.start >= cue.end:
            return False  # "hurting the army"
        if cue.shape in ("toll", "event_noun", "attackers"):
            return True
        if group.form == "name" and not group.known and not cue.sure:
            return False
        return cue.sure or (group.known and group.head is not None)

    def _of_object(self, cue: Cue) -> list[Group]:
        after = self._skip(cue.end)
        if cue.form in ("ing", "s", "base", "past"):
            counted = any(g.end == cue.start and g.number is not None and g.head is None for g in self.groups)
            if self._word(cue.end) == "of" or (counted and cue.form == "s"):
                return self._of_noun(cue)
            return self._with_conjuncts(self._forward(after)) or self._shared_object(cue) or self._parsed_objects(cue)
        attributive = [g for g in self.groups if g.attributive is cue]
        if attributive:
            return self._listed(attributive[0])
        auxiliary = self._auxiliaries(cue.start)
        if auxiliary < cue.start and self._has(auxiliary, cue.start, _BE):
            inverted = auxiliary == 0 and self._forward(after)
            return inverted or self._subject(auxiliary, self._parsed_objects(cue))
        if cue.form == "ed":
            forward = self._with_conjuncts(self._forward(after))
            if forward:
                return forward
        if auxiliary < cue.start:
            return self._shared_object(cue) or self._parsed_objects(cue)
        return self._joined_before(cue.start, cue.end) or self._shared_object(cue) or self._parsed_objects(cue)

    def _of_subject(self, cue: Cue) -> list[Group]:
        if cue.form == "ing":
            return []
        start = self._auxiliaries(cue.start)
        if cue.form == "base" and self._word(start - 1) == "to":
            group = self._ending_at(start - 1)
            forced = group is not None and self._word(group.start - 1)[:5] in ("force", "forci", "cause", "causi", "promp", "drivi", "leadi", "compe", "oblig", "sendi")
            return self._expand_back(group) if group is not None and forced else []
        return self._subject(start, self._parsed_subjects(cue))

    def _of_state(self, cue: Cue) -> list[Group]:
        attributive = [g for g in self.groups if g.attributive is cue]
        if attributive:
            return self._listed(attributive[0])
        if cue.kind in ("hostages", "captured") and not self._taking(cue.start):
            return []
        start = self._auxiliaries(cue.start)
        joined = self._joined_before(cue.start, cue.end)
        if joined or not self._has(start, cue.start, _BE):
            return joined
        return self._subject(start, self._parsed_state(cue, start))

    def _of_phrase(self, cue: Cue) -> list[Group]:
        last = self.words[cue.end - 1]
        if last in ("of", "claimed", "claiming") or (last == "for" and self._forward(cue.end)):
            return self._forward(cue.end)
        start = self._auxiliaries(cue.start)
        return self._joined_before(cue.start, cue.end) or self._subject(start, self._parsed_subjects(cue))

    def _of_noun(self, cue: Cue) -> list[Group]:
        """ "the deaths of five", "five deaths", "injuries to five", "a body was found"."""
        if self._word(cue.end) in ("of", "to", "among"):
            found = self._forward(cue.end + 1)
            if found and not (self.words[cue.start] in ("body", "corpse") and (found[0].best or 2) > 1):
                return found
        before = next((g for g in self.groups if g.number is not None and g.end == cue.start), None)
        if before is not None:
            return [replace(before, valid=True, known=True, head=None)]
        owned = self._word(cue.start - 1) in ("'s", "’s", "his", "her") and self._word(cue.end) in _BE | _HAVE
        if self.words[cue.start] in ("body", "corpse") and self._word(cue.end) != "of" and (owned or self._word(cue.start - 1) in ("a", "one", "another")):
            return [Group(cue.start - 1, cue.end, None, cue.start, 1, 1, 1)]
        return []

    def _of_toll(self, cue: Cue) -> list[Group]:
        """The number after "the death toll …": "rose to", "of", "stands at"."""
        for group in self.groups:
            if group.start < cue.end or group.number is None or group.start - cue.end > 14:
                continue
            if any(cue.end <= c.start < group.start for c in self.cues if c.shape in ("object", "toll")):
                break
            if self._word(group.start - 1) in _TOLL_LEADS or group.start == cue.end:
                if group.best is None and group.low is not None and group.high is not None and self._word(group.start - 1) == "from":
                    group = replace(group, low=group.high, best=group.high)
                return [replace(group, valid=True, known=True)]
            if self._word(group.start - 1) == "from" and group.best is None and group.high is not None:
                return [replace(group, low=group.high, best=group.high, valid=True, known=True)]
        return []

    def _of_attackers(self, cue: Cue) -> list[Group]:
        text = self.words[cue.start : cue.end]
        before = self._beside(self._auxiliaries(cue.start))
        numbered = [replace(g, side="attacker") for g in before if g.best is not None and g.form != "pronoun"]
        if numbered:
            return numbered
        if text[0] in ("excluding", "not", "apart"):
            return []
        many = any(w in ("themselves", "attackers", "their", "gunmen", "assailants") for w in text)
        one = None if many else 1
        return [Group(cue.start, cue.end, None, None, one, one, one, vague=many, side="attacker", form="self")]

    def _of_taken(self, cue: Cue) -> list[Group]:
        """ "took 12 people hostage", "12 hostages were taken"."""
        if not self._taking(cue.start):
            return []
        named = next((g for g in self.groups if g.head == cue.start), None)
        if named is not None:
            return [named] if self._word(named.start - 1)[:4] in ("took", "take", "taki", "hold", "held", "seiz", "capt") else []
        start = self._auxiliaries(cue.start)
        return self._joined_before(cue.start, cue.end) or (self._beside(start) if start < cue.start else [])

    def _taking(self, at: int) -> bool:
        return any(w in ("took", "take", "takes", "taken", "taking", "held", "hold", "holds", "holding", "seized", "seizing", "seize", "captured", "remain",
                         "being") for w in self.words[max(0, at - 12) : at])  # fmt: skip

    # ---- side by side ------------------------------------------------------------------------------------------

    def _word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _has(self, start: int, end: int, words: frozenset[str]) -> bool:
        return any(w in words for w in self.words[start:end])

    def _skip(self, i: int) -> int:
        """Over adverbs and particles between a verb and its object."""
        while self._word(i) in ("also", "and/or", "up", "instantly", "reportedly", ":", "off", "himself/herself") or (
            self._word(i).endswith("ly") and i not in self.by_start
        ):
            i += 1
        return i

    def _auxiliaries(self, i: int) -> int:
        """Where the verb complex that ends at token i begins: "have also been"."""
        while i > 0 and not (i - 1 in self.by_start and self.words[i - 1] not in _BETWEEN):
            word = self.words[i - 1]
            linked = word == "to" and self._word(i) in _BE | _HAVE  # "are said to have been killed"
            if not (linked or word in _BETWEEN | _BE | _HAVE | _MODALS | _NEGATIONS or word.endswith("ly")):
                earlier = self._earlier_verb(i) if word == "and" else None
                if earlier is None:
                    break
                i = earlier
                continue
            i -= 1
        return i

    def _earlier_verb(self, i: int) -> int | None:
        """ "were shot and *killed*", "was wounded and *died*": where the first participle of a pair begins, or None."""
        for size in (2, 3, 4):
            k = i - size
            if k <= 0 or self.words[k] in (",", ";"):
                return None
            past = self.words[k].endswith("ed") or self.words[k] in ("shot", "beaten", "taken", "hit", "stabbed", "caught", "seized", "held", "hurt")
            if past and self._word(k - 1) in _BE | _BETWEEN:
                return k
        return None

    def _ending_at(self, i: int) -> Group | None:
        return next((g for g in self.groups if i in (g.end, g.after) and g.start < i), None)

    def _forward(self, i: int) -> list[Group]:
        """The people that begin at token i, with those listed after them."""
        first = self.by_start.get(i)
        if first is None and self._word(i) in ("the", "these", "those", "its", "their", "as"):
            first = self.by_start.get(i + 1)
        return [] if first is None else self._listed(first)

    def _listed(self, first: Group) -> list[Group]:
        """A group and those joined to it by commas and "and", up to one that has a verb of its own."""
        found = [first]
        joints: list[str] = []
        while True:
            last = found[-1]
            at = max(last.end, last.after)
            aged = last.after > last.end
            joint, following = self._joint(at, aged=aged)
            following = self._across_place(at) if following is None else following
            if following is None or following.start in self.subsets or self._has_own_verb(following):
                break
            joints.append(joint)
            found.append(following)
        return _merged(found, joints, first)

    def _joint(self, at: int, *, aged: bool) -> tuple[str, Group | None]:
        word = self._word(at)
        if word == ",":
            after = at + 1
            if self._word(after) in _AND:
                after += 1
                word = "and"
            return word, self.by_start.get(after + (self._word(after) == "then"))
        for phrase in (("as", "well", "as"), ("along", "with"), ("together", "with"), ("in", "addition", "to")):
            if tuple(self.words[at : at + len(phrase)]) == phrase:
                return "and", self.by_start.get(at + len(phrase))
        if word in _AND:
            return "and", self.by_start.get(at + 1 + (self._word(at + 1) == "then"))
        return (",", self.by_start.get(at)) if aged else ("", None)

    def _across_place(self, at: int) -> Group | None:
        """ "two soldiers in Bel and three civilians in Arn", "the mayor of Bel, as well as two guards"."""
        if self._word(at) not in ("in", "near", "at", "of", "from"):
            return None
        for k in range(at + 1, min(at + 9, len(self.words))):
            if any(c.start <= k < c.end for c in self.cues):
                return None
            if self._word(k) in (",", "and", "as", "along", "together"):
                joint, group = self._joint(k, aged=False)
                return group if group is not None and group.number is not None and joint == "and" else None
        return None

    def _has_own_verb(self, group: Group) -> bool:
        """Whether a group begins a clause of its own: "killing three, and five others *were injured*"."""
        at = max(group.end, group.after)
        if any(c.start == self._auxiliaries_after(at) and c.shape in ("object", "state", "subject", "phrase") for c in self.cues):
            return True
        return self._word(at) in _BE | _HAVE | _MODALS

    def _auxiliaries_after(self, i: int) -> int:
        while self._word(i) in _BE | _HAVE | _MODALS | _BETWEEN:
            i += 1
        return i

    def _joined_before(self, i: int, end: int) -> list[Group]:
        """The people right before a bare participle or state [i, end): "24 others wounded"."""
        while i > 0 and self.words[i - 1] in _BETWEEN - _BE - {"left", "to"} and not any(g.start <= i - 1 < g.end for g in self.groups):
            i -= 1
        group = self._ending_at(i)
        if group is None or self._word(group.start - 1) == "by":
            return []
        if group.form == "plural" and end < len(self.words) and self.words[end] not in _AFTER_HEADLINE:
            return []  # "gunmen killed" someone
        return self._expand_back(group)

    def _subject(self, i: int, parsed: list[Group]) -> list[Group]:
        """The subject of a verb complex that begins at token i: the people beside it, else what the parse says, else the nearest."""
        return self._beside(i) or parsed or self._nearest(i, 12) or ([] if self.parsed else self._nearest(i, 20, loose=True))

    def _beside(self, i: int) -> list[Group]:
        """The people that end before token i, or before the relative clause or aside that ends there."""
        closed = i
        for _ in range(4):
            if self._word(i - 1) in _RELATIVE:
                i -= 1
            group = self._ending_at(i)
            if group is not None:
                named = [g for g in self.groups if i < g.start < closed and g.best is not None and g.start not in self.subsets]
                if len(named) > 1 and _sum(g.best for g in named) == group.best and all(g.side or g.name for g in named):
                    return named  # "two people, a soldier and a policeman,"
                owner = self._owner(group)
                if owner is None and self._word(group.start - 1) in _PREPOSITIONS and "being" not in self.words[i : i + 2]:
                    return []
                return self._expand_back(owner or group)
            if self._word(i - 1) != ",":
                return []
            i -= 1
            opened = next((k for k in range(i - 1, max(-1, i - 30), -1) if self.words[k] == ","), None)
            if opened is not None and self._is_aside(opened + 1) and (self._ending_at(opened) or self._ending_at(i) is None):
                i = opened
                if self._ending_at(i) is None and self._word(i - 1) != ",":
                    return self._nearest(i, 12)
            elif self._ending_at(i) is None:
                return []
        return []

    def _nearest(self, i: int, reach: int, *, loose: bool = False) -> list[Group]:
        """The nearest people before token i, over prepositional phrases only unless *loose*."""
        nearest = next((g for g in reversed(self.groups) if max(g.end, g.after) <= i), None)
        while nearest is not None:
            end = max(nearest.end, nearest.after)
            gap = self.words[end:i]
            if len(gap) > reach or self._broken(end, i) or (gap and gap[0] not in _PREPOSITIONS and not loose):
                return []
            owner = self._owner(nearest)
            if owner is None and self._word(nearest.start - 1) in _PREPOSITIONS | {"by", "against"}:
                before = [g for g in self.groups if g.end <= nearest.start]
                nearest = before[-1] if before else None
                continue
            return self._expand_back(owner or nearest)
        return []

    def _is_aside(self, i: int) -> bool:
        """Whether what follows a comma tells more of the noun before: "who …", "19", "mayor of Bel"."""
        if self._word(i) in _ASIDES or self._word(i).isdigit() or i in self.by_start:
            return True
        return any(load_victim_words().noun(self.words, i, end) is not None for end in range(i + 1, min(i + 5, len(self.words)) + 1))

    def _broken(self, start: int, end: int) -> bool:
        """Whether another clause lies between: a mark, or another word of harm."""
        inside = self.words[start:end]
        return any(w in (";", "when", "after", "while", "but", '"', "“", "”", "--", "-") for w in inside) or any(
            start <= c.start < end and c.shape in ("object", "subject", "state") for c in self.cues
        )

    def _owner(self, group: Group) -> Group | None:
        """ "three members of the police": the group the phrase hangs on."""
        if self._word(group.start - 1) not in _PREPOSITIONS:
            return None
        outer = self._ending_at(group.start - 1)
        return None if outer is None else (self._owner(outer) or outer)

    def _expand_back(self, last: Group) -> list[Group]:
        found = [last]
        joints: list[str] = []
        while True:
            at = found[0].start
            joint = ""
            if self._word(at - 1) in _AND:
                at, joint = at - 1, "and"
            if self._word(at - 1) == ",":
                at, joint = at - 1, joint or ","
            if not joint:
                break
            previous = self._ending_at(at)
            previous = previous or (self._ending_at(at + 1) if joint == "and" or self._word(at) == "," else None)
            if previous is None or previous in found or self._is_object(previous) or previous.start in self.subsets:
                break
            if self._word(previous.start - 1) in _PREPOSITIONS:
                break  # "from Bel, and two others were hurt"
            joints.insert(0, joint)
            found.insert(0, previous)
        return _merged(found, joints, last)

    def _is_object(self, group: Group) -> bool:
        """Whether a group belongs to the verb before it: "wounded *five* and two were killed"."""
        before = group.start - 1
        if any(c.end == group.start and c.shape in ("object",) for c in self.cues):
            return True
        if self._word(before) in ("by", "against"):
            return True
        return before >= 0 and self.span.doc.has_annotation("POS") and self.span[before].pos_ == "VERB"

    # ---- by the parse ------------------------------------------------------------------------------------------

    def _shared_object(self, cue: Cue) -> list[Group]:
        """ "kidnapped and killed three": both verbs have the object of the second."""
        if self._word(cue.end) not in _AND:
            return []
        other = next((c for c in self.cues if c.start == cue.end + 1 and c.shape == "object"), None)
        return [] if other is None else self._forward(self._skip(other.end))

    def _parsed_objects(self, cue: Cue) -> list[Group]:
        return self._at(syntax.objects(self.span[cue.start])) if self.parsed and self._is_verb(cue) else []

    def _parsed_subjects(self, cue: Cue) -> list[Group]:
        if not self.parsed:
            return []
        token = self.span[cue.start]
        return self._at(syntax.objects(token) if syntax.is_passive(token) else syntax.grammatical_subjects(token))

    def _parsed_state(self, cue: Cue, start: int) -> list[Group]:
        """The subject of "is missing", of "was found dead"."""
        if not self.parsed:
            return []
        for i in range(cue.start, start - 1, -1):
            token = self.span[i]
            found = self._at(syntax.objects(token) if syntax.is_passive(token) else syntax.grammatical_subjects(token))
            if found:
                return found
        return []

    def _with_conjuncts(self, groups: list[Group]) -> list[Group]:
        """Add what the parse joins by "and" behind an apposition: "killed Ada Arn, a judge in Bel, and Bo Brun"."""
        if not self.parsed or not groups or groups[0].head is None:
            return groups
        inside = [g for g in self._at([self.span[groups[0].head]]) if g.start > groups[-1].end and self._word(g.start - 1) in _AND | {","}]
        return groups + [g for g in inside if g not in groups and g.start not in self.subsets and g.form != "plural"]

    def _is_verb(self, cue: Cue) -> bool:
        return self.span[cue.start].pos_ in ("VERB", "AUX", "ADJ") or self.span[cue.start].tag_.startswith("VB")

    def _at(self, tokens: Iterable[object]) -> list[Group]:
        """The groups that the parse's nouns head."""
        found: list[Group] = []
        for token in tokens:
            for noun in syntax.coordinated(token):  # type: ignore[arg-type]
                i = noun.i - self.span.start
                group = next((g for g in self.groups if g.start <= i < max(g.end, (g.head or 0) + 1)), None)
                if group is not None and group not in found and not (found and self._has_own_verb(group)):
                    found.append(group)
        return found

    # ---- what did not happen -----------------------------------------------------------------------------------

    def _did_not_happen(self, cue: Cue, groups: Sequence[Group]) -> bool:
        """Modals, negations, purposes and conditions around a word of harm."""
        start = self._auxiliaries(cue.start)
        if self._has(start, cue.start, _MODALS | _NEGATIONS) or (self._word(start - 1) in _NOT_YET or self._has(start, cue.start, _NOT_YET)):
            return True
        before = self._word(start - 1)
        if before == "to" and cue.form == "base":
            lead = self._word(start - 2)
            return cue.shape != "subject" and not lead.startswith(self.component.implicative)
        if before in _NO_ACT_BEFORE or self._word(start - 2) in ("threat", "without", "capable"):
            return True
        first = min([cue.start, *(g.start for g in groups)])
        if cue.shape == "toll" and self._has(cue.end, max(g.start for g in groups), _MODALS):
            return True
        clause = self.words[max(0, first - 6) : first]
        if any(w in ("if", "unless") for w in clause) and "," not in clause:
            return True
        if cue.shape in ("event_noun", "state", "taken") and any(w in _MODALS for w in clause[-3:]):
            return True
        inside = cue.shape in ("state", "taken") or any(g.attributive is cue for g in groups)
        if cue.kind in ("hostages", "captured", "arrested") and inside and any(
            w[:5] in ("relea", "freed", "free", "freei", "rescu", "excha", "swap", "swapp") for w in self.words[max(0, first - 3) : first]
        ):
            return True
        if tuple(self.words[max(0, first - 2) : first]) == ("how", "many"):
            return True
        return self._word(first - 1) in ("no", "not", "neither") or tuple(self.words[max(0, first - 2) : first]) == ("none", "of")

    # ---- the findings ------------------------------------------------------------------------------------------

    def _repeats(self, toll: Toll, before: Sequence[Toll]) -> bool:
        """The same people told dead twice ("was shot dead and killed")."""
        if toll.cue.kinds:
            return False
        mine = {g.start for g in toll.groups}
        return any(t.kind == toll.kind and mine & {g.start for g in t.groups} for t in before)

    def _without_shared(self, tolls: list[Toll]) -> list[Toll]:
        """ "killing and wounding dozens", "arrested or killed five" do not say how many of each."""
        dropped: set[int] = set()
        for a, b in zip(tolls, tolls[1:], strict=False):
            same = {g.start for g in a.groups} & {g.start for g in b.groups}
            between = self.words[a.cue.end : b.cue.start]
            if same and len(between) == 1 and ({a.kind, b.kind} == {"killed", "wounded"} or between == ["or"]):
                dropped |= {id(a), id(b)}
        return [t for t in tolls if id(t) not in dropped]

    def _find_subsets(self) -> set[int]:
        """Starts of the groups that are only part of another ("including two children")."""
        found: set[int] = set()
        for group in self.groups:
            marked = any(tuple(self.words[max(0, group.start - len(p)) : group.start]) == p for p in self.component.subset)
            if (marked and self._word(group.start - 1) not in ("of", "out")) or (group.whole in ("them", "whom") and self._subset_noun(group) is not None):
                found.add(group.start)
            elif found:
                before = max((g for g in self.groups if g.start in found), key=lambda g: g.start)
                joint, following = self._joint(max(before.end, before.after), aged=before.after > before.end)
                if following is group and joint and not self._has_own_verb(group):
                    found.add(group.start)
        return found

    def _subset_noun(self, group: Group) -> str | None:
        """ "two of them children": the noun right after."""
        lexicon = load_victim_words()
        at = self._auxiliaries_after(group.end)
        for end in range(at + 1, min(at + 4, len(self.words)) + 1):
            found = lexicon.noun(self.words, at, end)
            if found is not None and (found[1].subset or found[1].side):
                return found[1].subset or found[1].side
        return None

    def _parts_of(self, toll: Toll) -> dict[str, int]:
        """Numbers of children, women, soldiers … among the people of a toll."""
        parts: dict[str, int] = {}
        end = max(max(g.end, g.after) for g in toll.groups)
        for group in self.groups:
            if group.start not in self.subsets or (group.best or group.low) is None:
                continue
            owner = max((g for t in [toll] for g in t.groups if g.start < group.start), key=lambda g: g.start, default=None)
            nearest = max((g for g in self.groups if g.start < group.start and g.start not in self.subsets and g.number is not None),
                          key=lambda g: g.start, default=None)  # fmt: skip
            if owner is None or (nearest is not None and nearest.start > owner.start and nearest.start >= end):
                continue
            count = group.best if group.best is not None else group.low
            label = group.subset or group.side
            if group.whole in ("them", "whom"):
                label = self._subset_noun(group)
            if label and count is not None:
                label = "military" if label == "police" else label
                parts[label] = parts.get(label, 0) + count
        return parts

    def _notes_of(self, toll: Toll) -> list[Note]:
        if toll.cue.kinds:
            return [self._zero(toll.cue, kind) for kind in toll.cue.kinds]
        groups = toll.groups
        low = _sum(g.low for g in groups)
        high = _sum(g.high for g in groups) if all(g.high is not None for g in groups) else None
        best = _sum(g.best for g in groups) if all(g.best is not None for g in groups) else None
        sides = {g.side for g in groups}
        divided = {side: _sum(g.best if g.best is not None else g.low for g in groups if g.side in names)
                   for side, names in (("civilian", ("civilian",)), ("military", ("military", "police")), ("attacker", ("attacker",)))}  # fmt: skip
        parts = self._parts_of(toll)
        numbered = next((g for g in groups if g.number is not None), groups[0])
        headed = next((g for g in groups if g.head is not None), None)
        start = min([toll.cue.start, *(g.start for g in groups)])
        end = max([toll.cue.end, *(g.end for g in groups)])
        offset = self.span.start
        token = numbered.number if numbered.number is not None else numbered.head if numbered.head is not None else toll.cue.start
        return [{
            **self._place(start, end), "kind": toll.kind, "low": low, "best": best, "high": high,
            "vague": any(g.vague for g in groups), "side": next(iter(sides)) if len(sides) == 1 else None,
            "civilian": divided["civilian"] if divided["civilian"] is not None else parts.get("civilian"),
            "military": divided["military"] if divided["military"] is not None else parts.get("military"),
            "attacker": divided["attacker"] if divided["attacker"] is not None else parts.get("attacker"),
            "children": _total(groups, "children", parts), "women": _total(groups, "women", parts),
            "toll": self._class_of(toll, start, end), "token": offset + token,
            "head": None if headed is None or headed.head is None else offset + headed.head,
            "verb": None if toll.cue.shape == "toll" else offset + toll.cue.start, "sentence": self.number,
            "victims": [{"name": g.name, "age": g.age, "rank": g.rank} for g in groups if g.name is not None],
        }]  # fmt: skip

    def _zero(self, cue: Cue, kind: str) -> Note:
        return {
            **self._place(cue.start, cue.end), "kind": kind, "low": 0, "best": 0, "high": 0, "vague": False, "side": None, "civilian": None,
            "military": None, "attacker": None, "children": None, "women": None, "toll": None, "token": self.span.start + cue.start,
            "head": None, "verb": None, "sentence": self.number, "victims": [],
        }  # fmt: skip

    def _place(self, start: int, end: int) -> Note:
        span = self.span[start:end]
        return {"start": span.start_char, "end": span.end_char, "text": span.text}

    def _class_of(self, toll: Toll, start: int, end: int) -> str | None:
        """event, cumulative or shared (rule R62), by the words of the toll's own stretch of the sentence."""
        first = next((i + 1 for i in range(start - 1, -1, -1) if self.words[i] in _SEGMENT_ENDS), 0)
        last = next((i for i in range(end, len(self.words)) if self.words[i] in _SEGMENT_ENDS), len(self.words))
        stretch = self.words[first:last]
        dates = [d for d in self.span.doc._.dates or [] if self.span.start + first <= d["first"] < self.span.start + last]
        since = any(d["since"] for d in dates) or "since" in stretch
        if since:
            return "cumulative"
        if any(d["precision"] == "day" for d in dates):
            return "shared" if _holds(stretch, _SHARED) else toll.cls
        if _holds(stretch, self.component.cumulative) or _LONG.search(" ".join(stretch)):
            return "cumulative"
        if any(d["precision"] == "range" and re.match(r"(?:the |these )?(?:past|last|recent)\b", d["text"], re.IGNORECASE) for d in dates):
            return "cumulative"
        if _holds(stretch, _SHARED):
            return "shared"
        return toll.cls


def _units(doc: Doc) -> list[tuple[int, Span]]:
    """The sentences with their numbers, joined again where they were cut behind a rank or an initial ("Sgt.", "A.")."""
    ranks = load_victim_words().ranks
    units: list[tuple[int, Span]] = []
    for number, span in enumerate(sentences(doc)):
        last = units[-1][1] if units else None
        if last is not None and len(last) > 1 and last[-1].text == "." and (last[-2].lower_ in ranks or len(last[-2]) == 1):
            units[-1] = (number, doc[last.start : span.end])
        else:
            units.append((number, span))
    return units


def _merged(groups: list[Group], joints: list[str], anchor: Group) -> list[Group]:
    """Take apart lists and appositions: "two people, a man and his son" are two, "the mayor, Ada Arn," is one.

    *anchor* is the group that stands at the word of harm; without "and" only it is meant, or it and its name.
    """
    if len(groups) < 2 or anchor.form == "pronoun":
        return [anchor]
    first, rest = groups[0], groups[1:]
    if joints[0] == "," and first.number is not None and first.best is not None and first.best > 1:
        if _sum(g.best for g in rest) == first.best and all(g.best is not None for g in rest):
            return rest if all(g.side or g.name for g in rest) else [first]
    if "and" not in joints:
        at = groups.index(anchor)
        beside = groups[at + 1] if anchor is first else groups[at - 1]
        return [_one(anchor, beside) or anchor]
    kept = [first]
    for joint, group in zip(joints, rest, strict=True):
        one = _one(kept[-1], group) if joint == "," else None
        if one is not None:
            kept[-1] = one
        else:
            kept.append(group)
    return kept


def _one(a: Group, b: Group) -> Group | None:
    """A name and its description as one group, or None: "the mayor, Ada Arn"."""
    if {a.form, b.form} != {"single", "name"} or (a.name is not None and b.name is not None):
        return None
    named, other = (a, b) if a.name is not None else (b, a)
    return replace(other, start=min(a.start, b.start), end=max(a.end, b.end), after=max(a.after, b.after), name=named.name,
                   age=named.age if named.age is not None else other.age, rank=named.rank or other.rank)  # fmt: skip


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if known else None


def _total(groups: Sequence[Group], subset: str, parts: dict[str, int]) -> int | None:
    own = _sum(g.best if g.best is not None else g.low for g in groups if g.subset == subset)
    return own if own is not None else parts.get(subset)


def _holds(words: Sequence[str], phrases: Iterable[Sequence[str]]) -> bool:
    text = f" {' '.join(words)} "
    return any(f" {' '.join(p)} " in text for p in phrases)


@Language.factory("coder_casualties", assigns=["doc._.casualties"])
def make_casualties(nlp: Language, name: str) -> Casualties:
    return Casualties(name)
