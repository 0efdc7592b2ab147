"""What the link check saw of others' pages, beside what it tells in public."""

from peewee import AutoField, Database, IntegerField, TextField
from peewee import Model as Rows
from playhouse.migrate import SchemaMigrator


class Base(Rows):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class SeenPage(Base):
    id = AutoField()
    url = TextField(unique=True)
    at = TextField(index=True)
    status = IntegerField(default=0)
    title = TextField(default="")
    host = TextField(default="")
    digest = TextField(default="")
    note = TextField(default="")
    untold = TextField(default="")


TABLES = (SeenPage,)


def up(migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
