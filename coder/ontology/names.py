"""Spellings of names: the key under which two spellings of one name meet.

    fold("Kata'ib Hezbollah")  == fold("Kataib Hezbollah")   == "kataib hezbollah"
    fold("Al-Nujaba Movement") == fold("al Nujaba movement") == "al nujaba movement"

Case, accents, apostrophes, full stops and hyphens are levelled, which is safe for any name. Other romanisations (ou/u, doubled
letters) are listed as aliases in the actor files: levelling them too makes unlike short names meet.
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['’‘ʼʻ`´ʿʾ]")
_GAPS = re.compile(r"[\s\-‐‑–—/.]+")


def fold(name: str) -> str:
    """Lower-case, without accents, apostrophes, full stops and hyphens."""
    text = unicodedata.normalize("NFKD", name)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return _GAPS.sub(" ", _APOSTROPHES.sub("", text)).strip()
