"""A kind of task on "my work": its rows with the columns every kind gives, its verb, its page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import CharField, DateTimeField, F, Func, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, NullIf

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Actor
from citystage.kernel.texts import in_english
from citystage.web.shell.components import Text

# Of each kind so many are shown; the queue behind it holds them all.
MOST = 12

type Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of task: its rows, the verb by what the row notes, the page of one, of all."""

    rows: Callable[[Actor, User, datetime], Rows | None]
    what: Text
    verb: Text
    page: str
    queue: str
    # A row whose note is one of these has a verb of its own.
    verbs: Mapping[str, Text] | None = None
    # The page takes these columns instead of the record's number.
    address: Callable[[int, str], tuple[object, ...]] = lambda pk, _note: (pk,)


def row(
    rows: Rows,
    kind: str,
    title: str | Combinable,
    *,
    due: str = "",
    note: str | Combinable = "",
) -> Rows:
    """The columns every kind gives: kind, number, title, deadline, note."""
    nothing = Value("", output_field=CharField())
    moment = F(due) if due else Value(None, output_field=DateTimeField())
    noted = nothing if note == "" else F(note) if isinstance(note, str) else note
    columns = {
        "t_kind": Value(kind, output_field=CharField()),
        "t_title": Cast(title, CharField()),
        "t_due": moment,
        "t_note": Cast(noted, CharField()),
    }
    found: Rows = rows.annotate(**columns).values_list("t_kind", "pk", *list(columns)[1:])
    return found[: MOST + 1]


def named(prefix: str, name: str = "name", english: str = "name_en") -> Combinable:
    """A name in the reader's language."""
    if not in_english():
        return F(f"{prefix}{name}")
    return Coalesce(NullIf(F(f"{prefix}{english}"), Value("")), F(f"{prefix}{name}"))


def end_of(column: str) -> Func:
    """The midnight after a last day, where the house stands."""
    ends = f"((%(expressions)s + 1)::timestamp AT TIME ZONE '{settings.TIME_ZONE}')"
    return Func(F(column), template=ends, output_field=DateTimeField())
