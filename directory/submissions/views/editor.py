"""The page that holds the company form, for whoever uses it: submitter or moderator."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask import render_template, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from directory.catalogue import identity, kinds
from directory.catalogue import queries as catalogue
from directory.catalogue.document import LONGEST_NAME, Company
from directory.catalogue.identity import Twin
from directory.errors import ChangedMeanwhile, Invalid, Missing, Refused
from directory.ledger import history
from directory.submissions import forms, typed
from directory.submissions.forms import CompanyForm
from directory.submissions.proposals import Proposal
from directory.submissions.views import screened
from directory.text import LONGEST_ADDRESS
from directory.vocabulary import _
from directory.web import limits
from directory.web.errors import answer
from directory.web.forms import Expired, Posted, form_token, posted

LONGEST_NUMBER = 9
Page = Response | tuple[str, int] | tuple[str, int, dict[str, str]]
Document = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """Hold what a posted company form says: the checked proposal and the revision of the entry it was written on."""

    proposal: Proposal
    document: Company
    seen: int


@dataclass(frozen=True)
class Editor:
    """Say what a page with the company form is about: what it starts from and what its button does.

    `purpose` and `who` bind its token; `slug` is the published entry's ("" for a new company) and `seen` the revision
    of it that `start` shows.
    """

    title: str
    purpose: str
    save: Callable[[Sent], str]
    start: Document = field(default_factory=dict)
    slug: str = ""
    seen: int = 0
    context: dict[str, Any] = field(default_factory=dict)
    template: str = "submissions/form.html"
    who: str = ""

    def answer(self) -> Page:
        """Show the form, add or remove a part, or save and go on; what was typed is kept on any refusal."""
        if request.method != "POST":
            return self._show(CompanyForm(data=self.start), self.seen), HTTPStatus.OK
        if typed.parts(request.form) > typed.MOST_PARTS:
            raise Refused(_("This form has too many parts: at most 150 adoptions and sources in all."))
        try:
            sent = posted(self.purpose, self.who)
        except Expired as refusal:
            return answer(refusal, self._show(CompanyForm(request.form), self._posted_seen(), refusal), refusal.status)
        return self._act(CompanyForm(request.form), sent)

    def _act(self, form: CompanyForm, sent: Posted) -> Page:
        seen = self._posted_seen()
        if pressed := request.form.get("step"):
            forms.step(form, pressed)
            return self._show(form, seen), HTTPStatus.OK
        try:
            proposal, document = self._proposal(form, sent, seen)
            return redirect(self.save(Sent(proposal, document, seen)), HTTPStatus.SEE_OTHER)
        except Missing:
            raise
        except ChangedMeanwhile as refusal:
            return answer(refusal, self._show_rebased(form, seen, refusal), refusal.status)
        except Refused as refusal:
            return answer(refusal, self._show(form, seen, refusal), refusal.status)

    def _posted_seen(self) -> int:
        """Read the revision that the form's fields were written on: nothing newer was before its writer's eyes."""
        told = request.form.get("seen", "")
        number = told.isascii() and told.isdecimal() and len(told) <= LONGEST_NUMBER
        return min(int(told), self.seen) if number else 0

    def _slug(self, form: CompanyForm) -> str:
        return self.slug or identity.address_for(*_identity(form))

    def _typed(self, form: CompanyForm, seen: int) -> Document:
        return typed.document(form, self._slug(form), history.as_of(seen) or self.start)

    def _proposal(self, form: CompanyForm, sent: Posted, seen: int) -> tuple[Proposal, Company]:
        """Judge a posted form; raise Invalid with every wrong field."""
        typed.prune(form)
        problems = typed.private_problems(form)
        try:
            company = kinds.company(self._typed(form, seen))
        except Invalid as refusal:
            raise Invalid([*refusal.problems, *problems]) from refusal
        if problems:
            raise Invalid(problems)
        proposal = Proposal(
            document=company,
            key=sent.key,
            note=(form.note.data or "").strip(),
            contact=(form.contact.data or "").strip(),
            sender="" if self.who else limits.network_key(),
            signals=() if self.who else screened.signals(sent, self.slug),
        )
        return proposal, company

    def _show_rebased(self, form: CompanyForm, seen: int, refusal: Refused) -> str:
        """Carry what was typed over to today's entry, and show the new difference before it can be sent again."""
        entry = catalogue.published(kinds.Kind.COMPANY, self._slug(form))
        written = kinds.plain(kinds.company(self._typed(form, seen)))
        carried = history.rebased(history.as_of(seen), entry.document, written)
        again = CompanyForm(data=carried | {"note": form.note.data, "contact": form.contact.data})
        return self._show(again, entry.revision, refusal, history.difference(entry.document, carried))

    def _show(
        self,
        form: CompanyForm,
        seen: int,
        refusal: Refused | None = None,
        differences: list[history.Difference] | None = None,
    ) -> str:
        families = identity.families()
        forms.offer_models(form, families)
        shown = {"form": form, "seen": seen, "differences": differences, "families": dict(families)}
        shown |= {"remarks": [], "at_fields": {}} | self.context
        shown |= {"pressed": request.form.get("step", "").partition(" ")[2]}
        shown |= {"summary": forms.summary_of(form, refusal), "twins": self._twins(form) if refusal else []}
        token = form_token(self.purpose, self.who)
        return render_template(self.template, title=self.title, token=token, **shown)

    def _twins(self, form: CompanyForm) -> list[Twin]:
        name, website = _identity(form)
        return identity.likely_twins([name], website, (), self.slug)


def _identity(form: CompanyForm) -> tuple[str, str]:
    """Give name and website as they were typed, cut to what can be right: folding endless accents takes long."""
    return (form.name.data or "")[:LONGEST_NAME], (form.website.data or "")[:LONGEST_ADDRESS]
