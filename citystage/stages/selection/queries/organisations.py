"""Which record of the directory a typed name means."""

from citystage.engines.text.folding import fold
from citystage.foundation.directory.models import Organisation


def known(name: str) -> Organisation | None:
    """The organisation of exactly this name or number (USCC), however it is written; or nothing."""
    typed = name.strip()
    if not typed:
        return None
    numbered = Organisation.objects.filter(uscc=typed.upper()).first()
    if numbered is not None:
        return numbered
    return Organisation.objects.filter(folded_name=fold(typed)[:240]).order_by("pk").first()
