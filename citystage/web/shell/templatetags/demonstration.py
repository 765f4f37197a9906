"""The block of demonstration accounts on the sign-in page."""

from django import template

from citystage.web.shell.components import Text
from citystage.web.shell.demo import Account, offered

register = template.Library()


@register.simple_tag
def demonstration_accounts() -> list[tuple[Text, list[Account]]]:
    """The accounts by kind; empty outside the demonstration."""
    return offered()
