"""The questions of the re-read queue: which claims somebody should read again and why, and how many come due when."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple, Self

from peewee import Case, Expression, ModelSelect, Tuple, fn

from directory import clock
from directory.catalogue.checks import DEAD, Outcome
from directory.catalogue.confidence import on_day
from directory.catalogue.models import AdoptedVersion, Adoption, Company, Entry, Evidence, Model, Name, Sighting
from directory.text import LONGEST_SLUG, words
from directory.vocabulary import EUROPE, Confidence, Existence, Status, Use, Word, _

PAGE = 50
LONGEST_TEXT = 100
MONTHS = 13  # what is left of this one, and twelve more


class Doubt(Word):
    """Why somebody should read a claim again, the most urgent first."""

    TO_RECHECK = "to-recheck", _("to re-check"), _("a source does not count until somebody has read it again")
    DEAD_LINK = (
        "dead-link",
        _("dead link"),
        _("the last link check got no page at the address of a source that answered when the claim was last re-read"),
    )
    DISPUTED = "disputed", _("disputed"), _("somebody with standing denies it")
    OUT_OF_SCOPE = "out-of-scope", _("country out of scope"), _("the company's headquarters are not in Europe")
    CONFLICTING = (
        "conflicting",
        _("conflicting facts"),
        _(
            "it is in use or announced, but another claim on the same model and use says that it ended or was not found, "
            "or the company has closed"
        ),
    )
    STALE = "stale", _("stale"), _("nobody has re-read the sources for more than twelve months")
    UNFOUND = (
        "unfound",
        _("quote never found by a program"),
        _(
            "the page of a source answers, no program ever found the quote on it, and nobody has re-read the claim since"
        ),
    )
    DERIVATIVE_UNKNOWN = (
        "derivative-unknown",
        _("derived model not known"),
        _("it was made into a derivative, of no version that the catalogue knows"),
    )
    DUE = "due", _("due"), _("its turn to be re-read within the twelve months has come")
    SINGLE_SOURCE = "single-source", _("one source only"), _("a single source carries it")


# Where a claim stands that somebody re-read and whose turn has not come again: what is left reading does not take away.
RESTING = len(Doubt)
NO_DOUBT = RESTING + 1
# A page that is lost or gone since the last re-reading is news, whenever that was.
NEWS = (Doubt.TO_RECHECK, Doubt.DEAD_LINK)
POSITIVE = (Status.ACTIVE, Status.ANNOUNCED)
OVER = (Status.ENDED, Status.NOT_FOUND)


@dataclass(frozen=True)
class Filters:
    """Hold what of the re-read queue is asked for."""

    reason: str = ""
    country: str = ""
    model: str = ""
    text: str = ""

    @classmethod
    def read(cls, told: Mapping[str, str]) -> Self:
        """Read the filters of an address; what is none of ours filters nothing."""
        reason, country = told.get("reason", ""), told.get("country", "").upper()
        return cls(
            reason=reason if reason in list(Doubt) else "",
            country=country if country.isalpha() and country.isascii() and len(country) == len("DE") else "",
            model=told.get("model", "")[:LONGEST_SLUG].strip(),
            text=told.get("text", "")[:LONGEST_TEXT].strip(),
        )

    @property
    def given(self) -> dict[str, Any]:
        """Write the filters as the blanks of an address, those that filter."""
        return {name: value for name, value in vars(self).items() if value}

    @property
    def tests(self) -> list[Expression]:
        """Match what the filters ask for, but for the reason."""
        there = Company.select(Company.entry).where(Company.country == self.country)
        named = Name.select(Name.entry).where(Name.folded.contains(" ".join(words(self.text))))
        tests = (
            (self.country, Adoption.entry.in_(there)),
            (self.model, Adoption.model == self.model),
            (self.text, Adoption.entry.in_(named)),
        )
        return [test for given, test in tests if given]


ALL = Filters()


class Place(NamedTuple):
    """Name a claim: the address of its company and its number there, from one."""

    slug: str
    number: int


@dataclass(frozen=True)
class Line:
    """Hold a claim of the queue as its list shows it; `rule` is the confidence rule of today."""

    at: Place
    company: str
    country: str
    model: str
    use: str
    route: str
    status: str
    reread: str
    reread_by: str
    turn: str
    rule: Confidence
    doubts: list[Doubt]


class Month(NamedTuple):
    """Say how many claims come due in a month, written like 2026-11."""

    period: str
    number: int


@dataclass(frozen=True)
class Forecast:
    """Say how many claims are due today, and how many more come due in each month."""

    due: int
    months: list[Month]

    @property
    def most(self) -> int:
        """Give the number of the fullest month."""
        return max(month.number for month in self.months)


def _tests() -> dict[Doubt, Expression]:
    """Match the claims for which each doubt stands today."""
    today = clock.today().isoformat()
    marked = Evidence.select(Evidence.adoption).where(Evidence.recheck > "")
    abroad = Company.select(Company.entry).where(Company.country.not_in(sorted(EUROPE)))
    known = AdoptedVersion.select(AdoptedVersion.id).where(AdoptedVersion.adoption == Adoption.id)
    second = Evidence.select(Evidence.id).where(Evidence.adoption == Adoption.id, Evidence.place > 0)
    turned = Adoption.turn <= today
    return {
        Doubt.TO_RECHECK: Adoption.id.in_(marked),
        Doubt.DEAD_LINK: Adoption.id.in_(_dead()),
        Doubt.DISPUTED: Adoption.status == Status.DISPUTED,
        Doubt.OUT_OF_SCOPE: Adoption.entry.in_(abroad),
        Doubt.CONFLICTING: Adoption.id.in_(_contradicted()) | Adoption.id.in_(_outlived()),
        # The turn comes before the day: the index on it finds both.
        Doubt.STALE: turned & (Adoption.reread_by < today),
        Doubt.UNFOUND: (Adoption.reread == "") & Adoption.id.in_(_unfound()),
        Doubt.DERIVATIVE_UNKNOWN: (Adoption.use == Use.DERIVATIVE) & ~fn.EXISTS(known),
        Doubt.DUE: turned,
        Doubt.SINGLE_SOURCE: (Adoption.publishers < 2) & ~fn.EXISTS(second),  # noqa: PLR2004
    }


def _sighted() -> "ModelSelect[Any]":
    """Ask for the claims of sources that a link check looked at."""
    same = (Evidence.url == Sighting.url) & (Evidence.quote == Sighting.quote)
    return Sighting.select(Evidence.adoption).join(Evidence, on=same)


def _dead() -> "ModelSelect[Any]":
    """Ask for the claims with a dead link; one that was dead already when its claim was re-read is no news."""
    claim = Adoption.alias()
    rows = _sighted().join(claim, on=(claim.id == Evidence.adoption))
    return rows.where(Sighting.outcome.in_(sorted(DEAD)), Sighting.answered >= claim.reread)


def _unfound() -> "ModelSelect[Any]":
    return _sighted().where(Sighting.outcome == Outcome.MISSING, Sighting.found == "")


def _contradicted() -> "ModelSelect[Any]":
    """Ask for the claims that another one of the same company on the same model and use contradicts."""
    over, claim = Adoption.alias(), Adoption.alias()
    same = (claim.entry == over.entry) & (claim.model == over.model) & (claim.use == over.use)
    rows = over.select(claim.id).join(claim, on=same)
    return rows.where(over.status.in_(OVER), claim.status.in_(POSITIVE))


def _outlived() -> "ModelSelect[Any]":
    """Ask for the claims of closed companies that are in use or announced still."""
    claim = Adoption.alias()
    rows = Company.select(claim.id).join(claim, on=(claim.entry == Company.entry))
    return rows.where(Company.existence == Existence.ENDED, claim.status.in_(POSITIVE))


def _place(tests: Mapping[Doubt, Expression]) -> Case:
    """Say where a claim stands in the queue: news first, then what was not re-read yet or is due again, then the rest."""
    rests = (Adoption.reread != "") & (Adoption.turn > clock.today().isoformat())
    news = [(tests[doubt], place) for place, doubt in enumerate(Doubt) if doubt in NEWS]
    others = [(tests[doubt], place) for place, doubt in enumerate(Doubt) if doubt not in NEWS]
    return Case(None, [*news, (rests, RESTING), *others], NO_DOUBT)


def _asked(asked: Filters, tests: Mapping[Doubt, Expression]) -> list[Expression]:
    doubts = [test for doubt, test in tests.items() if asked.reason in ("", doubt)]
    return [reduce(or_, doubts), *asked.tests]


def page(asked: Filters, number: int) -> list[Line]:
    """List a page of the claims that somebody should read again: the most urgent first, then the longest due."""
    tests = _tests()
    rows = Adoption.select(Adoption.id).where(*_asked(asked, tests))
    ordered = rows.order_by(_place(tests), Adoption.turn, Adoption.id).paginate(number, PAGE)
    return _lines([row.id for row in ordered], tests)


def counts(asked: Filters) -> tuple[dict[Doubt, int], int]:
    """Count the claims for each reason, whatever reason is asked for, and all that are asked for."""
    tests, rows = _tests(), Adoption.select(Adoption.id)
    found = {doubt: rows.where(test, *asked.tests).count() for doubt, test in tests.items()}
    return found, found[Doubt(asked.reason)] if asked.reason else rows.where(*_asked(asked, tests)).count()  # type: ignore[call-arg]  # looked up by its code


def forecast() -> Forecast:
    """Count what is due, and what comes due in this month and in each of the next twelve."""
    today = clock.today()
    month = fn.SUBSTR(Adoption.turn, 1, len("2026-11"))
    coming = Adoption.select(month, fn.COUNT(Adoption.id)).where(Adoption.turn > today.isoformat()).group_by(month)
    told: Iterable[Any] = coming.tuples()
    numbers: dict[str, int] = dict(told)
    periods = [_month(today, step) for step in range(MONTHS)]
    due = Adoption.select(Adoption.id).where(Adoption.turn <= today.isoformat()).count()
    return Forecast(due, [Month(period, numbers.get(period, 0)) for period in periods])


def _month(day: date, step: int) -> str:
    years, month = divmod(day.month - 1 + step, 12)
    return f"{day.year + years}-{month + 1:02}"


def countries() -> list[str]:
    """List the countries that companies are in."""
    rows = Company.select(Company.country).distinct().order_by(Company.country)
    return [str(row.country) for row in rows]


def doubts(slug: str, number: int) -> list[Doubt]:
    """List the reasons for which a claim stands in the queue today."""
    tests = _tests()
    return next(iter(_doubts([_id(slug, number)], tests).values()), [])


def following(asked: Filters, slug: str, number: int) -> Place | None:
    """Name the claim that is read next: the one behind this one, then the first; None where none else waits."""
    tests = _tests()
    place, here = _place(tests), _id(slug, number)
    rows = Adoption.select(Adoption.id).where(*_asked(asked, tests), Adoption.id != here, place != RESTING)
    rows = rows.order_by(place, Adoption.turn, Adoption.id)
    own = [Adoption.select(column).where(Adoption.id == here) for column in (place, Adoption.turn)]
    behind = rows.where(Tuple(place, Adoption.turn, Adoption.id) > Tuple(*own, here)).first()
    found = behind or rows.first()
    return _named([found.id])[found.id] if found else None


def _id(slug: str, number: int) -> int:
    """Give the row of a claim, 0 where there is none."""
    rows = Adoption.select(Adoption.id).join(Entry).where(Entry.slug == slug, Adoption.position == number - 1)
    return int(rows.scalar() or 0)


def _named(numbers: Collection[int]) -> dict[int, Place]:
    rows = Adoption.select(Adoption.id, Entry.slug, Adoption.position).join(Entry).where(Adoption.id.in_(numbers))
    listed: Iterable[Any] = rows.tuples()
    return {row: Place(slug, position + 1) for row, slug, position in listed}


def _doubts(numbers: Collection[int], tests: Mapping[Doubt, Expression]) -> dict[int, list[Doubt]]:
    asked = Adoption.select(Adoption.id, *(Case(None, [(test, 1)], 0) for test in tests.values()))
    listed: Iterable[Any] = asked.where(Adoption.id.in_(numbers)).tuples()
    return {row: [doubt for doubt, true in zip(tests, found, strict=True) if true] for row, *found in listed}


def _lines(numbers: list[int], tests: Mapping[Doubt, Expression]) -> list[Line]:
    columns = (Adoption.use, Adoption.route, Adoption.status, Adoption.reread, Adoption.reread_by, Adoption.turn)
    named = (Entry.name.alias("company"), Company.country, Model.name.alias("model"))
    rows = (
        Adoption.select(Adoption.id, Adoption.basis, *named, *columns)
        .join(Entry, on=(Adoption.entry == Entry.id))
        .join(Company, on=(Company.entry == Entry.id))
        .join(Model, on=(Adoption.model == Model.slug))
        .where(Adoption.id.in_(numbers))
    )
    listed: Iterable[Any] = rows.dicts()
    found, places = _doubts(numbers, tests), _named(numbers)
    lines = {}
    for row in listed:
        here, basis = row.pop("id"), Confidence(row.pop("basis"))  # type: ignore[call-arg]  # looked up by its code
        rule = on_day(basis, date.fromisoformat(row["reread_by"]), clock.today())
        lines[here] = Line(at=places[here], rule=rule, doubts=found[here], **row)
    return [lines[number] for number in numbers]
