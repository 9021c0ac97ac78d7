"""Datelines of agencies, papers and broadcast monitors, and sentences that only look like one."""

from __future__ import annotations

import pytest

from coder.sources import dateline


@pytest.mark.parametrize(
    ("text", "place", "agency", "date"),
    [
        ("KELSO, May 3 (Reuters) - Rebels shelled Bel.", "KELSO", "Reuters", (5, 3)),
        ("BAGHDAD, 20 NOV 89 (ACAN-EFE) -- [TEXT] TWO DIED.", "BAGHDAD", "ACAN-EFE", "1989-11-20"),
        ("TARN, 16 APR 89 (ACAN - EFE) -- [TEXT] TWO DIED.", "TARN", "ACAN - EFE", "1989-04-16"),
        ("SOFIA (BULGARIA), 31 MAR 89 (BTA) -- [TEXT] TWO DIED.", "SOFIA, BULGARIA", "BTA", "1989-03-31"),
        ("SAN SALVADOR, 3 JAN 90 -- [REPORT] TWO DIED.", "SAN SALVADOR", None, "1990-01-03"),
        ("CLANDESTINE, 28 MAY 89 (RADIO TARN) -- TWO DIED.", None, "RADIO TARN", "1989-05-28"),
        ("NO CITY (PERU), NO DATE -- [SPEECH] TWO DIED.", "PERU", None, None),
        ("KABUL, Afghanistan (AP) — Two died.", "KABUL, Afghanistan", "AP", None),
        ("Cairo \u2013 Egypt's president left for Bel.", "Cairo", None, None),
        ("Cairo (AP) - Egypt's president left for Bel.", "Cairo", "AP", None),
        ("PORT-AU-PRINCE, Haiti -- Two died.", "PORT-AU-PRINCE, Haiti", None, None),
        ("BEIRUT/CAIRO, Dec 3 (Reuters) - Two died.", "BEIRUT/CAIRO", "Reuters", (12, 3)),
        ("ST. PETERSBURG, Russia - Two died.", "ST. PETERSBURG, Russia", None, None),
        ("THE HAGUE, Netherlands -- Two died.", "THE HAGUE, Netherlands", None, None),
        ("KYIV, Dec. 23, 2024 /PRNewswire/ -- Two died.", "KYIV", "PRNewswire", "2024-12-23"),
        ("New Delhi, Dec 23 (PTI): Two died.", "New Delhi", "PTI", (12, 23)),
        ("ISLAMABAD: The prime minister left.", "ISLAMABAD", None, None),
        ("TEL AVIV-- Two died.", "TEL AVIV", None, None),
        ("BEIRUT—Two died.", "BEIRUT", None, None),
        ("KABUL, Tuesday, May 3 (AFP) - Two died.", "KABUL", "AFP", (5, 3)),
        ("May 3 (Reuters) - Two died.", None, "Reuters", (5, 3)),
    ],
)
def test_datelines(text, place, agency, date):
    found = dateline.read(text)
    assert found is not None
    assert (found.place, found.agency) == (place, agency)
    day = found.date and (found.date.day or found.date.month_day)
    assert day == date


@pytest.mark.parametrize(
    "text",
    [
        "Hamas \u2013 the group that rules Gaza \u2013 said no.",
        "The Minsk\u2013Kyiv talks went on.",
        "Kataib Hezbollah (KH) \u2013 A group of fighters left.",
        "Rebels shelled Bel - and then the port.",
        "Analysis \u2013 Why the talks failed.",
        "NATO: The alliance will meet.",
        "Police said: Two died.",
        "Rebels shelled Bel on May 3 - the army said so.",
        "Two soldiers died.",
        "A " * 5000 + "- x",
        "(" * 5000,
        "",
    ],
)
def test_no_dateline(text):
    assert dateline.read(text) is None


def test_below_a_deck_only_a_full_dateline_counts():
    assert dateline.find("Two soldiers dead\n\nKABUL (AP) — Two died.").place == "KABUL"
    assert dateline.find("Two soldiers died.\n\nCairo \u2013 Egypt's president left.") is None


@pytest.mark.parametrize(("value", "place"), [("Kelso", "Kelso"), ("KELSO, May 3 (Reuters) -", "KELSO")])
def test_a_dateline_that_is_given_by_itself(value, place):
    assert dateline.given(value).place == place
