"""The words of harm: kill, wound, die, dead, deaths, taken hostage … found over the tokens of a sentence without a parse.

A `Cue` is one such word or phrase: what it tells (`kind`) and where those harmed stand (`shape`):

    object      "killing *five*"             what follows; with a form of "be" before it, what stands before
    subject     "*five* died"
    state       "left *five* dead", "*five* wounded", "five *dead* soldiers"
    event_noun  "the deaths of *five*", "*five* deaths"
    toll        "the death toll rose to *five*"
    phrase      "*five* lost their lives", "claimed the lives of *five*"
    attackers   "blew himself up"
    nobody      "no casualties": the kinds that are zero
    silent      "20 casualties", "killed or wounded": nothing can be counted

The lists come from `quantities.yml` and `tolls.yml`; here verbs get their forms, so that no lemmatizer is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coder.ontology.toll_words import load_toll_words

KINDS = ("killed", "wounded", "hostages", "captured", "arrested", "missing", "displaced")

#: past tense and participle where they are not made with -ed
_IRREGULAR = {
    "slay": ("slew", "slain"), "take": ("took", "taken"), "hold": ("held", "held"), "beat": ("beat", "beaten"), "cut": ("cut", "cut"),
    "drive": ("drove", "driven"), "put": ("put", "put"), "hurt": ("hurt", "hurt"), "go": ("went", "gone"), "give": ("gave", "given"),
    "bleed": ("bled", "bled"), "seek": ("sought", "sought"), "flee": ("fled", "fled"), "shoot": ("shot", "shot"), "fall": ("fell", "fallen"),
    "stand": ("stood", "stood"), "mow": ("mowed", "mown"), "burn": ("burned", "burnt"),
}
_DOUBLED = frozenset({"kidnap", "stab", "gun", "nab", "trap"})


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens [start, end) that tell of harm; `form` is base, s, past, ed, participle or ing for verbs; `kinds` for "nobody"."""

    start: int
    end: int
    kind: str
    shape: str
    form: str
    sure: bool
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    kind: str
    shape: str
    form: str
    sure: bool
    rank: int
    kinds: tuple[str, ...] = ()


class HarmWords:
    """All cues of `quantities.yml`, matched token by token, the longest first."""

    def __init__(self, lists: Mapping[str, Any]) -> None:
        self.own = load_toll_words()
        self.to_death = {text: form for verb in self.own.to_death for form, text in forms(verb)}
        self.by_first: dict[str, list[tuple[tuple[str, ...], _Entry]]] = {}
        for kind in KINDS:
            self._add_kind(kind, lists[kind])
        for word, kind in self.own.taken.items():
            self._add(word, _Entry(kind, "taken", "", True, 6))
        none = lists["none"]
        for phrase in none["any"]:
            self._add(phrase, _Entry("killed", "nobody", "", True, 9, ("killed", "wounded")))
        for kind in ("killed", "wounded"):
            for phrase in none[kind]:
                self._add(phrase, _Entry(kind, "nobody", "", True, 9, (kind,)))
        for phrase in (*none["unknown"], *none["spared"], *none["civilians"], *lists["casualties"]["phrases"]):
            self._add(phrase, _Entry("killed", "silent", "", True, 8))
        for noun in lists["toll"]["nouns"]:
            kind = "wounded" if re.search("injur|wounded", noun) else "killed"
            shape = "silent" if "casualt" in noun or "victims" in noun else "toll"
            self._add(noun, _Entry(kind, shape, "", True, 7))
        for kind, nouns in self.own.toll_nouns.items():
            for noun in nouns:
                self._add(noun, _Entry(kind, "toll", "", True, 8))
        for entries in self.by_first.values():
            entries.sort(key=lambda item: (-len(item[0]), -item[1].rank))

    def _add_kind(self, kind: str, words: Mapping[str, Sequence[str]]) -> None:
        for verb in words["verbs"]:
            for form, text in forms(verb):
                self._add(text, _Entry(kind, "object", form, verb in self.own.sure, 5), source=verb)
        for verb in words["victim_verbs"]:
            for form, text in forms(verb):
                self._add(text, _Entry(kind, "subject", form, verb in self.own.sure, 2), source=verb)
        for state in words["adjectives"]:
            self._add(state, _Entry(kind, "state", "", state in self.own.sure, 2), source=state)
        for noun in words["nouns"]:
            if noun in self.own.event_nouns:
                for text in (noun, _plural(noun)):
                    self._add(text, _Entry(kind, "event_noun", "", True, 4), source=noun)
        for phrase in words["phrases"]:
            self._add(phrase, _Entry(kind, "phrase", "", True, 5), source=phrase)
        for phrase in words.get("attackers", ()):
            self._add(phrase, _Entry(kind, "attackers", "", True, 6), source=phrase)

    def _add(self, phrase: str, entry: _Entry, source: str = "") -> None:
        if source in self.own.left_out or phrase in self.own.left_out:
            return
        key = tuple(phrase.lower().split())
        same = self.by_first.setdefault(key[0], [])
        if not any(k == key and e.kind == entry.kind and e.rank >= entry.rank for k, e in same):
            same.append((key, entry))

    def find(self, words: Sequence[str]) -> Iterator[Cue]:
        """The cues among lower-case *words*, not overlapping; of one place the longest, then the most telling."""
        i = 0
        while i < len(words):
            split = self._to_death(words, i) or self._lives(words, i)
            if split is not None:
                yield split
                i = split.end
                continue
            for key, entry in self.by_first.get(words[i], ()):
                if tuple(words[i : i + len(key)]) == key:
                    yield Cue(i, i + len(key), entry.kind, entry.shape, entry.form, entry.sure, entry.kinds)
                    i += len(key)
                    break
            else:
                i += 1


    def _to_death(self, words: Sequence[str], i: int) -> Cue | None:
        """ "*stabbed* two men to death": the verb kills though its object stands between."""
        form = self.to_death.get(words[i])
        if form is None or words[i + 1 : i + 2] == ["to"]:
            return None
        for k in range(i + 2, min(i + 14, len(words) - 1)):
            if words[k] == "to" and words[k + 1] == "death":
                return Cue(i, i + 1, "killed", "object", form, True)
            if words[k] in (".", ";", ":") or words[k] in self.to_death:
                return None
        return None

    @staticmethod
    def _lives(words: Sequence[str], i: int) -> Cue | None:
        """ "claimed at least 72 *lives*"."""
        if words[i] != "lives" or not any(w in _TAKING_LIVES for w in words[max(0, i - 7) : i]):
            return None
        return Cue(i, i + 1, "killed", "event_noun", "", True)


_TAKING_LIVES = frozenset({"claim", "claims", "claimed", "claiming", "cost", "costs", "costing", "took", "taken", "taking"})


def forms(verb: str) -> Iterator[tuple[str, str]]:
    """(form, text) of a verb, its particle kept: base, s, past, ed (past or participle), participle, ing."""
    first, *rest = verb.split()
    past, participle = _IRREGULAR.get(first, (None, None))
    stem = first[:-1] if first.endswith("e") and not first.endswith("ee") else first
    if first in _DOUBLED:
        stem = first + first[-1]
    third = first + ("es" if first.endswith(("s", "sh", "ch", "x", "z", "o")) else "s")
    regular = stem + "ed"
    if first.endswith("y") and first[-2] not in "aeiou":
        third, regular = first[:-1] + "ies", first[:-1] + "ied"
    ing = "dying" if first == "die" else (first if first.endswith("ee") else stem) + "ing"
    made = [("base", first), ("s", third), ("ing", ing)]
    if past is None or participle is None:
        made.append(("ed", regular))
    elif past == participle:
        made.append(("ed", past))
    else:
        made += [("past", past), ("participle", participle)]
        if first == "burn":
            made = [*made[:3], ("ed", past), ("ed", participle)]
    for form, word in made:
        if form == "base" and word == past:
            continue  # "cut", "hurt", "put": read as past
        yield form, " ".join([word, *rest])


def _plural(noun: str) -> str:
    head, *rest = noun.split(" of ")
    many = head[:-1] + "ies" if head.endswith("y") else head + ("es" if head.endswith("s") else "s")
    return " of ".join([many, *rest])
