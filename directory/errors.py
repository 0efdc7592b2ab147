"""What can go wrong, in words that a person can read; only `web/errors.py` answers with them."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """Name one wrong field by its path, `("adoptions", 0, "since")`, in a sentence with %(blanks)s."""

    path: tuple[str | int, ...]
    message: str
    params: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Say the sentence in English."""
        return self.message % self.params

    @property
    def where(self) -> str:
        """Write the path as people read it: `adoptions[1].sources[2].quote`, counted from one."""
        steps = (f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(steps).lstrip(".")


class Refused(Exception):
    """Refuse an act for one reason, told in a sentence; `status` is the HTTP answer."""

    status = 422

    def __init__(self, sentence: str = "", **params: object) -> None:
        """Keep the sentence and what fills its %(blanks)s."""
        self.sentence = sentence
        self.params = params
        super().__init__(sentence % params if params else sentence)


class Invalid(Refused):
    """Refuse a document; `problems` names every wrong field."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems; the sentence lists them for logs and the command line."""
        self.problems = problems
        super().__init__("; ".join(f"{problem.where}: {problem}" for problem in problems))


class Missing(Refused):
    """Say that nothing is at this address."""

    status = 404


class Moved(Missing):
    """Say that the entry at `slug` moved to the address `target`: who reads is led there, who acts is told."""

    status = 409

    def __init__(self, sentence: str, *, slug: str, target: str) -> None:
        """Keep both addresses; the sentence says where the entry is."""
        self.slug, self.target = slug, target
        super().__init__(sentence, target=target)


class ChangedMeanwhile(Refused):
    """Refuse to decide on what somebody else changed or decided since it was shown."""

    status = 409


class Unavailable(Refused):
    """Say that nothing was saved and that trying again later may work."""

    status = 503
