"""The addresses of the responsibility list, the funnel and the coverage board."""

from django.urls import URLPattern, path

from citystage.web.docking.following import (
    coverage,
    coverage_files,
    funnel,
    merging,
    responsibility,
)

ADDRESSES: list[URLPattern] = [
    path("responsibility/", responsibility.browse, name="responsibility"),
    path("responsibility/export.<slug:kind>", responsibility.export, name="responsibility_export"),
    path("responsibility/<slug:number>/", responsibility.edit, name="follow_up"),
    path("funnel/", funnel.funnel, name="funnel"),
    path("funnel/export.<slug:kind>", funnel.export, name="funnel_export"),
    path("funnel/records/", funnel.records, name="funnel_records"),
    path("funnel/records/export.<slug:kind>", funnel.records_export, name="funnel_records_export"),
    path("coverage/", coverage.board, name="coverage"),
    path("coverage/export.<slug:kind>", coverage_files.export, name="coverage_export"),
    path("coverage/<slug:number>/invite/", coverage.invite, name="coverage_invite"),
    path("coverage/<slug:number>/merge/", merging.merge, name="coverage_merge"),
    path("coverage/<slug:number>/part/", merging.part, name="coverage_part"),
    path("coverage/<slug:number>/neighbour/", coverage.neighbour, name="coverage_neighbour"),
]
