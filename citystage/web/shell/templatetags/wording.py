"""Template filters that put words together as each language does."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def before(label: object, text: object) -> SafeString:
    """``label`` and what is said of it, with the colon of the reader's language."""
    colon = pgettext("between a label and its error", ": ")
    return format_html("{}{}{}", conditional_escape(label), colon, conditional_escape(text))
