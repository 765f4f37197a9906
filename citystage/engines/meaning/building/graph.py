"""The model as an ONNX graph: matrices in 8 bits, activations quantised as they come.

input_ids, attention_mask (n, length) -> sentence_embedding (n, width), unit length. The table of
words stays in the 4 bits it came in. Layers, as in BERT: attention, norm, two matrices, norm.
"""

import numpy as np
from numpy.typing import NDArray
from onnx import NodeProto, TensorProto, helper, numpy_helper

from citystage.engines.meaning.building.weighing import BLOCK, Weights

_RUNTIME = "com.microsoft"  # the name under which ONNX Runtime keeps its own fused operators
_OPSET, _IR = 21, 10
# Of 127: without VNNI two products are summed in 16 bits, where greater ones would overflow.
_MOST = 63


def graph(weights: Weights) -> bytes:
    """The file's content."""
    pen = _Pen(weights)
    state = pen.embedding()
    for layer in range(weights.shape.layers):
        state = pen.layer(f"l{layer}.", state)
    pen.pooling(state)
    texts, int64 = ["texts", "length"], TensorProto.INT64
    drawn = helper.make_graph(
        pen.nodes,
        "sentence_embedding",
        [helper.make_tensor_value_info(n, int64, texts) for n in ("input_ids", "attention_mask")],
        [
            helper.make_tensor_value_info(
                "sentence_embedding", TensorProto.FLOAT, ["texts", weights.shape.width]
            )
        ],
        pen.constants,
    )
    opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_RUNTIME, 1)]
    made = helper.make_model(drawn, opset_imports=opsets, ir_version=_IR)
    content: bytes = made.SerializeToString()
    return content


class _Pen:
    """Collects the nodes and constants of the graph."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._shape = weights.shape
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def embedding(self) -> str:
        """Words, places and the only type of token, summed and normed."""
        width, weights = self._shape.width, self._weights
        scales, nibbles = weights.blocks("emb.word", columns=width)
        packed = nibbles[:, 0::2] | (nibbles[:, 1::2] << 4)
        table = [self._keep("words", packed), "input_ids", self._keep("words.scale", scales)]
        blocks = {"bits": 4, "block_size": BLOCK, "gather_axis": 0, "quantize_axis": 1}
        self._draw("GatherBlockQuantized", table, "word", _RUNTIME, **blocks)
        kinds = weights.plain("emb.type")[:width]
        places = weights.plain("emb.pos").reshape(-1, width) + kinds
        self._draw("Shape", ["input_ids"], "length", start=1, end=2)
        begin, axis = (self._keep(n, np.array([v])) for n, v in (("zero", 0), ("axis", 0)))
        self._draw("Slice", [self._keep("places", places), begin, "length", axis], "place")
        self._draw("Add", ["word", "place"], "placed")
        norm = [self._flat("emb.ln.w"), self._flat("emb.ln.b")]
        epsilon = {"epsilon": self._shape.epsilon}
        self._draw("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        return self._draw("LayerNormalization", ["placed", *norm], "embedded", axis=-1, **epsilon)

    def layer(self, prefix: str, state: str) -> str:
        """One layer of the encoder; the name of what it gives."""
        width, inner = self._shape.width, self._shape.inner
        asked = [f"{prefix}{part}" for part in ("q", "k", "v")]
        bias = np.concatenate([self._weights.plain(f"{part}.b") for part in asked])
        self._product(state, [f"{part}.w" for part in asked], f"{prefix}qkv", width, bias)
        self.nodes.append(
            helper.make_node("Split", [f"{prefix}qkv"], asked, axis=-1, num_outputs=3)
        )
        heads = {"num_heads": self._shape.heads}
        told = self._draw(
            "MultiHeadAttention", [*asked, "", "mask"], f"{prefix}told", _RUNTIME, **heads
        )
        self._product(told, [f"{prefix}ao.w"], f"{prefix}ao", width)
        middle = self._added(f"{prefix}ao", state, f"{prefix}aln")
        self._product(middle, [f"{prefix}fi.w"], f"{prefix}fi", width)
        bent = [f"{prefix}fi", self._flat(f"{prefix}fi.b")]
        self._draw("BiasGelu", bent, f"{prefix}bent", _RUNTIME)
        self._product(f"{prefix}bent", [f"{prefix}fo.w"], f"{prefix}fo", inner)
        return self._added(f"{prefix}fo", middle, f"{prefix}oln")

    def pooling(self, state: str) -> None:
        """The mean over the tokens that are no filling; its length is set to one, so a sum does."""
        self._draw("Cast", ["attention_mask"], "share", to=TensorProto.FLOAT)
        axis = self._keep("second", np.array([1]))
        self._draw("Unsqueeze", ["share", axis], "shares")
        self._draw("MatMul", ["shares", state], "sums")
        self._draw("Squeeze", ["sums", axis], "sum")
        self._draw("LpNormalization", ["sum"], "sentence_embedding", axis=-1, p=2)

    def _product(
        self,
        given: str,
        names: list[str],
        made: str,
        columns: int,
        bias: NDArray[np.float32] | None = None,
    ) -> None:
        """`given` times the matrices side by side, in whole numbers, one scale for each column."""
        rows = np.concatenate([self._weights.matrix(n, columns=columns) for n in names])
        scales = np.abs(rows).max(axis=1) / _MOST
        whole = np.clip(np.rint(rows / scales[:, None]), -_MOST, _MOST).astype(np.int8)
        zeros = np.zeros(len(scales), np.int8)
        inputs = [
            self._keep(f"{made}.{part}", value)
            for part, value in (("whole", whole.T), ("scales", scales), ("zeros", zeros))
        ]
        added = [] if bias is None else [self._keep(f"{made}.bias", bias)]
        self._draw("DynamicQuantizeMatMul", [given, *inputs, *added], made, _RUNTIME)

    def _added(self, made: str, before: str, norm: str) -> str:
        """What a part made, with its bias, added to what it was made from, and normed."""
        parts = [self._flat(f"{norm}.w"), self._flat(f"{norm}.b"), self._flat(f"{made}.b")]
        epsilon = {"epsilon": self._shape.epsilon}
        kind = "SkipLayerNormalization"
        return self._draw(kind, [made, before, *parts], f"{norm}.out", _RUNTIME, **epsilon)

    def _flat(self, name: str) -> str:
        return self._keep(name, self._weights.plain(name))

    def _keep[Number: np.generic](self, name: str, values: NDArray[Number]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _draw(
        self, kind: str, inputs: list[str], made: str, domain: str = "", /, **values: float
    ) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [made], domain=domain, **values))
        return made
