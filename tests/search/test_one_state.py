"""A page shows one state of the directory, though somebody publishes while it is read; and it keeps its connection."""

from concurrent.futures import ThreadPoolExecutor

from directory import clock, db
from directory.catalogue.kinds import Kind
from directory.search import formats, queries
from tests.factories import adoption, lay_ground, put
from tests.search.conftest import named


def test_rules_and_documents_are_of_one_revision(empty_app, monkeypatch):
    with db.database.connection_context():
        lay_ground()
        put(Kind.COMPANY, named("Red Kite", adoptions=[adoption()]))
    read = queries._rules

    def publish():
        with db.database.connection_context():
            put(Kind.COMPANY, named("Red Kite", adoptions=[adoption(), adoption(use="pilot")]))

    def overtaken(*given):
        rules = read(*given)
        with ThreadPoolExecutor(1) as other:
            other.submit(publish).result()
        return rules

    monkeypatch.setattr(queries, "_rules", overtaken)
    with db.database.connection_context():
        row = queries.rows(["red-kite"], clock.today())["red-kite"]
        assert len(row.rules) == len(row.document["adoptions"]) == 1
        monkeypatch.undo()
        row = queries.rows(["red-kite"], clock.today())["red-kite"]
        assert len(row.rules) == len(row.document["adoptions"]) == 2


def test_what_is_read_within_a_request_leaves_its_connection_open(app):
    with db.database.connection_context():
        connection = db.database.connection()
        assert [len(rows) for rows in formats.batches(["novo-ai"], clock.today())] == [1]
        assert db.database.connection() is connection
    assert db.database.is_closed()
