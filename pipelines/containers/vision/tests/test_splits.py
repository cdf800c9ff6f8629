"""No lesion stands in two parts, whatever the lesions, labels and shares."""

from collections import Counter, defaultdict

from hypothesis import example, given, settings
from hypothesis import strategies as st

from modelkeep_vision.splits import PARTS, RANKED_BELOW, split_lesions

images = st.lists(st.tuples(st.integers(0, 60), st.sampled_from("abc")), max_size=200)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(images=images, seed=st.integers(0, 2**31 - 1), share=st.floats(0.05, 0.3))
@example(images=[], seed=0, share=0.1)
def test_a_lesion_is_in_one_part_only(images, seed, share):
    lesions, labels = [f"L{lesion}" for lesion, _ in images], [label for _, label in images]
    parts = split_lesions(lesions, labels, validation=share, test=share, seed=seed)
    parts_of = defaultdict(set)
    for lesion, part in zip(lesions, parts, strict=True):
        parts_of[lesion].add(part)
    assert all(len(its) == 1 for its in parts_of.values())
    assert set(parts) <= set(PARTS)
    again = split_lesions(lesions, labels, validation=share, test=share, seed=seed)
    assert again == parts


@settings(max_examples=50, deadline=None, derandomize=True)
@given(counts=st.lists(st.integers(3, 2_000), min_size=1, max_size=6), seed=st.integers(0, 2**31 - 1))
def test_every_class_is_parted_in_80_10_10(counts, seed):
    labels = [f"c{label}" for label, count in enumerate(counts) for _ in range(count)]
    lesions = [f"L{i}" for i in range(len(labels))]
    parts = split_lesions(lesions, labels, validation=0.1, test=0.1, seed=seed)
    told = Counter(zip(labels, parts, strict=True))
    for label, count in enumerate(counts):
        for part in ("validation", "test"):
            got = told[(f"c{label}", part)]
            assert got >= 1
            # Ranked: exact to one lesion. By threshold: five standard deviations of chance.
            allowed = 1 if count < RANKED_BELOW else 5 * (count * 0.09) ** 0.5
            assert abs(got - 0.1 * count) <= allowed


def test_a_lesion_that_was_held_out_stays_held_out_as_images_come_in():
    lesions = [f"L{i}" for i in range(4_000)]
    grown = split_lesions(lesions, ["a"] * 4_000, validation=0.1, test=0.1, seed=7)
    small = split_lesions(lesions[:1_000], ["a"] * 1_000, validation=0.1, test=0.1, seed=7)
    assert grown[:1_000] == small


def test_a_lesion_with_two_labels_counts_as_the_rarer_one():
    lesions = ["x", "x", *(f"a{i}" for i in range(9)), "b1", "b2"]
    labels = ["a", "b", *("a" for _ in range(9)), "b", "b"]
    parts = split_lesions(lesions, labels, validation=0.1, test=0.1, seed=1)
    assert parts[0] == parts[1]
    assert {part for part, label in zip(parts, labels, strict=True) if label == "b"} == set(PARTS)
