"""Reads documents back, without the programs that made them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def has_profile(pdf: bytes) -> bool:
    """Whether the file calls itself PDF/A-2a and PDF/UA-1."""
    return (
        b"<pdfaid:part>2</pdfaid:part>" in pdf
        and b"<pdfaid:conformance>A</pdfaid:conformance>" in pdf
        and b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    )


def described_title(pdf: bytes) -> str:
    """The title in the file's metadata."""
    found = re.search(rb"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", pdf, re.DOTALL)
    assert found is not None
    return found.group(1).decode()


def pdf_text(pdf: bytes, folder: Path) -> str:
    """All text, white space taken out; skips where poppler is not installed."""
    if shutil.which("pdftotext") is None:
        pytest.skip("needs pdftotext of poppler-utils")
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"],  # noqa: S607
        capture_output=True,
        check=True,
    )
    return re.sub(r"[\s\u200b]+", "", done.stdout.decode())
