"""Ruby: pinyin in brackets behind a character, as some copied pages carry it."""

import re

from citystage.engines.text.characters import CJK

# A syllable with its tone mark, or one of the few that are said without tone.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_NOTE = re.compile(
    rf"(?<=[{CJK}])[(（](?:[a-zü]*[{_TONED}][a-zü]*|de|le|me|men|zhe|zi|ma|ba|ne)[)）]"
)


def strip_pinyin_notes(text: str) -> str:
    """Drop notes such as the two in `企業(yè)發(fā)展`; other brackets stay."""
    return _NOTE.sub("", text)
