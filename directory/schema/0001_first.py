"""The first schema: what is published, the ledger, submissions, moderators."""

from peewee import AutoField, Check, Database, ForeignKeyField, IntegerField, TextField
from peewee import Model as Rows
from playhouse.migrate import SchemaMigrator


class Base(Rows):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class Entry(Base):
    id = AutoField()
    kind = TextField(constraints=[Check("kind IN ('company', 'developer', 'model', 'action')")])
    slug = TextField()
    name = TextField()
    state = TextField(constraints=[Check("state IN ('published', 'withdrawn')")])
    reason = TextField(default="")
    created = TextField()
    changed = TextField()
    revision = IntegerField(index=True)
    document = TextField()

    class Meta:
        indexes = ((("kind", "slug"), True),)


class ActionDeveloper(Base):
    id = AutoField()
    entry = ForeignKeyField(Entry, on_delete="RESTRICT")
    developer = TextField(index=True)


class Adoption(Base):
    id = AutoField()
    entry = ForeignKeyField(Entry, on_delete="RESTRICT")
    position = IntegerField()
    model = TextField(index=True)
    developer = TextField(index=True)
    use = TextField()
    route = TextField()
    status = TextField()
    since = TextField(default="")
    basis = TextField()
    reread_by = TextField()


class AdoptedVersion(Base):
    id = AutoField()
    adoption = ForeignKeyField(Adoption, on_delete="RESTRICT")
    version = TextField(index=True)


class Change(Base):
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
        indexes = ((("kind", "slug"), False),)


class Company(Base):
    entry = ForeignKeyField(Entry, primary_key=True, on_delete="RESTRICT")
    country = TextField(index=True)
    city = TextField(default="")
    size = TextField(default="")
    domain = TextField(index=True, default="")
    folded = TextField()
    reread = TextField()


class CompanySector(Base):
    id = AutoField()
    entry = ForeignKeyField(Entry, on_delete="RESTRICT")
    sector = TextField(index=True)


class Submission(Base):
    id = AutoField()
    token = TextField(unique=True)
    key = TextField(unique=True)
    slug = TextField(default="")
    base = IntegerField(default=0)
    state = TextField(
        index=True,
        constraints=[Check("state IN ('pending', 'changes-requested', 'approved', 'rejected', 'undone')")],
    )
    version = IntegerField()
    contact = TextField(default="")
    suspect = TextField(default="")
    submitted = TextField()
    changed = TextField()


class Decision(Base):
    id = AutoField()
    submission = ForeignKeyField(Submission, null=True, on_delete="RESTRICT")
    version = IntegerField(default=0)
    act = TextField(constraints=[Check("act IN ('approval', 'changes-request', 'rejection', 'reversal')")])
    by = TextField()
    reason = TextField()
    remarks = TextField(default="{}")
    change = IntegerField(null=True)
    undoes = IntegerField(null=True)
    at = TextField()


class Developer(Base):
    entry = ForeignKeyField(Entry, primary_key=True, on_delete="RESTRICT")
    slug = TextField(unique=True)
    domain = TextField(default="")


class FailedSignIn(Base):
    id = AutoField()
    key = TextField(index=True)
    attempt = TextField(index=True)
    at = TextField(index=True)


class Model(Base):
    slug = TextField(primary_key=True)
    entry = ForeignKeyField(Entry, on_delete="RESTRICT")
    family = TextField(index=True)
    developer = TextField(index=True)
    name = TextField()
    base = TextField(default="")


class ModelName(Base):
    id = AutoField()
    name = TextField(index=True)
    family = TextField()
    slug = TextField()


class Name(Base):
    id = AutoField()
    entry = ForeignKeyField(Entry, on_delete="RESTRICT")
    folded = TextField(index=True)


class Person(Base):
    id = AutoField()
    name = TextField(unique=True)
    role = TextField(constraints=[Check("role IN ('moderator', 'admin')")])
    password = TextField(default="")
    invitation = TextField(index=True, default="")
    invited_until = TextField(default="")
    disabled = IntegerField(default=0)
    created = TextField()


class Session(Base):
    digest = TextField(primary_key=True)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    created = TextField()
    ended = TextField(default="")


class SubmittedVersion(Base):
    id = AutoField()
    submission = ForeignKeyField(Submission, on_delete="RESTRICT")
    number = IntegerField()
    key = TextField(unique=True)
    document = TextField()
    note = TextField(default="")
    at = TextField()

    class Meta:
        indexes = ((("submission", "number"), True),)


TABLES = (
    Entry,
    ActionDeveloper,
    Adoption,
    AdoptedVersion,
    Change,
    Company,
    CompanySector,
    Submission,
    Decision,
    Developer,
    FailedSignIn,
    Model,
    ModelName,
    Name,
    Person,
    Session,
    SubmittedVersion,
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
