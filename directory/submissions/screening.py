"""What makes a post look automatic. It only orders the queue: nothing is refused for it, and nothing thrown away."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from secrets import randbelow

import altcha
from peewee import fn

from directory import clock
from directory.config import Settings
from directory.db import write
from directory.submissions.models import LETTER, Sending, Signal, Submission, SubmittedVersion, UsedProof
from directory.submissions.typed import BREAK
from directory.text import sha256
from directory.vocabulary import State
from directory.web.forms import FIELD, LONGEST_OPEN, Posted

FAST = 3.0
# No field of a form has this name: the form of a reply asks for a proof of its own.
PROOF = "work"
# How many hashes the browser computes: about a second on a phone, at most twice that (DECISIONS.md).
EASIEST, HARDEST = 6_000, 12_000
LONGEST_PROOF = 4000
# The fields that people write sentences in; whatever else a machine sends is no text of ours.
RUNNING = re.compile(r"summary|note|explanation|text|adoptions-[0-9]{1,4}-statement")
LINK = re.compile(
    r"https?:|\bwww\.|(?<![\w-])[\w-]+\.(com|net|org|eu|info|biz|shop|online|site|top|xyz|io)/", re.IGNORECASE
)
# Written to the moderators, over several lines; here a sender may point to more evidence.
LETTERS = frozenset({"note", "explanation"})
MOST_LINKS_IN_LETTER = 2
LEAST_LETTERS = 20
# Shorter sentences are alike by chance.
LEAST_ALIKE = 40
MOST_ALIKE = 2
MOST_COMPARED = 5
MOST_LOOKED_AT = 500
ALIKE_FOR = timedelta(days=3)


@dataclass(frozen=True)
class Rates:
    """Say how many posts are usual, and with which secret challenges are signed."""

    per_hour: int
    per_day: int
    in_all: int
    secret: str

    @classmethod
    def of(cls, settings: Settings) -> "Rates":
        """Read the settings."""
        hour, day, in_all = settings.posts_per_hour, settings.posts_per_day, settings.posts_in_all
        return cls(int(hour), int(day), int(in_all), settings.secret_key)


def screen(
    data: Mapping[str, str], sent: Posted, network: str, rates: Rates, *, slug: str, own: str
) -> tuple[Signal, ...]:
    """Count a post of a network and list what looks automatic about it.

    `slug` is the entry that it is about, whose words others repeat too; `own` is the hashed token of the submission
    that is sent again.
    """
    texts = dict(running_text(data))
    found = {
        Signal.HONEYPOT: bool(data.get("homepage")),
        Signal.FAST: sent.seconds < FAST,
        Signal.LINKS: has_links(texts),
        Signal.SHOUTING: any(map(shouts, texts.values())),
        Signal.REPEATED: _repeated(texts, slug, own),
        Signal.MANY: _too_many(data, sent, network, rates),
    }
    return tuple(signal for signal in Signal if found[signal])


def running_text(data: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give the fields that people write sentences in, as they will be kept."""
    for name, value in data.items():
        if RUNNING.fullmatch(name) and value.strip():
            yield name, value.strip() if name in LETTERS else BREAK.sub(" ", value).strip()


def has_links(texts: Mapping[str, str]) -> bool:
    """Tell whether sentences hold web addresses: those have fields of their own."""
    allowed = {name: MOST_LINKS_IN_LETTER if name in LETTERS else 0 for name in texts}
    return any(len(LINK.findall(text)) > allowed[name] for name, text in texts.items())


def shouts(text: str) -> bool:
    """Tell whether a text is mostly capital letters; a few words of them are names."""
    cased = [letter for letter in text if letter.isupper() or letter.islower()]
    return len(cased) >= LEAST_LETTERS and 2 * sum(map(str.isupper, cased)) > len(cased)


def _repeated(texts: Mapping[str, str], slug: str, own: str) -> bool:
    longest = sorted(set(texts.values()), key=len)[-MOST_COMPARED:]
    return any(_say_the_same(text, slug, own) >= MOST_ALIKE for text in longest if len(text) >= LEAST_ALIKE)


def _say_the_same(text: str, slug: str, own: str) -> int:
    """Count, until there are enough, the other submissions of the last days that wait and hold this text."""
    since = clock.written(clock.now() - ALIKE_FOR)
    # Documents are kept as JSON, which has one way to write a text.
    quoted = json.dumps(text, ensure_ascii=False)
    version = SubmittedVersion
    same = (version.note == text) | (fn.INSTR(version.document, quoted) > 0) | (fn.INSTR(version.details, quoted) > 0)
    waits = (Submission.state == State.PENDING) & (Submission.changed > since) & (Submission.token != own)
    if slug:
        waits &= Submission.slug != slug
    newest = Submission.select(Submission.id).where(waits).order_by(Submission.changed.desc()).limit(MOST_LOOKED_AT)
    current = Submission.id.in_(newest) & (version.number == Submission.version)
    return int(version.select(version.id).join(Submission).where(current, same).limit(MOST_ALIKE).count())


def hot(network: str, rates: Rates) -> bool:
    """Tell whether a network, or all of them, sent as much as is usual: the next form asks for a proof."""
    return _beyond(network, rates, before=None)


def _beyond(network: str, rates: Rates, before: int | None) -> bool:
    """Tell whether there are too many posts already, of those up to number `before` where it is given."""
    hour, day = (clock.written(clock.now() - timedelta(hours=hours)) for hours in (1, 24))
    earlier = Sending.select() if before is None else Sending.select().where(Sending.id < before)
    own = earlier.where(Sending.network == network)
    return (
        own.where(Sending.at > hour).count() >= rates.per_hour
        or own.where(Sending.at > day).count() >= rates.per_day
        or earlier.where(Sending.at > hour, ~Sending.post.startswith(LETTER)).count() >= rates.in_all
    )


def _too_many(data: Mapping[str, str], sent: Posted, network: str, rates: Rates) -> bool:
    """Count the post and judge it in one transaction, so that none of many at once slips past."""
    post = sha256(json.dumps([sent.key, sorted(data.items())]))
    proof = proved(data, rates.secret)
    with write():
        known = Sending.get_or_none(Sending.post == post)
        counted = known or Sending.create(network=network, post=post, at=clock.stamp())
        if not _beyond(network, rates, before=counted.id):
            return False
        # The same post at the same moment is one post with one proof.
        return not (proof and (known or _use(proof)))


def _use(proof: str) -> bool:
    """Use a proof up; tell whether that was the first time: ALTCHA's library takes it again and again."""
    if UsedProof.get_or_none(UsedProof.digest == proof):
        return False
    until = clock.written(clock.now() + timedelta(seconds=LONGEST_OPEN))
    UsedProof.create(digest=proof, until=until)
    return True


def challenge(token: str, secret: str) -> str:
    """Make the task that a browser solves for the form with this token, as JSON."""
    made = altcha.create_challenge(
        "SHA-256",
        1,
        counter=EASIEST + randbelow(HARDEST - EASIEST),
        expires_at=clock.now() + timedelta(seconds=LONGEST_OPEN),
        data={"form": sha256(token)},
        hmac_secret=_key(secret),
    )
    return json.dumps(made.to_dict())


def proved(data: Mapping[str, str], secret: str) -> str:
    """Name the proof that a post carries; "" where it is none, too old, forged or another form's."""
    told = data.get(PROOF, "")
    if not told or len(told) > LONGEST_PROOF:
        return ""
    try:
        payload = altcha.Payload.from_base64(told)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""
    ours = altcha.verify_solution(payload, _key(secret)).verified
    form = {"form": sha256(data.get(FIELD, ""))}
    return sha256(str(payload.challenge.signature)) if ours and payload.challenge.parameters.data == form else ""


def _key(secret: str) -> bytes:
    return hmac.new(secret.encode(), b"proof of work", hashlib.sha256).digest()
