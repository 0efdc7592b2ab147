"""Why somebody should read a claim again: each reason with its words, and the question that finds its claims."""

from collections.abc import Mapping
from functools import reduce
from operator import or_
from typing import Any

from peewee import Expression, ModelSelect, fn

from directory import clock
from directory.catalogue.checks import DEAD, Outcome
from directory.catalogue.kinds import Kind
from directory.catalogue.models import AdoptedVersion, Adoption, Company, Entry, Evidence, Sighting
from directory.ledger.models import Change
from directory.moderation.reading import MARKS
from directory.submissions.models import Decision
from directory.vocabulary import EUROPE, Act, Existence, Status, Use, Word, _


class Doubt(Word):
    """Why somebody should read a claim again, the most urgent first."""

    TO_RECHECK = "to-recheck", _("to re-check"), _("a source does not count until somebody has read it again")
    DEAD_LINK = (
        "dead-link",
        _("dead link"),
        _("the last link check got no page at the address of a source, and nobody has re-read the claim since"),
    )
    DISPUTED = "disputed", _("disputed"), _("somebody with standing denies it")
    OUT_OF_SCOPE = "out-of-scope", _("country out of scope"), _("the company's headquarters are not in Europe")
    CONFLICTING = (
        "conflicting",
        _("conflicting facts"),
        _(
            "it is in use or announced, but another claim on the same model and use says that it ended or was not"
            " found, or the company has closed"
        ),
    )
    STALE = "stale", _("stale"), _("nobody has re-read the sources for more than twelve months")
    UNFOUND = (
        "unfound",
        _("quote never found by a program"),
        _("the page of a source answers, no program found the quote on it, and nobody has re-read the claim since"),
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
DAY = len("2026-11-24")
POSITIVE = (Status.ACTIVE, Status.ANNOUNCED)
OVER = (Status.ENDED, Status.NOT_FOUND)


def tests() -> dict[Doubt, Expression]:
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
    """Ask for the claims with a link that died since they were re-read, or failed the newest check after it.

    Since when a page is gone is known, since when nobody answers is not. A source with a mark is told of by it.
    """
    claim = Adoption.alias()
    since = (Sighting.outcome == Outcome.GONE) & (Sighting.gone > claim.reread)
    again = (Sighting.outcome == Outcome.SILENT) & (Sighting.looked > claim.reread)
    rows = _sighted().join(claim, on=(claim.id == Evidence.adoption))
    return rows.where(Sighting.outcome.in_(sorted(DEAD)), since | again, Evidence.recheck == "")


def _marked_since() -> "ModelSelect[Any]":
    """Ask for the claims with a mark that their last re-reading did not set."""
    claim = Adoption.alias()
    answer = fn.JSON_EXTRACT(Decision.remarks, fn.PRINTF('$."adoptions-%d-sources-%d"', claim.position, Evidence.place))
    told = (
        Decision.select(answer)
        .join(Change, on=(Change.number == Decision.change))
        .where(Decision.act == Act.REREADING, Change.kind == Kind.COMPANY, Change.slug == Entry.slug)
        .where(fn.SUBSTR(Change.at, 1, DAY) == claim.reread, answer.is_null(False))  # noqa: FBT003
        .order_by(Decision.id.desc())
        .limit(1)
    )
    rows = Evidence.select(Evidence.adoption).join(claim, on=(claim.id == Evidence.adoption))
    rows = rows.join(Entry, on=(Entry.id == claim.entry))
    return rows.where(Evidence.recheck > "", fn.COALESCE(told, "").not_in(sorted(MARKS)))


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


def classes(tests: Mapping[Doubt, Expression]) -> list[Expression]:
    """Part the queue in the order in which it is read, by the first doubt; what rests comes last.

    One part after the other is asked for, each by its own index: all in one would be sorted to show a few.
    """
    rests = (Adoption.reread != "") & (Adoption.turn > clock.today().isoformat())
    # A page that is lost or gone since the last re-reading is news, whenever that was.
    marked, dead = Adoption.id.in_(_marked_since()), tests[Doubt.DEAD_LINK]
    news = {Doubt.TO_RECHECK: tests[Doubt.TO_RECHECK] & (~rests | marked), Doubt.DEAD_LINK: dead}
    parts, earlier = list[Expression](), list[Expression]()
    for doubt, test in tests.items():
        here = news.get(doubt, test)
        part = reduce(lambda found, other: found & ~other, earlier, here)
        parts.append(part if doubt in news else part & ~rests)
        earlier.append(here)
    return [*parts, reduce(lambda found, other: found & ~other, news.values(), rests & reduce(or_, tests.values()))]


def class_of(number: int, tests: Mapping[Doubt, Expression]) -> int:
    """Give the number of the part that a claim is in."""
    rows = Adoption.select(Adoption.id).where(Adoption.id == number)
    return next((place for place, part in enumerate(classes(tests)) if rows.where(part).exists()), RESTING)
