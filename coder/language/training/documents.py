"""Gold sentences -> spaCy Docs of a few sentences, as the parser meets them in news.

Documents are short (at most six sentences, about 60 tokens and one more sentence): spaCy's parser spends half its
training time on long ones. Paragraph breaks are newline tokens, so that the parser learns to end sentences at them.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Any

import spacy
from spacy.tokens import Doc, Span

from coder.language.training.conllu import DEPREL, FEATS, HEAD, LEMMA, UPOS, XPOS, Sentence

BLANK = spacy.blank("en")

#: One sentence and whether a paragraph begins at it.
Chunk = list[tuple[Sentence, bool]]


def chunks(
    sentences: Iterable[Sentence], rng: random.Random, *, most_sentences: int = 6, most_tokens: int = 60
) -> Iterator[Chunk]:
    chunk: Chunk = []
    tokens = 0
    for sentence in sentences:
        paragraph = sentence.has("newpar")
        full = len(chunk) >= most_sentences or tokens > most_tokens
        if chunk and (sentence.has("newdoc id") or full or (paragraph and rng.random() < 0.5)):
            yield chunk
            chunk, tokens = [], 0
        chunk.append((sentence, paragraph))
        tokens += len(sentence.rows)
    if chunk:
        yield chunk


def copied(chunk: Chunk) -> Chunk:
    return [(sentence.copy(), paragraph) for sentence, paragraph in chunk]


def to_doc(chunk: Chunk, rng: random.Random) -> Doc:
    """One Doc with tags, tree, lemmas and names as annotated; unknown names are marked as missing."""
    words: list[str] = []
    spaces: list[bool] = []
    columns: dict[str, Any] = {key: [] for key in ("tags", "pos", "morphs", "heads", "deps", "lemmas")}
    names: list[str] = []

    def add(word: str, space: bool, name: str, **values: str | int) -> None:
        words.append(word)
        spaces.append(space)
        names.append(name)
        for key, value in values.items():
            columns[key].append(value)

    for number, (sentence, paragraph) in enumerate(chunk):
        if number:
            spaces[-1] = not paragraph
            if paragraph:
                line_break = rng.choice(["\n", "\n\n"])
                add(line_break, False, "O", tags="_SP", pos="SPACE", morphs="", heads=len(words) - 1,
                    deps="dep", lemmas=line_break)
        base = len(words)
        own_words, own_spaces = sentence.words_and_spaces()
        tags = sentence.name_tags() if sentence.names_known else ["-"] * len(own_words)
        for i, row in enumerate(sentence.rows):
            head = int(row[HEAD])
            last = i == len(sentence.rows) - 1
            add(own_words[i], True if last else own_spaces[i], tags[i], tags=row[XPOS], pos=row[UPOS],
                morphs="" if row[FEATS] == "_" else row[FEATS], heads=base + (head - 1 if head else i),
                deps=row[DEPREL] if head else "ROOT", lemmas=row[LEMMA])
    spaces[-1] = False
    doc = Doc(BLANK.vocab, words=words, spaces=spaces, **columns)
    set_names(doc, names)
    return doc


def set_names(doc: Doc, tags: list[str]) -> None:
    """Write IOB tags into `doc.ents`; `?` and `-` mean unknown."""
    spans: list[Span] = []
    missing: list[Span] = []
    begun: tuple[int, str] | None = None
    for i, tag in enumerate([*tags, "O"]):
        if begun and tag != f"I-{begun[1]}":
            spans.append(Span(doc, begun[0], i, label=begun[1]))
            begun = None
        if tag[:2] in ("B-", "I-") and begun is None:
            begun = (i, tag[2:])
        elif tag in ("?", "-") and i < len(tags):
            missing.append(Span(doc, i, i + 1))
    doc.set_ents(spans, missing=missing, default="outside")
