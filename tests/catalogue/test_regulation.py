"""A regulatory action covers its object only."""

import pytest

from directory.catalogue.regulation import Verdict, grouped, touch
from directory.vocabulary import Route

EVERY_ROUTE = list(Route)
KNOWN_ROUTES = [route for route in Route if route is not Route.UNKNOWN]


def action(*objects, scope="everyone", jurisdiction="DE"):
    return {"objects": list(objects), "scope": scope, "jurisdiction": jurisdiction}


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
