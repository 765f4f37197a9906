"""From text to the numbers of its tokens, by the model's own tokenizer."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from citystage.engines.meaning.folder import PIECES, TOKENIZER

type Ids = list[int]
type Encode = Callable[[Sequence[str]], list[Ids]]
type Block = NDArray[np.int64]


def reader(folder: Path, *, longest: int) -> tuple[Encode, int]:
    """What turns texts into at most `longest` ids each, and the id that fills up short ones."""
    if (folder / PIECES).is_file():
        return _pieces(folder / PIECES, longest)
    return _tokenizer(folder / TOKENIZER, longest)


def _pieces(path: Path, longest: int) -> tuple[Encode, int]:
    from sentencepiece import SentencePieceProcessor  # noqa: PLC0415 -- not installed everywhere

    processor = SentencePieceProcessor(model_file=str(path))
    begin, end, filler = processor.bos_id(), processor.eos_id(), processor.pad_id()

    def encode(texts: Sequence[str]) -> list[Ids]:
        found = processor.encode(list(texts), out_type=int)
        return [[begin, *ids[: longest - 2], end] for ids in found]

    return encode, max(filler, 0)


def _tokenizer(path: Path, longest: int) -> tuple[Encode, int]:
    from tokenizers import Tokenizer  # noqa: PLC0415 -- not installed everywhere

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(longest)
    filler = int((tokenizer.padding or {}).get("pad_id", 0))
    tokenizer.no_padding()

    def encode(texts: Sequence[str]) -> list[Ids]:
        return [each.ids for each in tokenizer.encode_batch(list(texts))]

    return encode, filler


def batches(ids: Sequence[Ids], *, most: int) -> list[list[int]]:
    """Places of texts of like length together, at most `most` tokens (filled up) or one text."""
    order = sorted(range(len(ids)), key=lambda place: len(ids[place]))
    made: list[list[int]] = []
    for place in order:
        if made and len(ids[place]) * (len(made[-1]) + 1) <= most:
            made[-1].append(place)
        else:
            made.append([place])
    return made


def block(ids: Sequence[Ids], *, filler: int) -> tuple[Block, Block]:
    """Ids filled up to one length, and a mask of those that are no filling; both (n, length)."""
    length = max(len(each) for each in ids)
    filled = np.full((len(ids), length), filler, np.int64)
    mask = np.zeros((len(ids), length), np.int64)
    for row, each in enumerate(ids):
        filled[row, : len(each)] = each
        mask[row, : len(each)] = 1
    return filled, mask
