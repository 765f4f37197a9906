"""Filters of steering pages: ``{% load steering %}``."""

from django import template

from citystage.stages.evaluation.models import Reported
from citystage.web.steering import numbers

register = template.Library()


@register.filter
def stated(reading: Reported) -> str:
    """A reported figure as numbers are written here."""
    return numbers.stated(reading)
