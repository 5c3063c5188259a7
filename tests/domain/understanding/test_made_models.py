"""How the models that ship are made, in several processes, at a small size."""

import random
from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from domain.understanding.sorts import Mix
from domain.understanding.table import slots_of
from domain.understanding.training import Taste, calibration_error, machine
from training.corpus import EMERGENCY, lines
from training.framing import EACH, each_once, framed, framings, with_framings
from training.gists import Compared, moved, slopes
from training.machines import machines
from training.mixing import among, mix_of
from training.models import alarmed
from training.moving import Moving
from training.pairing import Pair, teaching
from training.seen import seen
from training.tables import made, of_danger, of_wanted

TOPIC = "lift"
FEW_LINES = 200  # of each sort: enough to learn from, and soon learned


class Unhindered:
    """Chance that leaves nothing out."""

    def random(self, number):
        return np.ones(number)


def days():
    """Lines that want something, and lines that do not, of whole days."""
    said = [line for line in lines() if line.file == "days.csv"]
    wanted = [line for line in said if line.wanted][:FEW_LINES]
    return wanted + [line for line in said if not line.wanted][:FEW_LINES]


def dangers():
    """Emergencies of one row, and lines that are none."""
    said = [line for line in lines() if line.file == "dangers.csv"]
    gas = [line for line in said if line.kind == EMERGENCY and line.row == "util.gasleak"]
    return gas[:FEW_LINES] + [line for line in said if line.kind != EMERGENCY][:FEW_LINES]


def score(table, line):
    return table.score(slots_of(*seen(line.text), TOPIC))


def made_of(said):
    """A table of lines that are all about one thing."""
    return made("wanted", [(line, TOPIC) for line in said])


# -- the machines ------------------------------------------------------------------------------


def test_the_librarys_machine_finds_what_the_plain_one_finds():
    chance = random.Random(5)
    rows = [(sorted(chance.sample(range(12), 4)), [0.5] * 4) for _ in range(400)]
    own = [0 in ids or (3 in ids and 5 in ids) for ids, _ in rows]
    taste = Taste(power=0.35, penalty=0.5)

    plain, its_lean = machine(rows, own, 12, taste)
    weights, lean = machines(rows, 12)(own, taste)

    assert weights == pytest.approx(plain, abs=0.05)
    assert lean == pytest.approx(its_lean, abs=0.05)


def test_of_few_lines_a_model_knows_one_danger_and_no_calm():
    assert alarmed(dangers()).labels == ("util.gasleak",)


# -- framings ----------------------------------------------------------------------------------


def test_a_sentence_is_always_said_in_the_same_framing_and_never_changed_itself():
    said = [line.text for line in days()]

    assert [framed(text) for text in said] == [framed(text) for text in said]
    assert all(text in framed(text) and framed(text) != text for text in said)


def test_some_sentences_are_said_in_a_framing_as_well():
    bare = days()
    said = with_framings(bare)

    assert said[: len(bare)] == bare
    assert len(bare) / EACH / 2 < len(said) - len(bare) < 2 * len(bare) / EACH
    assert all(line.of in {one.text for one in bare} for line in said)


def test_where_some_are_kept_apart_each_sentence_is_there_in_one_form():
    said = each_once(with_framings(days()))

    assert len(said) == len({line.of for line in said}) == len(days())


def test_a_framing_is_met_before_or_after_and_none_is_empty():
    for texts, times in framings().values():
        assert len(texts) == len(times) == len(set(texts))
        assert all(text.strip() for text in texts)
        assert min(times) >= 1


# -- the tables --------------------------------------------------------------------------------


def test_what_a_table_learns_tells_what_is_wanted_from_talk():
    said = days()
    table = made_of(said)

    right = [(score(table, line) > 0) == line.wanted for line in said]
    assert sum(right) / len(right) > 0.9


def test_the_same_lines_make_the_same_table():
    said = days()[:: FEW_LINES // 20]

    assert made_of(said) == made_of(said)


def test_a_line_that_counts_for_less_weighs_less():
    said = days()
    one = next(line for line in said if line.wanted)
    others = [line for line in said if line is not one]
    little = made_of([*others, replace(one, file="plain.csv")])

    assert score(little, one) < score(made_of(said), one)


def test_the_cards_say_how_scores_become_shares_and_from_which_on_something_is_done():
    said = days() + dangers()
    wanted, danger = of_wanted(said), of_danger(said)

    assert len(wanted.card["mix"]) == len(danger.card["mix"]) == 4
    assert 0 < wanted.card["ask"] <= wanted.card["register"] <= 1
    assert 0 < danger.card["alarm"] <= 1
    assert wanted.card["texts"] == danger.card["texts"] == len(said)
    assert wanted.card["topics"] == danger.card["topics"]
    assert {"lift", "util"} <= {*wanted.card["topics"]}


# -- scores and shares -------------------------------------------------------------------------


def test_the_mix_is_found_again_from_what_came_of_it():
    chance = random.Random(7)
    true = Mix(0.5, (2.0, 1.0))
    scores = [(chance.gauss(0, 1), chance.gauss(0, 1)) for _ in range(20_000)]
    found = mix_of([(both, chance.random() < true.share(*both)) for both in scores])

    assert found.lean == pytest.approx(0.5, abs=0.1)
    assert found.weights == pytest.approx((2.0, 1.0), abs=0.1)


def test_a_share_is_as_often_right_where_fewer_lines_are_of_any_sort():
    chance = random.Random(11)
    learned, met = 0.5, 0.1

    def line(share: float) -> tuple[tuple[float, float], bool]:
        own = chance.random() < share
        return (chance.gauss(own, 1), chance.gauss(own, 1)), own

    mix = among(mix_of([line(learned) for _ in range(20_000)]), learned, met)
    read = [(mix.share(*scores), own) for scores, own in map(line, [met] * 20_000)]

    assert calibration_error(read) < 0.01
    assert sum(share for share, _ in read) == pytest.approx(0.1 * len(read), rel=0.1)


# -- what lines are about ----------------------------------------------------------------------


def test_numbers_are_moved_to_where_nothing_draws_them_any_further():
    numbers = Moving(np.array([3.0, -2.0]), 4000)
    for _ in range(4000):
        numbers.move(2 * (numbers.numbers - np.array([1.0, 0.5])))

    assert numbers.numbers == pytest.approx([1.0, 0.5], abs=0.01)


def test_days_draw_together_who_tells_one_matter_and_part_who_tells_another():
    told = [
        Pair(*texts, same, 1.0, f"day {day}")
        for day in range(16)
        for *texts, same in (
            ("停水", "无滴", True),
            ("停水", "停电", False),
            ("无滴", "停电", False),
        )
    ]
    names = ("停", "水", "无", "滴", "电")
    start = np.random.default_rng(1).normal(size=(len(names), 4)) * 0.03

    def near(places, one, other):
        first, second = (
            sum(places[names.index(sign)] for sign in text if sign in names)
            for text in (one, other)
        )
        return first @ second / np.linalg.norm(first) / np.linalg.norm(second)

    places = moved(told, names, start)

    assert near(places, "停水", "无滴") > near(start, "停水", "无滴")
    assert near(places, "停水", "停电") < near(start, "停水", "停电")


def test_signs_are_moved_the_way_that_makes_pairs_likelier():
    chance = np.random.default_rng(0)
    table = sparse.csr_matrix((chance.random((6, 9)) > 0.4).astype(float))
    places, curve = chance.normal(size=(9, 4)), np.array([3.0, -1.0])
    numbers = ([0, 1, 2, 3], [1, 2, 4, 5], [1.0, 0, 1, 0], [1.0, 8, 1, 2])
    some = Compared(*map(np.array, numbers))

    def loss(by: float) -> float:
        held = table.copy()
        held.data = np.ones(len(held.data))
        points = held @ (places + by * way)
        points /= np.linalg.norm(points, axis=1, keepdims=True)
        nearness = (points[some.one] * points[some.other]).sum(axis=1)
        share = 1 / (1 + np.exp(-(curve[0] * nearness + curve[1])))
        wrong = -np.log(np.where(some.same == 1, share, 1 - share))
        return float(wrong @ some.counts / some.counts.sum())

    way, _ = slopes(some, table, places, curve, Unhindered())

    assert (loss(1e-5) - loss(-1e-5)) / 2e-5 == pytest.approx(float((way**2).sum()), rel=1e-6)


def test_pairs_whose_places_contradict_teach_nothing():
    lift = "3栋2单元电梯又趴窝了，按了半天没反应"
    same = Pair(lift, "我们三号楼二单元上不去楼啊，我拎着两大袋米", True, 1.0, "a day")
    elsewhere = Pair(lift, "3栋1单元的电梯从早上起就黑屏了", False, 1.0, "a day")

    assert teaching([same, elsewhere]) == [same]
