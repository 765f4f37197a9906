"""A number that opens into its records: ``{% load figures %}``.

``{% figure_link city.code "firms-served" "2026" "district" "laoshan" %}12{% endfigure_link %}``
``{% counted one.filed address _("Filed") %}``: the list at that address has as many at its head.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from citystage.web.shell import figures, formats

register = template.Library()


@register.simple_tag
def figure_url(city: str, code: str, period: str = "", by: str = "", key: str = "") -> str:
    """The address of a figure's page."""
    return figures.figure_url(city, code, period, by, key)


@register.simple_tag
def counted(number: int | None, url: str = "", label: str = "") -> SafeString:
    """A number as the way to the list it counts, which has the same number at its head.

    Plain where there is nothing to list, or no list that this reader may open (no ``url``).
    ``label`` tells those who hear the page what is counted.
    """
    written = formats.count(number or 0)
    if not number or not url:
        return format_html("{}", written)
    said = format_html('<span class="sr-only"> {}</span>', label) if label else ""
    return format_html(
        '<a class="counted underline decoration-dotted underline-offset-4" href="{}">{}{}</a>',
        url,
        written,
        said,
    )


@register.simple_block_tag
def figure_link(  # noqa: PLR0913, PLR0917 -- the parts of one address
    content: str, city: str, code: str, period: str = "", by: str = "", key: str = ""
) -> SafeString:
    """Whatever stands inside, as a link to the records that make it."""
    address = figures.figure_url(city, code, period, by, key)
    return format_html(
        '<a class="underline decoration-dotted underline-offset-4" href="{}">{}</a>',
        address,
        content,
    )
