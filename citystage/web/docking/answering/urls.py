"""The addresses of openings, answers, questions and introductions."""

from django.urls import URLPattern

ADDRESSES: list[URLPattern] = []
