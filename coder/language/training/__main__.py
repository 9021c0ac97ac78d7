"""The command of the training recipe; `--evaluate MODEL` only measures a pipeline on the dev file."""

from __future__ import annotations

import argparse
import json
import logging
from pathlib import Path

import coder.language.training as recipe_docs
from coder.language.training import evaluate, recipe


def main() -> None:
    parser = argparse.ArgumentParser(description=recipe_docs.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--treebank", type=Path, required=True)
    parser.add_argument("--text", type=Path, nargs="*", default=[])
    parser.add_argument("--work", type=Path, default=Path("work"))
    parser.add_argument("--out", type=Path)
    parser.add_argument("--evaluate", type=Path, metavar="MODEL")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    data = recipe.Data(options.treebank, sorted(options.text), options.work)
    model = options.evaluate
    if model is None:
        if options.out is None:
            parser.error("--out is needed to train")
        recipe.run(data, options.out)
        model = options.out
    print(json.dumps(evaluate.measure(model, options.treebank), indent=2))


if __name__ == "__main__":
    main()
