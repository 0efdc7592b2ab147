"""The numbered migrations make exactly the tables that the models describe."""

from playhouse.schema_diff import diff_models

from directory import db


def tables(base=db.Table):
    """List every table of the site; create_app has imported every feature."""
    return [table for each in base.__subclasses__() for table in (each, *tables(each))]


def made():
    """Give what SQLite was told to make, apart from the runner's own notes."""
    rows = db.database.execute_sql(
        "select name, sql from sqlite_master where sql is not null and tbl_name != 'schema_migration'"
    )
    return dict(rows.fetchall())


def test_models_and_migrations_make_the_same_tables_to_the_letter(empty_app, tmp_path):
    migrated = made()
    db.database.close()
    db.use(tmp_path / "models.db")
    db.database.create_tables(tables())
    assert made() == migrated
    assert len(migrated) > len(tables()) > 10


def test_the_difference_between_models_and_migrations_is_empty(empty_app):
    assert not diff_models(db.database.obj, tables())


def test_every_table_is_strict(empty_app):
    assert [name for name, sql in made().items() if sql.startswith("CREATE TABLE") and "STRICT" not in sql] == []
