"""The tables of people who moderate and of their sessions, and the words for them."""

from peewee import AutoField, Check, ForeignKeyField, IntegerField, TextField

from directory.db import Table
from directory.vocabulary import Word, _


class Role(Word):
    """What somebody with an account may do."""

    MODERATOR = "moderator", _("moderator"), _("decides on submissions")
    ADMIN = "admin", _("admin"), _("decides on submissions, and who may")


class Standing(Word):
    """How an account stands."""

    ACTIVE = "active", _("can moderate")
    NEWCOMER = "newcomer", _("without second factor"), _("can only set up a second factor")
    INVITED = "invited", _("invited"), _("did not choose a password yet")
    DISABLED = "disabled", _("disabled"), _("cannot sign in")


class AccountAct(Word):
    """What an admin does with an account."""

    MODERATOR = "moderator", _("make a moderator")
    ADMIN = "admin", _("make an admin")
    RESET = "reset", _("reset: take password and second factor away, sign out everywhere, make a new link")
    DISABLE = "disable", _("disable: sign out everywhere, at once; the account stays for the log")
    ENABLE = "enable", _("enable: let sign in again")


class Noted(Word):
    """What the private log tells beside the decisions, by their acts."""

    BULK_REJECTION = "bulk-rejection", _("not accepted, many at once")
    BULK_REOPENING = "bulk-reopening", _("taken up again, many at once")
    REDACTION = "redaction", _("words removed")


class Person(Table):
    """Be somebody who may moderate; no account exists by default.

    `factor` is the secret of the second factor, empty until it is set up; `factor_step` the last time step used.
    """

    id = AutoField()
    name = TextField(unique=True)
    role = TextField(constraints=[Check("role IN ('moderator', 'admin')")])
    password = TextField(default="")
    factor = TextField(default="")
    factor_step = IntegerField(default=0)
    invitation = TextField(default="", index=True)
    invited_until = TextField(default="")
    disabled = IntegerField(default=0)
    created = TextField()

    @property
    def standing(self) -> Standing:
        """Say whether it can be used, and what is missing."""
        if self.disabled:
            return Standing.DISABLED
        if not self.password:
            return Standing.INVITED
        return Standing.ACTIVE if self.factor else Standing.NEWCOMER


class Session(Table):
    """Be one sign-in; the cookie's token is kept only as a hash, and signing out ends it here.

    `proved` is when password and second factor were given last, `agent` what the browser calls itself.
    """

    digest = TextField(primary_key=True)
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    agent = TextField(default="")
    created = TextField()
    proved = TextField(default="")
    ended = TextField(default="")


class FailedSignIn(Table):
    """Count failed sign-ins of a name or a network, both kept as keyed hashes, and wrong codes of an account."""

    id = AutoField()
    key = TextField(index=True)
    attempt = TextField(index=True)
    at = TextField(index=True)


class RecoveryCode(Table):
    """Be one of the codes that stand in for the second factor, each once; kept as a hash."""

    id = AutoField()
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    digest = TextField()
    used = TextField(default="")


class LogEntry(Table):
    """Be one line of the private log: who did what to what, and why. Append-only."""

    id = AutoField()
    at = TextField(index=True)
    who = TextField()
    what = TextField()
    subject = TextField()
    why = TextField(default="")
