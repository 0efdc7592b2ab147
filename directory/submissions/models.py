"""The tables of submissions and of the decisions on them; both are private, nothing in them is ever deleted here."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from peewee import AutoField, Check, ForeignKeyField, IntegerField, Node, TextField

from directory import clock
from directory.db import Table
from directory.vocabulary import Act, ProofMethod, State, SubmissionKind, Word, _

LOOKED_FOR = timedelta(days=14)
LETTER = "letter "


class Signal(Word):
    """What makes a post look automatic; it only orders the queue, nothing is refused for it."""

    HONEYPOT = "honeypot", _("filled a hidden field")
    FAST = "fast", _("sent at once")
    MANY = "many", _("many posts from one network, without the browser's proof")
    LINKS = "links", _("addresses in running text")
    REPEATED = "repeated", _("the same text as other submissions")
    SHOUTING = "shouting", _("mostly capital letters")


def _marks(signals: str) -> list[Signal]:
    told = signals.split()
    return [mark for mark in Signal if mark in told]


def _among(column: str, words: Iterable[str]) -> Node:
    listed = ", ".join(f"'{word}'" for word in words)
    return Check(f"{column} IN ({listed})")


class Submission(Table):
    """Hold one proposed change; `slug` is empty for a new company, `base` the revision that its writer saw.

    `name` to `folded` say what the newest version is about, for queue and duplicates; `models` are slugs with a space
    around each. `sender` is the network's key of the day, `by` the moderator who sent it, if one did. `target` is the
    survivor of a merge, `undoes` the change that a restore undoes, `erased` when all that its sender wrote was erased.
    """

    id = AutoField()
    token = TextField(unique=True)
    key = TextField(unique=True)
    kind = TextField(constraints=[_among("kind", SubmissionKind)])
    slug = TextField(default="", index=True)
    base = IntegerField(default=0)
    target = TextField(default="")
    undoes = IntegerField(null=True)
    state = TextField(constraints=[_among("state", State)], index=True)
    version = IntegerField()
    name = TextField(default="")
    country = TextField(default="")
    models = TextField(default="")
    domain = TextField(default="", index=True)
    folded = TextField(default="", index=True)
    contact = TextField(default="")
    language = TextField(default="en")
    listed = IntegerField(default=0)
    sender = TextField(default="", index=True)
    by = TextField(default="")
    signals = TextField(default="")
    claimed_by = TextField(default="")
    claimed_until = TextField(default="")
    submitted = TextField()
    changed = TextField(index=True)
    erased = TextField(default="")

    # What a page read of it already; a verb, which reads again under its lock, holds nothing.
    held: "Held | None" = None

    @property
    def marks(self) -> list[Signal]:
        """List what makes it look automatic now."""
        return _marks(str(self.signals))

    @property
    def holder(self) -> str:
        """Name who has claimed it; a claim ends by itself, and with the decision."""
        held = self.state == State.PENDING and str(self.claimed_until) > clock.stamp()
        return str(self.claimed_by) if held else ""


class SubmittedVersion(Table):
    """Hold what was proposed, each time it was sent: the newest is decided on, the others are kept.

    `document` is the company as it would be, empty where it would be gone or none is meant; `details` holds as JSON
    what the other kinds say beside it (`submissions/details.py`), `signals` what made it look automatic. `by` is the
    moderator who sent it, if one did.
    """

    id = AutoField()
    submission = ForeignKeyField(Submission, backref="+", on_delete="RESTRICT")
    number = IntegerField()
    key = TextField(unique=True)
    document = TextField(default="")
    details = TextField(default="{}")
    note = TextField(default="")
    signals = TextField(default="")
    by = TextField(default="")
    at = TextField()

    class Meta:
        """One row a version."""

        indexes = ((("submission", "number"), True),)

    @property
    def marks(self) -> list[Signal]:
        """List what made it look automatic when it was sent."""
        return _marks(str(self.signals))


class Decision(Table):
    """Hold what a moderator decided and why: on a submission's version, or on an entry. Append-only.

    `ground` is the rule of a refusal, `document` what the first of two people agreed to, made of the entry
    at revision `seen`, `batch` joins the decisions
    that were made in one go.
    """

    id = AutoField()
    submission = ForeignKeyField(Submission, backref="+", null=True, on_delete="RESTRICT")
    version = IntegerField(default=0)
    act = TextField(constraints=[_among("act", Act)])
    ground = TextField(default="")
    by = TextField()
    reason = TextField()
    remarks = TextField(default="{}")
    document = TextField(default="")
    seen = IntegerField(default=0)
    batch = TextField(default="", index=True)
    change = IntegerField(null=True, index=True)
    undoes = IntegerField(null=True)
    at = TextField(index=True)

    @property
    def told(self) -> list[tuple[list[str | int], str]]:
        """List the remarks with the paths of their fields."""
        remarks: dict[str, str] = json.loads(str(self.remarks))
        return [([int(s) if s.isdecimal() else s for s in path.split("-")], text) for path, text in remarks.items()]


class Appeal(Table):
    """Hold the one appeal against a decision; `against` names who decided and does not decide on it again."""

    id = AutoField()
    submission = ForeignKeyField(Submission, backref="+", unique=True, on_delete="RESTRICT")
    decision = ForeignKeyField(Decision, backref="+", on_delete="RESTRICT")
    against = TextField()
    text = TextField()
    at = TextField()


class Held(NamedTuple):
    """Hold what is asked of a submission many times while its page is made: its newest version, what was decided."""

    version: SubmittedVersion
    decisions: list[Decision]
    appeal: Appeal | None


class Control(Table):
    """Hold how a company proves that it controls its domain, for the reply of one submission.

    `code` is what record or file must hold; of a mailed code only the hash is kept, and it confirms this `version`.
    `told` is what the last look found.
    """

    id = AutoField()
    submission = ForeignKeyField(Submission, backref="+", unique=True, on_delete="RESTRICT")
    method = TextField(constraints=[_among("method", ProofMethod)])
    domain = TextField()
    mailbox = TextField(default="")
    code = TextField()
    version = IntegerField(default=1)
    proved = TextField(default="")
    looked = TextField(default="")
    told = TextField(default="")

    @property
    def holds(self) -> bool:
        """Tell whether the reply is proved as it reads now.

        Who sets a record or a file owns every version; who pressed a mailed button confirmed the one that they read.
        """
        return bool(self.proved) and (self.method != ProofMethod.MAIL or self.version == self.submission.version)

    @property
    def until(self) -> str:
        """Say until when a record or a file is looked for: for two weeks after the reply was sent or sent back."""
        return clock.written(datetime.fromisoformat(str(self.submission.changed)) + LOOKED_FOR)

    @property
    def looking(self) -> bool:
        """Tell whether a record or a file is still looked for."""
        return clock.stamp() < self.until


class Draft(Table):
    """Hold a form that was not sent yet, as it was typed, under the private link that the submission will have.

    `network` is the key of the day of the network that saved it.
    """

    token = TextField(primary_key=True)
    key = TextField(unique=True)
    purpose = TextField()
    title = TextField(default="")
    address = TextField()
    fields = TextField()
    network = TextField(default="", index=True)
    saved = TextField()


class Sending(Table):
    """Count a post of a network, by its key of the day; kept for a day. `post` names it, so that it counts once.

    A letter to a mailbox counts likewise, by a key of the mailbox, and is no post: its `post` begins with LETTER.
    """

    id = AutoField()
    network = TextField(index=True)
    post = TextField(unique=True)
    at = TextField(index=True)


class UsedProof(Table):
    """Hold a proof of work that was used: it counts once."""

    digest = TextField(primary_key=True)
    until = TextField()
