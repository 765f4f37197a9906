"""Lay hands on a stored file as a path, wherever the storage keeps it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext as _

from citystage.foundation.sheets.models import ImportRun
from citystage.foundation.sheets.reading import Unreadable


@contextmanager
def stored(run: ImportRun) -> Iterator[Path]:
    """The uploaded file of ``run``; raises ``Unreadable`` when it is gone."""
    if not isinstance(run.file.storage, FileSystemStorage):
        with tempfile.NamedTemporaryFile() as copy, run.file.open("rb") as source:
            shutil.copyfileobj(source, copy)
            copy.flush()
            yield Path(copy.name)
        return
    path = Path(run.file.path)
    if not path.is_file():
        raise Unreadable("missing", _("The uploaded file is no longer in the store."))
    yield path
