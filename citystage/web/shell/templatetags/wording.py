"""Template filters that put words together as each language does."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def before(label: Any, text: Any) -> SafeString:  # noqa: ANN401 -- what a template has
    """``label`` and what is said of it, with the colon of the reader's language."""
    colon = pgettext("between a label and its error", ": ")
    return format_html("{}{}{}", label, colon, text)
