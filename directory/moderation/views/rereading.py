"""The re-read queue, and one claim of it: its sources, what programs saw of them, and what a human says today."""

from typing import Any

from flask import g, render_template, request, url_for

from directory import clock
from directory.catalogue import explain, identity, sightings
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.catalogue.queries import Record
from directory.errors import Refused
from directory.moderation import access, reading, rereading
from directory.moderation.forms import ReadingForm, faults
from directory.moderation.forms import number as read_number
from directory.moderation.reading import Lost, Saw
from directory.moderation.rereading import PAGE, Filters, Place
from directory.moderation.views import blueprint
from directory.moderation.views.acting import attempt
from directory.moderation.views.submission import sender
from directory.submissions.forms.fields import Fault
from directory.submissions.views.editor import Page
from directory.text import whole_number

LAST_PAGE = 9999


@blueprint.get("/rereading")
@access.require_role("moderator")
def rereading_queue() -> str:
    """List the claims that somebody should read again, and say how many come due when."""
    asked = Filters.read(request.args)
    number = whole_number(request.args.get("page"), LAST_PAGE) or 1
    reasons, total = rereading.counts(asked)
    return render_template(
        "moderation/rereading.html",
        asked=asked,
        lines=rereading.page(asked, number),
        reasons=reasons,
        total=total,
        page=number,
        size=PAGE,
        countries=rereading.countries(),
        families=dict(identity.families()),
        forecast=rereading.forecast(),
        **_after(),
    )


@blueprint.route("/rereading/<slug>/<int(max=2147483647):number>", methods=["GET", "POST"])
@access.require_role("moderator")
def reread(slug: str, number: int) -> Page:
    """Show a claim with its sources, and take what a moderator says of each."""
    form, asked = ReadingForm(request.form), Filters.read(request.args)

    def act() -> str:
        access.check_posted(f"rereading {slug} {number}")
        entry = catalogue.published(Kind.COMPANY, slug)
        saw = form.saw(request.form, len(reading.claim_of(entry, number)["sources"]))
        # Once it is re-read, its place in the queue is another one.
        following = rereading.following(asked, slug, number)
        made = reading.reread(slug, number, saw, form.verdict(g.person.name, sender()))
        return _onward(Place(slug, number), following, asked, int(made.change or 0), stands=Saw.STANDS in saw)

    return attempt(act, lambda refusal: _show(slug, number, form, refusal))


def _onward(here: Place, following: Place | None, asked: Filters, change: int, *, stands: bool) -> str:
    """Lead to the next claim; a claim of which nothing stands is not left like this."""
    if not stands:
        return _address(here, asked, done="fallen", after=change)
    if "next" not in request.form:
        return _address(here, asked, after=change)
    if following is None:
        return url_for("moderation.rereading_queue", after=change, **asked.given)
    return _address(following, asked, after=change)


def _address(at: Place, asked: Filters, **more: int | str) -> str:
    blanks: dict[str, Any] = {**asked.given, **more}
    return url_for("moderation.reread", slug=at.slug, number=at.number, **blanks)


def _after() -> dict[str, Any]:
    """Give the re-reading on the page before, and where to suggest that what no longer says so goes."""
    change = read_number(request.args.get("after"))
    made = reading.made_by(change) if change else None
    return {"after": made, "lost": [(_suggestion(at), at.source) for at in reading.lost(made)] if made else []}


def _suggestion(at: Lost) -> str:
    anchor = f"adoptions-{at.claim - 1}-sources-{at.source - 1}"
    return f"{request.script_root}/companies/{at.slug}/suggest?claim={at.claim}#{anchor}"


def _show(slug: str, number: int, form: ReadingForm, refusal: Refused | None) -> str:
    entry, asked = catalogue.published(Kind.COMPANY, slug), Filters.read(request.args)
    claim = reading.claim_of(entry, number)
    sources = claim["sources"]
    return render_template(
        "moderation/reread.html",
        entry=entry,
        number=number,
        **_explained(entry, number),
        watch=sightings.of({"adoptions": [claim]}),
        passages=[reading.passage(each) for each in sources],
        doubts=rereading.reasons(slug, number),
        hindrance=reading.hindrance(entry, claim, g.person.name),
        earlier=reading.earlier(entry),
        choices=list(Saw),
        saw=form.saw(request.form, len(sources)),
        form=form,
        told=_faults(form, refusal),
        asked=asked,
        following=rereading.following(asked, slug, number),
        **_after(),
    )


def _explained(entry: Record, number: int) -> dict[str, Any]:
    """Explain the claim as it stands, and as it would stand if each source still said so."""
    claim, today = reading.claim_of(entry, number), clock.today()
    makers = catalogue.makers({claim["model"]})
    read = reading.after(claim, [Saw.STANDS] * len(claim["sources"]))
    now, then = (explain.claims(entry.document | {"adoptions": [each]}, makers, today)[0] for each in (claim, read))
    return {"claim": now, "confirmed": then}


def _faults(form: ReadingForm, refusal: Refused | None) -> list[Fault]:
    """Lead from each problem of a source to its choice."""
    found = faults(form, refusal)
    return [(f"saw-{path[1]}" if path[:1] == ("sources",) else at, path, said) for at, path, said in found]
