"""The tables of what is published; only the ledger's door writes them (`ledger/publish.py`, `tables.py`)."""

from peewee import AutoField, Check, ForeignKeyField, IntegerField, TextField

from directory.db import Table


class Entry(Table):
    """Be the present state of one document at its address; withdrawn entries stay, with the reason.

    A renamed or merged entry is `moved`, and `target` is the address of the one that stands for it.
    """

    id = AutoField()
    kind = TextField(constraints=[Check("kind IN ('company', 'developer', 'model', 'action', 'check')")])
    slug = TextField()
    name = TextField()
    state = TextField(constraints=[Check("state IN ('published', 'withdrawn', 'moved')")])
    reason = TextField(default="")
    target = TextField(default="", index=True)
    created = TextField()
    changed = TextField()
    revision = IntegerField(index=True)
    document = TextField()

    class Meta:
        """One address a kind."""

        indexes = ((("kind", "slug"), True),)


class Company(Table):
    """Hold what lists and facets ask of a published company."""

    entry = ForeignKeyField(Entry, primary_key=True, backref="+", on_delete="RESTRICT")
    country = TextField(index=True)
    city = TextField(default="")
    size = TextField(default="")
    domain = TextField(default="", index=True)
    folded = TextField()
    reread = TextField()
    existence = TextField(index=True)


class Name(Table):
    """Hold every name of a published company, folded: duplicates are found by it."""

    id = AutoField()
    entry = ForeignKeyField(Entry, backref="+", on_delete="RESTRICT")
    folded = TextField(index=True)


class SourceAddress(Table):
    """Hold the addresses of a published company's sources, as `text.page_address` writes them: duplicates again."""

    id = AutoField()
    entry = ForeignKeyField(Entry, backref="+", on_delete="RESTRICT")
    address = TextField(index=True)


class CompanySector(Table):
    """Join companies and sectors."""

    id = AutoField()
    entry = ForeignKeyField(Entry, backref="+", on_delete="RESTRICT")
    sector = TextField(index=True)


class Adoption(Table):
    """Hold what lists and facets ask of an adoption; `basis` is the confidence rule whatever the day.

    `publishers` counts the independent ones; from its `turn` on, somebody should re-read it. `reread` is the day on
    which somebody did so, "" where it was only read once.
    """

    id = AutoField()
    entry = ForeignKeyField(Entry, backref="+", on_delete="RESTRICT")
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


class AdoptedVersion(Table):
    """Join adoptions and the versions that the catalogue knows, by the version's slug."""

    id = AutoField()
    adoption = ForeignKeyField(Adoption, backref="+", on_delete="RESTRICT")
    version = TextField(index=True)


class Evidence(Table):
    """Hold what the link check and the quality report ask of a source.

    Its address, the key of its quote, the address of its archived copy, when it was published, why it does not count.
    """

    id = AutoField()
    adoption = ForeignKeyField(Adoption, backref="+", on_delete="RESTRICT")
    place = IntegerField()
    url = TextField(default="", index=True)
    quote = TextField(default="")
    archive = TextField(default="")
    published = TextField(default="")
    recheck = TextField(default="", index=True)


class Sighting(Table):
    """Hold what link checks saw of a quote at an address: last, and when for the last time it was well.

    Days, "" for never: `looked`, `answered`, `found`, and `gone`, since when the server says that there is no page.
    `revision` is the change that told it.
    """

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
        """One row for a quote at an address."""

        indexes = ((("url", "quote"), True),)


class Tally(Table):
    """Count by how much a change of that day moved a measure of quality; their sums are its course."""

    id = AutoField()
    day = TextField()
    measure = TextField()
    number = IntegerField()

    class Meta:
        """One row for a measure and a day."""

        indexes = ((("day", "measure"), True),)


class Model(Table):
    """Resolve a model's address to its family's entry; families and versions share one space of addresses."""

    slug = TextField(primary_key=True)
    entry = ForeignKeyField(Entry, backref="+", on_delete="RESTRICT")
    family = TextField(index=True)
    developer = TextField(index=True)
    name = TextField()
    base = TextField(default="")


class ModelName(Table):
    """Resolve a name as a source writes it to a version or family."""

    id = AutoField()
    name = TextField(index=True)
    family = TextField()
    slug = TextField()


class Developer(Table):
    """Hold what confidence asks of a developer: its domain is never independent."""

    entry = ForeignKeyField(Entry, primary_key=True, backref="+", on_delete="RESTRICT")
    slug = TextField(unique=True)
    domain = TextField(default="")


class ActionDeveloper(Table):
    """Join regulatory actions and the developers that they concern."""

    id = AutoField()
    entry = ForeignKeyField(Entry, backref="+", on_delete="RESTRICT")
    developer = TextField(index=True)


PUBLISHED = (
    Entry,
    Company,
    Name,
    SourceAddress,
    CompanySector,
    Adoption,
    AdoptedVersion,
    Evidence,
    Sighting,
    Tally,
    Model,
    ModelName,
    Developer,
    ActionDeveloper,
)
