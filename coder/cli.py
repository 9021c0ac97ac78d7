"""The command line: the only place that prints and exits. Data goes to stdout or the named file, all else to stderr.

Exit codes: 0 good, 1 problems found (listed), 2 wrong use. Heavy packages are imported inside the commands, so that
`coder --help` is quick.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from coder import __version__
from coder.errors import CoderError, Problem, UsageError

if TYPE_CHECKING:
    from spacy.tokens import Doc

app = typer.Typer(
    name="coder", no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    help="News articles in, conflict events out: who did what to whom, when, where, with what harm.",
)

Inputs = Annotated[list[str], typer.Argument(help="Files or folders of articles (text, JSON Lines, CSV, HTML); - is stdin.")]
Model = Annotated[str | None, typer.Option(help="Another English spaCy pipeline, such as en_core_web_lg.")]
RulesOnly = Annotated[bool, typer.Option("--rules-only", help="Readings and operators alone, without the decider.")]
Published = Annotated[str | None, typer.Option(help="Publication date (ISO) of articles that have none.")]
Columns = Annotated[list[str] | None, typer.Option("--column", help="Which CSV column or JSON key fills a field: text=Body.")]


def main() -> None:
    """Run the command; errors made on purpose end in one sentence, without a traceback."""
    # the matrices of a small pipeline are small: more BLAS threads than one only burn processor time (read when numpy is loaded)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        app()
    except UsageError as error:
        say(f"coder: {error}")
        sys.exit(2)
    except CoderError as error:
        say(f"coder: {error}")
        sys.exit(1)


def say(message: str) -> None:
    print(message, file=sys.stderr)


def progress(items: Iterable[Any], what: str) -> Iterable[Any]:
    """A progress bar on stderr, silent where that is no terminal."""
    from tqdm import tqdm

    return tqdm(items, desc=what, unit=" articles", disable=None)


def mapping(columns: list[str] | None) -> dict[str, str]:
    pairs = [c.partition("=") for c in columns or []]
    wrong = next((c for c, (_, sign, _) in zip(columns or [], pairs, strict=True) if not sign), None)
    if wrong is not None:
        raise UsageError(f"--column {wrong}: write it as field=column, for example text=Body")
    return {field: column for field, _, column in pairs}


def list_problems(problems: list[Problem]) -> int:
    """Print problems; the exit code: 1 if something was set aside."""
    for problem in problems:
        say(str(problem))
    errors = sum(p.severity == "error" for p in problems)
    if problems:
        say(f"{errors} set aside, {len(problems) - errors} warnings")
    return 1 if errors else 0


@contextmanager
def output(path: Path | None) -> Iterator[TextIO]:
    """The named file, or stdout."""
    if path is None:
        yield sys.stdout
        return
    try:
        file = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    with file:
        yield file


@app.command()
def code(
    inputs: Inputs,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="File for the mentions; default stdout.")] = None,
    published: Published = None,
    column: Columns = None,
    model: Model = None,
    rules_only: RulesOnly = False,
) -> None:
    """Code articles: one JSON object per mention of an event.

    Example: coder code article.txt  |  coder code archive.csv --column text=Body -o mentions.jsonl
    """
    from coder import coding, load, sources
    from coder.records import to_json

    columns = mapping(column)
    nlp = load(model, rules_only=rules_only)
    problems: list[Problem] = []

    def articles() -> Iterator[Any]:
        for item in sources.read(inputs, published=published, columns=columns):
            if isinstance(item, Problem):
                problems.append(item)
            else:
                yield item

    with output(out) as file:
        for coded in coding.code(nlp, progress(articles(), "coding")):
            if isinstance(coded, Problem):
                problems.append(coded)
                continue
            for mention in coded.mentions:
                file.write(json.dumps(to_json(mention), ensure_ascii=False, allow_nan=False) + "\n")
    raise typer.Exit(list_problems(problems))


@app.command()
def build(
    inputs: Inputs,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder of the dataset; the version becomes a folder in it.")],
    version: Annotated[str, typer.Option(help="Version of the release, such as 0.1.0.")],
    replace: Annotated[bool, typer.Option(help="Build the same version anew.")] = False,
    published: Published = None,
    column: Columns = None,
    model: Model = None,
    rules_only: RulesOnly = False,
) -> None:
    """Build a validated dataset: code, link reports of one event, check, publish as CSV, JSON Lines and Parquet.

    Example: coder build my_articles/ -o dataset --version 1.0.0
    """
    from coder.build import build as run

    result = run(inputs, out, version=version, model=model, published=published, columns=mapping(column), replace=replace,
                 progress=progress, rules_only=rules_only)
    say(f"{result.folder}: {result.articles} articles, {result.mentions} mentions, {result.events} events")
    if result.report is not None:
        for check in result.report.failed:
            say(f"warning {check.check_id}: {check.n_failed} of {check.suite}: {check.why}")
    raise typer.Exit(list_problems(result.problems))


@app.command()
def validate(
    path: Annotated[Path, typer.Argument(help="Folder of a release, or a JSON Lines file of mentions, events or articles.")],
) -> None:
    """Check a release against the schemas and all expectations.

    Example: coder validate dataset/0.1.0
    """
    from coder.validation import validate_path

    report = validate_path(path)
    for problem in report.problems:
        say(str(problem))
    if report.quality is not None:
        print(report.quality.to_markdown())
    else:
        say(f"{report.n_records} records, {len(report.problems)} problems")
    raise typer.Exit(0 if report.good else 1)


@app.command()
def explain(
    what: Annotated[str, typer.Argument(help="A sentence, or the id of a mention.")],
    date: Annotated[str | None, typer.Option(help="Publication date (ISO) of the sentence.")] = None,
    mentions: Annotated[Path | None, typer.Option(help="Where the mention is: a JSON Lines file or a release folder.")] = None,
    model: Model = None,
    rules_only: RulesOnly = False,
) -> None:
    """Show the parse, the rules and each decision behind a coding.

    Example: coder explain "Rebels shelled a post near Goma on Friday." --date 2024-05-15
    """
    from coder import load
    from coder.explain import explain as lines
    from coder.validation import find_mention

    found = find_mention(what, mentions)
    nlp = load(model, rules_only=rules_only)
    if found is not None:
        print(json.dumps(found, ensure_ascii=False, indent=2))
        what, date = found["sentence"], date or found["date"]["end"]
    doc: Doc = nlp.make_doc(what)
    doc._.published = date
    doc._.explained = True
    for line in lines(nlp(doc)):
        print(line)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of gold files (*.yml).")] = Path("seeds/gold"),
    articles: Annotated[Path, typer.Option(help="The articles the gold is about.")] = Path("seeds"),
    by: Annotated[str | None, typer.Option(help="rule: list the rules and how often they are right.")] = None,
    misses: Annotated[int, typer.Option(help="Show this many gold events that were not found.")] = 0,
    model: Model = None,
    rules_only: RulesOnly = False,
) -> None:
    """Score the coder against hand-coded articles, by field.

    Example: coder evaluate seeds/gold --articles seeds --misses 20
    """
    from coder import coding, evaluation, load, sources

    if by not in (None, "rule"):
        raise UsageError(f"--by {by}: only rule is known")
    entries = evaluation.read_gold(gold)
    problems: list[Problem] = []
    coded: list[coding.Coded] = []
    items = sources.read([articles])
    wanted = [a for a in items if not isinstance(a, Problem) and a.article_id in entries]
    for item in coding.code(load(model, rules_only=rules_only), progress(wanted, "coding")):
        (problems if isinstance(item, Problem) else coded).append(item)  # type: ignore[arg-type]
    score = evaluation.evaluate(entries, [c.article for c in coded], [m for c in coded for m in c.mentions])
    for what, right, asked in score.rows():
        print(f"{what:42} {right:5} / {asked:5}  {right / max(asked, 1):.3f}")
    print(f"{'forbidden codings':42} {len(score.forbidden):5}")
    print(f"{'released mentions in articles without events':42} {len(score.quiet_events):5}")
    for line in [*score.forbidden, *score.quiet_events, *score.misses][: misses or None if misses else 0]:
        print("  " + line)
    if by == "rule":
        for rule, counts in sorted(score.rules.items(), key=lambda item: (-sum(item[1].values()), item[0])):
            print(f"{rule:60} right {counts['right']:4}  wrong {counts['wrong']:4}")
    raise typer.Exit(list_problems(problems))


def version_callback(wanted: bool) -> None:
    if wanted:
        print(f"coder {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=version_callback, is_eager=True, help="Show the version.")] = False,
) -> None:
    """News articles in, conflict events out: who did what to whom, when, where, with what harm."""
