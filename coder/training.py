"""Make the decider's weights from the corpus: `python -m coder.training seeds/corpus --out coder/decider/weights.npz`.

Every sentence goes through the pipeline as far as the acts; each trigger that a reading found, each verb that none knows and each
trigger marked in the corpus becomes an example. What is marked has its code, everything else is none. Needs the extra `[training]`.

The shipped weights are also made from our labels of 6,600 news items (`seeds/corpus/digest_labels.tsv`), whose texts are not part of this
project: `--digest current_events.jsonl.gz` names them (JSON Lines with `id` and `text`), and `--quiet` besides takes the items of sport, arts,
science and business in it as texts in which nothing happens. Without them the weights are a little worse.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy import optimize, sparse
from spacy.language import Language
from spacy.tokens import Doc

from coder import load
from coder.decider import features
from coder.decider.corpus import Sample, read_corpus, read_labels
from coder.decider.model import NONE, Decider, Linear, save, scale_of
from coder.decider.triggers import candidates
from coder.pipeline.annotations import by_sentence, sentences

#: components after the acts are of no use here
_LATER = ("coder_decisions", "coder_context", "coder_dates", "coder_places", "coder_casualties", "coder_events")
_LEAST = 3
_QUIET = ("sport", "arts", "science", "business")
#: years of the digest on which the coder is measured
_KEPT_BACK = frozenset({"2013", "2015", "2019"})
#: so many of ten examples do not tell what the readings think of them: the readings were written beside the corpus and are right on it more
#: often than on other text, and a model that always hears them learns to repeat them
_UNTOLD = 7
#: weight of a trigger that nobody marked: most are none, some were forgotten
_UNMARKED = 0.5


@dataclass(frozen=True)
class Example:
    names: tuple[str, ...]
    vector: np.ndarray
    label: str
    weight: float
    group: str


def examples(nlp: Language, samples: Sequence[Sample]) -> Iterator[Example]:
    """The examples of a corpus; lines with the same words make one text."""
    texts: dict[str, list[Sample]] = {}
    for sample in samples:
        texts.setdefault(sample.text, []).append(sample)
    docs = nlp.pipe(texts, batch_size=64, disable=[n for n in _LATER if n in nlp.pipe_names])
    for doc, own in zip(docs, texts.values(), strict=True):
        yield from _of_text(doc, own)


def _of_text(doc: Doc, samples: Sequence[Sample]) -> Iterator[Example]:
    marked: dict[int, Sample] = {}
    actors, acts = by_sentence(doc._.actors), by_sentence(doc._.actions)
    views = [features.View(s, actors[n], acts[n]) for n, s in enumerate(sentences(doc))]
    for sample in samples:
        for i in triggers_of(doc, sample):
            marked.setdefault(i, sample)
    complete = all(s.complete for s in samples)
    group = f"{samples[0].path}:{samples[0].line}"
    for view in views:
        for token in candidates(view):
            if token.i not in marked:
                yield Example(tuple(features.names(view, token)), features.vectors(view, token), NONE, 1.0 if complete else _UNMARKED, group)
        for i, sample in marked.items():
            if view.sentence.start <= i < view.sentence.end:
                label = NONE if sample.code is None else sample.code[:3]
                yield Example(tuple(features.names(view, doc[i])), features.vectors(view, doc[i]), label, 1.0, group)


def triggers_of(doc: Doc, sample: Sample) -> list[int]:
    """The tokens that stand for a marked trigger: acts inside it, or that use it up; else its head."""
    span = doc.char_span(*sample.trigger, alignment_mode="expand") if sample.trigger else None
    if span is None:
        return []
    inside = set(range(span.start, span.end))
    acts = doc._.actions or []
    found = [a["trigger"] for a in acts if a["trigger"] in inside]
    if not found:
        found = [a["trigger"] for a in acts if inside & {*a["covered"], *a["inner"], a["light"]}]
    root = span.root
    if root.pos_ == "AUX" and root.dep_ in ("aux", "aux:pass") and root.head.pos_ in ("VERB", "ADJ", "NOUN", "AUX"):
        root = root.head  # "[will not] lift": the verb is what a reading hangs on
        found = found or [a["trigger"] for a in acts if a["trigger"] == root.i or root.i in {*a["covered"], *a["inner"], a["light"]}]
    if not found:
        found = [root.i]
        if root.pos_ in ("NOUN", "PROPN") and root.head.pos_ == "VERB" and root.dep_ in ("obj", "nsubj:pass", "dobj"):
            found.append(root.head.i)  # "voiced opposition": the verb is what will be looked at where no reading knows the noun
    return found


def _untold(item: Example) -> Example:
    """The example without what readings think of it, for most: which ones depends on nothing but their words."""
    if zlib.crc32(f"{item.group}{item.names[0]}".encode()) % 10 >= _UNTOLD:
        return item
    return replace(item, names=tuple(n for n in item.names if not n.startswith(features.OF_READINGS)))


def train(items: Sequence[Example], *, penalty: float = 1.0, verbose: bool = False) -> Decider:
    """Both models of the decider: roots from all examples, groups within roots from those that are events."""
    items = [_untold(e) for e in items]
    counts = Counter(n for e in items for n in e.names)
    rows = {n: i for i, n in enumerate(sorted(n for n, c in counts.items() if c >= _LEAST))}
    root = fit(items, [e.label if e.label == NONE else e.label[:2] for e in items], rows, penalty=penalty, verbose=verbose)
    return Decider(rows, root, _groups([e for e in items if e.label != NONE], rows, penalty=penalty))


def _groups(events: Sequence[Example], rows: dict[str, int], *, penalty: float) -> Linear:
    """One model per root of the codes within it, side by side in one table."""
    parts: list[Linear] = []
    for root in sorted({e.label[:2] for e in events}):
        own = [e for e in events if e.label.startswith(root)]
        parts.append(fit(own, [e.label for e in own], rows, penalty=penalty, iterations=60))
    return Linear(
        tuple(c for p in parts for c in p.classes), np.concatenate([p.weights for p in parts], axis=1),
        np.concatenate([p.dense for p in parts], axis=1), np.concatenate([p.bias for p in parts]),
    )


def fit(items: Sequence[Example], labels: Sequence[str], rows: dict[str, int], *, penalty: float, iterations: int = 100, verbose: bool = False) -> Linear:
    """A multinomial logistic regression with L2 penalty, by L-BFGS: the same examples give the same weights."""
    classes = sorted(set(labels))
    column = {c: i for i, c in enumerate(classes)}
    x, y = design(items, rows), np.array([column[label] for label in labels])
    share = np.array([e.weight for e in items], dtype="float64")
    xt = x.T.tocsr()
    n, k = x.shape[1], len(classes)
    onehot = np.zeros((len(items), k), dtype="float32")
    onehot[np.arange(len(items)), y] = 1.0

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(n, k)
        logits = x @ w.astype("float32")
        logits -= logits.max(axis=1, keepdims=True)
        powers = np.exp(logits)
        total = powers.sum(axis=1, keepdims=True)
        value = float((share * -(logits[np.arange(len(y)), y] - np.log(total[:, 0]))).sum())
        gradient = xt @ ((powers / total - onehot) * share[:, None].astype("float32"))
        return value + 0.5 * penalty * float((w**2).sum()), (gradient.astype("float64") + penalty * w).ravel()

    done = optimize.minimize(loss, np.zeros(n * k), jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 8})
    if verbose:
        print(f"{k} classes, {n} features, {done.nit} iterations, loss {done.fun:.1f}", file=sys.stderr)
    w = done.x.reshape(n, k).astype("float32")
    return Linear(tuple(classes), w[: len(rows)], w[len(rows) : -1], w[-1])


def design(items: Sequence[Example], rows: dict[str, int]) -> sparse.csr_matrix:
    """The examples as a matrix: names, then vectors, then a constant."""
    data, index, start = [], [], [0]
    for e in items:
        own = [rows[n] for n in e.names if n in rows]
        index += own
        data += [scale_of(e.names)] * len(own)
        start.append(len(index))
    named = sparse.csr_matrix((np.array(data, dtype="float32"), np.array(index), np.array(start)), shape=(len(items), len(rows)))
    dense = np.stack([e.vector for e in items]).astype("float32")
    return sparse.hstack([named, sparse.csr_matrix(dense), np.ones((len(items), 1), dtype="float32")]).tocsr().astype("float32")


def quiet_examples(nlp: Language, items: Sequence[Mapping[str, Any]], *, most: int, skip: frozenset[str]) -> Iterator[Example]:
    """Predicates of news items filed under quiet headings, as examples of none; every second one, up to *most* items."""
    chosen = [i for i in items if i["id"] not in skip and any(q in str(i.get("category", "")).lower() for q in _QUIET)][:most]
    docs = nlp.pipe((i["text"] for i in chosen), batch_size=64, disable=[n for n in _LATER if n in nlp.pipe_names])
    for doc in docs:
        actors, acts = by_sentence(doc._.actors), by_sentence(doc._.actions)
        for number, sentence in enumerate(sentences(doc)):
            view = features.View(sentence, actors[number], acts[number])
            for token in candidates(view)[::2]:
                yield Example(tuple(features.names(view, token)), features.vectors(view, token), NONE, _UNMARKED, str(doc.text[:40]))


def read_digest(path: Path) -> list[dict[str, Any]]:
    """The items of a JSON Lines file, which may be gzipped."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--digest", type=Path, help="news items with id and text, for the labels in the corpus folder")
    parser.add_argument("--quiet", type=int, default=0, help="take so many items of quiet headings as texts without events")
    options = parser.parse_args(arguments)
    nlp = load(rules_only=True)
    items = list(examples(nlp, list(read_corpus(options.corpus))))
    if options.digest is not None:
        digest = read_digest(options.digest)
        labels = list(read_labels(options.corpus / "digest_labels.tsv", {i["id"]: i["text"] for i in digest}))
        items += examples(nlp, labels)
        kept_back = frozenset(i["id"] for i in digest if str(i["id"]).split("-")[1] in _KEPT_BACK)
        items += quiet_examples(nlp, digest, most=options.quiet, skip=kept_back)
    print(f"{len(items)} examples", file=sys.stderr)
    save(train(items, verbose=True), options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
