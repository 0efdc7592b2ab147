"""What is done to an entry without a submission of somebody else: hide, dispute, merge, rename, withdraw, undo."""

from collections.abc import Iterable, Sequence
from http import HTTPStatus

from flask import current_app, g, render_template, request, url_for
from flask_babel import gettext
from werkzeug.utils import redirect

from directory.catalogue import identity, kinds
from directory.catalogue import queries as catalogue
from directory.catalogue.kinds import Kind
from directory.catalogue.queries import Record, Withdrawn
from directory.errors import Missing, Problem, Refused
from directory.ledger import hiding, history
from directory.ledger import reversal as reversals
from directory.ledger.models import Change
from directory.moderation import access, deeds, entries, related, sensitive
from directory.moderation.decisions import check_words
from directory.moderation.forms import ClaimsForm, ReasonForm, RenamingForm, faults
from directory.moderation.matrix import Remedy
from directory.moderation.union import united
from directory.moderation.views import blueprint
from directory.moderation.views.acting import attempt
from directory.moderation.views.submission import sender
from directory.submissions.details import ClaimKey, Details
from directory.submissions.forms.fields import Fault
from directory.submissions.proposals import Proposal
from directory.submissions.tokens import token_for
from directory.submissions.views.editor import Editor, Page, Sent
from directory.text import LONGEST_SLUG
from directory.vocabulary import SubmissionKind, _
from directory.web.errors import answer
from directory.web.i18n import sentence


@blueprint.errorhandler(Withdrawn)
def gone(refusal: Withdrawn) -> Page:
    """Show moderators an entry that is not there for the public, with what can be done about it."""
    return answer(
        refusal,
        _show_entry(str(refusal.params["slug"]), ReasonForm(), [("main", (), sentence(refusal))]),
        refusal.status,
    )


@blueprint.get("/companies/<slug>")
@access.require_role("moderator")
def company(slug: str) -> str:
    """Show an entry to moderators: its claims, its changes, what waits about it, and what can be done."""
    return _show_entry(slug, ReasonForm())


@blueprint.post("/companies/<slug>/withdrawal")
@access.require_role("moderator")
def withdrawal(slug: str) -> Page:
    """Propose to withdraw an entry; another moderator approves it."""
    form = ReasonForm(request.form)

    def act() -> str:
        key = access.check_posted(f"withdrawal {slug}")
        return _start(Proposal(None, key, SubmissionKind.REMOVAL), slug, form)

    return attempt(act, lambda refusal: _show_entry(slug, form, faults(form, refusal)))


@blueprint.get("/companies/<slug>/withdrawal")
@access.require_role("moderator")
def withdrawn(slug: str) -> Page:
    """Lead whoever opens the address that only takes a withdrawal to the entry."""
    return redirect(url_for("moderation.company", slug=slug), HTTPStatus.SEE_OTHER)


@blueprint.route("/companies/<slug>/claims", methods=["GET", "POST"])
@access.require_role("moderator")
def claims(slug: str) -> Page:
    """Hide claims at once, or propose to dispute them or to take them out."""
    entry, form = catalogue.published(Kind.COMPANY, slug), ClaimsForm(request.form)

    def act() -> str:
        key = access.check_posted(f"claims {slug}")
        lacks = [] if form.named() else [Problem(("claims",), _("Choose at least one claim."))]
        check_words(form.verdict(g.person.name, sender()), *lacks)
        if request.form.get("act") == Remedy.HIDE:
            access.confirm(request.form)
            entries.hide(slug, form.named(), form.verdict(g.person.name, sender()))
            return url_for("moderation.company", slug=slug, done="hidden")
        return _start(_about_claims(entry, form.named(), key, request.form.get("act", "")), slug, form)

    return attempt(act, lambda refusal: _show_claims(entry, form, faults(form, refusal)))


@blueprint.route("/companies/<slug>/address", methods=["GET", "POST"])
@access.require_role("moderator")
def renaming(slug: str) -> Page:
    """Move an entry to another address."""
    entry, form = catalogue.published(Kind.COMPANY, slug), RenamingForm(request.form)
    free = identity.free_slug(identity.address_for(entry.name, entry.document.get("website", "")), slug)

    def act() -> str:
        access.check_posted(f"renaming {slug}")
        new = (form.address.data or "").strip()
        entries.rename(slug, new, form.verdict(g.person.name, sender()))
        return url_for("moderation.company", slug=new, done="moved")

    def show(refusal: Refused | None) -> str:
        told = faults(form, refusal)
        return render_template("moderation/rename.html", entry=entry, form=form, told=told, free=free)

    return attempt(act, show)


@blueprint.route("/companies/<slug>/merge", methods=["GET", "POST"])
@access.require_role("moderator")
def merge(slug: str) -> Page:
    """Choose the entry that stays, look the merged document over, and propose it; another moderator approves it."""
    entry = catalogue.published(Kind.COMPANY, slug)
    into = request.args.get("into", "")[:LONGEST_SLUG].strip()
    told = gettext("An entry is not merged into itself.") if into == slug else ""
    if into and not told:
        try:
            return _merge(entry, catalogue.published(Kind.COMPANY, into))
        except Missing as refusal:
            told = sentence(refusal)
    page = render_template("moderation/merge.html", entry=entry, told=told, twins=_twins(entry), into=into)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if told else HTTPStatus.OK


@blueprint.route("/changes/<int(max=2147483647):number>/reversal", methods=["GET", "POST"])
@access.require_role("moderator")
def reversal(number: int) -> Page:
    """Show a change and undo it by a new one, or propose to where that takes two people."""
    change = history.change(number)
    form = ReasonForm(request.form)

    def act() -> str:
        key = access.check_posted(f"reversal {number}")
        try:
            entries.undo(number, form.verdict(g.person.name, sender()))
        except entries.TwoNeeded:
            meant = history.move_of(change) or change
            return _start(Proposal(None, key, SubmissionKind.RESTORE, undoes=meant.number), meant.slug, form)
        if change.kind != Kind.COMPANY:
            return url_for("moderation.log", done="undone")
        return url_for("moderation.company", slug=catalogue.survivor(Kind.COMPANY, change.slug), done="undone")

    return attempt(act, lambda refusal: _show_reversal(change, form, faults(form, refusal)))


def _start(proposal: Proposal, slug: str, form: ReasonForm) -> str:
    """Propose what takes two people, as the first of them; lead to where the second one decides."""
    access.confirm(request.form)
    return _started(proposal, slug, form, base=form.verdict("", sender()).seen)


def _started(proposal: Proposal, slug: str, form: ReasonForm, *, base: int, seen: int | None = None) -> str:
    verdict = form.verdict(g.person.name, sender(), seen=seen)
    token = token_for(proposal.key, str(current_app.secret_key))
    made = entries.start(proposal, slug, verdict, token=token, base=base)
    return url_for("moderation.submission", number=made.id, done="proposed")


def _about_claims(entry: Record, named: set[deeds.Claim], key: str, act: str) -> Proposal:
    """Propose to mark claims as disputed, or to take them out."""
    if act == Remedy.DISPUTE:
        after = deeds.remedied(entry.document, named, act)
        return Proposal(kinds.company(after or {}), key, SubmissionKind.CORRECTION)
    listed = [
        ClaimKey.model_validate(dict(zip(ClaimKey.model_fields, each, strict=True))) for each in _known(entry, named)
    ]
    return Proposal(None, key, SubmissionKind.REMOVAL, Details(claims=listed))


def _known(entry: Record, named: Iterable[deeds.Claim]) -> list[deeds.Claim]:
    found = sorted(set(named) & sensitive.claims(entry.document))
    if not found:
        raise Refused(_("The entry holds none of these claims any more."))
    return found


def _merge(entry: Record, survivor: Record) -> Page:
    form = ReasonForm(request.form)
    start = united(survivor.document, entry.document)

    def save(sent: Sent) -> str:
        access.confirm(request.form)
        # The form does not show replies: those of both stay.
        both = {"replies": start["replies"]} if "replies" in start else {}
        document = kinds.company(kinds.plain(sent.document) | both)
        proposal = Proposal(document, sent.proposal.key, SubmissionKind.MERGE, target=survivor.slug)
        seen = max(sent.seen, form.verdict("", sender()).version)
        return _started(proposal, entry.slug, form, base=sent.seen, seen=seen)

    context: dict[str, object] = {"entry": entry, "survivor": survivor}
    context |= {"preview": history.difference(survivor.document, start)}
    return Editor(
        title=gettext("Merge %(name)s into %(survivor)s", name=entry.name, survivor=survivor.name),
        purpose=f"merge {entry.slug} {survivor.slug}",
        save=save,
        start=start,
        slug=survivor.slug,
        seen=survivor.revision,
        context=context,
        decision=form,
        template="moderation/merge.html",
        who=access.whose(),
    ).answer()


def _twins(entry: Record) -> list[identity.Twin]:
    names = [entry.name, *entry.document.get("aliases", [])]
    return identity.likely_twins(names, entry.document.get("website", ""), [], entry.slug)


def _show_entry(slug: str, form: ReasonForm, told: Sequence[Fault] = ()) -> str:
    entry = catalogue.entry_at(Kind.COMPANY, slug)
    if entry is None:
        raise Missing(_("There is no entry at this address."))
    return render_template(
        "moderation/entry.html",
        entry=entry,
        document=catalogue.record(entry).document,
        changes=related.changes_of(slug),
        hidden=hiding.hidden(slug),
        waiting=related.waiting_on(slug),
        families=dict(identity.families()),
        form=form,
        told=told,
    )


def _show_claims(entry: Record, form: ClaimsForm, told: Sequence[Fault]) -> str:
    listed = form.offer(entry.document["adoptions"])
    families = dict(identity.families())
    return render_template("moderation/hide.html", entry=entry, claims=listed, families=families, form=form, told=told)


def _show_reversal(change: Change, form: ReasonForm, told: Sequence[Fault]) -> str:
    try:
        planned, hinders = reversals.of(change), ""
    except Refused as refusal:
        planned, hinders = None, sentence(refusal)
    return render_template(
        "moderation/reversal.html",
        change=change,
        planned=planned,
        hinders=hinders,
        name=kinds.title(history.loaded(change.after or change.before) or {}),
        stands=catalogue.survivor(change.kind, change.slug) if change.kind == Kind.COMPANY else "",
        differences=history.difference(planned.live, planned.after) if planned else [],
        why_two=sensitive.why_undo(planned) if planned else [],
        families=dict(identity.families()),
        form=form,
        told=told,
    )
