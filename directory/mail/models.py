"""The outbox."""

from peewee import AutoField, Check, IntegerField, TextField

from directory.db import Table


class Letter(Table):
    """Be one mail to one person; `key` says what it tells of, so that it is written once.

    `sending` is committed before the letter is handed to the server: one that is still so after a crash may have
    arrived, so it becomes `uncertain` and is never sent again by itself. A sent one keeps neither text nor recipient:
    it holds a private link.
    """

    id = AutoField()
    key = TextField(unique=True)
    submission = IntegerField(null=True, index=True)
    recipient = TextField()
    subject = TextField()
    body = TextField()
    language = TextField(default="en")
    state = TextField(
        constraints=[Check("state IN ('waiting', 'sending', 'sent', 'failed', 'uncertain')")],
        default="waiting",
        index=True,
    )
    attempts = IntegerField(default=0)
    due = TextField()
    written = TextField()
    ended = TextField(default="")
    error = TextField(default="")
