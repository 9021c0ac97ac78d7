"""Whole tables against the checks in `expectations/`. The only module that imports Great Expectations.

A suite is a hand-written JSON file; every check has an id (EV011), a reason and a severity. `judge` runs the
three suites and says for each check whether it passed, how many rows fail and which. Only failing *critical*
checks stop a release.

Great Expectations is quiet where it should be loud: it logs and then drops a check that it does not know, and
a suite without checks succeeds. So the loader here refuses a suite that is not whole, every check must come
back with a result, and a check that could not be computed counts as a critical failure.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from coder import resources, schema, table
from coder.crosschecks import NEED_TEXT, QUAD_BY_ROOT, RULES, Tables, evaluate
from coder.errors import ValidationError

if TYPE_CHECKING:
    from great_expectations.core.expectation_suite import ExpectationSuite

SUITES = ("articles", "mentions", "events")
_KINDS: Mapping[str, table.Kind] = {"articles": "article", "mentions": "mention", "events": "event"}
_KEYS = {name: f"{kind}_id" for name, kind in _KINDS.items()}
_EXAMPLES = 5

Status = Literal["passed", "failed", "not_checked"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What became of one check. `examples` are ids of failing rows, at most five."""

    suite: str
    check_id: str
    why: str
    severity: str
    status: Status
    #: rows that fail; 0 where the check is about the table as a whole
    n_failed: int
    examples: tuple[str, ...]
    #: what was found, or why the check was not done; empty where it passed
    detail: str

    @property
    def passed(self) -> bool:
        return self.status == "passed"


@dataclass(frozen=True, slots=True)
class Report:
    """The results of all checks, in the order of the suites."""

    #: suite -> number of rows judged
    n_rows: Mapping[str, int]
    checks: tuple[CheckResult, ...]

    @property
    def failed(self) -> tuple[CheckResult, ...]:
        return tuple(check for check in self.checks if check.status == "failed")

    @property
    def failed_critical(self) -> tuple[CheckResult, ...]:
        """The checks that stop a release."""
        return tuple(check for check in self.failed if check.severity == "critical")

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, ready for `json.dumps`; the same for the same tables, at any time."""
        return {
            "summary": self._summary(),
            "rows": dict(self.n_rows),
            "checks": [
                {
                    "suite": check.suite,
                    "check_id": check.check_id,
                    "why": check.why,
                    "severity": check.severity,
                    "status": check.status,
                    "n_failed": check.n_failed,
                    "examples": list(check.examples),
                    "detail": check.detail,
                }
                for check in self.checks
            ],
        }

    def to_markdown(self) -> str:
        """The report as a page: a summary, what failed, and a table of all checks of each suite."""
        summary = self._summary()
        lines = [
            "# Validation",
            "",
            f"{summary['checks']} checks: {summary['passed']} passed, {summary['failed']} failed "
            f"({summary['failed_critical']} critical), {summary['not_checked']} not checked.",
        ]
        if self.failed:
            lines += ["", "## Failed", ""]
            lines += [
                f"- **{check.check_id}** ({check.severity}): {_failure(check)}" for check in self.failed
            ]
        for suite in SUITES:
            lines += ["", f"## {suite.capitalize()} ({self.n_rows[suite]} rows)", ""]
            lines += ["| check | severity | result | rows | what must hold |", "|---|---|---|--:|---|"]
            lines += [
                _row(c.check_id, c.severity, c.status.replace("_", " "), c.n_failed, c.why)
                for c in self.checks
                if c.suite == suite
            ]
        return "\n".join(lines) + "\n"

    def _summary(self) -> dict[str, int]:
        return {
            "checks": len(self.checks),
            "passed": sum(check.passed for check in self.checks),
            "failed": len(self.failed),
            "failed_critical": len(self.failed_critical),
            "not_checked": sum(check.status == "not_checked" for check in self.checks),
        }


@dataclass(frozen=True, slots=True)
class Suite:
    """A suite as written (`checks`) and as Great Expectations understands it."""

    name: str
    checks: tuple[Mapping[str, Any], ...]
    expectations: ExpectationSuite


def judge(
    articles: pd.DataFrame,
    mentions: pd.DataFrame,
    events: pd.DataFrame,
    *,
    codes: Collection[str],
    event_types: Collection[str],
    quad_by_root: Mapping[str, int] = QUAD_BY_ROOT,
    folder: Path | None = None,
) -> Report:
    """Run all checks on the three tables of `coder.table`.

    *codes* are the CAMEO codes and *event_types* the event types of the ontology. Articles made with
    `text=True` let the checks compare offsets with the text; without it those checks are reported as not
    checked. *folder* holds the suites, by default the project's own.

    Raises ValidationError for a table without a column of its schema, or a suite that cannot be run.
    """
    frames = {"articles": articles, "mentions": mentions, "events": events}
    for name, frame in frames.items():
        if missing := [c.name for c in table.columns(_KINDS[name]) if c.name not in frame]:
            raise ValidationError(f"the {name} table lacks the column {missing[0]}")
    tables = Tables(articles, mentions, events, frozenset(codes), frozenset(event_types), quad_by_root)
    suites = [load_suite((folder or resources.folder("expectations")) / f"{name}.json") for name in SUITES]
    checks = [check for suite in suites for check in _judge_suite(suite, frames[suite.name], tables)]
    return Report({name: len(frames[name]) for name in SUITES}, tuple(checks))


def load_suite(path: Path) -> Suite:
    """The suite at *path*; ValidationError where any part of it is not understood, naming file and check."""
    _quiet()
    from great_expectations.core.expectation_suite import ExpectationSuite

    try:
        raw = json.loads(path.read_text("utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise ValidationError(f"{path}: cannot be read: {error}") from error
    for fault in schema.problems("expectation_suite", [raw if isinstance(raw, dict) else {}]):
        raise ValidationError(f"{path}: {fault.message}")
    seen: set[str] = set()
    whole = ExpectationSuite(name=raw["name"])
    for check in raw["expectations"]:
        check_id = check["meta"]["check_id"]
        if check_id in seen:
            raise ValidationError(f"{path}: {check_id} stands there twice")
        seen.add(check_id)
        for column in _helper_columns([check]) - set(RULES):
            raise ValidationError(f"{path}: {check_id}: there is no rule {column}")
        whole.expectations.append(_understood(path, check_id, check))
    return Suite(raw["name"], tuple(raw["expectations"]), whole)


def _understood(path: Path, check_id: str, check: Mapping[str, Any]) -> Any:
    from great_expectations.core.expectation_suite import ExpectationSuite

    try:
        # One at a time: a suite drops what it does not understand, which only shows in a count.
        alone = ExpectationSuite(name=check_id, expectations=[dict(check)])
    except Exception as error:
        raise ValidationError(f"{path}: {check_id}: {_first_line(error)}") from error
    if len(alone.expectations) != 1:
        raise ValidationError(f"{path}: {check_id}: {check['type']} is not an expectation")
    return alone.expectations[0]


def _judge_suite(suite: Suite, frame: pd.DataFrame, tables: Tables) -> Iterable[CheckResult]:
    helpers = {name: evaluate(name, frame, tables) for name in sorted(_helper_columns(suite.checks))}
    # Only the columns that are looked at: a wide table makes Great Expectations several times slower.
    looked_at = [name for name in frame.columns if name in _columns(suite.checks) | {_KEYS[suite.name]}]
    found = _run(suite, frame[looked_at].assign(**helpers))
    for check in suite.checks:
        yield _result(suite.name, check, found[check["meta"]["check_id"]], has_text=tables.has_text)


def _run(suite: Suite, frame: pd.DataFrame) -> dict[str, Mapping[str, Any]]:
    """check_id -> result as Great Expectations gives it. Its order is not that of the suite."""
    batch = (
        _context()
        .data_sources.add_or_update_pandas(suite.name)
        .add_dataframe_asset(suite.name)
        .add_batch_definition_whole_dataframe("all")
        .get_batch({"dataframe": frame})
    )
    # SUMMARY keeps the result small however many rows fail.
    wanted = {
        "result_format": "SUMMARY",
        "unexpected_index_column_names": [_KEYS[suite.name]],
        "partial_unexpected_count": _EXAMPLES,
    }
    results = batch.validate(suite.expectations, result_format=wanted).to_json_dict()["results"]
    found = {result["expectation_config"]["meta"]["check_id"]: result for result in results}
    if set(found) != {check["meta"]["check_id"] for check in suite.checks}:
        raise ValidationError(f"{suite.name}: not every check came back with a result")
    return found


@cache
def _context() -> Any:
    """One context for the process; "ephemeral" keeps nothing and writes no project folder."""
    _quiet()
    import great_expectations

    context = great_expectations.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}  # type: ignore[assignment]
    return context


def _result(suite: str, check: Mapping[str, Any], found: Mapping[str, Any], *, has_text: bool) -> CheckResult:
    result, severity, meta = found["result"], check["severity"], check["meta"]
    status: Status = "passed" if found["success"] else "failed"
    detail = ""
    if raised := _exception(found["exception_info"]):
        status, severity, detail = "failed", "critical", f"could not be computed: {raised}"
    elif _helper_columns([check]) & NEED_TEXT and not has_text:
        status, detail = "not_checked", "needs the text of the articles"
    elif status == "failed" and "observed_value" in result:
        detail = f"found {result['observed_value']}"
    rows = result.get("partial_unexpected_index_list") or []
    examples = tuple(str(row.get(_KEYS[suite])) for row in rows[:_EXAMPLES])
    return CheckResult(
        suite=suite,
        check_id=meta["check_id"],
        why=meta["why"],
        severity=severity,
        status=status,
        n_failed=int(result.get("unexpected_count") or 0),
        examples=examples,
        detail=detail,
    )


def _exception(info: Mapping[str, Any]) -> str | None:
    """The message of what a check raised: on top, or one level down under the name of a metric."""
    for entry in (info, *(value for value in info.values() if isinstance(value, Mapping))):
        if entry.get("raised_exception"):
            return _first_line(entry.get("exception_message"))
    return None


def _columns(checks: Iterable[Mapping[str, Any]]) -> set[str]:
    return {check["kwargs"]["column"] for check in checks if "column" in check["kwargs"]}


def _helper_columns(checks: Iterable[Mapping[str, Any]]) -> set[str]:
    return {name for name in _columns(checks) if name.startswith("_")}


def _failure(check: CheckResult) -> str:
    rows = f"{check.n_failed} row{'' if check.n_failed == 1 else 's'}" if check.n_failed else ""
    examples = "such as " + ", ".join(f"`{example}`" for example in check.examples) if check.examples else ""
    return f"{check.why} " + "; ".join(part for part in (rows, examples, check.detail) if part)


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _first_line(message: object) -> str:
    return (str(message).strip().splitlines() or ["no message"])[0]


def _quiet() -> None:
    """Keep older versions from calling home. Has to be set before the first import."""
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
