"""Models of others: a tokenizer.json, and a graph that gives a vector for each token."""

import json
from pathlib import Path

import numpy as np
import pytest

from citystage.engines.meaning.local import Local

WORDS = {"[PAD]": 0, "[CLS]": 1, "[SEP]": 2, "[UNK]": 3, "港口": 4, "养老": 5}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    onnx = pytest.importorskip("onnx")
    tokenizers = pytest.importorskip("tokenizers")
    pytest.importorskip("onnxruntime")
    helper, int64 = onnx.helper, onnx.TensorProto.INT64
    inputs = [
        helper.make_tensor_value_info(name, int64, ["n", "length"])
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    table = onnx.numpy_helper.from_array(np.eye(6, dtype=np.float32), "table")
    output = helper.make_tensor_value_info("last_hidden_state", 1, ["n", "length", 6])
    nodes = [
        helper.make_node("Add", ["input_ids", "token_type_ids"], ["ids"]),
        helper.make_node("Gather", ["table", "ids"], ["last_hidden_state"]),
    ]
    graph = helper.make_graph(nodes, "words", inputs, [output], [table])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    (tmp_path / "model.onnx").write_bytes(made.SerializeToString())
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    tokenizer.enable_padding(pad_id=0, pad_token="[PAD]")
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_tokens_are_averaged_without_the_filling(folder: Path):
    model = Local(folder)

    found = model.documents(["港口", "港口 养老 养老"])

    assert model.dim == 6
    assert np.allclose(found[0], np.array([0, 1, 1, 0, 1, 0]) / 3**0.5)
    assert np.allclose(found[1], np.array([0, 1, 1, 0, 1, 2]) / 7**0.5)


def test_the_first_token_may_stand_for_all(folder: Path):
    (folder / "meaning.json").write_text(json.dumps({"pooling": "cls", "name": "mine", "dim": 6}))

    found = Local(folder).query("港口")

    assert found.tolist() == [0, 1, 0, 0, 0, 0]


def test_long_texts_are_cut(folder: Path):
    (folder / "meaning.json").write_text(json.dumps({"tokens": 4}))

    model = Local(folder)

    assert np.array_equal(model.query("港口 " * 500), model.query("港口 港口"))
