"""From counts to figures: the rows that a table and a file show, in their order, and what stands out in them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from directory.catalogue.claims import Count, ranked
from directory.catalogue.confidence import on_day
from directory.catalogue.derived import Derivative
from directory.vocabulary import Confidence, Word, _

Row = tuple[str | int, ...]
LONGEST_DATE = len("2026-11")
YEAR = len("2026")
QUARTERS = ("1", "2", "3", "4")


class Age(Word):
    """How long ago a human last read the evidence of a claim; `least` days are left until it has to be read again."""

    NEW = "0-3", _("less than three months ago")
    RECENT = "3-6", _("three to six months ago")
    OLDER = "6-12", _("six to twelve months ago")
    STALE = "12", _("more than twelve months ago")


# So many days before a claim has to be read again, at least, its evidence was read that lately.
LEFT = {Age.NEW: 273, Age.RECENT: 182, Age.OLDER: 0}


@dataclass(frozen=True)
class Figure:
    """Hold a figure as a table; each column has a name, which is also the kind of what stands in it."""

    columns: tuple[str, ...]
    rows: list[Row]

    @property
    def leading(self) -> Row | None:
        """Give the row whose last number is larger than every other, None where no row is ahead."""
        most = max((int(row[-1]) for row in self.rows), default=0)
        first = [row for row in self.rows if row[-1] == most]
        return first[0] if most and len(first) == 1 else None

    @property
    def total(self) -> int:
        """Add up the last column."""
        return sum(int(row[-1]) for row in self.rows)


@dataclass(frozen=True)
class Matrix:
    """Hold counts by two values: one row for each of the first, one column for each of the second."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Branch:
    """Hold a model, a family or a version of one, with what was made from it; `version` is "" for the family."""

    model: str
    version: str
    name: str
    made: list[Derivative]


def by_companies(name: str, counts: Mapping[str, Count]) -> Figure:
    """Tell adoptions and companies by a value, most companies first."""
    rows = [(value, count.adoptions, count.companies) for value, count in ranked(dict(counts))]
    return Figure((name, "adoptions", "companies"), [*rows])


def by_adoptions(name: str, counts: Mapping[str, Count]) -> Figure:
    """Tell companies and adoptions by a value, most adoptions first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1].adoptions, pair[0]))
    return Figure(
        (name, "companies", "adoptions"), [(value, each.companies, each.adoptions) for value, each in ordered]
    )


def period(since: str) -> str:
    """Name the quarter of a date, `2026-Q2`; the year where the month is not known, "" where nothing is."""
    if len(since) < LONGEST_DATE:
        return since[:YEAR]
    return f"{since[:YEAR]}-Q{(int(since[5:7]) + 2) // 3}"


def beginnings(counts: Iterable[tuple[str, str, int]]) -> Figure:
    """Tell how many adoptions of each model family began in each quarter; last those of which it is not known."""
    found: Counter[tuple[str, str]] = Counter()
    for model, since, number in counts:
        found[period(since), model] += number
    ordered = sorted(found.items(), key=lambda pair: (not pair[0][0], pair[0][0], -pair[1], pair[0][1]))
    return Figure(("period", "model", "adoptions"), [(when, model, number) for (when, model), number in ordered])


def periods(names: Iterable[str]) -> dict[str, list[str]]:
    """List every year from the first to the last, each with its quarters and, where needed, a place for no quarter."""
    known = {name for name in names if name}
    if not known:
        return {}
    years = [int(name[:YEAR]) for name in known]
    return {
        f"{year:04}": [*(f"{year:04}-Q{quarter}" for quarter in QUARTERS), *({f"{year:04}"} & known)]
        for year in range(min(years), max(years) + 1)
    }


def matrix(counts: Sequence[tuple[str, str, int]], rows: Iterable[str], columns: Iterable[str], most: int) -> Matrix:
    """Lay counts out, rows and columns in the order given; at most so many columns."""
    met = {second for _first, second, _number in counts}
    shown = tuple([column for column in columns if column in met][:most])
    kept = {(first, second): number for first, second, number in counts if second in shown}
    filled = {first for first, _second in kept}
    return Matrix(tuple(row for row in rows if row in filled), shown, kept)


def pairs(counts: Iterable[tuple[str, str, int]]) -> Figure:
    """Tell companies by sector and model family, most first."""
    ordered = sorted(counts, key=lambda each: (-each[2], each[0], each[1]))
    return Figure(("sector", "model", "companies"), [*ordered])


def confidence(evidence: Iterable[tuple[str, str, int]], today: date) -> Figure:
    """Tell for how many adoptions each rule fires today, the surest first."""
    found: Counter[str] = Counter()
    for basis, due, number in evidence:
        rule = Confidence(basis)  # type: ignore[call-arg]  # looked up by its code, not made
        found[on_day(rule, date.fromisoformat(due), today)] += number
    order = (Confidence.CONFIRMED, Confidence.COMPANY_STATED, Confidence.REPORTED, Confidence.DEVELOPER_STATED)
    listed = (*order, Confidence.TO_RECHECK, Confidence.STALE)
    return Figure(("confidence", "adoptions"), [(rule.value, found[rule]) for rule in listed if found[rule]])


def freshness(evidence: Iterable[tuple[str, str, int]], today: date) -> Figure:
    """Tell how long ago a human last read the evidence of how many adoptions."""
    found: Counter[Age] = Counter()
    for _basis, due, number in evidence:
        left = (date.fromisoformat(due) - today).days
        found[next((age for age, least in LEFT.items() if left >= least), Age.STALE)] += number
    return Figure(("age", "adoptions"), [(age.value, found[age]) for age in Age])


def lineage(derivatives: Iterable[Derivative]) -> Figure:
    """Tell which company made a model of its own from which one."""
    rows = [(each.model, each.version_name, each.company, each.country, each.slug) for each in derivatives]
    return Figure(("model", "version", "company", "country", "slug"), [*rows])


def branches(derivatives: Sequence[Derivative], names: Mapping[str, str]) -> list[tuple[Branch, list[Branch]]]:
    """Draw derivatives as a tree: families, most derivatives first; their versions; what was made from each."""
    families: dict[str, dict[str, list[Derivative]]] = {}
    for each in derivatives:
        families.setdefault(each.model, {}).setdefault(each.version, []).append(each)
    found = []
    for model, versions in families.items():
        made = [each for listed in versions.values() for each in listed]
        below = [Branch(model, version, made[0].version_name, made) for version, made in versions.items()]
        # Nothing is said twice: a family that is named as a whole is the branch itself.
        found.append((Branch(model, "", names.get(model, model), made), below))
    return sorted(found, key=lambda pair: -len(_makers(pair[0].made)))


def _makers(made: Iterable[Derivative]) -> set[str]:
    return {each.slug for each in made}
