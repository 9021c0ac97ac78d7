"""The tolls of a sentence: every word of harm with the people it tells of, and without what did not happen.

People and words of harm are joined where they stand side by side (`neighbours`); where they do not, the parse says who the
victim is; without a parse the nearest people before the verb do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from spacy.tokens import Span, Token

from coder.language import syntax
from coder.language.harm import Cue, HarmWords
from coder.language.neighbours import AND, BE, HAVE, MODALS, NEGATIONS, Neighbours
from coder.language.victims import Group, load_victim_words, read_groups
from coder.ontology.toll_words import load_toll_words

_NO_ACT_BEFORE = frozenset({"without", "avoid", "avoiding", "prevent", "preventing", "risk", "threaten", "threatening", "if", "unless"})
#: words between the people and what happened to them
_TOLL_LEADS = frozenset("to of at reached : is was are stands stood hit passed exceeded topped surpassed as were stands reaches now than".split())
_NOT_YET = frozenset({"expected", "likely", "set", "due", "unlikely"})


@dataclass(frozen=True, slots=True)
class Toll:
    """A word of harm and the groups it tells of; none, but the cue's `kinds`, where nobody was harmed."""

    cue: Cue
    groups: tuple[Group, ...]


class TollWords:
    """The lists the reading of tolls needs, ready for matching token by token."""

    def __init__(self, quantities: Mapping[str, Any]) -> None:
        self.harm = HarmWords(quantities)
        self.subset = [tuple(p.split()) for p in quantities["subset"]["before"]]
        self.implicative = load_toll_words().implicative


class TollReader(Neighbours):
    """The tolls of one sentence; token positions count from its start.

    *barred*: tokens of dates. *taken*: tokens of names of places and organisations.
    """

    def __init__(self, span: Span, lists: TollWords, barred: set[int], taken: set[int], *, capitals: bool) -> None:
        words = [t.lower_ for t in span]
        cues = list(lists.harm.find(words))
        groups = read_groups(span, words, cues, barred, taken, capitals=capitals) if cues else []
        super().__init__(span, words, cues, groups)
        self.lists = lists
        self.subsets = self._find_subsets()

    def tolls(self) -> list[Toll]:
        """All tolls in order of their words of harm."""
        found: list[Toll] = []
        for cue in self.cues:
            toll = self._toll(cue)
            if toll is not None and not _repeats(toll, found):
                found.append(toll)
        return self._without_shared(found)

    # ---- which people a word tells of --------------------------------------------------------------------------

    def _toll(self, cue: Cue) -> Toll | None:
        if cue.shape == "silent":
            return None
        if cue.shape == "nobody":
            return Toll(cue, ())
        finders = {"object": self._of_object, "subject": self._of_subject, "state": self._of_state, "phrase": self._of_phrase,
                   "event_noun": self._of_noun, "toll": self._of_toll, "attackers": self._of_attackers, "taken": self._of_taken}
        found = finders[cue.shape](cue)
        if found and found[-1].end < cue.start and self._of_a_relative(found[-1].end, cue.start):
            return None
        groups = [g for g in [*found, *self._accompanying(cue, found)] if self._may_be_victim(g, cue)]
        if not groups or self._did_not_happen(cue, groups):
            return None
        return Toll(cue, tuple(groups))

    def _of_a_relative(self, start: int, end: int) -> bool:
        """ "the minister, *whose father* had died": not the minister."""
        owner = next((k for k in range(end - 1, start - 1, -1) if self.words[k] == "whose"), None)
        return owner is not None and "," not in self.words[owner:end]

    def _accompanying(self, cue: Cue, found: list[Group]) -> list[Group]:
        """ "was shot dead in his jeep *along with two officers*": who shares the fate of the one before the verb."""
        if not found or found[0].start > cue.start or cue.shape in ("toll", "event_noun", "attackers"):
            return []
        for k in range(cue.end, min(cue.end + 22, len(self.words))):
            if any(c.start <= k < c.end for c in self.cues) or self.words[k] in (";", "while", "but", "when", "after"):
                return []
            start = self._together(k)
            if start:
                group = self.by_start.get(start)
                return [] if group is None or group in found else self.listed(group)
        return []

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
        after = self.skip(cue.end)
        if cue.form in ("ing", "s", "base", "past"):
            counted = any(g.end == cue.start and g.number is not None and g.head is None for g in self.groups)
            genitive = cue.form in ("base", "s") and self.word(cue.start - 1) in ("'s", "’s", "'", "’")
            if self.word(cue.end) == "of" or genitive or (counted and cue.form == "s"):
                return self._of_noun(cue)
            return self._with_conjuncts(self.forward(after)) or self._shared_object(cue) or self._parsed_objects(cue)
        attributive = [g for g in self.groups if g.attributive is cue]
        if attributive:
            return self.listed(attributive[0])
        auxiliary = self.auxiliaries(cue.start)
        if auxiliary < cue.start and self.has(auxiliary, cue.start, BE):
            inverted = auxiliary == 0 and self.forward(after)
            return inverted or self.subject(auxiliary, self._parsed_objects(cue))
        if cue.form == "ed":
            forward = self._with_conjuncts(self.forward(after))
            if forward:
                return forward
        if auxiliary < cue.start:
            return self._shared_object(cue) or self._parsed_objects(cue)
        return self.joined_before(cue.start, cue.end) or self._shared_object(cue) or self._parsed_objects(cue)

    def _of_subject(self, cue: Cue) -> list[Group]:
        if cue.form == "ing":
            return []
        start = self.auxiliaries(cue.start)
        if cue.form == "base" and self.word(start - 1) == "to":
            group = self.ending_at(start - 1)
            forced = group is not None and self.word(group.start - 1)[:5] in ("force", "forci", "cause", "causi", "promp", "drivi", "leadi", "compe", "oblig", "sendi")
            return self.expand_back(group) if group is not None and forced else []
        return self.subject(start, self._parsed_subjects(cue))

    def _of_state(self, cue: Cue) -> list[Group]:
        attributive = [g for g in self.groups if g.attributive is cue]
        if attributive:
            return self.listed(attributive[0])
        if cue.kind in ("hostages", "captured") and not self._taking(cue.start):
            return []
        start = self.auxiliaries(cue.start)
        joined = self.joined_before(cue.start, cue.end)
        if joined or not self.has(start, cue.start, BE):
            return joined
        return self.subject(start, self._parsed_state(cue, start))

    def _of_phrase(self, cue: Cue) -> list[Group]:
        last = self.words[cue.end - 1]
        if last in ("death", "dead") and not self.has(self.auxiliaries(cue.start), cue.start, BE) and self.by_start.get(cue.end) is not None:
            return self.forward(cue.end)  # "shot to death a guard"
        if last in ("of", "claimed", "claiming") or (last == "for" and self.forward(cue.end)):
            return self.forward(cue.end)
        start = self.auxiliaries(cue.start)
        return self.joined_before(cue.start, cue.end) or self.subject(start, self._parsed_subjects(cue))

    def _of_noun(self, cue: Cue) -> list[Group]:
        """ "the deaths of five", "five deaths", "injuries to five", "Ada Arn's murder", "a body was found"."""
        if self.word(cue.start - 1) in ("'s", "’s", "'", "’") and self.words[cue.start] not in ("body", "corpse", "bodies"):
            owner = self.ending_at(cue.start - 1)
            if owner is not None:
                return self.expand_back(owner)
        behind = self._of_behind_place(cue.end)
        if behind:
            return behind
        if self.word(cue.end) in ("of", "to", "among"):
            found = self.forward(cue.end + 1)
            if found and not (self.words[cue.start] in ("body", "corpse") and (found[0].best or 2) > 1):
                return found
        before = next((g for g in self.groups if g.number is not None and g.end == cue.start), None)
        if before is not None:
            return [replace(before, valid=True, known=True, head=None)]
        owned = self.word(cue.start - 1) in ("'s", "’s", "his", "her") and self.word(cue.end) in BE | HAVE
        if self.words[cue.start] in ("body", "corpse") and self.word(cue.end) != "of" and (owned or self.word(cue.start - 1) in ("a", "one", "another")):
            return [Group(cue.start - 1, cue.end, None, cue.start, 1, 1, 1)]
        return []

    def _of_behind_place(self, at: int) -> list[Group]:
        """ "the assassination *in Bel* of Ada Arn"."""
        if self.word(at) not in ("in", "at", "on", "near"):
            return []
        for k in range(at + 1, min(at + 7, len(self.words))):
            if self.words[k] == "of" and k + 1 in self.by_start and self.by_start[k + 1].form in ("name", "single", "count"):
                return self.forward(k + 1)
        return []

    def _of_toll(self, cue: Cue) -> list[Group]:
        """The number after "the death toll …": "rose to", "of", "stands at"."""
        for group in self.groups:
            if group.start < cue.end or group.number is None or group.start - cue.end > 14:
                continue
            if any(cue.end <= c.start < group.start for c in self.cues if c.shape in ("object", "toll")):
                break
            if self.word(group.start - 1) in _TOLL_LEADS or group.start == cue.end:
                if group.best is None and group.low is not None and group.high is not None and self.word(group.start - 1) == "from":
                    group = replace(group, low=group.high, best=group.high)
                return [replace(group, valid=True, known=True)]
            if self.word(group.start - 1) == "from" and group.best is None and group.high is not None:
                return [replace(group, low=group.high, best=group.high, valid=True, known=True)]
        return []

    def _of_attackers(self, cue: Cue) -> list[Group]:
        text = self.words[cue.start : cue.end]
        before = self.beside(self.auxiliaries(cue.start))
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
            return [named] if self.word(named.start - 1)[:4] in ("took", "take", "taki", "hold", "held", "seiz", "capt") else []
        start = self.auxiliaries(cue.start)
        return self.joined_before(cue.start, cue.end) or (self.beside(start) if start < cue.start else [])

    def _taking(self, at: int) -> bool:
        return any(w in ("took", "take", "takes", "taken", "taking", "held", "hold", "holds", "holding", "seized", "seizing", "seize", "captured", "remain",
                         "being") for w in self.words[max(0, at - 12) : at])

    # ---- by the parse ------------------------------------------------------------------------------------------

    def _shared_object(self, cue: Cue) -> list[Group]:
        """ "kidnapped and killed three": both verbs have the object of the second."""
        if self.word(cue.end) not in AND:
            return []
        other = next((c for c in self.cues if c.start == cue.end + 1 and c.shape == "object"), None)
        return [] if other is None else self.forward(self.skip(other.end))

    def _parsed_objects(self, cue: Cue) -> list[Group]:
        if not self.parsed or not self._is_verb(cue):
            return []
        found = syntax.objects(self.span[cue.start])
        return self._at(found, shared_subject=bool(found) and found[0].i < self.span[cue.start].i)

    def _parsed_subjects(self, cue: Cue) -> list[Group]:
        if not self.parsed:
            return []
        token = self.span[cue.start]
        return self._at(syntax.objects(token) if syntax.is_passive(token) else syntax.grammatical_subjects(token), shared_subject=True)

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
        inside = [g for g in self._at([self.span[groups[0].head]]) if g.start > groups[-1].end and self.word(g.start - 1) in AND | {","}]
        return groups + [g for g in inside if g not in groups and g.start not in self.subsets and g.form != "plural"]

    def _is_verb(self, cue: Cue) -> bool:
        return self.span[cue.start].pos_ in ("VERB", "AUX", "ADJ") or self.span[cue.start].tag_.startswith("VB")

    def _at(self, tokens: Iterable[Token], *, shared_subject: bool = False) -> list[Group]:
        """The groups that the parse's nouns head; *shared_subject*: the verb behind them is theirs together."""
        found: list[Group] = []
        for token in tokens:
            for noun in syntax.coordinated(token):
                i = noun.i - self.span.start
                group = next((g for g in self.groups if g.start <= i < max(g.end, (g.head or 0) + 1)), None)
                apart = bool(found) and self.has_own_verb(group) if group is not None else False
                if group is not None and group not in found and not (apart and not shared_subject):
                    found.append(group)
        return found

    # ---- what did not happen -----------------------------------------------------------------------------------

    def _did_not_happen(self, cue: Cue, groups: Sequence[Group]) -> bool:
        """Modals, negations, purposes and conditions around a word of harm."""
        start = self.auxiliaries(cue.start)
        if self.has(start, cue.start, MODALS | NEGATIONS) or (self.word(start - 1) in _NOT_YET or self.has(start, cue.start, _NOT_YET)):
            return True
        before = self.word(start - 1)
        if before == "to" and cue.form == "base":
            lead = self.word(start - 2)
            return cue.shape != "subject" and not lead.startswith(self.lists.implicative)
        if before in _NO_ACT_BEFORE or self.word(start - 2) in ("threat", "without", "capable"):
            return True
        first = min([cue.start, *(g.start for g in groups)])
        if cue.shape == "toll" and self.has(cue.end, max(g.start for g in groups), MODALS):
            return True
        clause = self.words[max(0, first - 6) : first]
        if any(w in ("if", "unless") for w in clause) and "," not in clause:
            return True
        if cue.shape in ("event_noun", "state", "taken") and any(w in MODALS for w in clause[-3:]):
            return True
        inside = cue.shape in ("state", "taken") or any(g.attributive is cue for g in groups)
        if cue.kind in ("hostages", "captured", "arrested") and inside and any(
            w[:5] in ("relea", "freed", "free", "freei", "rescu", "excha", "swap", "swapp") for w in self.words[max(0, first - 3) : first]
        ):
            return True
        if tuple(self.words[max(0, first - 2) : first]) == ("how", "many"):
            return True
        return self.word(first - 1) in ("no", "not", "neither") or tuple(self.words[max(0, first - 2) : first]) == ("none", "of")

    # ---- parts and repetitions ---------------------------------------------------------------------------------

    def _find_subsets(self) -> set[int]:
        """Starts of the groups that are only part of another ("including two children")."""
        found: set[int] = set()
        for group in self.groups:
            marked = any(tuple(self.words[max(0, group.start - len(p)) : group.start]) == p for p in self.lists.subset)
            if (marked and self.word(group.start - 1) not in ("of", "out")) or (group.whole in ("them", "whom") and self.subset_noun(group) is not None):
                found.add(group.start)
            elif found:
                before = max((g for g in self.groups if g.start in found), key=lambda g: g.start)
                joint, following = self.joint(max(before.end, before.after), aged=before.after > before.end)
                if following is group and joint and not self.has_own_verb(group):
                    found.add(group.start)
        return found

    def subset_noun(self, group: Group) -> str | None:
        """ "two of them children": the noun right after."""
        lexicon = load_victim_words()
        at = self.auxiliaries_after(group.end)
        for end in range(at + 1, min(at + 4, len(self.words)) + 1):
            found = lexicon.noun(self.words, at, end)
            if found is not None and (found[1].subset or found[1].side):
                return found[1].subset or found[1].side
        return None

    def _without_shared(self, tolls: list[Toll]) -> list[Toll]:
        """ "killing and wounding dozens", "arrested or killed five" do not say how many of each."""
        dropped: set[int] = set()
        for a, b in pairwise(tolls):
            same = {g.start for g in a.groups} & {g.start for g in b.groups}
            between = self.words[a.cue.end : b.cue.start]
            if same and len(between) == 1 and ({a.cue.kind, b.cue.kind} == {"killed", "wounded"} or between == ["or"]):
                dropped |= {id(a), id(b)}
        return [t for t in tolls if id(t) not in dropped]


def _repeats(toll: Toll, before: Sequence[Toll]) -> bool:
    """The same people told dead twice ("was shot dead and killed", "the murder of Ada Arn, a judge who was gunned down")."""
    spans = [(g.start, max(g.end, g.after)) for g in toll.groups]
    return any(
        t.cue.kind == toll.cue.kind and any(g.start <= start < max(g.end, g.after) or start == g.start for g in t.groups for start, _ in spans) for t in before
    )
