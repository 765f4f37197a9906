"""Addresses that fail as a bad day makes them fail; only for the tests of outages."""

import errno
from collections.abc import Callable

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

handler500 = "citystage.config.outage.server_error"

DISK_FULL = "DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$"
SHUT_DOWN = "DO $$ BEGIN RAISE EXCEPTION 'shutting down' USING ERRCODE = '57P01'; END $$"


def asking(statement: str) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(statement)
        return HttpResponse("fine")

    return view


def uploading(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.ENOSPC, "No space left on device")


def breaking(request: HttpRequest) -> HttpResponse:
    raise OSError(errno.EIO, "Input/output error")


def needing_the_database(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    """A middleware that asks the database before any view does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        connection.ensure_connection()
        return get_response(request)

    return middleware


urlpatterns = [
    path("asking", asking("SELECT 1")),
    path("full", asking(DISK_FULL)),
    path("closing", asking(SHUT_DOWN)),
    path("deadlock", asking("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END $$")),
    path("uploading", uploading),
    path("breaking", breaking),
]
