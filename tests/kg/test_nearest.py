"""What is offered for a name that nothing has."""

from kg.nearest import did_you_mean, nearest, nearest_word

TITLES = [
    "CarDreamer: Open-Source Learning Platform for World Model based Autonomous Driving",
    "MUVERA: Multi-Vector Retrieval via Fixed Dimensional Encodings",
    "Dream to Drive",
    "Cars, Roads and Rules",
]


def test_a_misspelt_short_name_finds_the_long_title_that_begins_with_it() -> None:
    assert nearest("CarDreamr", TITLES)[0].startswith("CarDreamer:")
    assert nearest("muvra", TITLES) == [TITLES[1]]


def test_several_words_on_end_are_compared_with_as_many() -> None:
    assert nearest("multi vectr retrieval", TITLES) == [TITLES[1]]


def test_what_holds_the_name_comes_first_the_shortest_before_the_others() -> None:
    assert nearest("car", TITLES)[:2] == ["Cars, Roads and Rules", TITLES[0]]


def test_what_is_like_nothing_gets_no_offer() -> None:
    assert nearest("zzzz", TITLES) == []
    assert nearest("?!", TITLES) == []
    assert did_you_mean([]) is None


def test_of_words_one_is_offered_whatever_its_case_and_signs() -> None:
    assert nearest_word("has_cod", ["HAS_CONCEPT", "HAS_CODE"]) == "HAS_CODE"
    assert nearest_word("HASCODE", ["HAS_CODE"]) == "HAS_CODE"
    assert nearest_word("WHRE", ["RETURN", "WHERE"], least=75) == "WHERE"
    assert nearest_word("foo", ["RETURN", "WHERE"]) is None
    assert nearest_word("foo", []) is None
