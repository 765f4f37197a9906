"""From text to the numbers of its tokens, by the model's own tokenizer."""

from collections.abc import Callable
from pathlib import Path

from citystage.engines.meaning.folder import PIECES, TOKENIZER

type Ids = list[int]
type Encode = Callable[[str], Ids]


def reader(folder: Path, *, longest: int) -> Encode:
    """What turns a text into at most `longest` ids."""
    if (folder / PIECES).is_file():
        return _pieces(folder / PIECES, longest)
    return _tokenizer(folder / TOKENIZER, longest)


def _pieces(path: Path, longest: int) -> Encode:
    from sentencepiece import SentencePieceProcessor  # noqa: PLC0415 -- not installed everywhere

    processor = SentencePieceProcessor(model_file=str(path))
    begin, end = processor.bos_id(), processor.eos_id()

    def encode(text: str) -> Ids:
        return [begin, *processor.encode(text, out_type=int)[: longest - 2], end]

    return encode


def _tokenizer(path: Path, longest: int) -> Encode:
    from tokenizers import Tokenizer  # noqa: PLC0415 -- not installed everywhere

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.enable_truncation(longest)
    tokenizer.no_padding()

    def encode(text: str) -> Ids:
        ids: Ids = tokenizer.encode(text).ids
        return ids

    return encode
