"""Training documents for names: the treebanks' own, three open sets of names, and copies with swapped names.

Train: GUM train and test, the EWT test split and 60 % of EWT dev (UNER annotates no EWT train), WikiGold, re3d, the
Broad Twitter Corpus. Held out: GUM dev and the rest of EWT dev.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from spacy.tokens import Doc

from coder.language.training import conllu
from coder.language.training.documents import BLANK, set_names
from coder.language.training.variants import recased
from coder.ontology.files import read_table

ACTORS = Path(__file__).parents[2] / "ontology" / "actors"


@dataclass(frozen=True)
class Tagged:
    """A sentence as words, spaces after them, and IOB tags."""

    words: list[str]
    spaces: list[bool]
    tags: list[str]
    paragraph: bool = False


@dataclass(frozen=True)
class NameLists:
    """Names to put in, by label."""

    given: list[str]
    family: list[str]
    places: list[str]
    groups: list[str]


def load_lists() -> NameLists:
    people = [row["name"].split() for row in read_table(ACTORS / "leaders.csv")]
    countries = list(read_table(ACTORS / "countries.csv"))
    regions = list(read_table(ACTORS.parent / "places" / "places.csv"))
    bodies = [row for file in ("groups.csv", "organisations.csv", "media.csv", "institutions.csv")
              for row in read_table(ACTORS / file)]
    return NameLists(
        given=sorted({p[0] for p in people if len(p) > 1}),
        family=sorted({" ".join(p[1:]) if len(p) == 2 else p[-1] for p in people}),
        places=sorted({row[k] for row in countries for k in ("name", "capital") if row[k]} | {r["name"] for r in regions}),
        groups=sorted({row["name"] for row in bodies} | {a for row in bodies for a in row["aliases"].split("|") if a}),
    )


def _treebank(path: Path) -> list[tuple[str, list[Tagged]]]:
    found: list[tuple[str, list[Tagged]]] = []
    for sentence in conllu.read(path):
        if sentence.has("newdoc id") or not found:
            found.append((sentence.meta("newdoc id") or "", []))
        if sentence.names_known:
            words, spaces = sentence.words_and_spaces()
            found[-1][1].append(Tagged(words, spaces, sentence.name_tags(), sentence.has("newpar")))
    return [(name, sentences) for name, sentences in found if sentences]


def _iob(path: Path) -> list[list[Tagged]]:
    """Documents of an .iob2 file: word, tag, and N where no space follows; `# doc` opens a document."""
    found: list[list[Tagged]] = [[]]
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("# doc"):
            found.append([])
        elif not line and rows:
            words, tags, glue = (list(column) for column in zip(*rows, strict=True))
            found[-1].append(Tagged(words, [g != "N" for g in glue], tags))
            rows = []
        elif line and not line.startswith("#"):
            rows.append(line.split("\t"))
    return [document for document in found if document]


def _parts(sentences: list[Tagged], rng: random.Random, least: int, most: int) -> Iterator[list[Tagged]]:
    i = 0
    while i < len(sentences):
        size = rng.randint(least, most)
        yield sentences[i : i + size]
        i += size


def _doc(sentences: list[Tagged], rng: random.Random) -> Doc:
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    for number, sentence in enumerate(sentences):
        if number and sentence.paragraph and rng.random() < 0.5:
            spaces[-1] = False
            words.append("\n\n")
            spaces.append(False)
            tags.append("O")
        words += sentence.words
        spaces += [*sentence.spaces[:-1], True]
        tags += sentence.tags
    spaces[-1] = False
    doc = Doc(BLANK.vocab, words=words, spaces=spaces)
    set_names(doc, tags)
    return doc


def _swapped(sentence: Tagged, rng: random.Random, lists: NameLists) -> Tagged:
    """Three names of four become another name of the same label."""
    words: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    i = 0
    while i < len(sentence.words):
        end = i + 1
        if sentence.tags[i].startswith("B-"):
            label = sentence.tags[i][2:]
            while end < len(sentence.words) and sentence.tags[end] == f"I-{label}":
                end += 1
            if rng.random() < 0.75:
                tokens = BLANK.make_doc(_new_name(label, end - i, rng, lists))
                words += [t.text for t in tokens]
                spaces += [*(bool(t.whitespace_) for t in tokens[:-1]), sentence.spaces[end - 1]]
                tags += [f"B-{label}"] + [f"I-{label}"] * (len(tokens) - 1)
                i = end
                continue
        words += sentence.words[i:end]
        spaces += sentence.spaces[i:end]
        tags += sentence.tags[i:end]
        i = end
    return Tagged(words, spaces, tags, sentence.paragraph)


def _new_name(label: str, size: int, rng: random.Random, lists: NameLists) -> str:
    if label == "PER":
        full = rng.random() < (0.75 if size > 1 else 0.15)
        middle = f"{rng.choice(lists.given)} " if full and rng.random() < 0.15 else ""
        return (f"{rng.choice(lists.given)} {middle}" if full else "") + rng.choice(lists.family)
    return rng.choice(lists.places if label == "LOC" else lists.groups)


def _recased(sentence: Tagged, how: str) -> Tagged:
    return replace(sentence, words=[recased(w, how, first=True) for w in sentence.words])


def _curled(sentence: Tagged) -> Tagged:
    opened = False
    words = []
    for word in sentence.words:
        if word == '"':
            opened = not opened
            word = "“" if opened else "”"
        words.append(word.replace("'", "’"))
    return replace(sentence, words=words)


def corpora(treebank: Path, seed: int = 5) -> tuple[list[Doc], list[Doc]]:
    """(training documents, held-out documents)."""
    rng = random.Random(seed)
    gum = [s for file in ("train", "test") for name, s in _treebank(treebank / f"{file}.conllu") if name.startswith("GUM")]
    ewt_test = [s for name, s in _treebank(treebank / "test.conllu") if not name.startswith("GUM")]
    dev = _treebank(treebank / "dev.conllu")
    ewt_dev = [s for name, s in dev if not name.startswith("GUM")]
    cut = int(len(ewt_dev) * 0.6)
    own = [*gum, *ewt_test, *ewt_dev[:cut]]
    other = _iob(treebank / "ner_wikigold.iob2") + _iob(treebank / "ner_re3d.iob2")
    parts = [p for s in [*own, *other] for p in _parts(s, rng, 1, 6)]
    parts += [p for s in _iob(treebank / "ner_btc.iob2") for p in _parts(s, rng, 1, 2)]
    lists = load_lists()
    docs: list[Doc] = []
    for part in parts:
        quoted = [_curled(s) for s in part] if rng.random() < 0.3 else part
        docs.append(_doc(quoted, rng))
        if any(t.startswith("B-") for s in part for t in s.tags) and rng.random() < 0.8:
            docs.append(_doc([_swapped(s, rng, lists) for s in quoted], rng))
        draw = rng.random()
        how = "upper" if draw < 0.06 else "title" if draw < 0.10 else "lower" if draw < 0.12 else None
        if how:
            docs.append(_doc([_recased(s, how) for s in part], rng))
    rng.shuffle(docs)
    held = [s for name, s in dev if name.startswith("GUM")] + ewt_dev[cut:]
    held_docs = [_doc(p, random.Random(1)) for s in held for p in _parts(s, random.Random(2), 3, 6)]
    return docs, held_docs
