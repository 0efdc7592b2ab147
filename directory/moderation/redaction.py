"""Redaction: words that must not stay are taken out of private texts, and the log tells who did it, when and why."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pydantic import ValidationError

from directory import clock
from directory.db import Table, write
from directory.errors import Refused
from directory.mail.models import Letter
from directory.moderation import log
from directory.moderation.models import LogEntry, Noted
from directory.submissions import queries
from directory.submissions.details import Details
from directory.submissions.models import Appeal, Decision, SubmittedVersion
from directory.text import unfit
from directory.vocabulary import _
from directory.web.i18n import plain_day, say, speaking

Row = SubmittedVersion | Decision | Appeal | Letter | LogEntry
# With the words around it, it fits in the shortest text that has a limit: the name of who sends a notice.
LONGEST_TRACE = 80
LONGEST_WORDS = 200
# Where private texts are, and what they are called; the last two columns hold several, by name.
COLUMNS: dict[str, tuple[type[Table], str, str]] = {
    "note": (SubmittedVersion, "note", _("note of the submitter")),
    "reason": (Decision, "reason", _("reason of a decision")),
    "appeal": (Appeal, "text", _("appeal")),
    "letter": (Letter, "body", _("letter")),
    "log": (LogEntry, "why", _("line of the log")),
    "details": (SubmittedVersion, "details", _("what was sent with it")),
    "remarks": (Decision, "remarks", _("remark on a field")),
}
SEVERAL = frozenset({"details", "remarks"})
# Of what a version says beside the document, what somebody typed in their own words.
TYPED = frozenset({"explanation", "law", "sender_name", "mailbox"})


class Text(NamedTuple):
    """Hold one private text: its place, `reason-3` or `remarks-3-city`, what it is, when it was written, its words."""

    place: str
    what: str
    at: str
    words: str


def texts(subject: str) -> list[Text]:
    """List the private texts about a subject: `submission 7`, or `line 12` of the log."""
    kind, _blank, number = subject.partition(" ")
    return {"submission": _of_submission, "line": _of_line}[kind](int(number))


def _of_submission(number: int) -> list[Text]:
    """List the private texts about a submission."""
    versions = list(SubmittedVersion.select().where(SubmittedVersion.submission == number))
    decisions = list(Decision.select().where(Decision.submission == number))
    return [
        *_texts("note", versions),
        *_texts("details", versions),
        *_texts("reason", decisions),
        *_texts("remarks", decisions),
        *_texts("appeal", Appeal.select().where(Appeal.submission == number)),
        *_texts("letter", Letter.select().where(Letter.submission == number)),
        *_texts("log", LogEntry.select().where(LogEntry.subject == f"submission {number}")),
    ]


def _of_line(number: int) -> list[Text]:
    """List the texts of a line of the log: its own, and the reason of the decision that it tells."""
    lines = list(LogEntry.select().where(LogEntry.id == number))
    return [*_texts("log", lines), *_texts("reason", log.decisions_of(lines).values())]


def _texts(column: str, rows: Iterable[Row]) -> list[Text]:
    _table, field, what = COLUMNS[column]
    found = []
    for row in rows:
        at = str(getattr(row, "at", "") or getattr(row, "written", ""))
        for name, words in _parts(column, getattr(row, field)):
            found.append(Text("-".join(filter(None, (column, str(row.id), name))), what, at, words))
    return found


def _parts(column: str, stored: str) -> list[tuple[str, str]]:
    """Give the texts in a column by name; what cannot be read holds none."""
    if column not in SEVERAL:
        return [("", stored)] if stored else []
    try:
        told = json.loads(stored)
    except ValueError:
        return []
    return [(name, words) for name, words in told.items() if words and (column != "details" or name in TYPED)]


@dataclass(frozen=True)
class Cut:
    """Hold what goes: these words, or all where none are given, out of the texts at these places; and why."""

    places: frozenset[str]
    words: str
    why: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """Find the words, whatever their capitals."""
        return re.compile(re.escape(self.words) or ".+", re.IGNORECASE | re.DOTALL)


def redact(subject: str, cut: Cut, *, by: str) -> None:
    """Take words out of private texts about a subject and say so in their place; this cannot be undone.

    Raises Refused where the words are in none of the texts.
    """
    _check(cut)
    with write():
        with speaking(_language(subject)):
            trace = say(_("[removed on %(day)s: %(why)s]"), day=plain_day(clock.today().isoformat()), why=cut.why)
        hit = [text for text in texts(subject) if text.place in cut.places and cut.pattern.search(text.words)]
        if not hit:
            raise Refused(_("Tick at least one text that holds these words."))
        for text in hit:
            _put(text.place, cut.pattern.sub(lambda _match: trace, text.words))
        log.note(by, Noted.REDACTION, subject, cut.why)


def _language(subject: str) -> str:
    """Give the language of who reads the texts: the submitter's, English where only moderators do."""
    kind, _blank, number = subject.partition(" ")
    submission = queries.by_id(int(number)) if kind == "submission" else None
    return str(submission.language) if submission else "en"


def _check(cut: Cut) -> None:
    if not cut.why or len(cut.why) > LONGEST_TRACE or unfit(cut.why):
        msg = _("Say why, in 1 to %(longest)s plain characters: it stands where the words were.")
        raise Refused(msg, longest=LONGEST_TRACE)
    if len(cut.words) > LONGEST_WORDS:
        raise Refused(_("Give at most %(longest)s characters of what is to go."), longest=LONGEST_WORDS)
    if cut.words and cut.pattern.search(cut.why):
        raise Refused(_("What is to go must not stand in the reason for it."))


def _put(place: str, told: str) -> None:
    column, number, *name = place.split("-", 2)
    table, field, _what = COLUMNS[column]
    row = table.get_by_id(int(number))
    setattr(row, field, _with(column, getattr(row, field), name[0], told) if name else told)
    row.save(only=[field])


def _with(column: str, stored: str, name: str, told: str) -> str:
    held = json.loads(stored) | {name: told}
    if column == "details":
        try:
            Details.model_validate(held)
        except ValidationError as error:
            if any(fault["loc"][:1] == (name,) for fault in error.errors()):
                raise Refused(_("The text would get too long. Leave the words empty to take all of it out.")) from error
    return json.dumps(held, ensure_ascii=False)
