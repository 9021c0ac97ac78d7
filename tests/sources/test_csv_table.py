"""Tables: columns by name, line numbers of the file, and rows that are broken."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "header",
    [
        "id,title,text,date,url,source",
        "article_id,Headline,Body,Published,Link,Outlet",
        "DocID,headline,Full Text,pub_date,url,publisher",
        "doc_id,TITLE,content,Publication Date,URL,medium",
        "id,title,article,publish_date,link,outlet",
    ],
)
def test_columns_are_found_by_common_names(reading, header):
    row = 'k1,Rebels shell Bel,"Two died, police said.",2024-05-04,https://www.kp.example/1,Kelso Post'
    (article,), problems = reading({"x.csv": f"{header}\n{row}\n"})
    assert problems == []
    assert (article.article_id, article.title, article.text) == (
        "k1",
        "Rebels shell Bel",
        "Two died, police said.",
    )
    assert (article.published, article.published_basis) == ("2024-05-04", "given")
    assert (article.url, article.outlet, article.outlet_domain) == (
        "https://www.kp.example/1",
        "Kelso Post",
        "kp.example",
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("x.csv", "id;text;date\nk1;Two died, police said.;2024-05-04\n", id="semicolons"),
        pytest.param("x.tsv", "id\ttext\tdate\nk1\tTwo died, police said.\t2024-05-04\n", id="tabs"),
        pytest.param("x.csv", "id|text|date\nk1|Two died, police said.|2024-05-04\n", id="bars"),
        pytest.param("x.csv", 'id,text,date\r\nk1,"Two died, police said.",2024-05-04\r\n', id="CRLF"),
        pytest.param("x.csv", 'id,text,date\rk1,"Two died, police said.",2024-05-04\r', id="CR alone"),
        pytest.param(
            "x.csv", '\ufeffid,text,date\nk1,"Two died, police said.",2024-05-04', id="byte order mark"
        ),
        pytest.param(
            "x.csv", 'id,text,date\nk1,"Two died, police said.",2024-05-04\n'.encode("utf-16"), id="UTF-16"
        ),
        pytest.param(
            "x.csv",
            '\n\nid,text,date\n\nk1,"Two died, police said.",2024-05-04,,\n\n',
            id="blank lines and cells",
        ),
    ],
)
def test_dialects(reading, name, content):
    (article,), problems = reading({name: content})
    assert problems == []
    assert (article.article_id, article.text, article.published) == (
        "k1",
        "Two died, police said.",
        "2024-05-04",
    )


def test_columns_by_the_callers_mapping(reading):
    table = "Nr,Body of text,Tag,text\n1,Two died.,2024-05-04,not this\n"
    mapping = {"text": "Body of text", "article_id": "Nr", "published": "Tag"}
    (article,), problems = reading({"x.csv": table}, columns=mapping)
    assert problems == []
    assert (article.article_id, article.text, article.published) == ("1", "Two died.", "2024-05-04")


def test_a_missing_text_column_is_one_problem_that_names_the_columns(reading):
    articles, problems = reading({"x.csv": "nr,words\n1,Two died.\n2,Three died.\n"})
    assert articles == []
    assert [(p.code, p.line) for p in problems] == [("missing-column", 1)]
    assert "'nr', 'words'" in problems[0].message


def test_a_mapped_column_that_is_not_there_is_named(reading):
    table = "id,text\n1,Two died.\n"
    articles, problems = reading({"x.csv": table}, columns={"text": "Body"})
    assert (articles, problems[0].code) == ([], "missing-column")
    assert "'Body'" in problems[0].message
    articles, problems = reading({"y.csv": table}, columns={"published": "Day"})
    assert [article.article_id for article in articles] == ["1"]
    assert [(p.code, p.severity) for p in problems] == [("missing-column", "warning"), ("no-date", "warning")]


def test_lines_are_those_of_the_file_although_texts_run_over_many(reading):
    table = 'id,text,date\na,"Two died.\n\nPolice said ""yes"".\nIn Bel.",2024-05-04\nb,short\n'
    table += "c,,2024-05-04\nd,ok,2024-05-04\n"
    articles, problems = reading({"x.csv": table})
    assert [(a.article_id, a.text) for a in articles] == [
        ("a", 'Two died.\n\nPolice said "yes".\nIn Bel.'),
        ("d", "ok"),
    ]
    assert [(p.code, p.line) for p in problems] == [("bad-row", 6), ("missing-text", 7)]
    assert "2 cells" in problems[0].message
    assert "'text'" in problems[1].message


def test_a_row_with_too_many_cells(reading):
    articles, problems = reading(
        {"x.csv": "id,text,date\na,Two died, police said,2024-05-04\nb,ok,2024-05-04\n"}
    )
    assert [article.article_id for article in articles] == ["b"]
    assert [(p.code, p.line) for p in problems] == [("bad-row", 2)]


def test_a_quote_that_is_never_closed_costs_one_row(reading):
    table = (
        'id,text,date\na,ok,2024-05-04\nb,"never closed,2024-05-04\nc,fine,2024-05-04\nd,good,2024-05-04\n'
    )
    articles, problems = reading({"x.csv": table})
    assert [article.article_id for article in articles] == ["a", "c", "d"]
    assert [(p.code, p.line) for p in problems] == [("bad-row", 3)]
    assert "never closed" in problems[0].message


def test_an_unclosed_quote_on_the_last_line(reading):
    articles, problems = reading({"x.csv": 'id,text,date\na,5\'10" tall,2024-05-04\nb,"never closed'})
    assert [article.text for article in articles] == ["5'10\" tall"]
    assert [(p.code, p.line) for p in problems] == [("bad-row", 3)]


def test_a_field_over_the_csv_modules_own_limit_is_read(reading):
    articles, problems = reading({"x.csv": "id,text,date\na," + "word " * 50_000 + ",2024-05-04\n"})
    assert [article.n_chars for article in articles] == [249_999]
    assert problems == []


def test_cells_in_another_encoding_are_read_and_warned_of_once(reading):
    table = "id,text,date\na,Café,2024-05-04\nb,Città,2024-05-04\n".encode("cp1252")
    articles, problems = reading({"x.csv": table})
    assert [article.text for article in articles] == ["Café", "Città"]
    assert [(p.code, p.line, p.severity) for p in problems] == [("encoding", 2, "warning")]
