"""`python -m coder.decider lint [FILE…]`: check the corpus. `… train`: make the weights anew (see `training.py`)."""

from __future__ import annotations

import sys
from pathlib import Path

from coder.decider.corpus import check, codes_in_use
from coder.ontology.codes import load_codes


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] != "lint":
        print(__doc__, file=sys.stderr)
        return 2
    paths = [Path(a) for a in arguments[1:]] or sorted(Path("seeds/corpus").glob("*.txt"))
    samples, complaints = check(paths, codes_in_use(list(load_codes().codes)))
    for line in complaints:
        print(line)
    negatives = sum(s.hard_negative for s in samples)
    print(f"{len(samples)} lines, {negatives} hard negatives, {len(complaints)} complaints", file=sys.stderr)
    return 1 if complaints else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
