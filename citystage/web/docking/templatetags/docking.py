"""Filters of docking's pages."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of(errors: Mapping[str, str], key: str) -> str:
    """What is wrong with the web address of one essential."""
    return errors.get(f"link.{key}", "")


@register.filter
def of_file(errors: Mapping[str, str], key: str) -> str:
    """What is wrong with the file of one essential."""
    return errors.get(f"file.{key}", "")
