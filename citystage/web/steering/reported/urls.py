"""The addresses of reported readings."""

from django.urls import URLPattern, path

from citystage.web.steering.reported import pages

ADDRESSES: list[URLPattern] = [
    path("reported/new/", pages.new, name="reported_new"),
    path("reported/<int:pk>/correct/", pages.correct, name="reported_correct"),
]
