"""Words: a city's own dictionary, and the words that say nothing."""

from collections.abc import Iterable, Iterator
from typing import Final

from citystage.engines.text.folding import Span, fold

_SAY_NOTHING: Final = """
的 了 和 与 及 或 在 是 对 等 为 将 把 被 从 向 以 于 之 其 并 且 而 也 都 就 又 该 此 这 那 个
以及 并且 或者 我们 你们 他们 这个 那个 一个 一种 有关 关于 对于 由于 通过 进行 相关 其他
a an and are as at be by for from in is of on or that the this to was were with
"""
STOP_WORDS: Final = frozenset(_SAY_NOTHING.split())


class Lexicon:
    """Words known beside the general dictionary, matched longest first. Immutable."""

    __slots__ = ("_lengths", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(word for word in map(fold, words) if len(word) > 1)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[0], set()).add(len(word))
        self._lengths = {first: sorted(sizes, reverse=True) for first, sizes in lengths.items()}

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def occurrences(self, folded: str) -> Iterator[Span]:
        """Every place of every known word, overlapping ones too."""
        for start, letter in enumerate(folded):
            for length in self._lengths.get(letter, ()):
                end = start + length
                if end <= len(folded) and folded[start:end] in self._words:
                    yield start, end

    def longest(self, folded: str) -> Iterator[Span]:
        """Places of known words from left to right, the longest first, none overlapping."""
        reached = 0
        for start, end in self.occurrences(folded):
            if start >= reached:
                yield start, end
                reached = end


EMPTY: Final = Lexicon(())
