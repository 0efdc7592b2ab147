"""The ledger's table: append-only, each row carries the hash of the one before it."""

from peewee import AutoField, Check, IntegerField, TextField

from directory.db import Table


class Change(Table):
    """Be one row of the ledger; `before` and `after` are canonical documents, empty where there is none.

    `target` is where a moved entry went.
    """

    number = IntegerField(primary_key=True)
    at = TextField()
    act = TextField(
        index=True, constraints=[Check("act IN ('published', 'changed', 'withdrawn', 'restored', 'moved')")]
    )
    kind = TextField()
    slug = TextField()
    target = TextField(default="")
    before = TextField(default="")
    after = TextField(default="")
    reason = TextField()
    submission = IntegerField(null=True)
    undoes = IntegerField(null=True)
    previous = TextField()
    digest = TextField(unique=True)

    class Meta:
        """Find the history of one entry."""

        indexes = ((("kind", "slug"), False),)


class Hiding(Table):
    """Be a claim that a moderator hid at once: its text is veiled in the public history until it ends.

    `claim` is the adoption as it was, `change` the one that took it out, `ended` the one that brought it back.
    """

    id = AutoField()
    slug = TextField(index=True)
    claim = TextField()
    change = IntegerField()
    ended = IntegerField(null=True)
