"""What is told of waiting: exact places, exact medians, and nothing where there is too little to say."""

import pytest

from directory.catalogue.kinds import Kind, company
from directory.ledger.publish import withdraw
from directory.submissions import figures, waiting
from directory.submissions.models import Submission
from directory.submissions.proposals import Proposal, resubmit, submit, take_back
from directory.submissions.waiting import Pace
from directory.vocabulary import State
from tests import factories
from tests.people import later
from tests.submissions.sending import decided, new, send

pytestmark = pytest.mark.usefixtures("_ground")


@pytest.fixture
def _ground(empty_app):
    factories.lay_ground()


def many(number, **given):
    """Send so many submissions, a minute after one another."""
    made = []
    for place in range(number):
        document = company(factories.company(20 + place))
        with later(minutes=place):
            made.append(submit(Proposal(document, key=f"key {place}", **given), f"token {place}", slug="", base=0))
    return made


def test_a_place_counts_those_that_were_sent_earlier_and_marked_ones_come_last():
    first, second, third = many(3)
    Submission.update(signals="fast").where(Submission.id == first.id).execute()
    ahead = [waiting.ahead_of(Submission.get_by_id(each.id)) for each in (first, second, third)]
    assert ahead == [2, 0, 1]
    take_back("token 1")
    assert waiting.ahead_of(third) == 0


def test_a_new_version_waits_from_then_on():
    first, second = many(2)
    with later(hours=1):
        document = company(factories.company(20, city="Ulm"))
        first = resubmit("token 0", Proposal(document, key="again"), base=0)
    assert (waiting.ahead_of(first), waiting.ahead_of(second)) == (1, 0)


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        ([], Pace(0, None)),
        ([1, 2, 3, 4], Pace(4, None)),
        ([1, 2, 3, 4, 5], Pace(5, 3)),
        ([1, 2, 3, 4, 5, 100], Pace(6, 4)),
        ([0, 0, 0, 0, 0], Pace(5, 1)),
        ([24, 24, 30, 1, 500], Pace(5, 24)),
    ],
)
def test_the_pace_is_the_median_rounded_up_to_hours(hours, told):
    for submission, passed in zip(many(len(hours)), hours, strict=True):
        decided(submission, State.REJECTED, hours=passed)
    assert waiting.pace() == told


def test_only_the_newest_fifty_count():
    for number, submission in enumerate(many(53)):
        decided(submission, State.APPROVED, hours=1000 if number < 28 else 2)
    assert waiting.pace() == Pace(50, 501)


def test_only_the_first_decision_on_a_version_counts_and_none_that_was_made_in_one_go():
    for submission in many(6):
        decided(submission, State.REJECTED, hours=2)
        decided(submission, State.REJECTED, hours=900)
    spam = submit(Proposal(company(factories.company(90)), key="spam"), "spam", slug="", base=0)
    decided(spam, State.REJECTED, batch="spam of a day")
    assert waiting.pace() == Pace(6, 2)


def test_each_version_is_measured_from_its_own_sending():
    for number, submission in enumerate(many(5)):
        decided(submission, State.CHANGES_REQUESTED, hours=2)
        with later(days=30):
            document = company(factories.company(20 + number, city="Ulm"))
            again = resubmit(f"token {number}", Proposal(document, key=f"again {number}"), base=0)
            decided(again, State.APPROVED, hours=4)
    assert waiting.pace() == Pace(10, 3)


def test_the_figures_count_what_waits_and_what_was_decided():
    assert figures.figures().waiting == 0
    assert figures.figures().oldest is None
    made = many(5)
    decided(made[0], State.APPROVED)
    decided(made[1], State.REJECTED)
    decided(made[2], State.UNDONE)
    with later(days=9):
        now = figures.figures()
    assert (now.waiting, now.oldest) == (2, 9)
    assert now.decided == {"approval": 1, "changes-request": 0, "rejection": 1, "reversal": 1}
    with later(days=40):
        assert sum(figures.figures().decided.values()) == 0


def test_a_decision_that_was_taken_back_is_not_counted():
    for submission in many(3):
        decided(submission, State.REJECTED, batch="a wave")
        decided(submission, State.PENDING, batch="a wave")
        decided(submission, State.REJECTED)
    assert figures.figures().decided["rejection"] == 3


def test_refusals_are_told_of_those_who_agreed_only_and_while_they_stand():
    send(new(), "", "silent")
    decided(Submission.get(), State.REJECTED)
    assert figures.refusals(9) == []
    for number, submission in enumerate(many(4, listed=True)):
        decided(submission, State.REJECTED, ground="spam" if number == 3 else "unsourced", reason=f"Reason {number}.")
    resubmit("token 2", Proposal(company(factories.company(22, city="Ulm")), key="again", listed=True), base=0)
    assert [(each.reason, each.ground) for each in figures.refusals(9)] == [
        ("Reason 1.", "unsourced"),
        ("Reason 0.", "unsourced"),
    ]
    assert [each.reason for each in figures.refusals(9, before=figures.refusals(1)[0].number)] == ["Reason 0."]


def test_a_refusal_names_a_company_only_where_it_has_an_entry():
    factories.put(Kind.COMPANY, factories.company())
    made = many(1, listed=True)[0]
    decided(made, State.REJECTED)
    assert (figures.refusals(1)[0].slug, figures.refusals(1)[0].name) == ("", "")
    Submission.update(slug="example-company-1").where(Submission.id == made.id).execute()
    assert figures.refusals(1)[0].name == factories.company()["name"]
    withdraw(Kind.COMPANY, "example-company-1", factories.BECAUSE)
    assert figures.refusals(1)[0].name == ""
