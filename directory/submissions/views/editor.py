"""The pages that hold a form, for whoever uses it: submitter or moderator. One way from a post to a proposal."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, ClassVar

from flask import current_app, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from directory.catalogue import identity, kinds
from directory.catalogue import queries as catalogue
from directory.catalogue.document import LONGEST_NAME, Company
from directory.errors import ChangedMeanwhile, Invalid, Missing, Problem, Refused
from directory.ledger import hiding, history
from directory.submissions import drafts, tokens, typed, waiting
from directory.submissions.details import Details
from directory.submissions.forms import fields
from directory.submissions.forms.company import CompanyForm, NewAdoptionForm, offer_models
from directory.submissions.forms.progress import state_of
from directory.submissions.forms.sending import SendingForm
from directory.submissions.models import Draft
from directory.submissions.proposals import Proposal
from directory.submissions.views import screened
from directory.text import LONGEST_ADDRESS, whole_number
from directory.vocabulary import SubmissionKind, _
from directory.web import limits
from directory.web.errors import answer
from directory.web.forms import FIELD, Expired, Posted, form_token, posted, sent_by
from directory.web.i18n import page_language

MOST_SOURCES_ASKED = 5
Page = Response | tuple[str, int] | tuple[str, int, dict[str, str]]
Document = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """Hold what a posted form says: the checked proposal and the revision of the entry it was written on."""

    proposal: Proposal
    seen: int

    @property
    def document(self) -> Company:
        """Give the company that is proposed: for those who asked with a form that always proposes one."""
        assert self.proposal.document is not None  # noqa: S101  (narrows the type; the company form has a document)
        return self.proposal.document


@dataclass(frozen=True)
class Shown:
    """Hold a form as it is shown: the revision and the key that it is bound to, and why it was refused."""

    form: Any
    seen: int
    key: str = ""
    refusal: Refused | None = None
    differences: list[history.Difference] | None = None


@dataclass(frozen=True)
class Asking(ABC):
    """Say what a page with a form is about: what it starts from and what its button does; each kind adds its own.

    `purpose` and `who` bind its token; `slug` is the published entry's ("" where there is none), `entry` its document
    and `seen` the revision of it that the form shows. `keeps` lets what was typed be saved as a draft. `decision` is
    the form beside it by which a moderator decides.
    """

    title: str
    purpose: str
    save: Callable[[Sent], str]
    start: Document = field(default_factory=dict)
    slug: str = ""
    seen: int = 0
    entry: Document = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    template: str = ""
    who: str = ""
    kind: SubmissionKind = SubmissionKind.COMPANY
    keeps: bool = False
    decision: Any = None

    shape: ClassVar[type[SendingForm]]

    @abstractmethod
    def read(self, shown: Shown) -> tuple[Company | None, Details]:
        """Judge what was typed: the company as it would be, and what is said beside it; raise Invalid."""

    @abstractmethod
    def furnish(self, shown: Shown) -> Document:
        """Fill the form's choices; give what the template needs more."""

    @staticmethod
    def of(details: Details) -> Document:
        """Fill the form with what was sent beside the document."""
        return {"not_it": details.not_it}

    def answer(self) -> Page:
        """Show the form, add or remove a part, keep a draft, or save and go on; any refusal keeps what was typed."""
        if request.method != "POST":
            return self._open()
        if typed.parts(request.form) > typed.MOST_PARTS:
            msg = _("This form has too many parts: at most %(most)s adoptions and sources in all.")
            raise Refused(msg, most=typed.MOST_PARTS)
        try:
            sent = posted(self.purpose, self.who)
        except Expired as refusal:
            shown = Shown(self.shape(request.form), self._seen(request.form), refusal.key, refusal)
            return answer(refusal, self._show(shown), refusal.status)
        return self._act(sent)

    def _open(self) -> Page:
        """Show the form as it starts, or a draft of it as it was typed."""
        token = request.args.get("draft", "") if self.keeps else ""
        if not token:
            return self._show(Shown(self.shape(data=self.start), self.seen)), HTTPStatus.OK
        draft = drafts.of(token)
        if draft is None or self._now(draft) != self.purpose:
            return redirect(url_for("submissions.status", token=token), HTTPStatus.SEE_OTHER)
        told: MultiDict[str, str] = MultiDict(
            (name, each) for name, typed_ in drafts.fields(draft).items() for each in typed_
        )
        return self._show(Shown(self.shape(told), self._seen(told), draft.key)), HTTPStatus.OK

    @staticmethod
    def _now(draft: Draft) -> str:
        """Give the purpose of a draft's form as it is today, where the entry moved."""
        verb, space, slug = draft.purpose.partition(" ")
        return f"{verb}{space}{catalogue.survivor(kinds.Kind.COMPANY, slug)}"

    def _act(self, sent: Posted) -> Page:
        shown = Shown(self.shape(request.form), self._seen(request.form), sent.key)
        try:
            if pressed := request.form.get("step"):
                fields.step(shown.form, pressed)
                return self._show(shown), HTTPStatus.OK
            if self.keeps and request.form.get("draft"):
                return redirect(self._keep(sent.key), HTTPStatus.SEE_OTHER)
            proposal = self._proposal(shown, sent)
            return redirect(self.save(Sent(proposal, shown.seen)), HTTPStatus.SEE_OTHER)
        except Missing:
            raise
        except Refused as refusal:
            return answer(refusal, self._show(self.refused(shown, refusal)), refusal.status)

    def refused(self, shown: Shown, refusal: Refused) -> Shown:
        """Say what is shown again where a post was refused."""
        return Shown(shown.form, shown.seen, shown.key, refusal)

    def _keep(self, key: str) -> str:
        token = tokens.token_for(key, str(current_app.secret_key))
        told = {name: listed for name, listed in request.form.lists() if name not in (FIELD, "draft")}
        about = drafts.About(self.purpose, self.title, request.path, limits.network_key())
        drafts.keep(token, key, about, told)
        return url_for("submissions.status", token=token)

    def _seen(self, told: Mapping[str, str]) -> int:
        """Read the revision that the form's fields were written on; what is none of the entry's says nothing."""
        seen = whole_number(told.get("seen", "")) or 0
        return seen if self._as_of(seen) else self.seen

    def before(self, seen: int) -> Document:
        """Give the entry as the form's writer saw it, without what was hidden since."""
        return hiding.shown(self.slug, self._as_of(seen)) or self.entry or self.start

    def _as_of(self, seen: int) -> Document | None:
        addresses = catalogue.addresses_of(kinds.Kind.COMPANY, self.slug) if self.slug else []
        return history.entry_as_of(kinds.Kind.COMPANY, addresses, seen)

    def _proposal(self, shown: Shown, sent: Posted) -> Proposal:
        """Make a proposal of a post, whatever its kind; raise Invalid with every wrong field."""
        form, problems = shown.form, typed.private_problems(shown.form)
        try:
            document, details = self.read(shown)
        except Invalid as refusal:
            raise Invalid([*refusal.problems, *problems]) from refusal
        if problems:
            raise Invalid(problems)
        return Proposal(
            document=document,
            key=sent.key,
            kind=self.kind,
            details=details,
            note=(form.note.data or "").strip(),
            contact=(form.contact.data or "").strip(),
            sender="" if self.who else limits.network_key(),
            signals=() if self.who else screened.signals(sent, self.slug),
            language=page_language(),
            listed=bool(form.listed.data),
            by=sent_by(),
        )

    def _show(self, shown: Shown) -> str:
        told = {"form": shown.form, "seen": shown.seen, "differences": shown.differences}
        told |= {"remarks": [], "at_fields": {}, "kind": self.kind, "keeps": self.keeps, "slug": self.slug}
        told |= {"state_of": state_of, "pace": waiting.pace}
        told |= self.furnish(shown) | self.context
        told |= {"pressed": request.form.get("step", "").partition(" ")[2], "fresh": request.method == "GET"}
        told |= {"decision": self.decision, "summary": fields.summary_of(shown.form, shown.refusal, self.decision)}
        token = form_token(self.purpose, self.who, shown.key)
        return render_template(self.template, title=self.title, token=token, **told)


@dataclass(frozen=True)
class Adopting(Asking):
    """Ask for adoptions that an entry does not have: the entry and they are proposed."""

    template: str = "submissions/form_adoption.html"

    shape: ClassVar[type[SendingForm]] = NewAdoptionForm

    def read(self, shown: Shown) -> tuple[Company | None, Details]:
        """Add what was typed to the entry as it was seen."""
        form, entry = shown.form, self.before(shown.seen)
        typed.prune(form)
        typed.name_languages(form, {})
        there = entry["adoptions"]
        added = typed.adoptions(form)
        try:
            company = kinds.company(entry | {"adoptions": [*there, *added]})
        except Invalid as refusal:
            raise Invalid([_moved(problem, len(there)) for problem in refusal.problems]) from refusal
        if twice := typed.twice(added, there):
            raise Invalid(twice)
        return company, Details()

    def furnish(self, shown: Shown) -> Document:
        """Offer the models."""
        families = identity.families()
        offer_models(shown.form, families)
        return {"families": dict(families)}


def _moved(problem: Problem, there: int) -> Problem:
    """Point at an adoption of the form, which shows only those that come after what is there."""
    match problem.path:
        case ("adoptions", int(number), *rest) if number >= there:
            return Problem(("adoptions", number - there, *rest), problem.message, problem.params)
    return problem


@dataclass(frozen=True)
class Editor(Adopting):
    """Ask for the whole company."""

    template: str = "submissions/form.html"

    shape: ClassVar[type[SendingForm]] = CompanyForm

    def read(self, shown: Shown) -> tuple[Company | None, Details]:
        """Judge the company that was typed; a new one that looks like another needs a word."""
        form = shown.form
        typed.prune(form)
        typed.name_languages(form, self.before(shown.seen))
        twins = self._twins(form)
        asked = [] if self.slug or self.who else typed.undismissed(form, twins)
        try:
            company = kinds.company(self._typed(form, shown.seen))
        except Invalid as refusal:
            raise Invalid([*refusal.problems, *asked]) from refusal
        if asked:
            raise Invalid(asked)
        return company, Details(not_it=[twin.slug for twin in twins if twin.slug in (form.not_it.data or [])])

    def furnish(self, shown: Shown) -> Document:
        """Offer the models, and what may be the same company once something was typed."""
        twins = self._twins(shown.form) if shown.key or shown.form.not_it.data else []
        return super().furnish(shown) | {"twins": twins}

    def refused(self, shown: Shown, refusal: Refused) -> Shown:
        """Carry what was typed over to today's entry, to be looked at again, where that changed meanwhile."""
        if not isinstance(refusal, ChangedMeanwhile):
            return super().refused(shown, refusal)
        form, seen = shown.form, shown.seen
        entry = catalogue.published(kinds.Kind.COMPANY, self._slug(form))
        written = kinds.plain(kinds.company(self._typed(form, seen)))
        carried = history.rebased(history.as_of(seen), entry.document, written)
        again = CompanyForm(data=carried | {"note": form.note.data, "contact": form.contact.data})
        return Shown(again, entry.revision, shown.key, refusal, history.difference(entry.document, carried))

    def _slug(self, form: CompanyForm) -> str:
        return self.slug or identity.address_for(*_named(form))

    def _typed(self, form: CompanyForm, seen: int) -> Document:
        return typed.document(form, self._slug(form), self.before(seen))

    def _twins(self, form: CompanyForm) -> list[identity.Twin]:
        name, website = _named(form)
        urls = [url[:LONGEST_ADDRESS] for url in typed.source_urls(form)][:MOST_SOURCES_ASKED]
        return identity.likely_twins([name], website, urls, self.slug)


def _named(form: CompanyForm) -> tuple[str, str]:
    """Give name and website as they were typed, cut to what can be right: folding endless accents takes long."""
    return (form.name.data or "")[:LONGEST_NAME], (form.website.data or "")[:LONGEST_ADDRESS]
