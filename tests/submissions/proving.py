"""What tests of screening do: send waves, solve what a form asks for, read the marks."""

import json
import re
from html import unescape

import altcha

from directory import db
from directory.submissions.models import Signal, Submission
from directory.submissions.screening import PROOF
from tests.factories import typed
from tests.people import forms, send


def marks(app):
    """List the marks of each submission but that of being fast, which every test is."""
    with db.database.connection_context():
        return [[m for m in row.marks if m != Signal.FAST] for row in Submission.select().order_by(Submission.id)]


def company(number, **more):
    """Type another company, with words of its own."""
    own = {
        "name": f"Example Company {number:05} (made up)",
        "website": f"https://www.company-{number}.example",
        "summary": f"A made-up company, number {number}, that only tests know.",
        "adoptions-0-statement": f"We run Qwen in our made-up product number {number}.",
    }
    return typed(**own | more)


def wave(client, numbers, **more):
    for number in numbers:
        answer = send(client, "/submit", company(number, **more))
        assert answer.status_code == 303


def challenge(page):
    """Read what a form asks the browser to solve, None where it asks nothing."""
    found = re.search(r'data-challenge="([^"]*)"', page.text)
    return json.loads(unescape(found[1])) if found else None


def solve(task):
    """Solve it as the browser does."""
    made = altcha.Challenge.from_dict(task)
    return altcha.Payload(made, altcha.solve_challenge(made)).to_base64()


def solved(page):
    """Give what the form of a page sends once the browser has solved its task."""
    return forms(page)[-1].fields | {PROOF: solve(challenge(page))}
