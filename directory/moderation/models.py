"""The tables of people who moderate and of their sessions."""

from peewee import AutoField, Check, ForeignKeyField, IntegerField, TextField

from directory.db import Table


class Person(Table):
    """Be somebody who may moderate; no account exists by default."""

    id = AutoField()
    name = TextField(unique=True)
    role = TextField(constraints=[Check("role IN ('moderator', 'admin')")])
    password = TextField(default="")
    invitation = TextField(default="", index=True)
    invited_until = TextField(default="")
    disabled = IntegerField(default=0)
    created = TextField()


class Session(Table):
    """Be one sign-in; the cookie's token is kept only as a hash, and signing out ends it here."""

    digest = TextField(primary_key=True)
    person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
    created = TextField()
    ended = TextField(default="")


class FailedSignIn(Table):
    """Count failed sign-ins of a name or a network, both kept as keyed hashes."""

    id = AutoField()
    key = TextField(index=True)
    attempt = TextField(index=True)
    at = TextField(index=True)
