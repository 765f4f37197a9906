"""The addresses of the duty matrix."""

from django.urls import URLPattern, path

from citystage.web.steering.duties import pages

ADDRESSES: list[URLPattern] = [
    path("duties/", pages.duties, name="duties"),
    path("duties/export.<slug:kind>", pages.export, name="duties_export"),
    path("duties/records/", pages.records, name="duty_records"),
    path("duties/records/export.<slug:kind>", pages.records_export, name="duty_records_export"),
]
