"""Who may have come to harm: the groups of people a sentence names, with their number, side and head noun.

    "at least two Sovan soldiers"      2, military
    "two of the 12 hostages"           2
    "a policeman", "the mayor"         1
    "civilians", "the miners"          number not told
    "Sgt. Ada Arn, 19,"                1, named
    "24 others", "another five", "three"   no noun of their own

Read over tokens: a parse is not needed, tags are used where there are any. Whether a group really came to harm is for
`coder.pipeline.casualties` to decide.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from spacy.tokens import Span

from coder.language.counts import Count, CountWords, read_counts
from coder.language.harm import Cue
from coder.ontology.actor_index import plural
from coder.ontology.files import read_table
from coder.ontology.toll_words import load_toll_words
from coder.ontology.words import load_words

FOLDER = Path(__file__).parent.parent / "ontology"

_STOP = frozenset(
    "is are was were be been being am has have had do does did will would could can may might shall should must to of in on at by for from with "
    "without near into onto over under after before during since until when while where who whom whose which that as than then and or but nor "
    "if because so although though despite amid among between against across around along inside outside through toward towards upon "
    "about it he she they them him her his its their we us our you i my your me this these those there here not n't no none also only just "
    "later still already reportedly allegedly apparently early late today yesterday tonight overnight once twice again including said says "
    "went came took made got left found remain remained remains ago each per every via "
    "the a an what how 's ’s ' ’".split()
)
_DETERMINERS = frozenset({"a", "an", "the", "this", "another", "his", "her", "their", "its", "our", "my", "'s", "’s", "'", "one"})
_OWNERS = frozenset({"the", "these", "those", "its", "their", "his", "her", "our"})
_SINGULAR_DETERMINERS = frozenset({"a", "an", "another", "this", "one"})
_PERSON_ENDINGS = ("man", "woman", "person")
_SELF = {"himself": 1, "herself": 1, "themselves": 0}
_PRONOUNS = {"he": 1, "she": 1, "him": 1, "her": 1, "himself": 1, "herself": 1, "themselves": 0}
_SIDES = {"civilian": "civilian", "military": "military", "armed": "military", "police": "police", "attacker": "attacker"}


@dataclass(frozen=True, slots=True)
class Noun:
    """A person noun of agents.csv in one of its forms."""

    agent: str
    side: str | None
    subset: str | None
    kind: str
    plural: bool


@dataclass(frozen=True, slots=True)
class Group:
    """People at tokens [start, end) of the sentence; `number` and `head` are token positions, None where not written.

    `known`: the noun is a person noun or there is none. `after`: where the sentence goes on behind an age. `attributive`: the
    cue inside ("two *injured* men").
    """

    start: int
    end: int
    number: int | None
    head: int | None
    low: int | None
    best: int | None
    high: int | None
    vague: bool = False
    additional: bool = False
    side: str | None = None
    subset: str | None = None
    known: bool = True
    valid: bool = True
    form: str = "count"
    after: int = 0
    attributive: Cue | None = None
    whole: str | None = None
    name: str | None = None
    age: int | None = None
    rank: str | None = None


class VictimWords:
    """Person nouns, words for things that are counted beside violence, ranks."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.own = own = load_toll_words()
        self.nouns: dict[tuple[str, ...], Noun] = {}
        for row in read_table(folder / "actors" / "agents.csv"):
            if row["kind"] == "equipment":
                continue
            side = None if row["agent"] in own.generic else _SIDES.get(row["side"])
            many = row["plural"] or plural(row["agent"])
            for word, is_plural in ((row["agent"], many == row["agent"] and row["kind"] != "office"), (many, True)):
                self.nouns.setdefault(tuple(word.split()), Noun(row["agent"], side, row["subset"] or None, row["kind"], is_plural))
        self.nouns[("others",)] = Noun("other", None, None, "person", True)
        lists = load_words()
        things = {*lists.quantities["not_victims"], *lists.weapons, *lists.aircraft, "death", "injury", "killing", "arrest", "side", "people's"}
        self.things = {tuple(w.split()) for noun in things for w in (noun, plural(noun))}
        self.counts = CountWords(lists.quantities)

    def noun(self, words: Sequence[str], start: int, end: int) -> tuple[int, Noun] | None:
        """The longest person noun that ends the words [start, end), and where it begins."""
        for size in range(min(4, end - start), 0, -1):
            found = self.nouns.get(tuple(words[end - size : end]))
            if found is not None and not (end - size > start and words[end - size - 1] in ("-", "‐", "–")):
                return end - size, found
        return None

    def is_thing(self, words: Sequence[str], start: int, end: int) -> bool:
        return any(tuple(words[end - size : end]) in self.things for size in range(min(3, end - start), 0, -1))


@cache
def load_victim_words() -> VictimWords:
    """Read the lists once."""
    return VictimWords()


def read_groups(sentence: Span, words: Sequence[str], cues: Sequence[Cue], barred: Collection[int], taken: Collection[int], *, capitals: bool) -> list[Group]:
    """The groups of people of a sentence, in order, not overlapping.

    *words*: its tokens in lower case. *barred*: tokens of dates. *taken*: tokens of names of places and organisations.
    """
    return _Reader(sentence, words, cues, barred, taken, capitals=capitals).read()


class _Reader:
    def __init__(
        self, sentence: Span, words: Sequence[str], cues: Sequence[Cue], barred: Collection[int], taken: Collection[int], *, capitals: bool
    ) -> None:
        self.sentence = sentence
        self.words = words
        self.lexicon = load_victim_words()
        self.barred = barred
        self.taken = taken
        self.capitals = capitals
        self.count_starts: set[int] = set()
        self.tagged = sentence.doc.has_annotation("TAG") or sentence.doc.has_annotation("POS")
        self.cue_at = {cue.start: cue for cue in cues if cue.shape in ("object", "state", "subject", "event_noun", "phrase", "taken", "silent", "toll")}

    def read(self) -> list[Group]:
        words = self.words
        names = {t.i - self.sentence.start for t in self.sentence if t.text[:1].isupper() and t.i > self.sentence.start and not self.capitals
                 and not t.text.isdigit() and t.lower_ not in self.lexicon.counts.numbers} - {c for c in self.cue_at}
        counts = {count.start: count for count in read_counts(words, self.lexicon.counts, self.barred, names)}
        self.count_starts = set(counts)
        found: list[Group] = []
        i = 0
        while i < len(words):
            count = counts.get(i)
            group = self._counted(count) if count is not None else self._uncounted(i)
            if group is None:
                i += 1
                continue
            group = self._with_age(group)
            found.append(group)
            i = max(group.end, group.after, i + 1)
        return found

    # ---- with a number -----------------------------------------------------------------------------------------

    def _counted(self, count: Count) -> Group | None:
        words = self.words
        if words[count.number] == "many" and count.number and words[count.number - 1] in ("as", "how", "so"):
            return None
        at = count.end
        whole = None
        owner = next((k for k in range(at + 2, min(at + 6, len(words))) if words[k] in ("'s", "’s")), None)
        if not count.partitive and words[at : at + 1] == ["of"] and owner is not None and not any(words[k] in _STOP for k in range(at + 1, owner)):
            whole, at = "name", owner + 1  # "two of Arn's sons"
        if words[at - 1] == "of" and words[at : at + 1] and words[at] in ("the", "its", "their", "his", "these", "those"):
            at += 1
        if count.partitive:
            whole = words[at + 1]
            at += 2
            inner = at
            while inner < len(words) and (words[inner][:1].isdigit() or words[inner] in self.lexicon.counts.numbers):
                inner += 1
            at = inner
        start = count.start - (self._word(count.start - 1) in _OWNERS)
        if self._word(start - 1) == "of" and self._word(start - 2) in self.lexicon.own.collectives and self._word(start - 3) in _DETERMINERS:
            start -= 3  # "a family of six"
        if whole in ("them", "whom"):
            return Group(start, at, count.number, None, count.low, count.best, count.high, count.vague, count.additional, whole=whole)
        end, head, noun, attributive, thing = self._noun_phrase(at)
        if count.partitive and self._word(end) in ("'s", "’s") and not self._dies_behind(end + 1):
            end, head, noun, attributive, thing = self._noun_phrase(end + 1)  # "two of the minister's guards"
        if count.partitive and end == at and at in self.cue_at and self.cue_at[at].shape in ("state", "object"):
            end = self.cue_at[at].end  # "five of the wounded"
        if count.partitive and end == at:
            end = count.end + 2
        group = Group(
            start, max(end, count.end), count.number, head, count.low, count.best, count.high, count.vague, count.additional,
            noun.side if noun else None, noun.subset if noun else None, noun is not None or (head is None and not thing), not thing,
            "count", attributive=attributive, whole=whole,
        )
        if head is None and count.low is None and count.high is None:
            return None  # "some of whom"
        return self._side_of_whole(group)

    def _side_of_whole(self, group: Group) -> Group:
        """ "three members of the security forces": the noun after "of" gives the side."""
        words = self.words
        if group.head is None or group.side is not None or words[group.head] not in self.lexicon.own.members or group.end >= len(words) or words[group.end] != "of":
            return group
        for end in range(group.end + 2, min(group.end + 9, len(words)) + 1):
            found = self.lexicon.noun(words, group.end + 1, end)
            if found is not None and found[1].side is not None:
                return replace(group, side=found[1].side)
        return group

    # ---- without a number --------------------------------------------------------------------------------------

    def _uncounted(self, i: int) -> Group | None:
        word = self.words[i]
        if i in self.barred:
            return None
        if word in _SELF or (word in _PRONOUNS and not self._possessive(i)):
            one = _PRONOUNS[word] or None
            side = "attacker" if word in _SELF else None
            return Group(i, i + 1, None, i, one, one, one, vague=one is None, side=side, form="self" if word in _SELF else "pronoun", after=i + 1)
        if word in _DETERMINERS:
            return self._determined(i)
        return self._bare(i)

    def _possessive(self, i: int) -> bool:
        if self.words[i] != "her":
            return False
        end, head, *_ = self._noun_phrase(i + 1)
        return head is not None or end > i + 1 or i + 1 in self.count_starts

    def _determined(self, i: int) -> Group | None:
        """ "a soldier", "the mayor", "his wife", "the Jesuits"."""
        word = self.words[i]
        end, head, noun, attributive, thing = self._noun_phrase(i + 1)
        if head is not None and noun is None and not thing and word in _SINGULAR_DETERMINERS and self._person_like(i + 1, end):
            return Group(i, end, None, head, 1, 1, 1, additional=word == "another", form="single", attributive=attributive)
        if head is None or noun is None or thing or noun.kind not in ("person", "office", "force"):
            return self._another(i) if word == "another" else None
        if noun.plural:
            if word in _SINGULAR_DETERMINERS or noun.kind != "person":
                return None
            return Group(i, end, None, head, None, None, None, True, False, noun.side, noun.subset, form="plural", attributive=attributive)
        if noun.kind == "force" or (noun.agent == "family"):
            return None
        if self._word(end) in ("'s", "’s") and not self._dies_behind(end + 1):
            owned = self._determined(end)
            return None if owned is None else replace(owned, start=i)  # "the mayor's wife", "the mayor's house"
        return self._with_name(Group(i, end, None, head, 1, 1, 1, False, word == "another", noun.side, noun.subset, form="single",
                                     attributive=attributive))

    def _dies_behind(self, i: int) -> bool:
        """ "Arn's *murder*"."""
        return i in self.cue_at and self.cue_at[i].shape in ("event_noun", "object")

    def _person_like(self, start: int, end: int) -> bool:
        """An unknown noun with an age, a capital or the ending of a person: "a 16-year-old Arnian", "an Arnian", "a watchman"."""
        aged = "old" in self.words[start:end] and any(w in ("year", "month") for w in self.words[start:end])
        return aged or self.words[end - 1].endswith(_PERSON_ENDINGS) or (not self.capitals and self.sentence[end - 1].text[:1].isupper() and self.sentence[end - 1].text[1:].islower())

    def _another(self, i: int) -> Group | None:
        """ "wounding another": one more of those told of before."""
        following = self._word(i + 1)
        if following and following[:1].isalnum() and following not in _STOP:
            return None
        return Group(i, i + 1, i, None, 1, 1, 1, additional=True)

    def _bare(self, i: int) -> Group | None:
        """ "civilians", "Hamas leader Ali Arn", "Ada Arn"."""
        if self.words[i] in _STOP or not self.words[i][:1].isalnum() or (i in self.cue_at and self.cue_at[i].shape != "state"):
            return None
        named = self._named(i)
        if named is not None and self._word(named.end) in ("'s", "’s"):
            owned = self._determined(named.end)  # "Arn's son"
            return replace(owned, start=i) if owned is not None else named if self._dies_behind(named.end + 1) else None
        if named is not None:
            return named
        end, head, noun, attributive, thing = self._noun_phrase(i)
        if head is None or noun is None or thing or not noun.plural or noun.kind != "person":
            return None
        return Group(i, end, None, head, None, None, None, True, False, noun.side, noun.subset, form="plural", attributive=attributive)

    def _named(self, i: int) -> Group | None:
        """A person's name, with rank or office before it."""
        start, rank, at = i, None, i
        moved = True
        while moved and at < len(self.words):
            moved = False
            for size in (3, 2, 1):
                key = " ".join(w for w in self.words[at : at + size] if w != ".").rstrip(".")
                if key.rstrip(".") in self.lexicon.own.ranks and (size == 1 or "." not in self.words[at : at + 1]):
                    rank, at, moved = self.lexicon.own.ranks[key.rstrip(".")], at + size, True
                    break
                if size == 1 and key in self.lexicon.own.titles:
                    at, moved = at + 1, True
            if moved:
                while at < len(self.words) and self.words[at] == ".":
                    at += 1
        titled = at > i
        if not titled and not (self.tagged or not self.capitals):
            return None
        first = at
        while at < len(self.words) and self._name_word(at, inside=at > first):
            at += 1
        while at > first and not self.words[at - 1][:1].isalnum():
            at -= 1
        described = max((k for k in range(first + 1, at + 1) if self.lexicon.noun(self.words, first, k) is not None), default=first)
        noun = self.lexicon.noun(self.words, first, described)
        size = at - described
        aged = tuple(self.words[at : at + 1]) == (",",) and self._word(at + 1).isdigit()
        if size == 0 or (size == 1 and not (titled or self.tagged or aged)) or self.lexicon.is_thing(self.words, first, at):
            return None
        if noun is not None and noun[1].plural and size < 2:
            return None
        if noun is None and not titled and i > 0 and self.words[i - 1] in _DETERMINERS - {"'s", "’s", "'"}:
            return None  # "the Owls"
        side = "military" if rank else noun[1].side if noun else None
        name = self.sentence[described:at].text
        return Group(start, at, None, at - 1 if noun is None else described - 1, 1, 1, 1, side=side, form="name", name=name, rank=rank,
                     known=titled or size > 1 or noun is not None)

    def _word(self, i: int) -> str:
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _name_word(self, i: int, *, inside: bool) -> bool:
        token = self.sentence[i]
        if i in self.barred or i in self.taken or (i in self.cue_at and self.words[i] not in ("may",)):
            return False
        if token.text in ("-", "’", "'", ".") and inside:
            return (i + 1 < len(self.words) and self.sentence[i + 1].text[:1].isupper() and not token.whitespace_) or (token.text == "." and len(self.words[i - 1]) == 1)
        if not token.text[:1].isupper() or self.words[i] in _STOP or token.text.isdigit():
            following = self.sentence[i + 1 : i + 3].text.lstrip("-‐–") if i + 1 < len(self.words) else ""
            return inside and self.words[i] in self.lexicon.own.name_parts and following[:1].isupper()
        if self.tagged and token.pos_ not in ("PROPN", "NOUN", "X", "ADJ"):
            return False
        return not (self.tagged and not inside and token.pos_ != "PROPN")

    def _with_name(self, group: Group) -> Group:
        """ "policeman Ali Arn": the name after a noun is part of the group."""
        named = self._named(group.end) if group.end < len(self.words) else None
        if named is None or named.start != group.end:
            return group
        return replace(group, end=named.end, name=named.name, rank=named.rank)

    def _with_age(self, group: Group) -> Group:
        words, end = self.words, group.end
        age = None
        if end + 1 < len(words) and words[end] in (",", "(") and words[end + 1].isdigit() and int(words[end + 1]) < 110 and (
            end + 2 >= len(words) or words[end + 2] in (",", ")", ".", "and", ";") or words[end + 2] in _STOP
        ):
            age = int(words[end + 1])
            end += 3 if end + 2 < len(words) and words[end + 2] in (",", ")") else 2
            if group.best != 1:
                return replace(group, after=group.end)
        return replace(group, age=age, after=end)

    # ---- the noun phrase ---------------------------------------------------------------------------------------

    def _noun_phrase(self, i: int) -> tuple[int, int | None, Noun | None, Cue | None, bool]:
        """(end, head, person noun, attributive cue, whether it is a thing) of the phrase that goes on at token i."""
        words = self.words
        end = i
        attributive: Cue | None = None
        best: tuple[int, Noun] | None = None
        while end < len(words) and end not in self.count_starts:
            cue = self.cue_at.get(end)
            if cue is not None and not (cue.shape == "taken" and best is None):
                if best is None and cue.shape in ("state", "object") and not self._named_before(i, end) and self._attributive(cue, end, i):
                    attributive = cue
                    end = cue.end
                    continue
                break
            if best is not None and tuple(words[end : end + 4]) == ("-", "in", "-", "law"):
                end += 4
                best = (end, best[1])
                continue
            if end in self.barred or self._stops(end) or not self._in_phrase(end):
                break
            end += 1
            found = self.lexicon.noun(words, i, end)
            if found is not None:
                best = (end, found[1])
            elif best is not None and end - best[0] >= 2:
                break
        while end > i and not words[end - 1][:1].isalnum():
            end -= 1
        if attributive is not None and end == attributive.end:
            return attributive.start, None, None, None, False
        if end == i:
            return i, None, None, attributive, False
        if self.lexicon.is_thing(words, i, end) and (best is None or best[0] < end):
            return end, end - 1, None, attributive, True
        if best is not None:
            # what follows the noun is a name, or a verb the tagger did not see; "police station" is neither
            rest = end - best[0]
            compound = rest and self.tagged and self.sentence[end - 1].pos_ == "NOUN" and not self.sentence[end - 1].text[:1].isupper()
            if compound:
                return end, end - 1, None, attributive, True
            return best[0], best[0] - 1, best[1], attributive, False
        last = end - 1
        if self.tagged and self.sentence[last].pos_ not in ("NOUN", "PROPN", "ADJ", "X"):
            return i, None, None, attributive, False
        return end, last, None, attributive, False

    def _named_before(self, start: int, end: int) -> bool:
        """ "a *bomb* killed Major Arn": behind a noun the word of harm is a verb."""
        return self.tagged and any(self.sentence[k].pos_ in ("NOUN", "PROPN") for k in range(start, end))

    def _attributive(self, cue: Cue, at: int, start: int) -> bool:
        """ "two injured men", not "two injured in Bel"."""
        if cue.end >= len(self.words) or cue.form in ("ing", "s", "base", "past"):
            return False
        after = self.words[cue.end]
        if after in _STOP or cue.end in self.barred or not after[:1].isalpha():
            return False
        return any(self.lexicon.noun(self.words, cue.end, e) is not None for e in range(cue.end + 1, min(cue.end + 4, len(self.words)) + 1)
                   if all(w not in _STOP for w in self.words[cue.end : e]))

    def _stops(self, i: int) -> bool:
        """A word no noun phrase goes on with; "US" in mixed-case text is no pronoun."""
        written = self.sentence[i].text
        return self.words[i] in _STOP and not (not self.capitals and len(written) > 1 and written.isupper())

    def _in_phrase(self, i: int) -> bool:
        token = self.sentence[i]
        if not token.text[:1].isalnum():
            return token.text in ("-", "‐", "–") and i + 1 < len(self.words)
        if self.words[i][:1].isdigit() or self.words[i] in self.lexicon.counts.numbers:
            return i + 1 < len(self.words) and self.words[i + 1] in ("-", "‐", "–")
        if not self.tagged or self.lexicon.noun(self.words, i, i + 1) is not None:
            return True
        if token.pos_ in ("ADJ", "NOUN", "PROPN", "NUM", "X"):
            return True
        return token.tag_ in ("VBN", "VBG") and i + 1 < len(self.words) and self.sentence[i + 1].pos_ in ("NOUN", "PROPN", "ADJ")
