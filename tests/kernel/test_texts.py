"""Every reader gets the language they read, as far as somebody wrote it."""

import pytest
from django.utils.translation import deactivate_all, override

from citystage.kernel.texts import in_english, in_readers_language, said


@pytest.mark.parametrize(
    ("language", "english"), [("en", True), ("en-gb", True), ("zh-hans", False)]
)
def test_in_english_knows_the_readers_language(language: str, english: bool) -> None:
    with override(language):
        found = in_english()

    assert found is english


def test_in_english_is_no_when_no_language_is_chosen() -> None:
    deactivate_all()

    found = in_english()

    assert found is False


@pytest.mark.parametrize(
    ("language", "english", "shown"),
    [("zh-hans", "Port", "港口"), ("en", "Port", "Port"), ("en", "", "港口")],
)
def test_in_readers_language_falls_back_to_chinese(language: str, english: str, shown: str) -> None:
    with override(language):
        found = in_readers_language("港口", english)

    assert found == shown


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ({"zh": "港口", "en": "Port"}, "Port"),
        ({"zh": "港口"}, "港口"),
        ({"zh": "港口", "en": ""}, "港口"),
        ({}, ""),
        ("plain", "plain"),
        ("", ""),
        (None, ""),
    ],
)
def test_said_takes_the_other_language_when_one_is_missing(
    words: dict[str, str] | str | None, shown: str
) -> None:
    with override("en"):
        found = said(words)

    assert found == shown
