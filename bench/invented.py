"""Invented words of several languages: each pronounceable in its own, as frequent as words are, and never all known.

How often a word occurs follows Zipf and Mandelbrot; ranks have no end, so the vocabulary grows with the text as
Heaps says: a hundred times the text brings twenty times the words.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Tongue:
    """Hold what makes text look like a language: sounds, endings that its stemmer knows, and small words."""

    code: str
    countries: str
    onsets: Sequence[str]
    vowels: Sequence[str]
    endings: Sequence[str]
    small: Sequence[str]


def _tongue(code: str, countries: str, onsets: str, vowels: str, endings: str, small: str) -> Tongue:
    return Tongue(code, countries, onsets.split(), vowels.split(), ["", "", *endings.split()], small.split())


TONGUES = (
    _tongue(
        *("en", "GB IE MT", "b c d f g h l m n p r s t v w br cl dr fl gr pl sh st th tr", "a e i o u ai ea oo"),
        *("s ed ing er ly ation ment", "the of and to in is for that with on it by from at are has was its as which"),
    ),
    _tongue(
        *("de", "DE AT CH LI", "b d f g h k l m n p r s t w z br gl kr schl schm sp st str", "a e i o u ä ö ü ei au"),
        *(
            "en er ung keit lich es e isch",
            "der die und das in den mit für auf ist von wird zu im des ein eine nicht als",
        ),
    ),
    _tongue(
        *("fr", "FR BE LU MC", "b c d f g j l m n p r s t v bl br ch cl dr gr pl pr tr", "a e i o u é è ou eau oi"),
        *("s er ement tion é ée eur iste", "le la les de des et un une en pour dans est sur avec qui par plus du au"),
    ),
    _tongue(
        *("es", "ES AD", "b c d f g j l m n p r s t v bl br ch cl dr ll ñ pr tr", "a e i o u á é í ó ú ue"),
        *("s os as ción mente ado ando dor", "el la los las de y en un una que con por para es se del al su como"),
    ),
    _tongue(
        *("it", "IT SM VA", "b c d f g l m n p r s t v br ch cr gl gn pr sc st tr", "a e i o u à è ì ò ù"),
        *("i e zione mente ato ando tore ità", "il lo la gli le di e in un una che con per è da del nel si sono"),
    ),
    _tongue(
        *("nl", "NL", "b d g h k l m n p r s t v w z br dr gr kl sch sl st tr", "a e i o u aa ee ij oe ou"),
        *("en er ing heid lijk s t", "de het een en van in met op voor is dat te zijn door bij aan als om"),
    ),
    _tongue(
        *(
            "sv",
            "SE NO DK FI IS",
            "b d f g h j k l m n p r s t v bl br dr fj gr kl kr sk sp st tr",
            "a e i o u y å ä ö",
        ),
        *("en ar er het lig ade ning", "och att det som en ett på är av för med till den i om har kan ska"),
    ),
    _tongue(
        *("pl", "PL CZ SK SI HR", "b c d g k l ł m n p r s t w z ż ś cz dz kr pr rz sz st", "a e i o u y ą ę ó"),
        *("y ów ami nie ość owy ka", "i w na z do się jest nie to że dla od po przez jako oraz ich"),
    ),
    _tongue(
        *("el", "GR CY", "β γ δ θ κ λ μ ν π ρ σ τ φ χ στ πρ τρ κρ", "α ε η ι ο υ ω ά έ ί ό"),
        *("ος α ο ων ης εις ση", "το η ο και της του με για από σε που είναι την οι στο"),
    ),
    _tongue(
        *("uk", "UA BG MK RS ME", "б в г д ж з к л м н п р с т х ч ш бр гр кр пр ст тр", "а е и і о у я ю"),
        *("и ів ами ння ість ий ка", "і в на з до що для не є від по за як це та при"),
    ),
)
# Zipf and Mandelbrot: up to about this rank words are equally frequent, from there on less and less.
HEAD_OF_TEXT, HEAD_OF_NAMES = 30, 5_000
# Ranks grow with this power of a chance: above 1, so that new words never end.
TAIL = 1.4
SMALL_SHARE = 0.35


class Words:
    """Invent text from a seed: the same words at the same ranks, whatever was asked for before."""

    def __init__(self, seed: int) -> None:
        """Know no word yet."""
        self.seed = seed
        self.random = random.Random(seed)
        self.speakers = {code: tongue for tongue in TONGUES for code in tongue.countries.split()}
        self._kept: dict[tuple[str, str, int], str] = {}

    def tongue(self, country: str) -> Tongue:
        """Give the language of a country; English where no other one is known."""
        return self.speakers.get(country, TONGUES[0])

    def lemma(self, tongue: Tongue, rank: int, kind: str = "word") -> str:
        """Give the word of a rank: the frequent ones are short, the kinds (`word`, `name`, `place`) are apart."""
        key = (tongue.code, kind, rank)
        if key not in self._kept:
            made = random.Random(f"{self.seed} {tongue.code} {kind} {rank}")
            syllables = made.choice((1, 2) if rank < 100 and kind == "word" else (2, 2, 3, 3, 4))
            parts = (made.choice(tongue.onsets) + made.choice(tongue.vowels) for _ in range(syllables))
            self._kept[key] = "".join(parts) + made.choice(("", made.choice(tongue.onsets)[0]))
        return self._kept[key]

    def text(self, tongue: Tongue, length: int) -> str:
        """Invent so many words: a third of them the small words of the language, the others inflected."""
        return " ".join(self._word(tongue) for _ in range(length))

    def _word(self, tongue: Tongue) -> str:
        if self.random.random() < SMALL_SHARE:
            return self.random.choice(tongue.small)
        rank = int(HEAD_OF_TEXT * ((1 - self.random.random()) ** -TAIL - 1))
        return self.lemma(tongue, rank) + self.random.choice(tongue.endings)

    def name(self, tongue: Tongue) -> str:
        """Invent a word of a name: most are used once or twice."""
        rank = int(HEAD_OF_NAMES * (1 / (1 - self.random.random()) - 1))
        return self.lemma(tongue, rank, "name").capitalize()

    def place(self, tongue: Tongue) -> str:
        """Invent a city; a country has a few large ones."""
        return self.lemma(tongue, int(self.random.paretovariate(0.7)) % 300, "place").capitalize()
