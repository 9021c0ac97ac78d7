"""Saved web pages: the article, its title, date and outlet; and pages without one."""

from __future__ import annotations

import socket

import pytest

PARAGRAPHS = [
    "Rebels shelled the harbour town of Bel on Friday, killing two soldiers and hurting five, the army said.",
    "The Arden government blamed the Northern Front, which has fought for autonomy since 2011.",
    "Residents told the Kelso Post that several houses near the market had burned down during the night.",
]
STORY = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
NAV = "<nav><a href='/'>Home</a> <a href='/w'>World</a></nav>"


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    def refuse(*_args: object, **_options: object) -> None:
        raise AssertionError("a reader reached for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def page(head: str = "", body: str = f"<h1>Rebels shell Bel</h1>{STORY}") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{NAV}<article>{body}</article></body></html>"


def test_the_article_and_what_the_page_says_of_it(reading):
    head = (
        '<title>Rebels shell Bel | Kelso Post</title><meta property="og:title" content="Rebels shell Bel">'
        '<meta property="og:site_name" content="Kelso Post"><meta name="author" content="Ann Lee">'
        '<meta property="article:published_time" content="2024-05-04T10:00:00Z">'
        '<meta property="article:modified_time" content="2024-06-09T10:00:00Z">'
        '<link rel="canonical" href="https://www.kelsopost.example/bel">'
    )
    (article,), problems = reading({"bel.html": page(head)})
    assert problems == []
    assert article.article_id == "bel"
    assert article.text == "\n".join(PARAGRAPHS)
    assert article.title == "Rebels shell Bel"
    assert (article.published, article.published_basis) == ("2024-05-04", "page")
    assert (article.outlet, article.byline) == ("Kelso Post", "Ann Lee")
    assert (article.url, article.outlet_domain) == ("https://www.kelsopost.example/bel", "kelsopost.example")


def test_a_page_without_a_date_takes_that_of_its_file_name(reading):
    (article,), _ = reading({"2024-05-04-bel.htm": page()})
    assert (article.published, article.published_basis) == ("2024-05-04", "file_name")


def test_a_page_without_any_date_is_read_with_a_warning(reading):
    articles, problems = reading({"bel.html": page()})
    assert len(articles) == 1
    assert [(p.code, p.severity) for p in problems] == [("no-date", "warning")]


def test_a_story_in_a_table_keeps_its_paragraphs(reading):
    table = f"<table><tr><td>Menu</td><td><h1>Rebels shell Bel</h1>{STORY}</td></tr></table>"
    (article,), _ = reading({"bel.html": f"<html><body>{table}</body></html>"})
    assert article.text.endswith("\n".join(PARAGRAPHS))
    assert "|" not in article.text


def test_the_charset_of_the_page_is_used(reading):
    quote = "The owner of the café said that it was “terrible” and that he would leave the town."
    body = f"<h1>Bel</h1>{STORY}<p>{quote}</p>"
    (article,), problems = reading({"x.html": page('<meta charset="windows-1252">', body).encode("cp1252")})
    assert article.text.endswith(quote)
    assert "encoding" not in [p.code for p in problems]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            "<ul>" + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(90)) + "</ul>",
            id="links",
        ),
        pytest.param("<h1>Sign in</h1><form><input name='user'></form><p>Please sign in</p>", id="login"),
        pytest.param("<h1>Not found</h1><p>The page you are looking for does not exist.</p>", id="not found"),
        pytest.param("", id="nothing"),
        pytest.param("<div>" * 3000, id="tags without end"),
    ],
)
def test_a_page_without_an_article_is_a_problem(reading, body):
    articles, problems = reading({"a.html": f"<html><body>{body}</body></html>", "b.html": page()})
    assert [article.article_id for article in articles] == ["b"]
    assert [(p.code, p.severity) for p in problems] == [("no-article", "error"), ("no-date", "warning")]
    assert problems[0].where.endswith("a.html")


def test_embedded_pictures_do_not_make_a_page_too_long(reading):
    picture = "<img src='data:image/png;base64," + "A" * 6_000_000 + "'>"
    (article,), _ = reading({"bel.html": page(body=f"<h1>Rebels shell Bel</h1>{picture}{STORY}")})
    assert article.text.endswith(PARAGRAPHS[-1])
