"""The addresses of steering."""

from django.urls import URLPattern

app_name = "steering"
urlpatterns: list[URLPattern] = []
