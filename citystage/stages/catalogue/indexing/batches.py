"""The feed as the index takes it: documents of its contract, numbers to delete, a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass

from citystage.engines.search.contract import Document, Place, Vector, identify
from citystage.foundation.meaning.queries import vectors_of
from citystage.stages.catalogue.indexing.following import START, pull
from citystage.stages.catalogue.indexing.meaning import spoken_by
from citystage.stages.catalogue.models import SearchDocument


@dataclass(frozen=True, slots=True)
class Batch:
    """What an index applies in one go."""

    documents: tuple[Document, ...]
    deleted: tuple[int, ...]
    cursor: list[int]
    more: bool


def batch(cursor: Sequence[int | str] | None, *, limit: int = 500) -> Batch:
    """The changes after ``cursor``; None begins at the beginning.

    A document that nobody may find is deleted: the index knows none such. One whose vector is
    still to be made comes without it, and again when it is there.
    """
    after = (int(cursor[0]), int(cursor[1])) if cursor else START
    pulled = pull(after, limit=limit)
    seen = [one for one in pulled.documents if one.audience]
    unseen = [one.identity for one in pulled.documents if not one.audience]
    texts = {one.identity: text for one in seen if (text := spoken_by(one))}
    vectors = vectors_of(texts.values()).found
    return Batch(
        documents=tuple(document(one, vectors.get(texts.get(one.identity, ""))) for one in seen),
        deleted=tuple(identify(name) for name in (*pulled.removed, *unseen)),
        cursor=list(pulled.cursor),
        more=pulled.more,
    )


def document(row: SearchDocument, vector: Vector | None = None) -> Document:
    """A row as the index knows it."""
    located = row.latitude is not None and row.longitude is not None
    return Document(
        reference=row.identity,
        kind=row.kind,
        title=row.title,
        audience=frozenset(row.audience),
        names=tuple(row.names),
        body=f"{row.body}\n{row.extra}",
        facets=row.facets,
        numbers=row.numbers,
        place=Place(row.latitude, row.longitude) if located else None,  # type: ignore[arg-type]
        vector=vector,
        revision=row.place,
    )
