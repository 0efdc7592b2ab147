"""What people send, decide and are told: submissions, moderators, mail."""

from peewee import AutoField, Check, Database, ForeignKeyField, IntegerField, TextField
from peewee import Model as Rows
from playhouse.migrate import SchemaMigrator


class Base(Rows):
    class Meta:
        legacy_table_names = False
        strict_tables = True


class Submission(Base):
    id = AutoField()
    token = TextField(unique=True)
    key = TextField(unique=True)
    kind = TextField(
        constraints=[
            Check("kind IN ('company', 'adoption', 'correction', 'removal', 'reply', 'notice', 'merge', 'restore')")
        ]
    )
    slug = TextField(index=True, default="")
    base = IntegerField(default=0)
    target = TextField(default="")
    undoes = IntegerField(null=True)
    state = TextField(
        index=True,
        constraints=[
            Check("state IN ('pending', 'changes-requested', 'approved', 'rejected', 'undone', 'taken-back')")
        ],
    )
    version = IntegerField()
    name = TextField(default="")
    country = TextField(default="")
    models = TextField(default="")
    domain = TextField(index=True, default="")
    folded = TextField(index=True, default="")
    contact = TextField(default="")
    language = TextField(default="en")
    listed = IntegerField(default=0)
    sender = TextField(index=True, default="")
    by = TextField(default="")
    signals = TextField(default="")
    claimed_by = TextField(default="")
    claimed_until = TextField(default="")
    submitted = TextField()
    changed = TextField(index=True)
    erased = TextField(default="")


class Decision(Base):
    id = AutoField()
    submission = ForeignKeyField(Submission, null=True, on_delete="RESTRICT")
    version = IntegerField(default=0)
    act = TextField(
        constraints=[
            Check(
                "act IN ('approval', 'agreement', 'changes-request', 'rejection', 'reversal', "
                "'reopening', 'hiding', 'renaming', 'rereading')"
            )
        ]
    )
    ground = TextField(default="")
    by = TextField()
    reason = TextField()
    remarks = TextField(default="{}")
    document = TextField(default="")
    seen = IntegerField(default=0)
    batch = TextField(index=True, default="")
    change = IntegerField(null=True, index=True)
    undoes = IntegerField(null=True)
    at = TextField(index=True)


class Appeal(Base):
    id = AutoField()
    submission = ForeignKeyField(Submission, unique=True, on_delete="RESTRICT")
    decision = ForeignKeyField(Decision, on_delete="RESTRICT")
    against = TextField()
    text = TextField()
    at = TextField()


class Control(Base):
    id = AutoField()
    submission = ForeignKeyField(Submission, unique=True, on_delete="RESTRICT")
    method = TextField(constraints=[Check("method IN ('mail', 'dns', 'file')")])
    domain = TextField()
    mailbox = TextField(default="")
    code = TextField()
    version = IntegerField(default=1)
    proved = TextField(default="")
    looked = TextField(default="")
    told = TextField(default="")


class Draft(Base):
    token = TextField(primary_key=True)
    key = TextField(unique=True)
    purpose = TextField()
    title = TextField(default="")
    address = TextField()
    fields = TextField()
    network = TextField(default="", index=True)
    saved = TextField()


class FailedSignIn(Base):
    id = AutoField()
    key = TextField(index=True)
    attempt = TextField(index=True)
    at = TextField(index=True)


class Letter(Base):
    id = AutoField()
    key = TextField(unique=True)
    submission = IntegerField(null=True, index=True)
    recipient = TextField()
    subject = TextField()
    body = TextField()
    language = TextField(default="en")
    state = TextField(
        index=True,
        constraints=[Check("state IN ('waiting', 'sending', 'sent', 'failed', 'uncertain')")],
        default="waiting",
    )
    attempts = IntegerField(default=0)
    due = TextField()
    written = TextField()
    ended = TextField(default="")
    error = TextField(default="")


class LogEntry(Base):
    id = AutoField()
    at = TextField(index=True)
    who = TextField()
    what = TextField()
    subject = TextField()
    why = TextField(default="")


class Person(Base):
    id = AutoField()
    name = TextField(unique=True)
    role = TextField(constraints=[Check("role IN ('moderator', 'admin')")])
    password = TextField(default="")
    factor = TextField(default="")
    factor_step = IntegerField(default=0)
    invitation = TextField(index=True, default="")
    invited_until = TextField(default="")
    disabled = IntegerField(default=0)
    created = TextField()


class RecoveryCode(Base):
    id = AutoField()
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    digest = TextField()
    used = TextField(default="")


class Sending(Base):
    id = AutoField()
    network = TextField(index=True)
    post = TextField(unique=True)
    at = TextField(index=True)


class Session(Base):
    digest = TextField(primary_key=True)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    agent = TextField(default="")
    created = TextField()
    proved = TextField(default="")
    ended = TextField(default="")


class SubmittedVersion(Base):
    id = AutoField()
    submission = ForeignKeyField(Submission, on_delete="RESTRICT")
    number = IntegerField()
    key = TextField(unique=True)
    document = TextField(default="")
    details = TextField(default="{}")
    note = TextField(default="")
    signals = TextField(default="")
    by = TextField(default="")
    at = TextField()

    class Meta:
        indexes = ((("submission", "number"), True),)


class UsedProof(Base):
    digest = TextField(primary_key=True)
    until = TextField()


TABLES = (
    Submission,
    Decision,
    Appeal,
    Control,
    Draft,
    FailedSignIn,
    Letter,
    LogEntry,
    Person,
    RecoveryCode,
    Sending,
    Session,
    SubmittedVersion,
    UsedProof,
)


def up(migrator: SchemaMigrator, db: Database) -> None:
    with db.bind_ctx(TABLES):
        db.create_tables(TABLES)
