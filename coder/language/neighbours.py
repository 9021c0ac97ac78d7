"""Which people stand beside a word of harm: the neighbours of a verb in one sentence, read without a parse.

    "killing *three soldiers and two civilians* in …"      forward
    "*24 others* wounded"                                  joined_before
    "*Two men*, aged 19 and 20, who …, were killed"        beside
    "*Three members* of the guard in Bel were hurt"        nearest

Lists ("a soldier, two policemen and a judge") and appositions ("the mayor, Ada Arn,") are taken apart in `merged`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from spacy.tokens import Span

from coder.language.harm import Cue
from coder.language.victims import Group, load_victim_words
from coder.ontology.toll_words import load_toll_words

BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "got", "gets", "get", "'s", "’s", "remain", "remains", "remained", "left"})
HAVE = frozenset({"have", "has", "had", "having"})
MODALS = frozenset({"could", "might", "may", "would", "can", "will", "shall", "must", "should", "'ll", "’ll", "'d"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "nobody", "none", "cannot"})
AND = frozenset({"and", "&", "plus", "or"})
TOGETHER = (("as", "well", "as"), ("along", "with"), ("together", "with"), ("in", "addition", "to"))
_RELATIVE = frozenset({"who", "that", "which"})
_ASIDES = _RELATIVE | frozenset({"including", "among", "mostly", "mainly", "aged", "all", "some", "most", "one", "two", "both", "three", "a", "an", "the", "in",
                                 "whose", "whom", "of", "according"})
_PREPOSITIONS = frozenset("of in from at on near for aboard inside outside belonging traveling travelling to with across between around into".split())
_AFTER_HEADLINE = frozenset({"in", "by", "at", "near", "during", "on", "when", "as", "after", "over", ",", ".", "from", "amid"})


class Neighbours:
    """A sentence's tokens, words of harm and groups of people; positions count from its start."""

    def __init__(self, span: Span, words: Sequence[str], cues: Sequence[Cue], groups: Sequence[Group]) -> None:
        self.span = span
        self.words = words
        self.cues = cues
        self.groups = groups
        #: starts of the groups that are only part of another
        self.subsets: set[int] = set()
        self.between = load_toll_words().between
        self.by_start = {g.start: g for g in groups}
        self.parsed = span.doc.has_annotation("DEP")

    def word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def has(self, start: int, end: int, words: frozenset[str]) -> bool:
        return any(w in words for w in self.words[start:end])

    def skip(self, i: int) -> int:
        """Over adverbs and particles between a verb and its object."""
        while self.word(i) in ("also", "and/or", "up", "instantly", "reportedly", ":", "off", "himself/herself") or (
            self.word(i).endswith("ly") and i not in self.by_start
        ):
            i += 1
        return i

    def auxiliaries(self, i: int) -> int:
        """Where the verb complex that ends at token i begins: "have also been"."""
        while i > 0 and not (i - 1 in self.by_start and self.words[i - 1] not in self.between):
            word = self.words[i - 1]
            linked = word == "to" and self.word(i) in BE | HAVE  # "are said to have been killed"
            if not (linked or word in self.between | BE | HAVE | MODALS | NEGATIONS or word.endswith("ly")):
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
            if past and self.word(k - 1) in BE | self.between:
                return k
        return None

    def ending_at(self, i: int) -> Group | None:
        return next((g for g in self.groups if i in (g.end, g.after) and g.start < i), None)

    def forward(self, i: int) -> list[Group]:
        """The people that begin at token i, with those listed after them."""
        first = self.by_start.get(i)
        if first is None and self.word(i) in ("the", "these", "those", "its", "their", "as"):
            first = self.by_start.get(i + 1)
        return [] if first is None else self.listed(first)

    def listed(self, first: Group) -> list[Group]:
        """A group and those joined to it by commas and "and", up to one that has a verb of its own."""
        found = [first]
        joints: list[str] = []
        while True:
            last = found[-1]
            at = max(last.end, last.after)
            aged = last.after > last.end
            joint, following = self.joint(at, aged=aged)
            if following is None:
                joint, following = "and", self._across_place(at) or self._across_apposition(at, last)
            if following is None or following.start in self.subsets or self.has_own_verb(following):
                break
            joints.append(joint)
            found.append(following)
        return merged(found, joints, first)

    def joint(self, at: int, *, aged: bool) -> tuple[str, Group | None]:
        word = self.word(at)
        if word in (",", ";"):
            after, word = at + 1, "," if word == "," else "and"
            if self.word(after) in AND:
                after += 1
                word = "and"
            together = self._together(after)
            if together:
                return "and", self._starting(together)
            return word, self._starting(after + (self.word(after) in ("then", "of")))
        together = self._together(at)
        if together:
            return "and", self._starting(together)
        if word in AND:
            return "and", self._starting(at + 1 + (self.word(at + 1) in ("then", "of")))
        return (",", self.by_start.get(at)) if aged else ("", None)

    def _starting(self, at: int) -> Group | None:
        """The people that begin at a token, or behind the adjective that stands there: "and *Ardenian* leader Ada Arn"."""
        while at < len(self.words) and at not in self.by_start and self.parsed and self.span[at].pos_ == "ADJ":
            at += 1
        following = self.by_start.get(at + 1)
        if at not in self.by_start and following is not None and following.form == "name" and self.span[at : at + 1].text[:1].isupper():
            return following  # a first name that the tagger took for something else
        return self.by_start.get(at)

    def _together(self, at: int) -> int:
        """Where the people behind "as well as" or "along with" begin; 0 where no such words stand."""
        return next((at + len(p) for p in TOGETHER if tuple(self.words[at : at + len(p)]) == p), 0)

    def _across_apposition(self, at: int, last: Group) -> Group | None:
        """ "killed Ada Arn, *leader of the party*, and Bo Brun": who stands behind what is told of a name."""
        if last.name is None or self.word(at) != ",":
            return None
        for k in range(at + 1, min(at + 13, len(self.words))):
            if any(c.start <= k < c.end for c in self.cues) or self.words[k] in BE | HAVE | MODALS | _RELATIVE:
                return None
            if self.words[k] in (",", ";"):
                joint, group = self.joint(k, aged=False)
                named = group is not None and (group.name is not None or group.form == "single" or group.number is not None)
                return group if named and (joint == "and" or self.words[k] == ";") else None
        return None

    def _across_place(self, at: int) -> Group | None:
        """ "two soldiers in Bel and three civilians in Arn", "the mayor of Bel, as well as two guards"."""
        if self.word(at) not in ("in", "near", "at", "of", "from"):
            return None
        for k in range(at + 1, min(at + 9, len(self.words))):
            if any(c.start <= k < c.end for c in self.cues):
                return None
            if self.word(k) in (",", "and", "as", "along", "together"):
                joint, group = self.joint(k, aged=False)
                return group if group is not None and group.number is not None and joint == "and" else None
        return None

    def has_own_verb(self, group: Group) -> bool:
        """Whether a group begins a clause of its own: "killing three, and five others *were injured*"."""
        at = max(group.end, group.after)
        if any(c.start == self.auxiliaries_after(at) and c.shape in ("object", "state", "subject", "phrase") for c in self.cues):
            return True
        return self.word(at) in BE | HAVE | MODALS

    def auxiliaries_after(self, i: int) -> int:
        while self.word(i) in BE | HAVE | MODALS | self.between:
            i += 1
        return i

    def joined_before(self, i: int, end: int) -> list[Group]:
        """The people right before a bare participle or state [i, end): "24 others wounded"."""
        while i > 0 and self.words[i - 1] in self.between - BE - {"left", "to"} and not any(g.start <= i - 1 < g.end for g in self.groups):
            i -= 1
        group = self.ending_at(i)
        if group is None or self.word(group.start - 1) == "by":
            return []
        if group.form == "plural" and end < len(self.words) and self.words[end] not in _AFTER_HEADLINE:
            return []  # "gunmen killed" someone
        return self.expand_back(group)

    def subject(self, i: int, parsed: list[Group]) -> list[Group]:
        """The subject of a verb complex that begins at token i: the people beside it, else what the parse says, else the nearest."""
        return self.beside(i) or parsed or self.nearest(i, 12) or ([] if self.parsed else self.nearest(i, 20, loose=True))

    def beside(self, i: int) -> list[Group]:
        """The people that end before token i, or before the relative clause or aside that ends there."""
        closed = i
        for _ in range(4):
            if self.word(i - 1) in _RELATIVE:
                i -= 1
            group = self.ending_at(i)
            if group is not None and closed == i + 1 and self.word(group.start - 1) == "by":
                opened = next((k for k in range(group.start - 1, max(-1, i - 30), -1) if self.words[k] == ","), None)
                if opened is None or not self._is_aside(opened + 1):
                    return []
                i = opened  # "the mayor, who was taken by rebels, was found dead"
                continue
            if group is not None:
                named = [g for g in self.groups if i < g.start < closed and g.best is not None and g.start not in self.subsets]
                if len(named) > 1 and total(g.best for g in named) == group.best and all(g.side or g.name for g in named):
                    return named  # "two people, a soldier and a policeman,"
                owner = self._owner(group)
                if owner is None and self.word(group.start - 1) in _PREPOSITIONS and "being" not in self.words[i : i + 2]:
                    return []
                return self.expand_back(owner or group)
            if self.word(i - 1) != ",":
                return []
            i -= 1
            opened = next((k for k in range(i - 1, max(-1, i - 30), -1) if self.words[k] == ","), None)
            if opened is not None and self._is_aside(opened + 1) and (self.ending_at(opened) or self.ending_at(i) is None):
                i = opened
                if self.ending_at(i) is None and self.word(i - 1) != ",":
                    return self.nearest(i, 12)
            elif self.ending_at(i) is None:
                return []
        return []

    def nearest(self, i: int, reach: int, *, loose: bool = False) -> list[Group]:
        """The nearest people before token i, over prepositional phrases only unless *loose*."""
        nearest = next((g for g in reversed(self.groups) if max(g.end, g.after) <= i), None)
        while nearest is not None:
            end = max(nearest.end, nearest.after)
            gap = self.words[end:i]
            if len(gap) > reach or self._broken(end, i) or (gap and gap[0] not in _PREPOSITIONS and not loose):
                return []
            owner = self._owner(nearest)
            if owner is None and self.word(nearest.start - 1) in _PREPOSITIONS | {"by", "against"}:
                before = [g for g in self.groups if g.end <= nearest.start]
                nearest = before[-1] if before else None
                continue
            return self.expand_back(owner or nearest)
        return []

    def _is_aside(self, i: int) -> bool:
        """Whether what follows a comma tells more of the noun before: "who …", "19", "mayor of Bel"."""
        if self.word(i) in _ASIDES or self.word(i).isdigit() or i in self.by_start:
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
        if self.word(group.start - 1) not in _PREPOSITIONS:
            return None
        outer = self.ending_at(group.start - 1)
        return None if outer is None else (self._owner(outer) or outer)

    def expand_back(self, last: Group) -> list[Group]:
        found = [last]
        joints: list[str] = []
        while True:
            at = found[0].start
            joint = ""
            if self.word(at - 1) in AND:
                at, joint = at - 1, "and"
            if self.word(at - 1) == ",":
                at, joint = at - 1, joint or ","
            if not joint:
                break
            previous = self.ending_at(at)
            previous = previous or (self.ending_at(at + 1) if joint == "and" or self.word(at) == "," else None)
            if previous is None or previous in found or self._is_object(previous) or previous.start in self.subsets:
                break
            if self.word(previous.start - 1) in _PREPOSITIONS:
                break  # "from Bel, and two others were hurt"
            joints.insert(0, joint)
            found.insert(0, previous)
        return merged(found, joints, last)

    def _is_object(self, group: Group) -> bool:
        """Whether a group belongs to the verb before it: "wounded *five* and two were killed"."""
        before = group.start - 1
        if any(c.end == group.start and c.shape in ("object",) for c in self.cues):
            return True
        if self.word(before) in ("by", "against"):
            return True
        return before >= 0 and self.span.doc.has_annotation("POS") and self.span[before].pos_ == "VERB"


def merged(groups: list[Group], joints: list[str], anchor: Group) -> list[Group]:
    """Take apart lists and appositions: "two people, a man and his son" are two, "the mayor, Ada Arn," is one.

    *anchor* is the group that stands at the word of harm; without "and" only it is meant, or it and its name.
    """
    if len(groups) < 2 or anchor.form == "pronoun":
        return [anchor]
    first, rest = groups[0], groups[1:]
    if joints[0] == "," and first.number is not None and first.best is not None and first.best > 1:
        if total(g.best for g in rest) == first.best and all(g.best is not None for g in rest):
            return rest if all(g.side or g.name for g in rest) else [first]
    counted = all(g.form == "count" and g.head is not None and g.best is not None for g in groups)
    if "and" not in joints and len(groups) > 2 and all(g.form == "name" for g in groups):
        return groups
    if "and" not in joints and counted:
        return groups  # "5 soldiers, 3 rebels killed in clash"
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
                   age=named.age if named.age is not None else other.age, rank=named.rank or other.rank)


def total(numbers: Iterable[int | None]) -> int | None:
    known = [n for n in numbers if n is not None]
    return sum(known) if known else None
