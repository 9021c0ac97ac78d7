"""Word vectors from open text: tokenise, train floret, round to int8.

floret (https://github.com/explosion/floret) hashes words and their character n-grams into one
small table, so 25,000 rows cover every word form, unseen names included. Lower-cased text is used:
it gained more than cased text everywhere, and most on capitals and headlines.
"""

from __future__ import annotations

import gzip
import json
import logging
import lzma
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy

log = logging.getLogger(__name__)

DIMENSIONS = 96
ROWS = 25_000
SHORTEST, LONGEST = 4, 5

#: How many copies of a source go into the mix: news counts double, parliamentary speech less than half.
WEIGHTS = {
    "current_events": 2.0,
    "state_human_rights": 0.6,
    "wh_briefings": 0.4,
    "congress_wars": 0.4,
}


def texts(path: Path) -> Iterator[str]:
    """Lines of a text file, or the `text` of a JSON Lines file; .xz and .gz are opened as they are."""
    opener: Any = {".xz": lzma.open, ".gz": gzip.open}.get(path.suffix, open)
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            line = line.rstrip("\n")
            if ".jsonl" in path.name:
                yield from json.loads(line)["text"].split("\n")
            elif line:
                yield line


def write_mix(sources: list[Path], out: Path, *, seed: int = 0) -> int:
    """Write the shuffled, tokenised, lower-cased mix; returns its number of lines."""
    rng = random.Random(seed)
    lines: list[str] = []
    for path in sources:
        weight = WEIGHTS.get(path.name.split(".")[0], 1.0)
        for text in texts(path):
            if weight >= 1:
                lines += [text] * int(weight)
            elif rng.random() < weight:
                lines.append(text)
    rng.shuffle(lines)
    tokenizer = spacy.blank("en").tokenizer
    with out.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(" ".join(t.lower_ for t in tokenizer(line) if not t.is_space) + "\n")
    return len(lines)


def train(sources: list[Path], folder: Path) -> Path:
    """Train the table and return the spaCy vectors folder made from it (about ten minutes on one core)."""
    import floret

    done = folder / "vectors"
    if done.exists():
        return done
    mix, table = folder / "mix.txt", folder / "table.floret"
    log.info("vectors: %d lines", write_mix(sources, mix))
    model = floret.train_unsupervised(
        str(mix), model="skipgram", mode="floret", hashCount=2, bucket=ROWS, minn=SHORTEST, maxn=LONGEST,
        minCount=5, dim=DIMENSIONS, epoch=2, lr=0.05, neg=5, ws=5, thread=1, verbose=1,
    )
    model.save_floret_vectors(str(table))
    mix.unlink()
    subprocess.run(
        [sys.executable, "-m", "spacy", "init", "vectors", "en", table, done, "--mode", "floret", "--attr", "LOWER"],
        check=True,
    )
    return done
