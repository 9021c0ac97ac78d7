"""Read CoNLL-U treebanks into plain sentences that can be edited and turned into spaCy Docs.

A sentence keeps its rows as lists of the ten CoNLL-U columns, so the augmentations in
`variants` and `substitution` change word forms in place and leave the gold tree alone.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

FORM, LEMMA, UPOS, XPOS, FEATS, HEAD, DEPREL, MISC = 1, 2, 3, 4, 5, 6, 7, 9


@dataclass
class Sentence:
    """One tree: `rows` are the word lines, `glued` the multiword tokens as (first, last, form, misc)."""

    comments: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    glued: list[tuple[int, int, str, str]] = field(default_factory=list)

    def meta(self, key: str) -> str | None:
        for comment in self.comments:
            found = re.match(rf"#\s*{re.escape(key)}\s*=\s*(.*)", comment)
            if found:
                return found.group(1).strip()
        return None

    def has(self, key: str) -> bool:
        return any(re.match(rf"#\s*{re.escape(key)}\b", comment) for comment in self.comments)

    @property
    def names_known(self) -> bool:
        """Whether the sentence carries gold names (`# ner = yes`)."""
        return self.meta("ner") == "yes"

    def copy(self) -> Sentence:
        return Sentence(list(self.comments), copy.deepcopy(self.rows), list(self.glued))

    def reglue(self) -> None:
        """Spell the multiword tokens anew after word forms were changed."""
        self.glued = [
            (first, last, "".join(row[FORM] for row in self.rows[first - 1 : last]), misc)
            for first, last, _, misc in self.glued
        ]

    def words_and_spaces(self) -> tuple[list[str], list[bool]]:
        """The words and whether a space follows each; parts of multiword tokens are glued together."""
        words = [row[FORM] for row in self.rows]
        spaces = ["SpaceAfter=No" not in row[MISC].split("|") for row in self.rows]
        for first, last, form, misc in self.glued:
            for i in range(first, last):
                spaces[i - 1] = False
            spaces[last - 1] = "SpaceAfter=No" not in misc.split("|")
            if "".join(words[first - 1 : last]) != form and last - first == 1:
                # "wanna": share the surface out by length, so that the text stays the true one
                cut = min(len(words[first - 1]), len(form) - 1)
                words[first - 1], words[last - 1] = form[:cut], form[cut:]
        return words, spaces

    def name_tags(self) -> list[str]:
        """One IOB tag per word; `?` where the annotators could not tell."""
        tags = []
        for row in self.rows:
            found = [item[4:] for item in row[MISC].split("|") if item.startswith("NER=")]
            tags.append(found[0] if found else "O")
        return tags


def read(path: Path) -> Iterator[Sentence]:
    """Sentences of a CoNLL-U file; empty nodes of the enhanced graph are left out."""
    sentence = Sentence()
    with path.open(encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if not line:
                if sentence.rows:
                    yield sentence
                    sentence = Sentence()
            elif line.startswith("#"):
                sentence.comments.append(line)
            else:
                columns = line.split("\t")
                if "-" in columns[0]:
                    first, last = columns[0].split("-")
                    sentence.glued.append((int(first), int(last), columns[FORM], columns[MISC]))
                elif "." not in columns[0]:
                    sentence.rows.append(columns)
    if sentence.rows:
        yield sentence


def read_all(paths: Iterable[Path]) -> Iterator[Sentence]:
    for path in paths:
        yield from read(path)
