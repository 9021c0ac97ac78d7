"""Plain-text files: header block, `date …` in front, title with deck, date line and byline, file names."""

from __future__ import annotations

import pytest

BODY = (
    "Rebels shelled the harbour town of Bel on Friday, the army said.\n\nTwo soldiers died, five were hurt."
)


def test_header_block_fills_every_field(reading):
    text = (
        "Title: Rebels shell Bel\nDATE: 2024-05-04\noutlet: Kelso Post\nurl: https://www.kelsopost.example/2024/bel\n"
        "byline: By Ann Lee\ndateline: KELSO, May 3 (Reuters)\nlicence: CC BY 4.0\nsection: World\n\n" + BODY
    )
    (article,), problems = reading({"bel-1.txt": text})
    assert problems == []
    assert article.article_id == "bel-1"
    assert article.text == BODY
    assert article.title == "Rebels shell Bel"
    assert (article.published, article.published_basis) == ("2024-05-04", "header")
    assert article.outlet == "Kelso Post"
    assert (article.url, article.outlet_domain) == (
        "https://www.kelsopost.example/2024/bel",
        "kelsopost.example",
    )
    assert article.byline == "Ann Lee"
    assert article.dateline_place == "KELSO"
    assert article.licence == "CC BY 4.0"
    assert article.cited_outlets == ()


def test_the_deck_of_a_header_is_the_first_paragraph(reading):
    (article,), _ = reading({"x.txt": "title: A\ndeck: Two soldiers dead\ndate: 2024-05-04\n\n" + BODY})
    assert article.text == "Two soldiers dead\n\n" + BODY


def test_a_title_that_the_body_repeats_is_cut_off(reading):
    (article,), _ = reading(
        {"x.txt": "title: Rebels shell Bel\ndate: 2024-05-04\n\nREBELS SHELL BEL\n\n" + BODY}
    )
    assert (article.title, article.text) == ("Rebels shell Bel", BODY)


def test_a_sentence_with_a_colon_is_no_header(reading):
    text = "Kelso: rebels shelled Bel, the army said.\n\nTwo died."
    (article,), _ = reading({"x.txt": text})
    assert article.text == text


def test_a_first_paragraph_with_a_colon_under_a_header_line_is_kept(reading):
    (article,), _ = reading({"x.txt": "date: 2024-05-04\nKelso: Rebels shelled Bel.\n\nTwo died."})
    assert article.text == "Kelso: Rebels shelled Bel.\n\nTwo died."


def test_date_in_front_of_the_first_sentence(reading):
    (article,), problems = reading({"000_7f.txt": " date 2024-05-04 " + BODY})
    assert problems == []
    assert (article.article_id, article.text, article.title) == ("000_7f", BODY, None)
    assert (article.published, article.published_basis) == ("2024-05-04", "header")


def test_title_deck_and_body_on_lines_of_their_own_stay_apart(reading):
    deck = "Shelling comes after weeks of talks between the Front and the government"
    (article,), problems = reading({"x.txt": f"Rebels shell harbour town of Bel\n{deck}\n{BODY}"})
    assert article.title == "Rebels shell harbour town of Bel"
    assert article.text == f"{deck}\n{BODY}"
    assert [p.code for p in problems] == ["no-date"]


@pytest.mark.parametrize(
    ("lines", "day", "byline"),
    [
        pytest.param("Saturday, 05/04/2024", "2024-05-04", None, id="weekday and US figures"),
        pytest.param("May 4, 2024", "2024-05-04", None, id="month first"),
        pytest.param("4 May 2024 14:05 GMT", "2024-05-04", None, id="day first with clock"),
        pytest.param("Published: May 4, 2024 at 2:05 pm EST", "2024-05-04", None, id="labelled"),
        pytest.param(
            "Published May 4, 2024 | Updated May 9, 2024", "2024-05-04", None, id="published before updated"
        ),
        pytest.param("2024-05-04T10:00:00Z", "2024-05-04", None, id="ISO with time"),
        pytest.param("By Ann Lee\nMay 4, 2024", "2024-05-04", "Ann Lee", id="byline above"),
        pytest.param(
            "May 4, 2024\n\nBy Ann Lee and Tom Roe", "2024-05-04", "Ann Lee and Tom Roe", id="byline below"
        ),
        pytest.param("By Ann Lee | May 4, 2024", "2024-05-04", "Ann Lee", id="both on one line"),
        pytest.param(
            "Shelling ends a week of calm\nBy Ann Lee\nMay 4, 2024",
            "2024-05-04",
            "Ann Lee",
            id="under a deck",
        ),
    ],
)
def test_date_line_and_byline_are_read_and_cut_off(reading, lines, day, byline):
    (article,), problems = reading({"x.txt": f"Rebels shell Bel\n\n{lines}\n\n{BODY}"})
    assert problems == []
    assert article.title == "Rebels shell Bel"
    assert (article.published, article.published_basis) == (day, "header")
    assert article.byline == byline
    assert article.text.endswith(BODY)
    assert "2024" not in article.text
    assert "Ann" not in article.text


def test_a_date_line_above_the_title(reading):
    (article,), _ = reading({"x.txt": f"May 4, 2024\n\nRebels shell Bel\n\n{BODY}"})
    assert (article.title, article.text, article.published) == ("Rebels shell Bel", BODY, "2024-05-04")


@pytest.mark.parametrize(
    "first",
    [
        pytest.param("Rebels shelled Bel.", id="a sentence"),
        pytest.param("“We will not go,” the mayor said.”", id="a sentence that ends in a quote"),
        pytest.param(
            "By noon rebels had taken the bridge over the Tarn", id="a sentence that begins with By"
        ),
        pytest.param("KABUL, Afghanistan (AP) — Two died", id="a dateline"),
    ],
)
def test_what_is_no_title_stays_in_the_text(reading, first):
    (article,), _ = reading({"x.txt": f"{first}\n\n{BODY}"}, published="2024-05-04")
    if article.title is not None:  # only the bare line that begins with "By" looks like a headline
        assert first.startswith("By noon")
    else:
        assert article.text == f"{first}\n\n{BODY}"
    assert article.byline is None


def test_a_headline_that_ends_in_an_abbreviation_is_a_title(reading):
    (article,), _ = reading({"x.txt": f"Arden recalls envoy to U.S.\n\n{BODY}"}, published="2024-05-04")
    assert article.title == "Arden recalls envoy to U.S."


def test_one_line_is_a_text_and_never_a_title(reading):
    (article,), _ = reading({"x.txt": "Rebels shell Bel"}, published="2024-05-04")
    assert (article.title, article.text) == (None, "Rebels shell Bel")


@pytest.mark.parametrize(
    ("name", "first_line", "published", "basis"),
    [
        pytest.param(
            "2024-05-05-bel.txt", "date: 2024-05-04\n\n", "2024-05-04", "header", id="header before all"
        ),
        pytest.param(
            "2024-05-05-bel.txt", "KELSO, 3 MAY 89 (AFP) -- ", "1989-05-03", "dateline", id="full dateline"
        ),
        pytest.param(
            "2024-05-05-bel.txt", "KELSO, May 3 (AFP) - ", "2024-05-03", "dateline", id="year by file name"
        ),
        pytest.param(
            "2024-01-02.txt", "KELSO, Dec 31 (AFP) - ", "2023-12-31", "dateline", id="over New Year"
        ),
        pytest.param(
            "afp_1989_bel.txt",
            "KELSO, May 3 (AFP) - ",
            "1989-05-03",
            "dateline",
            id="only a year in the name",
        ),
        pytest.param("20240505_x.txt", "", "2024-05-05", "file_name", id="file name without dashes"),
        pytest.param("bel-2024-05-05.txt", "", "2024-05-05", "file_name", id="file name with the date last"),
        pytest.param("000_739b6ffb82a5ea2c.txt", "", None, None, id="hex digits are no date"),
        pytest.param("2024-13-45.txt", "", None, None, id="no such day"),
    ],
)
def test_where_the_date_comes_from(reading, name, first_line, published, basis):
    (article,), problems = reading({name: first_line + BODY})
    assert (article.published, article.published_basis) == (published, basis)
    assert [p.code for p in problems] == ([] if published else ["no-date"])


def test_a_dateline_stays_in_the_text(reading):
    (article,), _ = reading(
        {"x.txt": "Rebels shell Bel\n\nKELSO, May 3 (Reuters) - " + BODY}, published="2024-05-04"
    )
    assert article.text.startswith("KELSO, May 3 (Reuters) - Rebels")
    assert (article.title, article.dateline_place, article.outlet) == ("Rebels shell Bel", "KELSO", "Reuters")
    assert (article.published, article.published_basis) == ("2024-05-03", "dateline")


@pytest.mark.parametrize(
    ("written", "code", "published"),
    [
        pytest.param("2024-02-31", "bad-date", None, id="no such day"),
        pytest.param("3024-05-04", "bad-date", None, id="far future"),
        pytest.param("last Friday", "bad-date", None, id="no date at all"),
        pytest.param("05/04/2024", "ambiguous-date", "2024-05-04", id="two readings"),
    ],
)
def test_a_doubtful_header_date_is_a_warning(reading, written, code, published):
    (article,), problems = reading({"x.txt": f"title: A\ndate: {written}\n\n{BODY}"})
    assert article.published == published
    assert [(p.code, p.severity) for p in problems] == [(code, "warning")]
    assert written in problems[0].message


def test_a_bad_date_gives_way_to_the_next_source(reading):
    (article,), problems = reading({"2024-05-05-bel.txt": "title: A\ndate: 2024-02-31\n\n" + BODY})
    assert (article.published, article.published_basis) == ("2024-05-05", "file_name")
    assert [p.code for p in problems] == ["bad-date"]


def test_html_and_json_lines_are_known_by_how_they_begin(reading):
    page = (
        "<!DOCTYPE html><html><body><h1>Rebels shell Bel</h1><p>"
        + BODY.replace("\n\n", "</p><p>")
        + "</p></body>"
    )
    articles, _ = reading({"page.txt": page, "lines.txt": '{"id": "k", "text": "Two died."}'})
    assert [(a.article_id, a.text[:8]) for a in articles] == [("page", "Rebels s"), ("k", "Two died")]
