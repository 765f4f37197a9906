"""Which of the two languages a reader reads, and the text that is written in it."""

from collections.abc import Mapping

from django.utils.translation import get_language


def in_english() -> bool:
    """Whether the reader's language is English; every other reader is shown Chinese."""
    return (get_language() or "").startswith("en")


def in_readers_language(chinese: str, english: str) -> str:
    """The text in the reader's language, as far as somebody wrote one."""
    return english if english and in_english() else chinese


def said(words: Mapping[str, str] | str | None) -> str:
    """A wording of a pack in the reader's language, or in the other when that one is missing."""
    if not isinstance(words, Mapping):
        return words or ""
    order = ("en", "zh") if in_english() else ("zh", "en")
    return next((str(words[language]) for language in order if words.get(language)), "")
