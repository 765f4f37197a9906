"""The tokenizer of the model as a SentencePiece file."""

from sentencepiece import SentencePieceNormalizer, sentencepiece_model_pb2

from citystage.engines.meaning.building.weighing import Vocabulary

# What the model's makers folded their texts by: NFKC, and white space of all kinds to one.
_FOLDING = "nmt_nfkc"
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3
_UNIGRAM = 1


def pieces(vocabulary: Vocabulary) -> bytes:
    """The file's content."""
    model = sentencepiece_model_pb2.ModelProto()
    control = {vocabulary.begin, vocabulary.end, vocabulary.filler, len(vocabulary.pieces) - 1}
    for place, (piece, score) in enumerate(zip(vocabulary.pieces, vocabulary.scores, strict=True)):
        kind = (
            _UNKNOWN if place == vocabulary.unknown else _CONTROL if place in control else _NORMAL
        )
        model.pieces.add(piece=piece, score=score, type=kind)
    model.trainer_spec.model_type = _UNIGRAM
    model.trainer_spec.unk_id = vocabulary.unknown
    model.trainer_spec.bos_id = vocabulary.begin
    model.trainer_spec.eos_id = vocabulary.end
    model.trainer_spec.pad_id = vocabulary.filler
    folding = SentencePieceNormalizer(rule_name=_FOLDING).serialized_normalizer_spec()
    model.normalizer_spec.ParseFromString(folding)
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = True
    model.normalizer_spec.escape_whitespaces = True
    content: bytes = model.SerializeToString()
    return content
