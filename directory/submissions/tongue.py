"""Guess the language of a quote or reply that names none: offered to its writer, never put over what was typed."""

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Below these a guess is often wrong: a product's name looks like any language.
SHORTEST = 20
SURE = 0.8


@cache
def _identifier() -> LanguageIdentifier:
    """Load the model when it is first asked: it takes half a second and some memory."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def guess(text: str) -> str:
    """Give the code of the language that text is probably in, "" where it is too short or not clear."""
    if len(text) < SHORTEST:
        return ""
    code, probability = _identifier().classify(text)
    return str(code) if probability >= SURE else ""
