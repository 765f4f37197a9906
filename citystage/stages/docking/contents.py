"""What an answer says: replies to essentials with evidence, price, schedule, wishes, shares."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.text.counting import word_count
from citystage.engines.text.folding import clean

# Nothing longer is kept, whatever the limit of words is.
MOST: Final = 4_000
_LINE: Final = 300
_WEEKS: Final = 520
WHOLE: Final = 100


class PriceMode(models.TextChoices):
    """How the offer is priced."""

    FIXED = "fixed", gettext_lazy("a fixed price")
    NEGOTIABLE = "negotiable", gettext_lazy("to be discussed")
    SHARED = "shared", gettext_lazy("a share of what it earns or saves")
    FREE = "free", gettext_lazy("a free trial first")
    LEASE = "lease", gettext_lazy("lease or pay per use")


@dataclass(frozen=True, slots=True)
class Reply:
    """To one essential: yes, no or not said ("") with evidence and what stands behind it."""

    can: str = ""
    evidence: str = ""
    capability: int | None = None
    case: str = ""
    link: str = ""

    @property
    def words(self) -> int:
        """How many words the evidence has."""
        return word_count(self.evidence)


@dataclass(frozen=True, slots=True)
class Content:
    """The whole answer but for its consortium and files, which are rows of their own."""

    summary: str = ""
    replies: Mapping[str, Reply] = field(default_factory=dict)
    price_mode: str = ""
    # Whole fen.
    price: int | None = None
    price_words: str = ""
    weeks: int | None = None
    schedule: str = ""
    wanted: str = ""
    # What the answering organisation does itself, in words.
    own_work: str = ""
    # Its own share of the work, of 100; asked only where others take part.
    share: int | None = None

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        """As it is kept in a column."""
        replies = {key: Reply(**told) for key, told in raw.get("replies", {}).items()}
        known = {name: value for name, value in raw.items() if name in _PLAIN}
        return cls(replies=replies, **known)

    def plain(self) -> dict[str, Any]:
        """As it is kept in a column."""
        return asdict(self)

    def cleaned(self, keys: Iterable[str]) -> Self:
        """Without controls, cut at what is ever kept, with the essentials that are asked."""
        return type(self)(
            summary=_text(self.summary),
            replies={key: _reply(self.replies.get(key, Reply())) for key in keys},
            price_mode=self.price_mode if self.price_mode in PriceMode.values else "",
            price=self.price if self.price is not None and 0 <= self.price < 10**17 else None,
            price_words=_text(self.price_words, _LINE),
            weeks=self.weeks if self.weeks and 0 < self.weeks <= _WEEKS else None,
            schedule=_text(self.schedule),
            wanted=_text(self.wanted),
            own_work=_text(self.own_work, _LINE),
            share=self.share if self.share and 0 < self.share <= WHOLE else None,
        )

    def differing(self, other: Self) -> list[str]:
        """Which parts differ from ``other``; one of the essentials as "replies.<key>"."""
        mine, theirs = self.plain(), other.plain()
        names = [name for name in _PLAIN if mine[name] != theirs[name]]
        keys = dict.fromkeys([*mine["replies"], *theirs["replies"]])
        empty = asdict(Reply())
        return names + [
            f"replies.{key}"
            for key in keys
            if mine["replies"].get(key, empty) != theirs["replies"].get(key, empty)
        ]


_PLAIN: Final = (
    "summary",
    "price_mode",
    "price",
    "price_words",
    "weeks",
    "schedule",
    "wanted",
    "own_work",
    "share",
)


def _text(typed: str, most: int = MOST) -> str:
    return clean(typed[: 4 * most])[:most].strip()


def _reply(typed: Reply) -> Reply:
    link = typed.link.strip()[:_LINE]
    return Reply(
        can=typed.can if typed.can in ("yes", "no") else "",
        evidence=_text(typed.evidence),
        capability=typed.capability,
        case=_text(typed.case, _LINE),
        link=link if link.startswith(("https://", "http://")) else "",
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What an opening asks of every answer."""

    keys: tuple[str, ...]
    price: bool
    # Words of evidence for one essential.
    words: int


def gaps(content: Content, asked: Asked) -> dict[str, str]:
    """What is missing or too long before it can be handed in, worded by field."""
    found: dict[str, str] = {}
    for key in asked.keys:
        found |= _gaps_of(key, content.replies.get(key, Reply()), asked.words)
    if asked.price and not content.price_mode:
        found["price_mode"] = _("Say how the offer is priced.")
    if asked.price and content.price_mode == PriceMode.FIXED and content.price is None:
        found["price"] = _("State the price.")
    if not content.schedule:
        found["schedule"] = _("Say by when what is done.")
    return found


def _gaps_of(key: str, reply: Reply, most: int) -> dict[str, str]:
    found = {}
    if not reply.can:
        found[f"can.{key}"] = _("Answer yes or no.")
    if reply.can == "yes" and not reply.words:
        found[f"evidence.{key}"] = _("Say in a few words what shows it.")
    elif reply.words > most:
        found[f"evidence.{key}"] = _("%(words)d words; at most %(most)d are read.") % {
            "words": reply.words,
            "most": most,
        }
    return found
