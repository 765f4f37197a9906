"""What to try when nothing fits: each part of the question left out, and how many that gives."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.queries.asking import answering
from citystage.stages.catalogue.queries.asking.names import LABELS
from citystage.stages.catalogue.queries.asking.question import Question
from citystage.stages.catalogue.queries.asking.reading import read
from citystage.web.public.searching.narrowing import chosen, near_chip
from citystage.web.public.searching.wording import said
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Option

_MOST = 12
_OFFERED = 6


def loosened(question: Question, here: Address, actor: Actor) -> list[Option]:
    """Links that leave one part out, those that find most first; useless ones are not offered."""
    offered = []
    for label, address in list(_ways(question, here))[:_MOST]:
        number = answering.count(asked(address), actor)
        if number:
            offered.append(Option(value="", label=label, count=number, url=str(address)))
    return sorted(offered, key=lambda one: -(one.count or 0))[:_OFFERED]


def asked(here: Address) -> Question:
    """The question an address asks."""
    return read(
        "".join(here.values("q")[-1:]),
        chosen(here),
        near="".join(here.values("near")[-1:]),
        kilometres="".join(here.values("km")[-1:]),
        sort="".join(here.values("sort")[-1:]),
    )


def _ways(question: Question, here: Address) -> Iterator[tuple[str, Address]]:
    for chip in near_chip(question, here):
        yield _("leave out: %(what)s") % {"what": chip.label}, here.without("near", "km", "page")
    for name in chosen(here):
        label = _("any %(facet)s") % {"facet": LABELS[name]}
        yield label, here.without(name, "page")
    for part in question.parts:
        rest = here.having("q", part.rest)
        if asked(rest):
            yield _("leave out: %(what)s") % {"what": said(part)}, rest
    yield from _alone(question, here)


def _alone(question: Question, here: Address) -> Iterator[tuple[str, Address]]:
    """When more than one part stands in the way: the words without conditions, one word alone."""
    bare = Address(here.path)
    words = question.query.terms
    if words and len(question.parts) > len(words) + 1:
        told = {"what": " ".join(words)}
        yield _("only: %(what)s") % told, bare.having("q", " ".join(words))
    if len(question.parts) > 2:  # noqa: PLR2004 -- of two, leaving out one says the same
        for word in words:
            yield _("only: %(what)s") % {"what": word}, bare.having("q", word)
