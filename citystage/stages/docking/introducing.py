"""What a side gives for one introduction: whom to call there."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from citystage.engines.text.folding import clean
from citystage.kernel.refusals import Refusal


class BadContact(Refusal):
    """A contact without a name, or without a way to reach it; ``errors`` by field."""

    status = 422

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__(" ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person whom the other side may call once both have agreed."""

    name: str
    phone: str = ""
    email: str = ""

    def checked(self) -> dict[str, str]:
        """As the column keeps it. Raises ``BadContact``."""
        kept = {key: clean(value[:400]).strip()[:120] for key, value in asdict(self).items()}
        errors = {}
        if not kept["name"]:
            errors["name"] = _("Name the person to be called.")
        if not (kept["phone"] or kept["email"]):
            errors["phone"] = _("Give a telephone number or an e-mail address.")
        if errors:
            raise BadContact(errors)
        return kept
