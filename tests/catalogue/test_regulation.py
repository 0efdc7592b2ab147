"""A regulatory action covers its object only."""

from itertools import combinations

import pytest

from directory.catalogue.regulation import Reach, Use, Verdict, grouped, reach, touch, uncovered
from directory.vocabulary import Route, Scope, Target

EVERY_ROUTE = list(Route)
KNOWN_ROUTES = [route for route in Route if route is not Route.UNKNOWN]


def action(*objects, scope="everyone", jurisdiction="DE", **given):
    return {"objects": list(objects), "scope": scope, "jurisdiction": jurisdiction, "date": "2025-06-15"} | given


def verdict(act, route, size="startup", country="DE"):
    return touch(act, route=route, size=size, country=country).verdict


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("app", Verdict.TOUCHES),
        ("vendor-api", Verdict.DOES_NOT_COVER),
        ("self-hosted", Verdict.DOES_NOT_COVER),
        ("hosted-europe", Verdict.DOES_NOT_COVER),
        ("hosted-elsewhere", Verdict.DOES_NOT_COVER),
        ("unknown", Verdict.NOT_KNOWN),
    ],
)
def test_a_ban_of_the_app_touches_the_app_only(route, expected):
    assert verdict(action("app"), route) is expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("app", Verdict.DOES_NOT_COVER),
        ("vendor-api", Verdict.TOUCHES),
        ("self-hosted", Verdict.DOES_NOT_COVER),
        ("unknown", Verdict.NOT_KNOWN),
    ],
)
def test_an_action_on_the_interface_touches_who_sends_data_there(route, expected):
    assert verdict(action("api"), route) is expected


def test_several_objects_add_up():
    assert verdict(action("app", "api"), "vendor-api") is Verdict.TOUCHES
    assert verdict(action("app", "api"), "app") is Verdict.TOUCHES
    assert verdict(action("app", "api"), "self-hosted") is Verdict.DOES_NOT_COVER


@pytest.mark.parametrize("route", EVERY_ROUTE)
def test_an_action_on_the_model_touches_every_route_even_one_that_is_not_known(route):
    assert verdict(action("model"), route) is Verdict.TOUCHES
    assert verdict(action("app", "api", "model"), route) is Verdict.TOUCHES


@pytest.mark.parametrize("route", KNOWN_ROUTES)
def test_an_action_on_the_developer_touches_where_data_goes_to_it(route):
    to_it = route in ("app", "vendor-api")
    assert verdict(action("company"), route) is (Verdict.TOUCHES if to_it else Verdict.DOES_NOT_COVER)


def test_what_binds_public_administration_concerns_public_bodies_only():
    ban = action("app", scope="public-administration")
    assert verdict(ban, "app", size="public-body") is Verdict.TOUCHES
    assert verdict(ban, "app", size="enterprise") is Verdict.DOES_NOT_COVER
    assert verdict(ban, "app", size="") is Verdict.NOT_KNOWN


def test_what_binds_one_administration_does_not_bind_that_of_another_country():
    ban = action("model", scope="public-administration", jurisdiction="CZ")
    assert verdict(ban, "self-hosted", size="public-body", country="CZ") is Verdict.TOUCHES
    assert verdict(ban, "self-hosted", size="public-body", country="DE") is Verdict.DOES_NOT_COVER


def test_where_the_authority_sits_is_said_of_what_it_may_touch():
    assert touch(action("app", jurisdiction="IT"), route="app", size="", country="DE").abroad
    assert not touch(action("app", jurisdiction="DE"), route="app", size="", country="DE").abroad
    assert not touch(action("app", jurisdiction="EU"), route="app", size="", country="DE").abroad
    assert not touch(action("app", jurisdiction="IT"), route="self-hosted", size="", country="DE").abroad


def test_actions_with_the_same_reason_stand_together_what_touches_first():
    acts = [action("app"), action("api"), action("app", jurisdiction="IT"), action("app")]
    groups = grouped((touch(act, route="app", size="startup", country="DE"), n) for n, act in enumerate(acts))
    assert [group.actions for group in groups] == [(0, 3), (2,), (1,)]
    assert [group.touch.verdict for group in groups] == ["touches", "touches", "does-not-cover"]
    assert all(group.touch.reason.endswith(".") for group in groups)


@pytest.mark.parametrize("objects", [each for n in (1, 2, 3, 4) for each in combinations(Target, n)])
@pytest.mark.parametrize("route", EVERY_ROUTE)
def test_each_set_of_objects_touches_exactly_the_routes_that_its_objects_reach(objects, route):
    found = verdict(action(*objects), route)
    if Target.MODEL in objects:
        assert found is Verdict.TOUCHES
    elif route == "unknown":
        assert found is Verdict.NOT_KNOWN
    else:
        served = {"app": {"app", "company"}, "vendor-api": {"api", "company"}}.get(route, set())
        assert found is (Verdict.TOUCHES if served & set(objects) else Verdict.DOES_NOT_COVER)


@pytest.mark.parametrize("route", ["self-hosted", "hosted-europe", "hosted-elsewhere"])
@pytest.mark.parametrize("size", ["", "startup", "public-body"])
@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize("jurisdiction", ["DE", "IT", "EU", "CN"])
def test_a_ban_of_a_service_never_touches_weights_whomever_it_binds(route, size, scope, jurisdiction):
    ban = action("app", "api", "company", scope=scope, jurisdiction=jurisdiction)
    found = touch(ban, route=route, size=size, country="DE")
    assert (found.verdict, found.abroad) == (Verdict.DOES_NOT_COVER, False)
    assert "weights" in found.reason


@pytest.mark.parametrize(
    ("country", "abroad"), [("DE", False), ("FR", False), ("GB", True), ("CH", True), ("NO", True), ("UA", True)]
)
def test_the_union_is_abroad_for_a_company_outside_it(country, abroad):
    assert touch(action("app", jurisdiction="EU"), route="app", size="", country=country).abroad is abroad


def test_a_rule_for_the_unions_own_administration_may_not_bind_that_of_its_members():
    ban = action("app", scope="public-administration", jurisdiction="EU")
    assert verdict(ban, "app", size="public-body") is Verdict.NOT_KNOWN
    assert verdict(ban, "app", size="public-body", country="CH") is Verdict.DOES_NOT_COVER


@pytest.mark.parametrize(
    ("lifted", "status", "since", "until", "expected"),
    [
        ("", "active", "", "", Verdict.TOUCHES),
        ("", "active", "2024", "", Verdict.TOUCHES),
        ("", "active", "2026-01", "", Verdict.TOUCHES),
        ("", "announced", "2026-01", "", Verdict.TOUCHES),
        ("", "disputed", "2024", "", Verdict.NOT_KNOWN),
        ("", "ended", "2024", "", Verdict.NOT_KNOWN),
        ("", "ended", "2024", "2026-01", Verdict.TOUCHED),
        ("", "ended", "2024", "2025-05", Verdict.DOES_NOT_COVER),
        ("", "ended", "2024", "2025-06-14", Verdict.DOES_NOT_COVER),
        ("", "ended", "2024", "2025-06", Verdict.TOUCHED),
        ("", "ended", "2024", "2025", Verdict.TOUCHED),
        ("2025-09-01", "active", "", "", Verdict.TOUCHED),
        ("2025-09-01", "active", "2025-08", "", Verdict.TOUCHED),
        ("2025-09-01", "active", "2025-09", "", Verdict.TOUCHED),
        ("2025-09-01", "active", "2025-10", "", Verdict.DOES_NOT_COVER),
        ("2025", "active", "2026-01-01", "", Verdict.DOES_NOT_COVER),
        ("2025-09", "ended", "2025-10", "2026-01", Verdict.DOES_NOT_COVER),
    ],
)
def test_an_action_and_a_use_meet_only_while_both_last(lifted, status, since, until, expected):
    told = {"status": status, "since": since, "until": until}
    adoption = {key: value for key, value in told.items() if value}
    act = action("app", **({"until": lifted} if lifted else {}))
    assert touch(act, route="app", size="", country="DE", adoption=adoption).verdict is expected
    weights = touch(act, route="self-hosted", size="", country="DE", adoption=adoption)
    assert weights.verdict is Verdict.DOES_NOT_COVER
    assert "weights" in weights.reason, "the route is the reason, whatever the time"


@pytest.mark.parametrize("objects", [each for n in (1, 2, 3, 4) for each in combinations(Target, n)])
def test_each_action_says_in_words_what_it_does_not_cover(objects):
    told = " ".join(uncovered(action(*objects)))
    if Target.MODEL in objects:
        assert "by whichever route" in told
    else:
        assert "does not cover" in told
        assert "weights" in told
    assert ("consumer app" in told) is (objects == (Target.API,))
    assert ("developer's API" in told) is (objects == (Target.APP,))


def test_counts_hold_uses_by_a_route_that_is_reached_and_those_that_are_bound():
    uses = [Use("d", "app", "", "DE", 2), Use("d", "app", "", "IT", 3), Use("d", "self-hosted", "", "DE", 5)]
    uses += [Use("d", "unknown", "", "DE", 7), Use("other", "app", "", "DE", 11)]
    assert reach(action("app", developers=["d"]), uses) == Reach(5, 2)
    assert reach(action("model", developers=["d"]), uses) == Reach(17, 14)
    assert reach(action("app", developers=["d"], until="2025-07"), uses) == Reach(0, 0)
