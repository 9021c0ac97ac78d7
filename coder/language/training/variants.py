"""What real news looks like and treebanks do not: curly quotes, ALL CAPS, lower case, Title Case, headlines.

A few per cent of such copies are enough. Fifteen per cent, measured, cost right subject-object frames on plain text.
"""

from __future__ import annotations

import random

from coder.language.training.conllu import FORM, HEAD, XPOS, Sentence
from coder.language.training.documents import Chunk, copied

SMALL_WORDS = frozenset("a an the of in on at to for and or but by with from as is are was be into over after".split())

#: share of documents that get a copy in another case, and of short sentences that become headlines
SHARES = {"lower": 0.012, "upper": 0.03, "title": 0.02}
HEADLINES = 0.025


def curl(sentence: Sentence) -> None:
    """Straight quotes and apostrophes become typographic ones."""
    for row in sentence.rows:
        word, tag = row[FORM], row[XPOS]
        if word == '"':
            row[FORM] = "“" if tag == "``" else "”"
        elif word == "'" and tag in ("``", "''"):
            row[FORM] = "‘" if tag == "``" else "’"
        elif "'" in word and len(word) > 1:
            row[FORM] = word.replace("'", "’")
    sentence.glued = [(a, b, form.replace("'", "’"), misc) for a, b, form, misc in sentence.glued]


def recased(word: str, how: str, *, first: bool) -> str:
    if how == "lower":
        new = word.lower()
    elif how == "upper":
        new = word.upper()
    else:
        small = word.lower() in SMALL_WORDS and not first
        clitic = word.startswith(("'", "n'", "’"))
        new = word if small or clitic or not word[:1].isalpha() else word[:1].upper() + word[1:]
    return new if len(new) == len(word) else word


def recase(sentence: Sentence, how: str) -> None:
    for i, row in enumerate(sentence.rows):
        row[FORM] = recased(row[FORM], how, first=i == 0)
    sentence.reglue()


def drop_full_stop(sentence: Sentence) -> bool:
    """Take a final full stop off, if nothing hangs on it."""
    last = sentence.rows[-1]
    if last[FORM] != "." or any(row[HEAD] == last[0] for row in sentence.rows):
        return False
    sentence.rows.pop()
    return True


def varied(chunk: Chunk, rng: random.Random) -> list[Chunk]:
    """The chunk itself (its quotes curled now and then), and the copies drawn for it."""
    if rng.random() < 0.35:
        chunk = copied(chunk)
        for sentence, _ in chunk:
            curl(sentence)
    result = [chunk]
    draw, floor = rng.random(), 0.0
    for how, share in SHARES.items():
        if floor <= draw < floor + share:
            result.append(copied(chunk))
            for sentence, _ in result[-1]:
                recase(sentence, how)
        floor += share
    for sentence, paragraph in chunk:
        if 5 <= len(sentence.rows) <= 18 and rng.random() < HEADLINES:
            headline = sentence.copy()
            if drop_full_stop(headline):
                how = rng.choice(["title", "keep", "keep", "upper"])
                if how != "keep":
                    recase(headline, how)
                result.append([(headline, paragraph)])
    return result
