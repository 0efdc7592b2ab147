"""Explain each claim of a company: the rule that fires today, on which sources, and why not on the others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from directory.catalogue import confidence, regulation
from directory.catalogue.confidence import Evidence, Finding
from directory.catalogue.document import Company
from directory.catalogue.queries import Made, Record
from directory.text import registrable_domain
from directory.vocabulary import Speaker, Status, _


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


@dataclass(frozen=True)
class Regulated:
    """Hold the regulatory actions on a developer as seen from one route, and the claims that go by it."""

    made: Made
    route: str
    claims: tuple[int, ...]
    groups: tuple[regulation.Group, ...]


def claims(company: Mapping[str, Any], makers: Mapping[str, Made], today: date) -> list[Claim]:
    """Explain every adoption of a company's document."""
    domain = registrable_domain(company.get("website", ""))
    return [
        _claim(number, adoption, makers[adoption["model"]], domain, today)
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


def _claim(number: int, adoption: Mapping[str, Any], made: Made, domain: str, today: date) -> Claim:
    sources = confidence.evidence(adoption["sources"], company=domain, developer=made.domain)
    read = confidence.last_read(adoption)
    finding = confidence.judge(sources, adoption["status"], read, today)
    return Claim(number, adoption, made, finding, remarks(sources, finding), read, confidence.due(read).isoformat())


def remarks(sources: Sequence[Evidence], finding: Finding) -> tuple[Remark | None, ...]:
    """Say for each source why it does not count for the rule, None where it does."""
    return tuple(
        None if number in finding.because else _remark(number, sources, finding.because)
        for number in range(len(sources))
    )


def _remark(number: int, sources: Sequence[Evidence], counted: Iterable[int]) -> Remark:
    source = sources[number]
    if source.by == Speaker.DEVELOPER:
        return Remark(_("The model's developer speaks here, who is not independent."))
    if source.by == Speaker.COMPANY:
        return Remark(_("The company speaks here, but not in a statement or code of its own."))
    if not source.publisher:
        return Remark(_("It names no publisher, so it does not count as another one."))
    for other in counted:
        if sources[other].publisher == source.publisher:
            return Remark(_("It comes from the same publisher as source %(number)s."), other + 1)
        if source.text and sources[other].text == source.text:
            return Remark(_("It repeats the text of source %(number)s."), other + 1)
    return Remark(_("It is independent, but the company's own statement or code is missing beside it."))


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
