"""Answers for the bad day: the database is gone (503, come back soon) or the disk is full (507)."""

import errno
import sys
from collections.abc import Callable, Iterator
from http import HTTPStatus

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as usual_server_error

RETRY_SECONDS = 10
# SQLSTATE: connection lost, too many connections, shutting down or starting up.
GONE = ("08", "53300", "57P01", "57P02", "57P03", "57P05")
FULL = ("53100",)


class OutageMiddleware:
    """Turns what a view meets when its database or disk fails it into a page that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:  # noqa: ARG002
        return answer(error)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's `handler500`: the same for failures outside of views, such as in a middleware."""
    error = sys.exc_info()[1]
    return (error and answer(error)) or usual_server_error(request)


def answer(error: BaseException) -> HttpResponse | None:
    """The page for this failure, or None when it is neither of the two."""
    if any(_is_full(step) for step in _causes(error)):
        return _page("full.html", HTTPStatus.INSUFFICIENT_STORAGE)
    if any(_is_gone(step) for step in _causes(error)):
        return _page("503.html", HTTPStatus.SERVICE_UNAVAILABLE)
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error, psycopg.Error) and (error.sqlstate or "").startswith(FULL)


def _is_gone(error: BaseException) -> bool:
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return error.sqlstate is None or error.sqlstate.startswith(GONE)
    return isinstance(error, OperationalError | InterfaceError) and error.__cause__ is None


def _page(template: str, status: HTTPStatus) -> HttpResponse:
    response = HttpResponse(render_to_string(template), status=status)
    response["Retry-After"] = str(RETRY_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
