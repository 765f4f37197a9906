"""The addresses of the steering view."""

from django.urls import URLPattern, path

from citystage.web.steering.wall import brief, pages

ADDRESSES: list[URLPattern] = [
    path("", pages.wall, name="wall"),
    path("screen/", pages.screen, name="screen"),
    path("parts/", pages.arrange, name="arrange"),
    path("brief.<slug:kind>", brief.brief, name="brief"),
]
