"""The first schema: what is published, and the ledger."""

from peewee import AutoField, Check, Database, ForeignKeyField, IntegerField, TextField
from peewee import Model as Rows
from playhouse.migrate import SchemaMigrator


class Base(Rows):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class Entry(Base):
    id = AutoField()
    kind = TextField(constraints=[Check("kind IN ('company', 'developer', 'model', 'action', 'check')")])
    slug = TextField()
    name = TextField()
    state = TextField(constraints=[Check("state IN ('published', 'withdrawn', 'moved')")])
    reason = TextField(default="")
    target = TextField(index=True, default="")
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
    use = TextField(index=True)
    route = TextField()
    status = TextField(index=True)
    since = TextField(default="")
    basis = TextField()
    publishers = IntegerField()
    reread = TextField(default="")
    reread_by = TextField()
    turn = TextField(index=True)


class AdoptedVersion(Base):
    id = AutoField()
    adoption = ForeignKeyField(Adoption, on_delete="RESTRICT")
    version = TextField(index=True)


class Change(Base):
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
        indexes = ((("kind", "slug"), False),)


class Company(Base):
    entry = ForeignKeyField(Entry, primary_key=True, on_delete="RESTRICT")
    country = TextField(index=True)
    city = TextField(default="")
    size = TextField(default="")
    domain = TextField(index=True, default="")
    folded = TextField()
    reread = TextField()
    existence = TextField(index=True)


class CompanySector(Base):
    id = AutoField()
    entry = ForeignKeyField(Entry, on_delete="RESTRICT")
    sector = TextField(index=True)


class Developer(Base):
    entry = ForeignKeyField(Entry, primary_key=True, on_delete="RESTRICT")
    slug = TextField(unique=True)
    domain = TextField(default="")


class Evidence(Base):
    id = AutoField()
    adoption = ForeignKeyField(Adoption, on_delete="RESTRICT")
    place = IntegerField()
    url = TextField(index=True, default="")
    quote = TextField(default="")
    archive = TextField(default="")
    published = TextField(default="")
    recheck = TextField(index=True, default="")


class Hiding(Base):
    id = AutoField()
    slug = TextField(index=True)
    claim = TextField()
    change = IntegerField()
    ended = IntegerField(null=True)


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


class Sighting(Base):
    id = AutoField()
    url = TextField()
    quote = TextField(default="")
    outcome = TextField(index=True)
    owner = TextField(default="")
    looked = TextField()
    answered = TextField(default="")
    found = TextField(default="")
    gone = TextField(default="")
    revision = IntegerField(index=True)

    class Meta:
        indexes = ((("url", "quote"), True),)


class SourceAddress(Base):
    id = AutoField()
    entry = ForeignKeyField(Entry, on_delete="RESTRICT")
    address = TextField(index=True)


class Tally(Base):
    id = AutoField()
    day = TextField()
    measure = TextField()
    number = IntegerField()

    class Meta:
        indexes = ((("day", "measure"), True),)


TABLES = (
    Entry,
    ActionDeveloper,
    Adoption,
    AdoptedVersion,
    Change,
    Company,
    CompanySector,
    Developer,
    Evidence,
    Hiding,
    Model,
    ModelName,
    Name,
    Sighting,
    SourceAddress,
    Tally,
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
