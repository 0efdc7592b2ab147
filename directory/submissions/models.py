"""The tables of submissions and of the decisions on them; both are private, nothing in them is ever deleted here."""

import json
from collections.abc import Iterable

from peewee import AutoField, Check, ForeignKeyField, IntegerField, Node, TextField

from directory.db import Table
from directory.vocabulary import Act, State


def _among(column: str, words: Iterable[str]) -> Node:
    listed = ", ".join(f"'{word}'" for word in words)
    return Check(f"{column} IN ({listed})")


class Submission(Table):
    """Hold one proposed change; `slug` is empty for a new company, `base` the revision that its writer saw."""

    id = AutoField()
    token = TextField(unique=True)
    key = TextField(unique=True)
    slug = TextField(default="")
    base = IntegerField(default=0)
    state = TextField(constraints=[_among("state", State)], index=True)
    version = IntegerField()
    contact = TextField(default="")
    suspect = TextField(default="")
    submitted = TextField()
    changed = TextField()


class SubmittedVersion(Table):
    """Hold what was proposed, each time it was sent: the newest is decided on, the others are kept."""

    id = AutoField()
    submission = ForeignKeyField(Submission, backref="+", on_delete="RESTRICT")
    number = IntegerField()
    key = TextField(unique=True)
    document = TextField()
    note = TextField(default="")
    at = TextField()

    class Meta:
        """One row a version."""

        indexes = ((("submission", "number"), True),)


class Decision(Table):
    """Hold what a moderator decided and why: on a submission's version, or to undo a change. Append-only."""

    id = AutoField()
    submission = ForeignKeyField(Submission, backref="+", null=True, on_delete="RESTRICT")
    version = IntegerField(default=0)
    act = TextField(constraints=[_among("act", Act)])
    by = TextField()
    reason = TextField()
    remarks = TextField(default="{}")
    change = IntegerField(null=True)
    undoes = IntegerField(null=True)
    at = TextField()

    @property
    def told(self) -> list[tuple[list[str | int], str]]:
        """List the remarks with the paths of their fields."""
        remarks: dict[str, str] = json.loads(str(self.remarks))
        return [([int(s) if s.isdecimal() else s for s in path.split("-")], text) for path, text in remarks.items()]
