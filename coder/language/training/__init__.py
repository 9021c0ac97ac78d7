"""How the shipped English pipeline is made, from open treebanks and open text, with one command:

    python -m coder.language.training --treebank TREEBANKS --text TEXT… --work WORK --out coder/language/english

TREEBANKS holds train, dev and test `.conllu` (with names in MISC) and the `ner_*.iob2` files; TEXT are plain or JSON
Lines files, .xz or .gz. Needs the extra `[training]`. Each stage leaves a folder in WORK and is skipped when it is there.
"""
