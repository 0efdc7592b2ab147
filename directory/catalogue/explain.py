"""Explain each claim of a company: the rule that fires today, on which sources, and why not on the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.catalogue import confidence, publishers, regulation
from directory.catalogue.confidence import Evidence, Finding
from directory.catalogue.document import Company
from directory.catalogue.publishers import Party
from directory.catalogue.queries import Made, Record
from directory.catalogue.source import Recheck
from directory.vocabulary import Confidence, Speaker, Status, _

LOST: dict[str, str] = {
    Recheck.QUOTE_LOST: _("The quote was on the page once and is not any more: a human has to read it again."),
    Recheck.OWNER_MOVED: _("The address leads to a page of somebody else now: a human has to read it again."),
    Recheck.PAGE_GONE: _("The page was there once and is not any more: a human has to look for it again."),
}
BOTH = _("the company itself and an independent source")
TWO = _("two independent publishers")
REPEATS = _("It repeats the text of source %(number)s.")
# Who speaks for the company or the developer, and whether as a guest on its pages.
PARTIES: dict[tuple[str, bool], str] = {
    (Speaker.DEVELOPER, False): _("The model's developer speaks here, who is not independent."),
    (Speaker.DEVELOPER, True): _("A third party speaks here, but on a page of the model's developer."),
    (Speaker.COMPANY, False): _("The company speaks here, but not in a statement or code of its own."),
    (Speaker.COMPANY, True): _("A third party speaks here, but on a page of the company."),
}


@dataclass(frozen=True)
class Remark:
    """Say why a source does not count for the rule; `number` is the source that it repeats, from 1."""

    sentence: str
    number: int = 0


@dataclass(frozen=True)
class Claim:
    """Hold one adoption with what is to be said about it."""

    number: int
    adoption: Mapping[str, Any]
    made: Made
    finding: Finding
    remarks: tuple[Remark | None, ...]
    last_read: str
    reread_by: str
    meaning: str


@dataclass(frozen=True)
class Regulated:
    """Hold the regulatory actions on a developer as seen from one route, and the claims that go by it."""

    made: Made
    route: str
    claims: tuple[int, ...]
    groups: tuple[regulation.Group, ...]


def claims(company: Mapping[str, Any], makers: Mapping[str, Made], today: date) -> list[Claim]:
    """Explain every adoption of a company's document."""
    itself = publishers.company(company)
    return [
        _claim(number, adoption, makers[adoption["model"]], itself, today)
        for number, adoption in enumerate(company["adoptions"], 1)
    ]


def replies(company: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Give the company's replies by the model of the claims that they answer.

    Those on all claims are under "", and so are those on a model of which no claim is left.
    """
    claimed = {adoption["model"] for adoption in company["adoptions"]}
    found: dict[str, list[Mapping[str, Any]]] = {}
    for each in company.get("replies", ()):
        found.setdefault(each["model"] if each.get("model") in claimed else "", []).append(each)
    return found


def _claim(number: int, adoption: Mapping[str, Any], made: Made, company: Party, today: date) -> Claim:
    sources = confidence.evidence(adoption["sources"], company=company, developer=made.party)
    read = confidence.last_read(adoption)
    finding = confidence.judge(sources, adoption["status"], read, today)
    told, by = remarks(sources, finding), confidence.due(read).isoformat()
    return Claim(number, adoption, made, finding, told, read, by, _meaning(sources, finding))


def _meaning(sources: Sequence[Evidence], finding: Finding) -> str:
    """Say what the rule means, and of one that has two ways to fire, which it was."""
    if finding.rule is not Confidence.CONFIRMED:
        return finding.rule.meaning
    return BOTH if any(sources[n].by == Speaker.COMPANY for n in finding.because) else TWO


def remarks(sources: Sequence[Evidence], finding: Finding) -> tuple[Remark | None, ...]:
    """Say for each source why it does not count for the rule, None where it does."""
    return tuple(
        None if number in finding.because and source.stands else _remark(number, sources, finding.because)
        for number, source in enumerate(sources)
    )


def _remark(number: int, sources: Sequence[Evidence], counted: Iterable[int]) -> Remark:
    source = sources[number]
    if source.recheck:
        return Remark(LOST[source.recheck])
    if not source.checkable:
        return Remark(_("It names neither publisher nor address: nobody can check it, so no rule fires on it."))
    if source.by != Speaker.THIRD_PARTY:
        return Remark(PARTIES[source.by, source.guest])
    if (told := confidence.echoed(sources, number)) is not None:
        return Remark(REPEATS, told + 1)
    if not source.publisher:
        return Remark(_("It names no publisher, so it does not count as another one."))
    others = (other for other in counted if sources[other].by == Speaker.THIRD_PARTY)
    shared = ((_shared(source, sources[other]), other) for other in others)
    beside = _("It is independent, but the company's own statement or code is missing beside it.")
    return next((Remark(sentence, other + 1) for sentence, other in shared if sentence), Remark(beside))


def _shared(source: Evidence, other: Evidence) -> str:
    """Say what a source has in common with another one, for which it does not count beside it; "" for nothing."""
    if other.publisher == source.publisher:
        return _("It comes from the same publisher as source %(number)s.")
    if other.owner == source.owner:
        return _("It names the same publisher as source %(number)s, on another site.")
    return REPEATS if other.voice == source.voice else ""


def regulated(company: Mapping[str, Any], explained: Sequence[Claim], actions: Sequence[Record]) -> list[Regulated]:
    """Judge the actions on each developer for each route by which the company uses its models, and for each time.

    What was looked for and not found goes by no route.
    """
    found: dict[tuple[str, str, tuple[regulation.Touch, ...]], list[Claim]] = {}
    concerned: dict[str, list[Record]] = {}
    for claim in explained:
        if claim.adoption["status"] != Status.NOT_FOUND:
            developer, route = claim.made.developer, claim.adoption["route"]
            listed = concerned.setdefault(developer, [a for a in actions if developer in a.document["developers"]])
            found.setdefault((developer, route, _touches(company, claim, listed)), []).append(claim)
    return [
        _regulated(alike, list(zip(touches, concerned[developer], strict=True)))
        for (developer, _route, touches), alike in found.items()
        if touches
    ]


def _touches(company: Mapping[str, Any], claim: Claim, actions: Iterable[Record]) -> tuple[regulation.Touch, ...]:
    size, country, adoption = company.get("size", ""), company["country"], claim.adoption
    return tuple(
        regulation.touch(action.document, route=adoption["route"], size=size, country=country, adoption=adoption)
        for action in actions
    )


def _regulated(alike: Sequence[Claim], judged: Iterable[tuple[regulation.Touch, Record]]) -> Regulated:
    made, route = alike[0].made, alike[0].adoption["route"]
    return Regulated(made, route, tuple(claim.number for claim in alike), tuple(regulation.grouped(judged)))


def schema() -> dict[str, Any]:
    """Describe the shape of a company's document as a JSON Schema."""
    described = Company.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | described
