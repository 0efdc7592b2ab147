"""What a regulatory action means for one route: it covers its object only. Pure functions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from directory.vocabulary import UNION, Route, Scope, Size, Status, Target, _

# The routes on which data reaches what an action is about; weights are the model wherever they run.
REACHED: dict[str, frozenset[str]] = {
    Target.APP: frozenset({Route.APP}),
    Target.API: frozenset({Route.VENDOR_API}),
    Target.MODEL: frozenset(Route) - {Route.UNKNOWN},
    Target.COMPANY: frozenset({Route.APP, Route.VENDOR_API}),
}


# An adoption that began, on a day that nobody says, and goes on.
ACTIVE: Mapping[str, Any] = {"status": Status.ACTIVE}


class Verdict(StrEnum):
    """Say whether an action touches a route."""

    TOUCHES = "touches"
    TOUCHED = "touched"
    NOT_KNOWN = "not-known"
    DOES_NOT_COVER = "does-not-cover"


@dataclass(frozen=True)
class Touch:
    """Hold the verdict with its reason in words; `abroad`: the authority is not of the company's country."""

    verdict: Verdict
    reason: str
    abroad: bool = False


def touch(
    action: Mapping[str, Any], *, route: str, size: str, country: str, adoption: Mapping[str, Any] = ACTIVE
) -> Touch:
    """Tell whether an action touches an adoption by this route in a company of this size and country.

    The route is asked first: what is not the object of an action is not touched, whomever it binds and whenever.
    """
    abroad = action["jurisdiction"] != country and not (action["jurisdiction"] == "EU" and country in UNION.split())
    verdict, reason = _on_route(frozenset(action["objects"]), route)
    if verdict is Verdict.DOES_NOT_COVER:
        return Touch(verdict, reason)
    if action["scope"] == Scope.PUBLIC_ADMINISTRATION and (outside := _outside(action, size, abroad=abroad)):
        return outside
    if apart := _apart(action, adoption):
        return Touch(*apart, abroad=abroad and apart[0] is not Verdict.DOES_NOT_COVER)
    # Where an authority sits matters only for what it may touch.
    return Touch(verdict, reason, abroad=abroad)


def _outside(action: Mapping[str, Any], size: str, *, abroad: bool) -> Touch | None:
    """Tell why a rule for public administration does not bind a company; None where it does."""
    if abroad:
        return Touch(Verdict.DOES_NOT_COVER, _("It binds the public administration of another country only."))
    if not size:
        reason = _("It binds public administration only, and the entry does not say whether this is a public body.")
        return Touch(Verdict.NOT_KNOWN, reason)
    if size != Size.PUBLIC_BODY:
        return Touch(Verdict.DOES_NOT_COVER, _("It binds public administration only; this is not a public body."))
    if action["jurisdiction"] == "EU":
        reason = _("It binds public administration of the European Union; whether that of its members is not said.")
        return Touch(Verdict.NOT_KNOWN, reason)
    return None


def _apart(action: Mapping[str, Any], adoption: Mapping[str, Any]) -> tuple[Verdict, str] | None:
    """Tell why an action and a use by its route did not meet, or no longer do; None where they do."""
    since, until = adoption.get("since", ""), adoption.get("until", "")
    if _surely_before(until, action["date"]):
        return Verdict.DOES_NOT_COVER, _("This use ended before the action.")
    if _surely_before(action.get("until", ""), since):
        return Verdict.DOES_NOT_COVER, _("The action ended before this use began.")
    return _standing(action, adoption)


def _standing(action: Mapping[str, Any], adoption: Mapping[str, Any]) -> tuple[Verdict, str] | None:
    """Tell why a use that an action reached is not, or not surely, touched today; None where it is."""
    if adoption["status"] == Status.DISPUTED:
        return Verdict.NOT_KNOWN, _("It would reach the data by this route; whether the model is used is disputed.")
    if adoption["status"] == Status.ENDED and not adoption.get("until"):
        return Verdict.NOT_KNOWN, _("It reaches data by this route; the use ended, and on which day is not known.")
    if adoption["status"] == Status.ENDED:
        return Verdict.TOUCHED, _("It reached data by this route; this use has ended since.")
    if action.get("until"):
        return Verdict.TOUCHED, _("It reached data by this route; the action is no longer in force.")
    return None


def _surely_before(day: str, other: str) -> bool:
    """Tell whether a date lies before another, whatever months and days they lack; what is not known never does."""
    length = min(len(day), len(other))
    return day[:length] < other[:length]


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


def uncovered(action: Mapping[str, Any]) -> list[str]:
    """Say in sentences what an action does not cover: other services, weights, and whom it does not bind."""
    objects = frozenset(action["objects"])
    return [*_not_covered(objects), *_not_bound(action)]


def _not_covered(objects: frozenset[str]) -> list[str]:
    if Target.MODEL in objects:
        return [_("It covers the model itself, by whichever route it is used.")]
    if objects == {Target.APP}:
        return [_("It does not cover the developer's API, nor weights that a company runs or has run by others.")]
    if objects == {Target.API}:
        return [_("It does not cover the consumer app, nor weights that a company runs or has run by others.")]
    return [_("It does not cover weights that a company runs or has run by others.")]


def _not_bound(action: Mapping[str, Any]) -> list[str]:
    whom = _("It does not bind anybody outside public administration.")
    return [whom] if action["scope"] == Scope.PUBLIC_ADMINISTRATION else []


@dataclass(frozen=True)
class Reach:
    """Count the listed adoptions by a route that an action reaches, and those of them that it binds where it holds."""

    adoptions: int
    bound: int


def reach(action: Mapping[str, Any], uses: Iterable["Use"]) -> Reach:
    """Count what an action reaches; what ended, is denied or was not found is no use and is not among them."""
    concerned = [each for each in uses if each.developer in action["developers"] and not action.get("until")]
    reached = [each for each in concerned if _on_route(frozenset(action["objects"]), each.route)[0] is Verdict.TOUCHES]
    return Reach(sum(each.number for each in reached), sum(each.number for each in reached if _binds(action, each)))


@dataclass(frozen=True)
class Use:
    """Count the adoptions of a developer's models by a route, in companies of one size and country."""

    developer: str
    route: str
    size: str
    country: str
    number: int


def _binds(action: Mapping[str, Any], use: Use) -> bool:
    found = touch(action, route=use.route, size=use.size, country=use.country)
    return found.verdict is Verdict.TOUCHES and not found.abroad


@dataclass(frozen=True)
class Asked:
    """Hold which actions somebody asks for; "" for all."""

    country: str = ""
    developer: str = ""
    object: str = ""

    def __bool__(self) -> bool:
        """Tell whether anything is asked."""
        return bool(self.country or self.developer or self.object)

    def fits(self, action: Mapping[str, Any]) -> bool:
        """Tell whether an action is among those asked for; the union's are those of its members too."""
        places = {self.country, "EU"} if self.country in UNION.split() else {self.country}
        return (
            (not self.country or action["jurisdiction"] in places)
            and (not self.developer or self.developer in action["developers"])
            and (not self.object or self.object in action["objects"])
        )


def matrix(actions: Iterable[Any]) -> dict[str, dict[str, int]]:
    """Count the actions that hold, by where and by object."""
    found: dict[str, dict[str, int]] = {}
    for each in actions:
        if not each.document.get("until"):
            row = found.setdefault(each.document["jurisdiction"], dict.fromkeys(Target, 0))
            for target in each.document["objects"]:
                row[target] += 1
    return found
