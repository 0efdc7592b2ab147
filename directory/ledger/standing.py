"""How sure the claims of a company were before a change, and how sure they are after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from directory.catalogue import confidence, publishers, queries
from directory.catalogue.kinds import Kind
from directory.catalogue.publishers import Party
from directory.catalogue.queries import Made
from directory.ledger.history import Key, key_of
from directory.ledger.telling import Told
from directory.vocabulary import Confidence

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Shift:
    """Say that another rule fires for a claim after a change than before it, whatever the day."""

    claim: int
    before: Confidence
    after: Confidence


def shifts(changes: Iterable[Told]) -> dict[int, list[Shift]]:
    """Give, by the number of the change, the claims that it moved to another rule; what is hidden is not told."""
    moved = [each for each in changes if each.change.kind == Kind.COMPANY and each.was and each.now]
    makers = queries.makers({claim["model"] for each in moved for claim in _claims(each.now)}) if moved else {}
    return {each.change.number: _shifts(each.was or {}, each.now or {}, makers) for each in moved}


def _claims(company: Data | None) -> list[Data]:
    claims: list[Data] = (company or {}).get("adoptions", [])
    return claims


def _shifts(was: Data, now: Data, makers: Mapping[str, Made]) -> list[Shift]:
    before, after = _rules(was, makers), _rules(now, makers)
    found = ((number, before.get(key), rule) for number, (key, rule) in enumerate(after.items(), 1))
    return [Shift(number, old, new) for number, old, new in found if old and old is not new]


def _rules(company: Data, makers: Mapping[str, Made]) -> dict[Key, Confidence]:
    party = publishers.company(company)
    return {key_of(each): _rule(each, party, makers.get(each["model"])) for each in _claims(company)}


def _rule(adoption: Data, company: Party, made: Made | None) -> Confidence:
    maker = made.party if made else publishers.NOBODY
    sources = confidence.evidence(adoption["sources"], company=company, developer=maker)
    return confidence.basis(sources, adoption["status"]).rule
