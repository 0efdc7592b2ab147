"""Take text apart into words, and words into the ways of writing them: pure functions, one way for all of search.

A word is matched as it is folded (`directory.text.fold`), in its other spellings (Bäcker: backer, baecker; Αθήνα:
αθηνα, athina) and by its stem in the language of its text. A run of Chinese, Japanese or Korean characters has no
spaces: it is indexed whole and as its pairs, so that 千问 finds 通义千问.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import Stemmer
from anyascii import anyascii

from directory.text import fold

CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
TOKEN = re.compile(rf"(?P<run>[{CJK}]+)|(?:(?![{CJK}])[^\W_])+")
RUN = re.compile(f"[{CJK}]")
LATIN = re.compile(r"[a-z0-9\u00e0-\u024f]+\Z")
LONGEST_TERM = 64
SHORTEST_PREFIX, LONGEST_PREFIX = 2, 20
SHORTEST_STEM = 4
# How German and Nordic letters are written on a keyboard that has none; folding writes them without their marks.
SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
# Languages of Europe that the Snowball project has a stemmer for.
STEMMERS = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hu": "hungarian",
    "it": "italian", "lt": "lithuanian", "nl": "dutch", "no": "norwegian", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
SAME = {"nb": "no", "nn": "no", "bs": "sr", "hr": "sr", "gl": "pt"}
ENGLISH = "en"
# Words that a question may leave out; the index holds them, so a quoted phrase may use them.
SMALL_WORDS = (
    "a an and are as at be by for from in is it of on or that the to with"
    " who which what that how does do all any use uses used using company companies firm firms european"
    " utilise utilisent utilisant entreprise entreprises sociétés"
    " nutzt nutzen verwendet verwenden benutzt unternehmen firmen"
    " au aux de des du en et la le les pour qui quelles das der die wer welche ein eine für im in mit und von zu"
)
STOP_WORDS = frozenset(fold(SMALL_WORDS).split())
# Words that tell the language of a quote whose source does not name it: frequent, and hardly used in another.
TELLING = {
    "en": "the and with that this our from which has are was were their been its is a an by to of in on at it or be we",
    "fr": "les des une dans avec est pour qui sur nous cette sont aux leur été",
    "de": "und der das ist mit nicht eine auf werden wird sich auch wir dem für",
    "es": "los las una con por más como para del está son sus nuestra este",
    "it": "che gli della sono nella alla dei delle degli più questo anche perché",
    "nl": "het een van voor zijn met niet ook wij onze wordt deze naar",
    "pt": "uma não com dos das são mais pela pelo nossa também está",
    "pl": "się nie jest oraz przez dla które jako naszych został",
    "sv": "och att det som för är inte med våra på kan har",
    "da": "og det er ikke til af som vores på har blevet",
    "fi": "ja on että sekä ovat mutta tämä myös kanssa olemme",
    "cs": "je že pro jako jsou které také jsme byl při",
    "hu": "és hogy egy nem az is van vagy mint ezt",
    "ro": "și este sunt pentru din care prin această noastre",
}
TOLD = {word: tuple(code for code, own in TELLING.items() if word in own.split()) for own in TELLING.values()
        for word in own.split()}  # fmt: skip


class Token(NamedTuple):
    """Be one word or run of a text: folded, as it was written in small letters, and where it stands in the text."""

    text: str
    raw: str
    start: int
    end: int
    run: bool


def tokens(text: str) -> Iterator[Token]:
    """Find the words and runs of a text; where they stand holds for composed text (NFC), which is what is stored."""
    for found in TOKEN.finditer(text if text.isascii() else unicodedata.normalize("NFC", text)):
        raw = found[0][:LONGEST_TERM].lower()
        if raw.isascii():
            yield Token(raw, raw, found.start(), found.end(), run=False)
        else:
            yield from _folded(raw, found.start(), found.end())


def _folded(raw: str, start: int, end: int) -> Iterator[Token]:
    """Fold a word; there are letters that are several words (ﷺ, ¼), and words that grow."""
    plain = folded(raw)
    for found in TOKEN.finditer(plain):
        part = found[0][:LONGEST_TERM]
        yield Token(part, raw if part == plain else part, start, end, found["run"] is not None)


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """Fold a word; plain ASCII, which most are, takes a short way to the same result."""
    return word.lower() if word.isascii() else fold(word)


def words(text: str) -> list[str]:
    """List the words and runs of any text, folded."""
    return [token.text for token in tokens(text)]


def is_run(term: str) -> bool:
    """Tell whether a term is of Chinese, Japanese or Korean characters, which tell more than a word does."""
    return RUN.match(term) is not None


def pairs(run: str) -> list[str]:
    """List the overlapping pairs of a run; a single character is its own."""
    return ["".join(pair) for pair in pairwise(run)] or [run]


@lru_cache(maxsize=65536)
def spellings(raw: str) -> tuple[str, ...]:
    """List the ways of writing a word in small letters: folded first, then spelt out, then in Latin letters."""
    plain = folded(raw)
    if raw.isascii():
        return (plain,)
    spelt = folded(unicodedata.normalize("NFKC", raw).translate(SPELT))
    latin = "" if LATIN.match(plain) else folded(anyascii(_sounding(plain)))
    # Some letters are several in another spelling: щ is shch.
    others = (word[:LONGEST_TERM] for word in (spelt, latin) if word.isalnum())
    return tuple(dict.fromkeys((plain, *others)))


def _sounding(word: str) -> str:
    """Write the Greek pairs of letters that stand for one sound of other languages as that sound."""
    return word.replace("ντ", "d").replace("μπ", "b").replace("γκ", "g")


def syllables(run: str) -> list[str]:
    """Write Chinese characters in pinyin, without tones: 月之暗面 is yue, zhi, an, mian."""
    return [anyascii(character).lower().strip() for character in run]


def pinyin(run: str) -> list[str]:
    """Write characters in pinyin as people part it, all of it first: 月之暗面 is yuezhianmian, or yuezhi and anmian."""
    told = syllables(run)
    size = len(told)
    parts = ["".join(told[a:b]) for a in range(size) for b in range(a + 2, size + 1)]
    return list(dict.fromkeys(["".join(told), *parts])) if size > 1 else []


@lru_cache(maxsize=65536)
def stem(raw: str, language: str) -> str:
    """Give a word's stem in a language, folded; short words and numbers are their own."""
    if len(raw) < SHORTEST_STEM or not raw.isalpha() or language not in STEMMERS:
        return folded(raw)
    return folded(_stemmer(language).stemWord(raw))


@lru_cache(maxsize=len(STEMMERS))
def _stemmer(language: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(STEMMERS[language])


@lru_cache(maxsize=8192)
def language_of(text: str, named: str = "") -> str:
    """Tell the language of a text: as it is named (`fr-CH` is `fr`), else by its small words, else English."""
    code = named.lower().partition("-")[0]
    code = SAME.get(code, code)
    if code in STEMMERS:
        return code
    counts = dict.fromkeys(TELLING, 0)
    for found in TOKEN.finditer(text):
        for told in TOLD.get(found[0].lower(), ()):
            counts[told] += 1
    return max(counts, key=counts.__getitem__)


def prefixes(word: str) -> list[str]:
    """List the beginnings by which a word of a name is found while it is being typed."""
    return [word[:length] for length in range(SHORTEST_PREFIX, min(len(word), LONGEST_PREFIX) + 1)]
