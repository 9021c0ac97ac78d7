"""How many: the number phrases of a sentence, read over its tokens without a parse.

    at least 20 …          low 20, best 20, high None
    between 10 and 15 …    low 10, high 15
    dozens of …            low 12, vague
    nearly 2,000 …         2000, vague
    two of the 12 …        2 (the 12 are only those whom the two are some of)
    another five, 24 other …   additional

Numbers that count nobody are left out: ages, measures, money, times, numbers in names ("Flight 103", "the 5th Brigade").
The words come from `quantities.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coder.ontology.toll_words import load_toll_words

_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")
_SPAN = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)[-–](\d{1,3}(?:,\d{3})+|\d+)")
_HYPHENS = frozenset({"-", "–", "‐", "‑"})
_MONEY = frozenset({"$", "€", "£", "us$", "usd", "eur", "c$", "a$"})
#: number words that are articles too: they count only before a noun of their own
_ARTICLES = frozenset({"a", "an"})
_COLLECTIVE = frozenset({"pair", "duo", "trio", "quartet", "twins"})


@dataclass(frozen=True, slots=True)
class Count:
    """A number phrase: tokens [start, end) with its modifiers, `number` its first number word, and what it says."""

    start: int
    end: int
    number: int
    low: int | None
    best: int | None
    high: int | None
    vague: bool = False
    additional: bool = False
    #: "two of the …": the noun after it is the whole, the number a part
    partitive: bool = False


class CountWords:
    """The lists of `quantities.yml` that concern numbers, ready for matching token by token."""

    def __init__(self, lists: Mapping[str, Any]) -> None:
        self.numbers: dict[str, int] = {k: v for k, v in lists["numbers"].items() if k not in _COLLECTIVE}
        self.magnitudes: dict[str, int] = dict(lists["magnitudes"])
        self.multiples: dict[str, int] = {k: v for k, v in lists["vague_multiples"].items() if k not in self.magnitudes}
        self.vague = {tuple(k.split()): v for k, v in lists["vague"].items()}
        self.before = {tuple(p.split()): bound for bound, phrases in lists["modifiers"].items() for p in phrases
                       if bound not in ("between", "range")}
        self.between = {tuple(p.split()) for p in lists["modifiers"]["between"]}
        self.labels = load_toll_words().labels
        self.additional = {tuple(p.split()) for p in lists["additional"] if p not in ("many others", "several others", "elsewhere")}
        self.ages = {tuple(p.split()) for p in lists["ages"]["patterns"]}
        self.units = {tuple(p.split()) for p in lists["units"]}
        for noun in list(self.units):
            if noun[-1].isalpha() and len(noun[-1]) > 2:
                self.units.add((*noun[:-1], noun[-1] + "s"))


#: these may stand on either side of the number
_AFTER: dict[tuple[str, ...], str] = {("or", "more"): "at_least", ("and", "more"): "at_least", ("or", "so"): "about", ("or", "fewer"): "up_to", ("and", "counting"): "more_than",
          ("or", "thereabouts"): "about"}
_OR_MORE = frozenset({"at_least", "more_than"})
_SKIPPED_BEFORE = frozenset({("past",), ("below",), ("above",), ("near",), ("under",), ("odd",), ("the",), ("these",), ("those",), ("so", "far"),
                             ("already",), ("beyond",), ("topping",)})


def read_counts(words: Sequence[str], lists: CountWords, barred: Collection[int] = (), names: Collection[int] = ()) -> list[Count]:
    """The number phrases among lower-case *words*, in order.

    *barred*: tokens that belong to dates and the like. *names*: capitalised words, after which a number is a name's.
    """
    found: list[Count] = []
    i = 0
    while i < len(words):
        count = None if i in barred else _count_at(words, i, lists, barred, names)
        if count is None:
            i += 1
            continue
        found.append(count)
        i = count.end
    return found


def _count_at(words: Sequence[str], i: int, lists: CountWords, barred: Collection[int], names: Collection[int]) -> Count | None:
    core = _core(words, i, lists)
    if core is None:
        return None
    low, best, high, vague, end = core
    if any(k in barred for k in range(i, end)) or _is_no_count(words, i, end, lists, names):
        return None
    ranged = _range(words, i, end, best, lists)
    if ranged is not None:
        low, best, high, end = ranged
        if _is_no_count(words, i, end, lists, names):
            return None
    start, bound, additional = _modifiers_before(words, i, lists)
    after = next((size for size in (2,) if tuple(words[end : end + size]) in _AFTER), 0)
    if after:
        bound = _AFTER[tuple(words[end : end + after])]
        end += after
    low, best, high, vague = _bounded(bound, low, best, high, vague)
    if end < len(words) and words[end] in ("more", "further", "additional", "other", "others"):
        additional = True
        end += words[end] in ("more", "further", "additional", "other")
    partitive = False
    if end + 1 < len(words) and words[end] == "of" and words[end + 1] in ("the", "these", "those", "its", "their", "his", "them", "whom", "our"):
        partitive = True
    return Count(start, end, i, low, best, high, vague, additional, partitive)


def _core(words: Sequence[str], i: int, lists: CountWords) -> tuple[int | None, int | None, int | None, bool, int] | None:
    """(low, best, high, vague, end) of a number without modifiers."""
    for size in range(min(5, len(words) - i), 0, -1):
        key = tuple(words[i : i + size])
        if key in lists.vague and not (size == 1 and key[0] in ("most", "all", "dozen", "number")):
            if key[0] == "number" and i and words[i - 1] == "the":
                return None  # "the number of people killed" is a toll
            value = lists.vague[key]
            return value["low"], value["best"], value["high"], value["best"] is None, i + size
    span = _SPAN.fullmatch(words[i])
    if span:
        low, high = (int(g.replace(",", "")) for g in span.groups())
        return (low, None, high, False, i + 1) if low < high else None
    value, end = _cardinal(words, i, lists)
    if value is None:
        return None
    return value, value, value, False, end


def _cardinal(words: Sequence[str], i: int, lists: CountWords) -> tuple[int | None, int]:
    """Value and end of a plain number: digits, words, "1.5 million", "three dozen"."""
    word = words[i]
    if _DIGITS.fullmatch(word):
        number = float(word.replace(",", ""))
        following = words[i + 1] if i + 1 < len(words) else ""
        if following in lists.magnitudes:
            return int(number * lists.magnitudes[following]), i + 2
        if following in lists.multiples and following in ("dozen", "score"):
            return int(number * lists.multiples[following]), i + 2
        return (int(number), i + 1) if number == int(number) else (None, i)
    return _number_words(words, i, lists)


def _number_words(words: Sequence[str], i: int, lists: CountWords) -> tuple[int | None, int]:
    total = current = 0
    end = i
    k = i
    while k < len(words):
        word = words[k]
        parts = re.split(r"[-‐–]", word)
        if word in lists.magnitudes and (current or k == i):
            if k == i:
                return None, i
            if lists.magnitudes[word] == 100:
                current *= 100
            else:
                total, current = total + current * lists.magnitudes[word], 0
        elif word in ("dozen", "score") and current:
            return (total + current) * lists.multiples[word], k + 1
        elif word in _ARTICLES:
            if k != i or k + 1 >= len(words) or (words[k + 1] not in lists.magnitudes):
                break
            current = 1
        elif len(parts) > 1 and all(p in lists.numbers for p in parts):
            current += sum(lists.numbers[p] for p in parts)
        elif word in lists.numbers and (k == i or _joins(words, k, current, total, lists)):
            current += lists.numbers[word]
        elif (word == "and" and k > i and words[k - 1] in lists.magnitudes and _goes_on(words, k + 1, lists)) or (word in _HYPHENS and k > i and k + 1 < len(words) and words[k + 1] in lists.numbers and words[k - 1] in lists.numbers):
            k += 1
            continue
        else:
            break
        k += 1
        end = k
    return (total + current, end) if end > i else (None, i)


def _goes_on(words: Sequence[str], k: int, lists: CountWords) -> bool:
    """Whether "and" inside a number leads on: "one hundred and five people", not "a hundred and two others"."""
    if k >= len(words) or words[k] not in lists.numbers or words[k] in _ARTICLES:
        return False
    return k + 1 >= len(words) or words[k + 1] not in ("were", "was", "are", "is", "others", "other", "more")


def _joins(words: Sequence[str], k: int, current: int, total: int, lists: CountWords) -> bool:
    """Whether a number word goes on the number before it: tens take units, hundreds and thousands take anything less."""
    value = lists.numbers[words[k]]
    before = words[k - 1]
    if value == 0 or words[k] in ("both", "single", "lone"):
        return False
    if before in lists.magnitudes or before == "and":
        return True
    return 20 <= current % 100 <= 90 and current % 10 == 0 and value < 10


def _range(words: Sequence[str], i: int, end: int, best: int | None, lists: CountWords) -> tuple[int, None, int, int] | None:
    """ "10 to 15", "10-15", "between 10 and 15", "five or six"."""
    if best is None or end + 1 >= len(words):
        return None
    joint = words[end]
    led = any(tuple(words[max(0, i - len(p)) : i]) == p for p in lists.between)
    if joint in _HYPHENS or joint in ("to", "or") or (joint == "and" and led):
        other, stop = _cardinal(words, end + 1, lists)
        if other is not None and words[end + 1] not in _ARTICLES:
            scale = 1
            if other >= 1000 and best < 1000 and stop - end > 2 and words[stop - 1] in lists.magnitudes:
                scale = lists.magnitudes[words[stop - 1]]
            if best * scale < other:
                return best * scale, None, other, stop
    return None


def _modifiers_before(words: Sequence[str], i: int, lists: CountWords) -> tuple[int, str | None, bool]:
    """Start, bound and "additional" of the modifiers that lead to a number."""
    start, bound, additional = i, None, False
    moved = True
    while moved and start > 0:
        moved = False
        for size in range(min(5, start), 0, -1):
            key = tuple(words[start - size : start])
            if key in lists.additional and key[0] in ("another", "a", "an", "additional", "other", "others", "further", "some", "yet", "extra"):
                start, additional, moved = start - size, True, True
                break
            if key in lists.between:
                start, moved = start - size, key[0] in ("between", "anywhere")
                if not moved:
                    start += size
                break
            if key in lists.before and key not in _SKIPPED_BEFORE:
                bound = bound or lists.before[key]
                start, moved = start - size, True
                break
    return start, bound, additional


def _bounded(
    bound: str | None, low: int | None, best: int | None, high: int | None, vague: bool
) -> tuple[int | None, int | None, int | None, bool]:
    """What a modifier makes of a number (rule R61)."""
    if bound in _OR_MORE:
        return low, best, None, vague
    if bound == "up_to" or bound == "less_than":
        return None, None, high if high is not None else low, True
    if bound == "about":
        return low, best, high, True
    return low, best, high, vague


def _is_no_count(words: Sequence[str], i: int, end: int, lists: CountWords, names: Collection[int]) -> bool:
    """Ages, measures, money, times, ordinals and numbers in names."""
    before = words[i - 1] if i else ""
    after = list(words[end : end + 4])
    if before in _MONEY or (after and after[0] in ("%", "percent", "°", "pm", "am", "p.m.", "a.m.")):
        return True
    if before in lists.labels or (before == "." and i > 1 and words[i - 2] in ("no", "nos")):
        return before != "at" or (words[i][:1].isdigit() and (len(words[i]) == 4 or ":" in words[i]))
    if i - 1 in names and words[i][:1].isdigit():
        return True
    if before in _HYPHENS and i > 1 and (words[i - 2][:1].isalnum()) and words[i - 2] not in lists.numbers:
        return True
    clock = (before == ":" and words[i - 2][:1].isdigit()) or (len(after) > 1 and after[0] == ":" and after[1][:1].isdigit())
    if before in ("aged", "age", "/") or clock or (after and after[0] == "/"):
        return True
    bare = [w for w in after if w not in _HYPHENS]
    if after and after[0] in _HYPHENS and not (len(after) > 1 and (_DIGITS.fullmatch(after[1]) or after[1] in lists.numbers)):
        return True
    if after and re.fullmatch(r"(?:st|nd|rd|th|d|s|'s|’s)", after[0]) and words[i][:1].isdigit():
        return True
    for size in range(3, 0, -1):
        key = tuple(bare[:size])
        if key in lists.ages or (key in lists.units and key[0] != "second"):
            return True
    return bool(before == "," and _is_age(words, i, end))


def _is_age(words: Sequence[str], i: int, end: int) -> bool:
    """ "Smith, 19, and Jones": a number between commas after a name."""
    closed = end >= len(words) or words[end] in (",", ")", ".", ";") or (words[end] in ("and", "was", "were") and end == i + 1)
    return closed and end == i + 1 and words[i].isdigit() and 0 < int(words[i]) < 110
