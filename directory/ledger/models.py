"""The ledger's table: append-only, each row carries the hash of the one before it."""

from peewee import Check, IntegerField, TextField

from directory.db import Table


class Change(Table):
    """Be one row of the ledger; `before` and `after` are canonical documents, empty where there is none."""

    number = IntegerField(primary_key=True)
    at = TextField()
    act = TextField(constraints=[Check("act IN ('published', 'changed', 'withdrawn', 'restored')")])
    kind = TextField()
    slug = TextField()
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
