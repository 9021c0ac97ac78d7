"""`python -m coder.ontology` reads every knowledge file and lists what is wrong or unwise in it; exit code 1 if anything is."""

from __future__ import annotations

import sys

from coder.errors import OntologyError
from coder.ontology import codes
from coder.ontology.actor_index import load_actors
from coder.ontology.gazetteer import load_gazetteer
from coder.ontology.readings import load_readings
from coder.ontology.words import load_words


def main() -> int:
    try:
        words, actors, readings = load_words(), load_actors(), load_readings()
        load_gazetteer()
    except OntologyError as error:
        print(error, file=sys.stderr)
        return 1
    found = codes.lint()
    for line in found:
        print(line, file=sys.stderr)
    print(f"{len(readings.all)} readings, {len(actors.phrases)} actor names, {len(words.families)} families, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
