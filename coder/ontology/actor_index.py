"""Who is who: every name and agent noun the coder knows, found in text by one index.

The files in `actors/` hold the knowledge; `actors/README.md` explains their columns. An `Entry` is one name's meaning:
a country, its adjective, its capital (standing for the government), an institution, a group, an organisation, a
medium, a leader in one office, or an agent noun such as "soldier". Which of several meanings holds on a day is
decided by `Entry.on`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from coder.errors import OntologyError
from coder.ontology.files import read_table
from coder.ontology.phrases import Match, PhraseIndex, Word

FOLDER = Path(__file__).parent / "actors"

COUNTRY, DEMONYM, CAPITAL = "country", "demonym", "capital"
INSTITUTION, GROUP, ORGANISATION, MEDIUM, LEADER, AGENT = (
    "institution", "group", "organisation", "medium", "leader", "agent",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a name. `code` is the CAMEO actor code, `since` and `until` its first and last day or None."""

    kind: str
    actor_id: str
    name: str
    country: str | None = None
    role: str | None = None
    code: str | None = None
    parent: str | None = None
    since: str | None = None
    until: str | None = None
    office: str | None = None
    side: str | None = None
    subset: str | None = None
    agent_kind: str | None = None
    sponsors: tuple[str, ...] = ()

    def on(self, day: str | None) -> bool:
        """Whether this meaning holds on an ISO day; without a day, any meaning may."""
        if day is None:
            return True
        after = self.since is None or day[: len(self.since)] >= self.since
        return after and (self.until is None or day[: len(self.until)] <= self.until)


def plural(noun: str) -> str:
    """The regular English plural of a phrase's last word."""
    if noun.endswith(("s", "x", "z", "ch", "sh")):
        return noun + "es"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    if noun.endswith("man") and not noun.lower().endswith(("human", "german", "ottoman", "roman", "norman", "shaman", "brahman")):
        return noun[:-2] + "en"
    return noun + "s"


@dataclass(frozen=True)
class ActorIndex:
    """All entries, by phrase and by id."""

    phrases: PhraseIndex[Entry]
    by_id: dict[str, Entry]
    countries: dict[str, Entry]
    #: (actor, alias in lower case) -> the only spelling that matches ("IS", "ETA")
    exact: Mapping[tuple[str, str], str]

    def find(self, text: str, words: list[Word], *, capitals: bool) -> Iterator[Match[Entry]]:
        """Actor phrases in *text*. In running text names need a capital letter; *capitals* says the text is all caps."""

        def accept(match: Match[Entry]) -> tuple[Entry, ...]:
            return tuple(e for e in match.payloads if self._fits(e, match.text, capitals=capitals))

        return self.phrases.find(text, words, accept=accept)

    def _fits(self, entry: Entry, written: str, *, capitals: bool) -> bool:
        if entry.kind == AGENT:
            return True
        short = written.replace(".", "")
        if short.lower() in _COMMON_WORDS:
            if capitals:
                return short == "US"  # in wire copy the country, hardly ever the pronoun
            return (short.isupper() or "." in written) and len(short) > 1
        if (entry.actor_id, short.lower()) in self.exact:
            return short == self.exact[entry.actor_id, short.lower()]
        if capitals:
            return True
        return any(c.isupper() for c in written)


#: English words that are also acronyms; only capitals inside mixed-case text make them names
_COMMON_WORDS = frozenset("us is it who an as or so am pm in on at he we may the no do be by act aid arm ant pro can all out".split())


def _list(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


@cache
def load_actors(folder: Path = FOLDER) -> ActorIndex:
    """Read every actor file once; errors name file and line."""
    index: PhraseIndex[Entry] = PhraseIndex()
    by_id: dict[str, Entry] = {}
    countries: dict[str, Entry] = {}
    exact: dict[tuple[str, str], str] = {}

    for row in read_table(folder / "countries.csv"):
        iso, since, until = row["iso3"], row["active_from"] or None, row["active_to"] or None
        common = {"country": iso, "code": iso, "since": since, "until": until}
        entry = Entry(COUNTRY, iso.lower(), row["name"], **common)
        countries[iso] = entry
        by_id[entry.actor_id] = entry
        index.add_all([row["name"], *_list(row["aliases"])], entry)
        index.add_all(_list(row["demonyms"]), Entry(DEMONYM, iso.lower(), row["name"], **common))
        seat = Entry(CAPITAL, f"{iso.lower()}.gov", f"Government of {row['name']}", country=iso, role="GOV",
                     code=f"{iso}GOV", since=since, until=until)
        if row["capital"]:
            index.add_all([row["capital"], *_list(row["capital_aliases"])], seat)

    for file, kind in (("institutions.csv", INSTITUTION), ("groups.csv", GROUP), ("organisations.csv", ORGANISATION),
                       ("media.csv", MEDIUM), ("leaders.csv", LEADER)):
        for row in read_table(folder / file):
            entry = Entry(
                kind, row["actor_id"], row["name"], country=row.get("country") or None, role=row.get("role") or None,
                code=row.get("code") or _code(row.get("country"), row.get("role")),
                parent=row.get("parent") or row.get("group") or None,
                since=row.get("active_from") or row.get("from") or None,
                until=row.get("active_to") or row.get("to") or None,
                office=row.get("office") or None, sponsors=tuple(_list(row.get("sponsors") or "")),
            )
            if kind != LEADER or entry.actor_id not in by_id or not entry.until:
                by_id[entry.actor_id] = entry
            index.add_all([row["name"], *_list(row["aliases"])], entry)
            for alias in _list(row.get("case_sensitive_aliases") or ""):
                index.add(alias, entry)
                written = alias.replace(".", "")
                exact[entry.actor_id, written.lower()] = written

    for row in read_table(folder / "agents.csv"):
        entry = Entry(AGENT, row["agent"], row["agent"], role=row["role"], code=row["code"], side=row["side"] or None,
                      subset=row["subset"] or None, agent_kind=row["kind"])
        by_id.setdefault(f"agent:{row['agent']}", entry)
        index.add(row["agent"], entry)
        index.add(row["plural"] or plural(row["agent"]), entry)

    if not countries:
        raise OntologyError(f"{folder}: no countries")
    return ActorIndex(index.freeze(), by_id, countries, exact)


def _code(country: str | None, role: str | None) -> str | None:
    return f"{country or ''}{role or ''}" or None
