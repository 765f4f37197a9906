"""The index process: owns the search index and the model for queries, and serves both.

`citystage up` starts it; `python -m citystage.config.indexer` runs it by itself.
"""

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any, Final

_BUSY_SECONDS: Final = 20.0
_EMBED_SECONDS: Final = 1.0


def main() -> int:
    """Serve until told to stop."""
    import django  # noqa: PLC0415 -- the settings are named by whoever starts this

    django.setup()
    logging.basicConfig(level=logging.WARNING, format="index: %(message)s")
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return serve(stopped)


def serve(stopped: threading.Event) -> int:
    """Open the index, follow, answer; status 1 if another process has the index."""
    from django.conf import settings  # noqa: PLC0415 -- Django is up by now

    from citystage.config.indexing import Follower  # noqa: PLC0415
    from citystage.engines.search.contract import IndexBusy  # noqa: PLC0415
    from citystage.foundation.index.places import key_of, socket_path  # noqa: PLC0415
    from citystage.foundation.index.server import Server  # noqa: PLC0415
    from citystage.foundation.index.serving import Service, Standing  # noqa: PLC0415
    from citystage.foundation.meaning.providing import provider  # noqa: PLC0415

    standing = Standing()
    try:
        follower = _opened(lambda: Follower(open_index, _Catalogue(), standing), stopped)
    except IndexBusy as error:
        print(f"index: {error}", file=sys.stderr)  # noqa: T201
        return 1
    service = Service(lambda: follower.index, provider(), standing)
    path = socket_path(Path(settings.HOME))
    server = Server(path, key_of(settings.SECRET_KEY), service.methods())
    server.start()
    threading.Thread(target=_embed, args=(stopped,), name="index-embed", daemon=True).start()
    try:
        follower.run(stopped)
    finally:
        server.stop()
        follower.close()
    return 0


def _opened(open_: Any, stopped: threading.Event) -> Any:  # noqa: ANN401
    """Wait a little for a former process to let go of the folder."""
    from citystage.engines.search.contract import IndexBusy  # noqa: PLC0415

    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            return open_()
        except IndexBusy:
            if time.monotonic() > until or stopped.wait(0.2):
                raise


def open_index() -> Any:  # noqa: ANN401
    """The index the settings name; of another database or model, it is filled anew."""
    from django.conf import settings  # noqa: PLC0415

    from citystage.config.indexing import folder_of  # noqa: PLC0415
    from citystage.engines.search.cluster.opening import open_cluster  # noqa: PLC0415
    from citystage.engines.search.embedded.opening import open_embedded  # noqa: PLC0415
    from citystage.foundation.meaning.providing import provider  # noqa: PLC0415
    from citystage.stages.catalogue.indexing.following import origin  # noqa: PLC0415

    model = provider()
    whence = f"{origin()} {model.name}"
    chosen = settings.SEARCH_INDEX
    if chosen.startswith(("http://", "https://")):
        return open_cluster(chosen, dim=model.dim, key=settings.SEARCH_INDEX_KEY, origin=whence)
    return open_embedded(folder_of(Path(settings.HOME)), dim=model.dim, origin=whence)


class _Catalogue:
    """The feed of search documents."""

    def batch(self, cursor: Any) -> Any:  # noqa: ANN401
        from citystage.stages.catalogue.indexing.batches import batch  # noqa: PLC0415

        return batch(cursor)

    def words(self) -> Any:  # noqa: ANN401
        from citystage.stages.catalogue.indexing.filling import lexicon  # noqa: PLC0415

        return lexicon()

    def waiting(self, cursor: Any) -> int:  # noqa: ANN401
        from citystage.stages.catalogue.indexing.following import waiting  # noqa: PLC0415

        return waiting((int(cursor[0]), int(cursor[1])))


def _embed(stopped: threading.Event) -> None:
    """Give new texts their vectors at once; the periodic job does what this misses."""
    from django.db import Error, close_old_connections  # noqa: PLC0415

    from citystage.engines.meaning.contract import MeaningUnavailable  # noqa: PLC0415
    from citystage.foundation.meaning.embedding import embed_missing  # noqa: PLC0415
    from citystage.foundation.meaning.providing import provider  # noqa: PLC0415

    model = provider()
    try:
        model.query("暖")  # a local model is read from the disk now, not when somebody waits
    except MeaningUnavailable as error:
        logging.getLogger(__name__).warning("no meaning now: %s", error)
    while model.dim and not stopped.wait(_EMBED_SECONDS):
        try:
            embed_missing(model, seconds=_EMBED_SECONDS)
        except (Error, MeaningUnavailable) as error:
            logging.getLogger(__name__).warning("no vectors now: %s", error)
            stopped.wait(10 * _EMBED_SECONDS)
        close_old_connections()


if __name__ == "__main__":
    from citystage.config import environment

    environment.prepare()
    if "DATABASE_URL" in os.environ or not environment.wants_embedded():
        sys.exit(main())
    with environment.database():
        sys.exit(main())
