"""One POST to an endpoint: a limit of time for the whole, retries with back-off, no redirects."""

import http.client
import json
import random
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from typing import IO
from urllib.parse import urlsplit

from citystage.engines.meaning.contract import MeaningUnavailable, TextRefused

LARGEST = 64 * 2**20  # bytes of an answer
_PIECE = 2**16
_LONGEST_WAIT = 30.0  # seconds between two tries, whatever the endpoint wishes
_AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_REFUSED = frozenset({400, 413, 414, 422})


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for one try, and how many tries."""

    seconds: float
    tries: int
    first_wait: float = 0.5


class _TryAgain(Exception):
    def __init__(self, why: str, wait: float = 0) -> None:
        super().__init__(why)
        self.wait = wait


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The key goes where it was meant to, and nowhere else."""

    def redirect_request(  # noqa: PLR0913, PLR0917 -- as urllib calls it
        self,
        req: urllib.request.Request,  # noqa: ARG002
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: Message,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Line:
    """Where the endpoint is (up to and with /v1), and the key, which is never shown."""

    address: str
    key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise MeaningUnavailable("the address of the endpoint is not http(s)://…")

    @property
    def host(self) -> str:
        """What of the address may be told."""
        return urlsplit(self.address).hostname or ""

    def ask(self, body: object, patience: Patience, *, before: Callable[[], None]) -> bytes:
        """The answer; `before` is called ahead of every try and may raise to stop it.

        Raises TextRefused, MeaningUnavailable.
        """
        content = json.dumps(body).encode()
        wait = patience.first_wait
        for left in reversed(range(patience.tries)):
            before()
            try:
                return self._try(content, patience.seconds)
            except _TryAgain as error:
                if not left:
                    raise MeaningUnavailable(str(error)) from None
                pause = max(wait * random.uniform(0.5, 1), error.wait)  # noqa: S311 -- no secret
                time.sleep(min(pause, _LONGEST_WAIT))
                wait *= 2
        raise MeaningUnavailable("the endpoint was not asked")

    def _try(self, content: bytes, seconds: float) -> bytes:
        ends = time.monotonic() + seconds
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        url = f"{self.address.rstrip('/')}/embeddings"
        request = urllib.request.Request(url, content, headers)  # noqa: S310 -- http(s), see above
        opener = urllib.request.build_opener(_NoRedirect)
        try:
            with opener.open(request, timeout=seconds) as answer:
                return _whole(answer, ends)
        except urllib.error.HTTPError as error:
            with error:
                raise _named(error) from None
        except TimeoutError:
            raise _TryAgain(f"the endpoint did not answer within {seconds:g} s") from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            slow = isinstance(getattr(error, "reason", None), TimeoutError)
            why = f"did not answer within {seconds:g} s" if slow else "cannot be reached"
            raise _TryAgain(f"the endpoint {why}") from None


def _whole(answer: http.client.HTTPResponse, ends: float) -> bytes:
    """All of it, unless it drips too slowly or is far too long."""
    parts: list[bytes] = []
    size = 0
    while piece := answer.read1(_PIECE):
        parts.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise MeaningUnavailable("the endpoint's answer is far too long")
        if time.monotonic() > ends:
            raise TimeoutError
    return b"".join(parts)


def _named(error: urllib.error.HTTPError) -> Exception:
    """What the status means. What the endpoint wrote may repeat the key and is not looked at."""
    if error.code in _AGAIN:
        after = error.headers.get("Retry-After", "")
        wait = float(after) if after.isdecimal() else 0
        return _TryAgain(f"the endpoint answered with status {error.code}", wait)
    if error.code in _REFUSED:
        return TextRefused(f"the endpoint refused a text with status {error.code}")
    return MeaningUnavailable(f"the endpoint answered with status {error.code}")
