"""What the assessed write: read from a form, checked against what they were asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation.models import Subject

LONGEST: Final = 5_000
_MOST_LINKS: Final = 20


class BadReport(Refusal):
    """Something cannot be taken so; ``errors`` says of which part what."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(_("Some parts cannot be taken as they are."))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """As written: words by criterion, an overview, addresses line by line."""

    words: Mapping[str, str] = field(default_factory=dict)
    overview: str = ""
    links: str = ""


def keep_words(subject: Subject, written: Written) -> None:
    """Put the words on the row (the caller saves). Raises ``BadReport``."""
    known = [one.code for one in subject.exercise.read_terms().measures]
    errors = {
        code: _("At most %d characters.") % LONGEST
        for code, text in {**written.words, "overview": written.overview}.items()
        if len(text) > LONGEST
    }
    if wrong := _wrong_links(written.links):
        errors["links"] = wrong
    if errors:
        raise BadReport(errors)
    subject.words = {code: text for code in known if (text := written.words.get(code, "").strip())}
    subject.overview = written.overview.strip()
    subject.links = "\n".join(line.strip() for line in written.links.splitlines() if line.strip())


def lacking(subject: Subject) -> dict[str, str]:
    """What a whole self-report still lacks."""
    return {
        one.code: _("This is needed.")
        for one in subject.exercise.read_terms().measures
        if one.asks is not None and not subject.words.get(one.code)
    }


def _wrong_links(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > _MOST_LINKS:
        return _("At most %d addresses.") % _MOST_LINKS
    for line in lines:
        try:
            parts = urlsplit(line)
        except ValueError:
            return _("“%s” is no address.") % line[:80]
        if parts.scheme not in {"http", "https"} or not parts.hostname or len(line) > 500:  # noqa: PLR2004 -- a line
            return _("“%s” is no address; it begins with https:// or http://.") % line[:80]
    return ""
