"""The public history: what changed, when, why."""

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext

from directory.catalogue import identity, queries
from directory.catalogue.kinds import Kind
from directory.catalogue.queries import Withdrawn
from directory.ledger import checks, hiding, history, standing, telling
from directory.text import for_xml, whole_number
from directory.vocabulary import _
from directory.web.errors import Answer, error_page, refused
from directory.web.i18n import sentence
from directory.web.pages import make_public

PAGE = 50
CORRECTIONS = 20
CHECKS = 20
HIDDEN = _("The claims of this entry are hidden while a complaint is looked into.")

blueprint = Blueprint("ledger", __name__)
make_public(blueprint, queries.revision)


@blueprint.get("/companies/<slug>/history")
def entry_history(slug: str) -> str:
    """Show every change of a company as a field diff, those of addresses that lead to it too.

    A withdrawn company keeps its history.
    """
    entry = queries.standing(Kind.COMPANY, slug)
    changes = telling.told(history.of_entry(Kind.COMPANY, queries.addresses_of(Kind.COMPANY, slug)))
    return render_template(
        "ledger/history.html",
        slug=slug,
        name=entry.name,
        changes=changes,
        shifts=standing.shifts(changes),
        withdrawn=entry.state == "withdrawn",
        hidden=hiding.hides_all(slug),
        families=dict(identity.families()),
    )


@blueprint.get("/changes")
def changes() -> str:
    """Show the public ledger, newest first, a page at a time."""
    before = whole_number(request.args.get("before"))
    found = history.newest(PAGE + 1, before=before)
    shown = telling.told(found[:PAGE])
    older = shown[-1].change.number if len(found) > PAGE else None
    return render_template("ledger/changes.html", changes=shown, older=older, before=before)


@blueprint.get("/corrections")
def corrections() -> str:
    """Show what was published and then put right or taken out, newest first, a page at a time."""
    before = whole_number(request.args.get("before"))
    page = telling.corrections(CORRECTIONS, before=before)
    families = dict(identity.families())
    return render_template(
        "ledger/corrections.html", changes=page.changes, older=page.older, before=before, families=families
    )


@blueprint.get("/checks")
def link_checks() -> str:
    """List the link checks, newest first, a page at a time."""
    before = whole_number(request.args.get("before"))
    found = checks.newest(CHECKS + 1, before=before)
    listed = [(each, checks.counts(each.document)) for each in found[:CHECKS]]
    older = found[CHECKS - 1].revision if len(found) > CHECKS else None
    return render_template("ledger/checks.html", checks=listed, older=older, before=before)


@blueprint.get("/checks/<slug>")
def link_check(slug: str) -> str:
    """Show what a link check saw, and which entries lost standing by it."""
    record = queries.published(Kind.CHECK, slug)
    changes = checks.demoted(record)
    return render_template(
        "ledger/check.html",
        record=record,
        counts=checks.counts(record.document),
        amiss=checks.amiss(record.document),
        changes=changes,
        shifts=standing.shifts(changes),
    )


@blueprint.get("/feed.atom")
def feed() -> Response:
    """Give the newest changes as an Atom feed (RFC 4287)."""
    changes = telling.newest(PAGE)
    families = dict(identity.families())
    text = render_template("ledger/feed.xml", changes=changes, shifts=standing.shifts(changes), families=families)
    return Response(for_xml(text), content_type="application/atom+xml; charset=utf-8")


def withdrawn(refusal: Withdrawn) -> Answer:
    """Answer for an entry that is gone: why, or that it is only hidden meanwhile, and where its history is."""
    if refusal.params["kind"] != Kind.COMPANY:
        return refused(refusal)
    slug = str(refusal.params["slug"])
    told = gettext(HIDDEN) if hiding.hides_all(slug) else sentence(refusal)
    since = str(refusal.params["since"])
    return error_page(refusal.status, told, history=url_for("ledger.entry_history", slug=slug), since=since)
