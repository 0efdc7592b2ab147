"""What the link check keeps for itself; what it tells in public is a document, a `Check`."""

from peewee import AutoField, IntegerField, TextField

from directory.db import Table


class SeenPage(Table):
    """Be an address as it was last looked at: `at` is the moment, `status` that of HTTP, 0 where nobody answered.

    `host` is where redirects ended, `digest` that of the bytes, `note` a fault in words. `untold` holds looks, as JSON,
    that no published check tells of yet: a run that was killed goes on from there.
    """

    id = AutoField()
    url = TextField(unique=True)
    at = TextField(index=True)
    status = IntegerField(default=0)
    title = TextField(default="")
    host = TextField(default="")
    digest = TextField(default="")
    note = TextField(default="")
    untold = TextField(default="")
