import pytest

from citystage.foundation.documents.fonts import (
    FontsMissing,
    faces,
    families,
    load,
    packaged_folder,
)
from citystage.foundation.documents.labels import EN, ZH, heading_number


def test_documents_are_set_in_the_packaged_fonts():
    found = faces()

    assert found.packaged
    assert (found.serif, found.sans) == (("Noto Serif SC",), ("Noto Sans SC",))


def test_english_leads_with_a_latin_face():
    assert families(faces(), language="en")["serif"] == ["Libertinus Serif", "Noto Serif SC"]
    assert families(faces(), language="zh-hans")["serif"] == ["Noto Serif SC"]


def test_a_folder_without_chinese_fonts_is_told_apart(tmp_path):
    with pytest.raises(FontsMissing, match="pylopdf-fonts-zh-cn"):
        load(tmp_path)


def test_system_fonts_serve_where_the_package_is_missing():
    try:
        found = load(None)
    except FontsMissing:
        pytest.skip("this machine has no Chinese system fonts")

    assert not found.packaged


def test_the_package_is_found_where_it_is_installed():
    folder = packaged_folder()

    assert folder is not None
    assert {path.name for path in folder.glob("*.otf")} == {
        "NotoSansSC-Regular.otf",
        "NotoSerifSC-Regular.otf",
    }


def test_a_package_that_is_not_installed_has_no_folder():
    assert packaged_folder("no_such_fonts") is None


def test_both_languages_have_every_word():
    words = [(getattr(ZH, name), getattr(EN, name)) for name in ZH.__slots__]

    assert [pair for pair in words if not all(pair)] == []


def test_headings_are_counted_as_official_documents_count():
    numbers = [heading_number(place, "zh-hans") for place in (1, 10, 11, 20, 35, 99, 100)]

    assert numbers == ["一、", "十、", "十一、", "二十、", "三十五、", "九十九、", "100、"]
    assert heading_number(3, "en") == "3. "
