"""How good a pipeline is on the dev file: tags, trees, names, sentences; plain, upper, lower and title case; speed.

Trees are scored on gold tokens and gold sentences (relations without subtypes, punctuation counted), names on raw
sentences (exact span and type). The names of dev documents that trained the names are left out.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from coder.language.pipeline import load_language
from coder.language.training import conllu
from coder.language.training.conllu import DEPREL, HEAD, UPOS, XPOS, Sentence
from coder.language.training.names import corpora
from coder.language.training.variants import recased

_WORDS_FOR_SPEED = 40_000


def measure(model: Path, treebank: Path) -> dict[str, dict[str, float] | float]:
    """All figures, in per cent; speed in words per CPU second of this machine."""
    nlp = load_language(model)
    dev = list(conllu.read(treebank / "dev.conllu"))
    cases: dict[str, Callable[[str], str]] = {
        "plain": lambda w: w, "upper": lambda w: recased(w, "upper", first=True),
        "lower": lambda w: recased(w, "lower", first=True), "title": lambda w: recased(w, "title", first=True),
    }
    figures: dict[str, dict[str, float] | float] = {name: trees(nlp, dev, change) for name, change in cases.items()}
    figures["names"] = names(nlp, treebank)
    figures["words_per_second"] = speed(nlp, dev)
    figures["megabytes"] = round(sum(f.stat().st_size for f in Path(model).rglob("*") if f.is_file()) / 1e6, 1)
    start = time.perf_counter()
    load_language(model)
    figures["load_seconds"] = round(time.perf_counter() - start, 2)
    return figures


def trees(nlp: Language, sentences: Sequence[Sentence], change: Callable[[str], str]) -> dict[str, float]:
    docs = [_gold_tokens(nlp, s, change) for s in sentences]
    for name, component in nlp.pipeline:
        if name in ("tok2vec", "tagger", "morphologizer", "parser"):
            pipe: Any = component
            docs = list(pipe.pipe(docs, batch_size=128))
    count: Counter[str] = Counter()
    for sentence, doc in zip(sentences, docs, strict=True):
        for row, token in zip(sentence.rows, doc, strict=True):
            head = 0 if token.head.i == token.i else token.head.i + 1
            relation = "root" if head == 0 else token.dep_.split(":")[0].lower()
            count["n"] += 1
            count["upos"] += token.pos_ == row[UPOS]
            count["xpos"] += token.tag_ == row[XPOS]
            count["uas"] += head == int(row[HEAD])
            count["las"] += head == int(row[HEAD]) and relation == row[DEPREL].split(":")[0].lower()
    return {k: round(100 * count[k] / count["n"], 2) for k in ("upos", "xpos", "uas", "las")}


def _gold_tokens(nlp: Language, sentence: Sentence, change: Callable[[str], str]) -> Doc:
    words, spaces = sentence.words_and_spaces()
    doc = Doc(nlp.vocab, words=[change(w) for w in words], spaces=[*spaces[:-1], False])
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def names(nlp: Language, treebank: Path) -> dict[str, float]:
    """Precision, recall and F of names on the held-out documents, from raw text."""
    _, held_out = corpora(treebank)
    right = found = wanted = 0
    with nlp.select_pipes(enable=[n for n in nlp.pipe_names if n in ("names_tok2vec", "ner")]):
        for gold, doc in zip(held_out, nlp.pipe(d.text for d in held_out), strict=True):
            unknown = {t.idx for t in gold if t.ent_iob == 0}
            a = {(e.start_char, e.end_char, e.label_) for e in gold.ents}
            b = {(e.start_char, e.end_char, e.label_) for e in doc.ents if not unknown & set(range(e.start_char, e.end_char))}
            right, found, wanted = right + len(a & b), found + len(b), wanted + len(a)
    return {
        "precision": round(100 * right / max(found, 1), 2), "recall": round(100 * right / max(wanted, 1), 2),
        "f": round(200 * right / max(found + wanted, 1), 2),
    }


def speed(nlp: Language, sentences: Sequence[Sentence]) -> float:
    """Words per CPU second of the whole pipeline on raw text, so that other work on the machine does not count."""
    texts, total = [], 0
    for sentence in sentences:
        words, spaces = sentence.words_and_spaces()
        texts.append("".join(w + (" " if s else "") for w, s in zip(words, spaces, strict=True)))
        total += len(words)
        if total > _WORDS_FOR_SPEED:
            break
    paragraphs = [" ".join(texts[i : i + 5]) for i in range(0, len(texts), 5)]
    list(nlp.pipe(paragraphs))  # warm up: the lemmatizer and the tokenizer remember words
    start = time.process_time()
    n = sum(len(doc) for doc in nlp.pipe(paragraphs, batch_size=64))
    return round(n / (time.process_time() - start))
