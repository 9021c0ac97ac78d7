"""Words per CPU second of the language pipeline, of the coding components, and start-up times, on the sample articles.

    make bench
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from coder import load, sources
from coder.coding import prepare
from coder.records import Article

SEEDS = Path(__file__).parents[1] / "seeds"
ROUNDS = 4


def main() -> None:
    start = time.perf_counter()
    nlp = load()
    print(f"load                     {time.perf_counter() - start:8.2f} s")
    articles = [a for a in sources.read([SEEDS]) if isinstance(a, Article)] * ROUNDS
    docs = [prepare(nlp, a) for a in articles]
    words = sum(len(d) for d in docs)
    language = coding = 0.0
    for name, component in nlp.pipeline:
        start = time.process_time()
        docs = list(component.pipe(docs, batch_size=32)) if hasattr(component, "pipe") else [component(d) for d in docs]
        spent = time.process_time() - start
        own = name.startswith("coder_") and name != "coder_paragraphs"
        coding, language = coding + own * spent, language + (not own) * spent
        print(f"{name:24} {words / spent:8.0f} words per CPU second")
    print(f"language pipeline        {words / language:8.0f}")
    print(f"coding components        {words / coding:8.0f}")
    print(f"all                      {words / (language + coding):8.0f}   ({words} words, {len(articles)} articles)")
    for command in (["--help"], ["code", str(next(SEEDS.glob("*.txt")))]):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "coder", *command], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        print(f"coder {command[0]:18} {time.perf_counter() - start:8.2f} s")


if __name__ == "__main__":
    main()
