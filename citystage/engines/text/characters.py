"""Classes of characters that folding, tokens and marking agree on."""

import re
from typing import Final

# Letters written without spaces between words: Han with its extensions, kana, hangul.
CJK: Final = (
    "\u3005\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
)

# Control characters other than white space; a NUL would even be refused by PostgreSQL.
CONTROLS: Final = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
# Halves of UTF-16 pairs that stand alone: no encoding can carry them.
LONE_SURROGATES: Final = "\ud800-\udfff"
# Invisible signs that change how their neighbours are shown or joined: soft hyphen, direction
# marks, embeddings, overrides and isolates, byte order mark, annotations, tag characters.
_DIRECTIONS: Final = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN: Final = (
    "\u00ad\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
)
_JOINERS: Final = "\u200c\u200d"
_VARIANTS: Final = "\ufe00-\ufe0f\U000e0100-\U000e01ef"

NOISE: Final = re.compile(
    f"[{CONTROLS}{LONE_SURROGATES}{_DIRECTIONS}{_HIDDEN}{_JOINERS}{_VARIANTS}]"
)
# What people typed keeps joiners and variants (emoji, Persian); a sub-national flag (black flag
# and its tags) is kept whole, tags elsewhere can hide text and go.
UNTYPEABLE: Final = re.compile(
    "(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)"
    f"|[{CONTROLS}\x1c-\x1f{LONE_SURROGATES}{_DIRECTIONS}{_HIDDEN}]"
)
# Marks, vowel signs and jamo that melt into the character before them under NFKC.
EXTENDERS: Final = "\u1160-\u11ff\u3099\u309a\uff9e\uff9f\uffa0-\uffdc"
HAN_RUN: Final = re.compile(f"[{CJK}]+")
