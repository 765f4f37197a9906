"""QR codes of web addresses as SVG."""

import io
from urllib.parse import urlsplit

import segno

_LIMIT = 1_200


def qr_svg(address: str, *, border: int = 0) -> str:
    """A stand-alone SVG document, error correction M, one unit a module, dark on nothing.

    The address appears only as modules, never as text, so nothing in it can become markup.
    Raises ValueError when it is no http(s) address or longer than 1,200 characters.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(address) > _LIMIT:
        raise ValueError(f"{address[:80]!r} is no web address a code can carry")
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=border, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return out.getvalue().decode()
