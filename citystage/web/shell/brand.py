"""The accent of a city as a small style sheet, made from its pack and checked for contrast."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citystage.foundation.tenancy.queries import city_coded

HOUSE_ACCENT = "#0b5a9d"
# WCAG 2.2 AA for text, with a margin for tinted grounds.
_LEAST_CONTRAST = 5.5
_COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def contrast_with_white(colour: str) -> float:
    """The WCAG contrast ratio of ``#rrggbb`` on white."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- sRGB

    red, green, blue = (linear(part) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def legible(colour: str) -> str:
    """The colour, darkened until text in it is legible; what is no colour gives the house's own."""
    if not _COLOUR.match(colour):
        return HOUSE_ACCENT
    while contrast_with_white(colour) < _LEAST_CONTRAST:
        colour = "#" + "".join(f"{int(part * 0.94):02x}" for part in _parts(colour))
    return colour


@require_safe
@cache_control(max_age=3600, public=True)
def stylesheet(_request: HttpRequest, code: str) -> HttpResponse:
    """``/brand/<city>.css``."""
    city = city_coded(code)
    if city is None:
        raise Http404
    accent = legible(str(city.facts.get("colour", "")))
    text = f":root {{ --color-primary: {accent}; --color-accent: {accent}; }}\n"
    return HttpResponse(text, content_type="text/css; charset=utf-8")
