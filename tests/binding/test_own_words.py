"""The words of a question of one's own come before those of data/concepts.yaml."""

import pytest

from analysis.binding.concepts import vocabulary
from analysis.binding.named_figures import bind_figures
from analysis.documents.sources import read_sources

FILES = {
    "nickel_plant": """
figures:
  nameplate: {meaning: capacity, kind: claim, unit: [t], direction: none, measures: [nameplate]}
  load: {meaning: load, kind: claim, unit: [percent], measures: [load]}
  cash_cost: {meaning: cash cost, kind: claim, unit: [USD/t], direction: none, measures: [cash cost]}
  price: {meaning: price, kind: claim, unit: [USD/t], direction: none, measures: [selling price]}
concepts:
  measure:
    nameplate: {words: [capacity, "able to produce"]}
    load: {words: [utilis*, load, "percent of capacity"]}
    cash cost: {words: ["cash cost*", cost*]}
    selling price: {words: [price*, sell*, sold, fetch*]}
""",
    "tailings": """
figures:
  treated: {meaning: treated, kind: claim, unit: [t], direction: none, measures: [treated]}
  grade: {meaning: grade, kind: claim, unit: [percent], direction: none, measures: [grade]}
  recovery: {meaning: recovery, kind: claim, unit: [percent], measures: [recovered]}
  concentrate: {meaning: price, kind: claim, unit: [USD/t], direction: none, measures: [price]}
concepts:
  measure:
    treated: {words: [treat*, process*, throughput]}
    grade: {words: [grade*, grading, content]}
    recovered: {words: [recover*]}
""",
    "knitting": """
figures:
  yarn_cut: {meaning: cut, kind: claim, unit: [percent], direction: down, measures: [yarn], cause: [automation]}
concepts:
  measure:
    yarn: {words: [yarn]}
""",
}


@pytest.fixture
def bound(project, tmp_path):
    """Return a function from a sentence to the named figures that it sets, as printed."""
    folder = project / "data" / "questions"
    folder.mkdir(parents=True)
    for name, text in FILES.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")

    def find(sentence, names, title="A plant reports"):
        path = tmp_path / "article.txt"
        path.write_text(f"{title}\n\nDate: 2026-03-04\n\nVelmar wrote on 4 March. {sentence}\n", encoding="utf-8")
        found = bind_figures(read_sources(path), names)
        return {name: item.chosen and item.chosen.figure.text for name, item in found.items()}

    return find


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # developed on
        ("It costs $11,200 a tonne to make the nickel, which the plant sells at $16,500 a tonne.",
         {"cash_cost": "$11,200", "price": "$16,500"}),
        ("Cash costs came to $11,200 for each tonne it took to produce. The metal fetched a price of $16,500 a tonne.",
         {"cash_cost": "$11,200", "price": "$16,500"}),
        ("The plant spends $11,200 a tonne in cash costs and sells its nickel at $16,500 a tonne.",
         {"cash_cost": "$11,200", "price": "$16,500"}),
        ("Energy costs of $2,100 a tonne are part of a cash cost of $10,900 a tonne.", {"cash_cost": "$10,900"}),
        ("It is able to produce 60,000 tonnes a year at full load.", {"nameplate": "60,000"}),
        ("The tailings have a copper content of 0.28 percent.", {"grade": "0.28"}),
        ("Of the copper, 71 percent is recovered; ore grades of 0.28 percent were measured.",
         {"recovery": "71", "grade": "0.28"}),
        # held out
        ("A tonne of nickel costs the smelter $12,300 to produce and brings a price of $17,000.",
         {"cash_cost": "$12,300", "price": "$17,000"}),
        ("With labour costs of $900 a tonne, the total cash cost stayed at $12,300 a tonne.", {"cash_cost": "$12,300"}),
        ("Royalties of $400 a tonne come on top of costs of $9,800 a tonne.", {"cash_cost": "$9,800"}),
        ("Average grades are 0.24 percent, of which 68 percent can be recovered.", {"grade": "0.24", "recovery": "68"}),
        ("The metal content of the tailings is 0.24 percent; concentrate fetches a price of $8,900 a tonne.",
         {"grade": "0.24", "concentrate": "$8,900"}),
        # a word of the package between the figure and the word of the question still decides
        ("Apart from cash costs it paid royalties of $400 a tonne.", {"cash_cost": None}),
    ],
)  # fmt: skip
def test_a_sentence_is_read_in_the_words_of_the_question(bound, sentence, expected):
    found = bound(sentence, expected)
    assert {name: text and text.split()[0] for name, text in found.items()} == expected


def test_a_word_of_the_package_that_overlaps_one_of_the_question_is_not_read(bound):
    bound("", ["cash_cost"])
    words = vocabulary("measure", "rate", "nickel_plant").mentions("energy costs, to make, cost")
    assert [(item.word, item.concept, item.strength) for item in words] == [
        ("costs", "cash cost", 0.5), ("to make", "cost", 1.0), ("cost", "cash cost", 1.0),
    ]  # fmt: skip
    assert [item.yields for item in words] == [False, True, False]


@pytest.mark.parametrize(
    ("sentence", "is_present"),
    [
        # developed on
        ("The smelter sells nickel at $9,120 a tonne under its contract, which ends in December 2027.", True),
        ("The plant, whose licence expires in 2029, sells nickel at $9,120 a tonne.", True),
        ("The plant, which plans to open a second line in 2028, sells nickel at $9,120 a tonne.", True),
        ("The price of nickel is $9,120 a tonne in the long-term agreement that runs to 2030.", True),
        ("Nickel is sold at $9,120 a tonne to Volta, a car maker that wants to be carbon-neutral by 2040.", True),
        ("Nickel fetches $9,120 a tonne at the port, where a new quay is to be finished in 2027.", True),
        ("With its permit (to be renewed in 2028), the plant sells nickel at $9,120 a tonne.", True),
        ("The new contract, which starts in 2028, sets the price of nickel at $9,120 a tonne.", False),
        ("The price of nickel in 2028, a year with little supply, is $9,120 a tonne.", False),
        ("The 2028 price of nickel, which the two firms agreed on in March, is $9,120 a tonne.", False),
        ("Nickel sells at $9,120 a tonne, a goal that the plant wants to reach in 2028.", False),
        # held out
        ("Tamar, whose largest mine shuts in 2030, sells nickel at $2,310 a tonne.", True),
        ("It sells nickel at $9,400 a tonne to Volta, with which it has a deal lasting until the end of 2028.", True),
        ("Nickel is sold at $9,400 a tonne, according to Maria Lind, who takes over in January 2027.", True),
        ("Nickel is sold at $9,400 a tonne under a deal expiring in June 2027.", True),
        ("Nickel sells at $9,400 a tonne in a contract that begins in 2028.", False),
        ("The price of nickel for 2028, which was agreed in March, is $9,400 a tonne.", False),
    ],
)  # fmt: skip
def test_a_year_to_come_in_a_clause_about_something_else_makes_no_plan(bound, sentence, is_present):
    assert bool(bound(sentence, ["price"])["price"]) == is_present


def test_changed_words_of_a_question_count_at_once(bound, project):
    sentence, file = "The hull rating is 500 tonnes.", project / "data" / "questions" / "nickel_plant.yaml"
    assert bound(sentence, ["nameplate"]) == {"nameplate": None}
    file.write_text(FILES["nickel_plant"].replace("words: [capacity", 'words: ["hull rating"'), encoding="utf-8")
    assert bound(sentence, ["nameplate"]) == {"nameplate": "500 tonnes"}


def test_automation_in_a_question_with_words_of_its_own_needs_no_metal(bound):
    text = (
        "Robots knit at night. They use 7 percent less yarn than people did. Visitors may look on from a balcony. "
        "Many come with their children. In the morning, socks are sold at the door, and the queue is long. "
        "Coffee is served, too, but only on Sundays. The shop has been there since 1962."
    )
    assert bound(text, ["yarn_cut"], "A knitter reports") == {"yarn_cut": "7 percent"}
