"""What a regulatory action means for one route: it covers its object only. Pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from directory.vocabulary import Route, Scope, Size, Target, _

# The routes on which data reaches what an action is about; weights are the model wherever they run.
REACHED: dict[str, frozenset[str]] = {
    Target.APP: frozenset({Route.APP}),
    Target.API: frozenset({Route.VENDOR_API}),
    Target.MODEL: frozenset(Route) - {Route.UNKNOWN},
    Target.COMPANY: frozenset({Route.APP, Route.VENDOR_API}),
}


class Verdict(StrEnum):
    """Say whether an action touches a route."""

    TOUCHES = "touches"
    NOT_KNOWN = "not-known"
    DOES_NOT_COVER = "does-not-cover"


@dataclass(frozen=True)
class Touch:
    """Hold the verdict with its reason in words; `abroad`: the authority is not of the company's country."""

    verdict: Verdict
    reason: str
    abroad: bool = False


def touch(action: Mapping[str, Any], *, route: str, size: str, country: str) -> Touch:
    """Tell whether an action touches an adoption by this route in a company of this size and country."""
    abroad = action["jurisdiction"] not in (country, "EU")
    if action["scope"] == Scope.PUBLIC_ADMINISTRATION and (outside := _outside(size, abroad=abroad)):
        return outside
    verdict, reason = _on_route(frozenset(action["objects"]), route)
    # Where an authority sits matters only for what it may touch.
    return Touch(verdict, reason, abroad=abroad and verdict is not Verdict.DOES_NOT_COVER)


def _outside(size: str, *, abroad: bool) -> Touch | None:
    """Tell why a rule for public administration does not bind a company; None where it does."""
    if abroad:
        return Touch(Verdict.DOES_NOT_COVER, _("It binds the public administration of another country only."))
    if not size:
        reason = _("It binds public administration only, and the entry does not say whether this is a public body.")
        return Touch(Verdict.NOT_KNOWN, reason)
    if size != Size.PUBLIC_BODY:
        return Touch(Verdict.DOES_NOT_COVER, _("It binds public administration only; this is not a public body."))
    return None


def _on_route(objects: frozenset[str], route: str) -> tuple[Verdict, str]:
    if Target.MODEL in objects:
        return Verdict.TOUCHES, _("It covers the model itself, by whichever route.")
    if route == Route.UNKNOWN:
        return Verdict.NOT_KNOWN, _(
            "It covers services of the developer; by which route the model is used here is not known."
        )
    if any(route in REACHED[each] for each in objects):
        return Verdict.TOUCHES, _("It covers a service of the developer that the data reaches by this route.")
    if route in (Route.APP, Route.VENDOR_API):
        return Verdict.DOES_NOT_COVER, _("It covers another service of the developer than the one used here.")
    return Verdict.DOES_NOT_COVER, _(
        "It covers services of the developer; weights that somebody else runs are not its object."
    )


def by_year(actions: Iterable[Any]) -> dict[str, list[Any]]:
    """Group records of actions, which come in the order of their dates, by the year."""
    found: dict[str, list[Any]] = {}
    for each in actions:
        found.setdefault(str(each.document["date"])[:4], []).append(each)
    return found


def by_jurisdiction(actions: Iterable[Any]) -> dict[str, list[Any]]:
    """Group records of actions by where they hold."""
    found: dict[str, list[Any]] = {}
    for each in actions:
        found.setdefault(each.document["jurisdiction"], []).append(each)
    return found


@dataclass(frozen=True)
class Group:
    """Hold the actions that share one verdict and one reason."""

    touch: Touch
    actions: tuple[Any, ...]


def grouped(judged: Iterable[tuple[Touch, Any]]) -> list[Group]:
    """Put actions with the same verdict and reason together: what touches first, then what is not known."""
    found: dict[Touch, list[Any]] = {}
    for each, action in judged:
        found.setdefault(each, []).append(action)
    order = list(Verdict)
    ranked = sorted(found.items(), key=lambda pair: (order.index(pair[0].verdict), pair[0].abroad))
    return [Group(each, tuple(actions)) for each, actions in ranked]
