"""Small text models: the same whenever they are trained, adding up right, and honest about it."""

import json
import math
import pickle
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.understanding.choir import FINE, Block
from domain.understanding.model import LONGEST, Guess, Model, NoModel, features, parts_of, quantised
from domain.understanding.training import TooFewTexts, macro_f1, measured, train

LIGHTS = ("楼道灯", "路灯", "声控灯", "院子里的灯", "车库的灯", "门厅吊灯")
PIPES = ("下水道", "污水管", "厕所管道", "厨房水管", "地漏", "化粪池")
DARK = ("不亮了", "坏了三天", "一直闪", "又灭了", "没人修", "晚上看不见")
WET = ("堵了往外冒", "漏得满地", "返味", "又堵上了", "渗到楼下", "没人疏通")


def texts(number=120):
    """Lines about lamps and about pipes, from a few words."""
    chance = random.Random(7)
    for n in range(number):
        thing, fault = (LIGHTS, DARK) if n % 2 else (PIPES, WET)
        yield (
            f"{chance.randrange(1, 9)}栋{chance.choice(thing)}{chance.choice(fault)}",
            "灯" if n % 2 else "水",
        )


@pytest.fixture(scope="module")
def model():
    return train(list(texts()))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("老楼的灯不亮", "灯"),
        ("管道堵得厉害", "水"),
        ("12栋的感应灯又灭了", "灯"),
        ("地漏返味", "水"),
    ],
)
def test_it_tells_apart_what_it_has_not_read(model, text, label):
    assert model.classify(text).label == label


def test_it_is_the_same_whenever_it_is_trained(model):
    assert train(list(texts())).dumped() == model.dumped()


def test_from_its_file_it_is_the_same(model):
    again = Model.read(model.dumped())

    assert again.dumped() == model.dumped()
    assert again.scores("3栋路灯坏了") == model.scores("3栋路灯坏了")


def test_its_card_says_what_it_was_made_of_and_how_well_it_did(model):
    assert model.card["texts"] == 120
    assert model.card["labels"] == {"水": 60, "灯": 60}
    assert 5 < model.card["apart"] < 20
    assert model.card["macro_f1"] == 1.0


def test_the_first_line_speaks_for_itself():
    """A letter about lamps whose story is full of water is a letter about lamps."""
    chance = random.Random(3)
    letters = []
    for n in range(80):
        thing, label = (LIGHTS, "灯") if n % 2 else (PIPES, "水")
        story = "".join(chance.choice(WET + DARK) for _ in range(12))
        letters.append((f"{chance.choice(thing)}的事\n{story}", label))
    made = train(letters)

    assert made.classify(f"声控灯的事\n{''.join(WET)}").label == "灯"
    assert made.classify(f"化粪池的事\n{''.join(DARK)}").label == "水"


@pytest.mark.parametrize(
    "few", [[], [("灯坏了", "灯")] * 20, [("灯坏了", "灯")] * 20 + [("水管漏了", "水")] * 3]
)
def test_of_too_few_no_model_is_made(few):
    with pytest.raises(TooFewTexts):
        train(few)


def naive(block, labels, text):
    """The scores as anybody would add them up."""
    at = {name: place for place, name in enumerate(block.names)}
    held = [at[name] for name in features(parts_of(text)[0]) if name in at]
    length = math.sqrt(sum(block.rarity[place] for place in held) / FINE)
    signed = [[byte - 256 if byte > 127 else byte for byte in row] for row in block.weights]
    return [sum(row[place] for place in held) / length if held else 0.0 for row in signed[:labels]]


@given(
    st.text("灯水管坏漏堵", max_size=12),
    st.lists(st.tuples(st.integers(-127, 127), st.integers(-127, 127)), min_size=6, max_size=6),
)
def test_numbers_side_by_side_add_up_like_numbers_apart(text, weights):
    names = tuple("灯水管坏漏堵")
    rows = quantised(list(zip(*weights, strict=True)), 1.0)
    block = Block(names, rows, tuple(range(16, 16 * 7, 16)))
    empty = Block((), (b"", b""), ())
    made = Model("ab", [block, empty], bias=[0, 0], scale=1.0, sharpness=1.0, card={})

    assert made.scores(text) == pytest.approx(naive(block, 2, text))


def test_the_longest_text_runs_into_no_neighbour():
    names = tuple(chr(0x4E00 + n) for n in range(LONGEST))
    rows = (bytes([127]) * LONGEST, bytes([129]) * LONGEST)  # 127 and -127
    made = Model(
        "ab", [Block(names, rows, (1300,) * LONGEST), Block((), (b"", b""), ())], bias=[0, 0],
        scale=1.0, sharpness=1.0, card={},
    )  # fmt: skip
    text = "".join(names)

    first, second = made.scores(text + "超出的字")
    assert first == pytest.approx(127 * LONGEST / math.sqrt(1300 * LONGEST / FINE))
    assert second == pytest.approx(-first)


@settings(max_examples=200)
@given(st.text())
def test_any_text_has_a_label_and_a_share(model, text):
    guess = model.classify(text)

    assert guess.label in model.labels
    assert 1 / len(model.labels) <= guess.confidence + 1e-9
    assert guess.confidence <= 1


@given(st.one_of(st.text(), st.dictionaries(st.text(), st.integers()).map(json.dumps)))
def test_what_is_no_model_is_refused(text):
    with pytest.raises(NoModel):
        Model.read(text)


def test_a_model_of_another_version_is_refused(model):
    with pytest.raises(NoModel):
        Model.read(model.dumped().replace("huying-model/1", "huying-model/2"))


def half(text):
    return text[: len(text) // 2]


DAMAGE = {
    "a block emptied": lambda m: m["blocks"][0].update(names=""),
    "names lost": lambda m: m["blocks"][0].update(names=half(m["blocks"][0]["names"])),
    "a name twice": lambda m: m["blocks"][1].update(
        names="灯\n灯", rarity=[16, 16], weights=["AAA=", "AAA="]
    ),
    "no blocks": lambda m: m.update(blocks=[]),
    "rarity lost": lambda m: m["blocks"][0]["rarity"].pop(),
    "rarity of nothing": lambda m: m["blocks"][0]["rarity"].__setitem__(0, 0),
    "rarity below nothing": lambda m: m["blocks"][0]["rarity"].__setitem__(0, -5),
    "rarity beyond its field": lambda m: m["blocks"][0]["rarity"].__setitem__(0, 1 << 40),
    "rarity in parts": lambda m: m["blocks"][0]["rarity"].__setitem__(0, 20.5),
    "a label's weights lost": lambda m: m["blocks"][0]["weights"].pop(),
    "weights cut off": lambda m: m["blocks"][0]["weights"].__setitem__(0, "AAAA"),
    "weights that are none": lambda m: m["blocks"][0]["weights"].__setitem__(0, None),
    "no labels": lambda m: m.update(labels=[]),
    "a label lost": lambda m: m["labels"].pop(),
    "one label twice": lambda m: m.update(labels=["灯", "灯"]),
    "labels without words": lambda m: m.update(labels=[{}, 5]),
    "bias lost": lambda m: m["bias"].pop(),
    "bias not a number": lambda m: m["bias"].__setitem__(0, math.nan),
    "bias a word": lambda m: m["bias"].__setitem__(0, "0.5"),
    "no scale": lambda m: m.update(scale=None),
    "scale without end": lambda m: m.update(scale=math.inf),
    "sharpness not a number": lambda m: m.update(sharpness=math.nan),
    "sharpness the wrong way": lambda m: m.update(sharpness=-84.0),
    "sharpness a list": lambda m: m.update(sharpness=[1.0]),
    "a card that is none": lambda m: m.update(card=5),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_model_is_none(model, damage):
    whole = json.loads(model.dumped())
    damage(whole)

    with pytest.raises(NoModel):
        Model.read(json.dumps(whole))


def test_a_file_of_brackets_is_no_model():
    with pytest.raises(NoModel):
        Model.read("[" * 100_000)


def test_the_first_label_with_too_few_texts_is_named():
    few = [("灯坏了", "灯")] * 20 + [("水管漏了", "水")] * 3 + [("吵", "噪声")]
    with pytest.raises(TooFewTexts) as refused:
        train(few)

    assert refused.value.facts == {"label": "水", "texts": 3}


def test_of_one_text_with_two_labels_a_model_is_made_that_does_not_know():
    made = train([("灯坏了", "灯"), ("灯坏了", "水")] * 50)

    assert made.card["apart"] == 0
    assert (made.card["macro_f1"], made.card["accuracy"], made.card["calibration_error"]) == (
        None,
    ) * 3
    assert made.classify("灯坏了").confidence == pytest.approx(0.5)
    assert Model.read(made.dumped()).card == made.card


def test_figures_are_what_they_are_called():
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("b", "b")]
    assert macro_f1(pairs) == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_a_model_that_is_always_sure_and_half_right_is_half_wrong_about_itself():
    class Sure:
        def classify(self, _):
            return Guess("灯", 1.0)

    found = measured(Sure(), [("x", "灯"), ("y", "水")])
    assert (found["accuracy"], found["calibration_error"]) == (0.5, 0.5)


def test_a_model_goes_from_one_process_to_another():
    model = train(list(texts()))

    taken_over = pickle.loads(pickle.dumps(model))

    assert taken_over.scores("3栋楼道灯不亮了") == model.scores("3栋楼道灯不亮了")
    assert taken_over.dumped() == model.dumped()
