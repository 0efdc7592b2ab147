"""The rules of the house, each a function from a checkout to what breaks it; `test_architecture.py` asks them all."""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

Rule = Callable[[Path], Iterator[str]]
RULES: list[Rule] = []

KERNEL = frozenset({"clock", "text", "errors", "config", "db", "vocabulary", "outside"})
# Who may import whom; every feature may also import the HTTP kit and the kernel.
ARROWS = {
    "catalogue": (),
    "ledger": ("catalogue",),
    "search": ("ledger", "catalogue"),
    "verification": ("ledger", "catalogue"),
    "export": ("ledger", "catalogue"),
    "insights": ("ledger", "catalogue"),
    "mail": (),
    "submissions": ("mail", "search", "ledger", "catalogue"),
    "moderation": ("mail", "submissions", "ledger", "catalogue"),
}
# Inside a feature and between features: a module imports its own height or lower.
HEIGHTS = {"models": 0, "views": 2, "commands": 2, "access": 2, "": 3}
FLASK = frozenset({"views", "commands", "access", "db", ""})
DOOR = frozenset(f"directory/ledger/{name}.py" for name in ("publish", "tables", "tally", "hiding"))
VERBS = DOOR | {"directory/submissions/proposals.py", "directory/moderation/decisions.py"}
VERBS |= {"directory/moderation/bulk.py", "directory/submissions/appeals.py", "directory/submissions/privacy.py"}
CREATING = "create insert insert_many insert_from replace replace_many bulk_create get_or_create"
CHANGING = "update save bulk_update set_by_id delete delete_instance delete_by_id truncate_table drop_table"
WRITES = frozenset([*CREATING.split(), *CHANGING.split()])
# Rows that a feature holds of its own tables, saved where tables of the catalogue are at hand too.
OWN = frozenset({"self", "submission", "person"})
# Who may change a line of the log that is there, and why.
REDACTING = {
    "directory/moderation/redaction.py": "takes words out and says so in their place",
    "directory/submissions/privacy.py": "erases what a person may have erased",
}
# Where catching everything is right, and why.
BROAD = {"directory/search/index.py": "damage of an index shows as any type, and is told as one"}
# Who asks the machine what time it is, and why.
CLOCKS = {
    "directory/clock.py": "time's single seam",
    "directory/search/generations.py": "the age of a folder is told by the file system's clock",
}


@dataclass(frozen=True)
class Module:
    """Hold one Python file of ours: its path from the top, and its syntax."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def parts(self) -> list[str]:
        return self.path.removesuffix(".py").removesuffix("__init__").rstrip("/").split("/")

    @property
    def feature(self) -> str:
        """Name the part of the house: a feature, `web`, `schema`, `kernel`, or "" for the composition root."""
        second = self.parts[1] if len(self.parts) > 1 else ""
        return "kernel" if second in KERNEL else second

    @property
    def layer(self) -> str:
        """Name the file inside its part, or the folder of a layer in several files; "" for the part's own file."""
        return self.parts[-1] if self.feature == "kernel" else next(iter(self.parts[2:]), "")

    @property
    def height(self) -> int:
        return HEIGHTS.get(self.layer, 1)

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def at(self, node: ast.AST, what: str) -> str:
        return f"{self.path}:{node.lineno}: {what}"


@lru_cache(maxsize=8)
def house(root: Path) -> dict[str, Module]:
    """Read every module of the application, by dotted name."""
    files = sorted((root / "directory").rglob("*.py"))
    modules = [module_of(str(file.relative_to(root)), file.read_text()) for file in files]
    return {".".join(module.parts): module for module in modules}


@lru_cache(maxsize=1000)
def module_of(path: str, text: str) -> Module:
    return Module(path, text)


def rule(check: Rule) -> Rule:
    """Add a rule to the list that is asked."""
    RULES.append(check)
    return check


def imports(module: Module, known: dict[str, Module]) -> Iterator[tuple[ast.AST, str]]:
    """Give what a module imports, by full name: a module of ours is named also where it is imported from a package."""
    for node in module.nodes(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
            continue
        for alias in node.names:
            full = f"{node.module}.{alias.name}"
            yield node, full if full in known or node.module == "directory" else str(node.module)


@rule
def arrows(root: Path) -> Iterator[str]:
    """Tell each import that goes against the arrows."""
    known = house(root)
    for module in known.values():
        for node, name in imports(module, known):
            if name.split(".")[0] == "directory":
                yield from _arrow(module, node, name, known.get(name))


def _arrow(module: Module, node: ast.AST, name: str, target: Module | None) -> Iterator[str]:
    if target is None or target.feature == "":
        yield module.at(node, f"nobody imports the composition root ({name})")
    elif module.feature in ("kernel", "schema") and target.feature != "kernel":
        yield module.at(node, f"{module.feature} imports nothing of ours ({name})")
    elif module.feature == "":
        return
    elif target.feature not in ("kernel", module.feature, *_below(module)):
        yield module.at(node, f"{module.feature} does not import {target.feature} ({name})")
    elif module.feature in ARROWS and target.feature in ARROWS and target.height > module.height:
        yield module.at(node, f"{module.layer} does not import {target.layer or 'a whole feature'} ({name})")


def _below(module: Module) -> tuple[str, ...]:
    return ("web", *ARROWS[module.feature]) if module.feature in ARROWS else ()


@rule
def no_relative_or_starred_import(root: Path) -> Iterator[str]:
    for module in house(root).values():
        for node in module.nodes(ast.ImportFrom):
            if node.level or node.names[0].name == "*":
                yield module.at(node, "import by full name")


@rule
def libraries_stay_where_they_belong(root: Path) -> Iterator[str]:
    """Tell where Flask, WTForms or Whoosh is imported outside the few files that may."""
    for module in house(root).values():
        web = module.feature == "web"
        allowed = {
            "flask": web or module.layer in FLASK,
            "flask_babel": web or module.layer in FLASK,
            "wtforms": web or module.layer == "forms",
            "flask_wtf": web or module.layer == "forms",
            "whoosh": module.path == "directory/search/index.py",
        }
        for node, name in imports(module, house(root)):
            if not allowed.get(name.split(".")[0], True):
                yield module.at(node, f"{name.split('.')[0]} is not used here")


@rule
def the_request_is_read_at_the_edge(root: Path) -> Iterator[str]:
    for module in house(root).values():
        edge = module.feature == "web" or module.layer in ("views", "access", "db")
        for node in module.nodes(ast.ImportFrom):
            if node.module == "flask" and not edge and {"request", "session"} & {a.name for a in node.names}:
                yield module.at(node, "the request belongs to views and the HTTP kit")


@rule
def views_ask_named_questions(root: Path) -> Iterator[str]:
    for module in house(root).values():
        for node in module.nodes(ast.Attribute):
            if module.layer in ("views", "access") and node.attr in ("where", "select", "join"):
                yield module.at(node, "a view builds no query")


@rule
def only_the_door_writes_what_is_published(root: Path) -> Iterator[str]:
    """Tell each write on a table of the catalogue or on the ledger outside the door."""
    known = house(root)
    for module in known.values():
        guarded = _guarded(module)
        for node in module.nodes(ast.Attribute):
            base = ast.unparse(node.value).split("(")[0].split(".")
            instance = bool(guarded) and node.attr in ("save", "delete_instance") and base[0] not in OWN
            if node.attr in WRITES and (instance or guarded & set(base)) and module.path not in DOOR:
                yield module.at(node, f"only the ledger's door writes this ({ast.unparse(node)})")


def _guarded(module: Module) -> set[str]:
    return {
        alias.asname or alias.name
        for node in module.nodes(ast.ImportFrom)
        for alias in node.names
        if node.module in ("directory.catalogue.models", "directory.ledger.models")
        or (node.module in ("directory.catalogue", "directory.ledger") and alias.name == "models")
    }


@rule
def a_state_changes_in_a_verb(root: Path) -> Iterator[str]:
    for module in house(root).values():
        if module.path in VERBS or module.feature not in ("submissions", "moderation"):
            continue
        for node in module.nodes(ast.Assign, ast.AnnAssign, ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in targets):
                yield module.at(node, "only a verb assigns a state")
        for node in module.nodes(ast.Call):
            writes = isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
            if writes and any(keyword.arg == "state" for keyword in node.keywords):
                yield module.at(node, "only a verb writes a state")


@rule
def the_log_is_only_added_to(root: Path) -> Iterator[str]:
    """Tell each change of a decision or of a line of the private log that is there already."""
    for module in house(root).values():
        for node in module.nodes(ast.Attribute):
            row = re.search(r"\b(decision|logentry)\b", ast.unparse(node.value), re.IGNORECASE)
            if row and node.attr in CHANGING.split() and module.path not in REDACTING:
                yield module.at(node, f"the log is append-only ({ast.unparse(node)})")


@rule
def nothing_is_caught_blindly(root: Path) -> Iterator[str]:
    for module in house(root).values():
        for node in module.nodes(ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            passed_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            blind = re.search(r"\b(Exception|BaseException|everything)\b", caught) and not passed_on
            if blind and module.path not in BROAD:
                yield module.at(node, f"name what can go wrong, not {caught}")


@rule
def sql_is_never_put_together(root: Path) -> Iterator[str]:
    for module in house(root).values():
        for node in module.nodes(ast.Call):
            raw = ast.unparse(node.func).split(".")[-1] in ("execute_sql", "SQL", "executescript")
            if raw and node.args and not isinstance(node.args[0], ast.Constant):
                yield module.at(node, "SQL is a constant with parameters")


@rule
def one_clock(root: Path) -> Iterator[str]:
    asked = re.compile(r"(datetime|date)\.(now|utcnow|today)|time\.(time|gmtime|localtime)(_ns)?")
    for module in house(root).values():
        for node in module.nodes(ast.Attribute):
            if module.path not in CLOCKS and asked.fullmatch(ast.unparse(node)):
                yield module.at(node, "only clock.py asks what time it is")


@rule
def markup_is_never_made_from_text(root: Path) -> Iterator[str]:
    for module in house(root).values():
        for node in module.nodes(ast.Call):
            if ast.unparse(node.func).endswith("Markup") and any(not isinstance(a, ast.Constant) for a in node.args):
                yield module.at(node, "Markup takes a constant; fill it with .format()")
