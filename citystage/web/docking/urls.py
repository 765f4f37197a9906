"""The addresses of docking: one list of each of its folders."""

from django.urls import URLPattern

from citystage.web.docking.answering.urls import ADDRESSES as ANSWERING

app_name = "docking"
urlpatterns: list[URLPattern] = [*ANSWERING]
