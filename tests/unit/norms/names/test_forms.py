"""Names are found through a recogniser's mistakes, and words of every day are not taken for names."""

from dataclasses import replace

import pytest
from tests.support.norms import AGENT, CUSTOMER, NAME_WORDS, SETTINGS, SPELLING, call, conversation, language, phrase

from callgrade.model.record import CallRecord
from callgrade.norms.names.forms import NameForm, NameWords, company_forms, person_forms, similarity
from callgrade.norms.names.given import is_cased, texts_and_names
from callgrade.norms.phrases.tokens import token_texts

# Frequent words of English talk, and common first names: none of the words may pass for any of the names.
WORDS = """able about account across action address afraid after again agent almost already always amount another answer
anything area around arrive asked away bad balance because been before begin behind being believe best better between
birth book both bottom branch bring broken business busy button cable came cancel cannot card care case cause center
certain chance change charge cheap check choose claim clean clear close code cold come company complete concern confirm
contact copy corner correct cost could country couple course cover credit current damage danger date day deal december
decide deliver depend desk detail did different direct discount does done door double down drive during each early easy
eight either else email end engine enough enter error even evening ever every exact example except expect explain extra
fact family far fast feel few field file fill final find fine first five fix flight floor follow forget form forward
found four free friday friend front full further future game garden gas gave general get girl give glad going gone good
great green ground group guess half hand handle happen happy hard has have hear heat held help here high hold home hope
hour house however hundred idea important include inform inside instead interest into invoice issue item its job just
keep key kind know known label large last late later least leave left less let letter level light like limit line list
little live local long look lose lost lot love machine made mail main make manager many matter maybe mean meet member
mention message middle might mind minute miss model moment monday money month more morning most move much must name near
need never new next nice night nine none normal north note nothing notice now number offer office often old once one
only open option order other our outside over own package page paid paper parcel part pass past pay people per perfect
person phone pick piece place plan play please plus point policy possible post price print private probably problem
process product promise proper provide public pull purchase push put quality question quick quite rather reach read
ready real reason receipt receive record reduce refund regard remember remind repair repeat reply report request return
right road room round rule run safe said sale same save say schedule second see seem send sent service seven several
shall she ship shop short should show side sign simple since single sir sister six size small some soon sorry sort sound
south speak special spell spend staff stand start state statement stay step still stop store street such suit sure
system take talk tell ten terms test than thank that their them then there these they thing think this three through
ticket time today together told tomorrow tonight too took top total touch toward town track transfer travel trouble true
try turn twice two type under understand until update upset use usual value very view visit voice wait walk want warm
was watch water way week well went were west what when where which while white who whole why wife wish with without
woman wonder word work world worry would write wrong year yes yesterday yet you young your zero"""

NAMES = """James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph
Jessica Thomas Karen Charles Sarah Christopher Lisa Daniel Nancy Matthew Sandra Anthony Ashley Steven Emily Andrew
Kimberly Joshua Michelle Kenneth Amanda Kevin Melissa Brian Deborah George Stephanie Timothy Rebecca Ronald Laura Jason
Sharon Edward Cynthia Jeffrey Amy Ryan Kathleen Jacob Angela Nicholas Anna Eric Samantha Jonathan Katherine Stephen
Emma Larry Nicole Justin Helen Scott Samuel Janet Benjamin Maria Gregory Alexander Heather Olivia Patrick Dennis
Theresa Walter Louis Ethan Hannah Philip Albert Martha Logan Jean Alice Alan Julia Juan Judy Russell Louise Dylan
Sophia Gabriel Bruce Diana Willie Natalie Jordan Brittany Billy Tiffany Arthur Aisha Priya Wei Fatima Sven Ingrid"""


@pytest.mark.parametrize(
    ("name", "heard"),
    [
        ("Kimberly", "Kimberley"), ("Michelle", "Mishell"), ("Catherine", "Katherine"), ("Jon", "John"),
        ("Steven", "Stephen"), ("Samantha", "Samanta"), ("Jacqueline", "Jaqueline"), ("Theresa", "Teresa"),
        ("José", "Jose"), ("Sara", "Sarah"), ("Carl", "Karl"), ("Olivia", "Olivia's"), ("Philip", "Phillip"),
    ],
)  # fmt: skip
def test_a_first_name_is_found_as_recognisers_write_it(name: str, heard: str) -> None:
    spoken = call(f"agent: Thank you, {heard}, for that.", customer=f"{name} Flores")
    assert len(spoken.hits(AGENT, [phrase("{customer}")])) == 1


@pytest.mark.parametrize(
    ("company", "heard"),
    [
        ("PetroMax", "petro max"), ("CrystalClear Productions", "crystal clear productions"),
        ("Crystal Clear Productions", "CrystalClear Productions"), ("Callytics", "Kali ticks"),
        ("Callytics", "Calitics"), ("The Meridian Motors", "Meridian Motors"), ("Bank of America", "Bank of America"),
        ("Platinum Motors", "platinum motor's"),
    ],
)  # fmt: skip
def test_a_company_is_found_split_joined_or_shortened(company: str, heard: str) -> None:
    spoken = call(f"agent: Welcome, this is {heard}, hello.", company=company)
    assert len(spoken.hits(AGENT, [phrase("{company}")])) == 1


def test_the_rest_of_a_company_name_without_everyday_words_is_not_its_name() -> None:
    assert {form.letters for form in company_forms(("customer", "support", "services"), NAME_WORDS)} == {
        "customersupportservices"
    }
    assert "bank" not in {form.letters for form in company_forms(("bank", "of", "america"), NAME_WORDS)}


def test_frequent_words_do_not_pass_for_common_first_names() -> None:
    forms = [form for name in NAMES.split() for form in person_forms(token_texts(name, SPELLING), NameWords())]
    confused = {
        (word, form.letters) for word in WORDS.split() for form in forms if similarity(word, form, SETTINGS.names)
    }
    # Three of 83,000 pairs sound alike; where the transcript has capitals they are told apart by them.
    assert len(confused) <= 6, confused


@pytest.mark.parametrize("said", ["have a good day", "Hello Hallo", "you may go", "is that the one", "any time"])
def test_everyday_talk_holds_no_name(said: str) -> None:
    for name in ("Mae", "Holly", "Amy"):
        assert call(f"agent: {said}", customer=name).hits(AGENT, [phrase("{customer}")]) == []


def test_a_name_that_is_a_word_needs_a_capital_or_a_comma() -> None:
    def uses(said: str) -> int:
        return len(call(f"agent: {said}", customer="Mark Hill").hits(AGENT, [phrase("{customer}")]))

    assert uses("You can mark the box and go up there.") == 0
    assert uses("Mark the box, please, and go up there.") == 0
    assert uses("I will send it, Mark. Thank you so much.") == 1
    assert uses("Mark, could you spell that for me?") == 1
    assert uses("you can mark the box") == 0


def test_letters_without_a_known_sound_are_compared() -> None:
    assert similarity("李明", NameForm("李明", 2), SETTINGS.names) == 1.0
    assert similarity("王明", NameForm("李明", 2), SETTINGS.names) == 0.0


def test_chinese_names_are_found_in_full_by_given_name_and_by_surname_with_title() -> None:
    words = NameWords(titles=frozenset({"先生"}))
    assert {form.letters for form in person_forms(tuple("王小明"), words)} >= {"王小明", "小明", "王先生"}


def test_capitals_count_only_if_most_words_have_none() -> None:
    def cased(text: str) -> bool:
        return is_cased([token for token in call(f"agent: {text}").text(AGENT).tokens if token])

    assert cased("Hello, this is Carol from Meridian Motors, how are you?")
    assert not cased("hello this is carol from meridian motors")
    assert not cased("HELLO THIS IS CAROL")
    assert not cased("")


class TestNamesFoundInTheConversation:
    def given(self, dialogue: str, **record: str) -> list[str]:
        return [" ".join(name) for name in call(dialogue, **record).names.given_customer]

    def test_the_name_that_the_customer_gives_is_found(self) -> None:
        assert self.given("agent: Hello.\ncustomer: Hi, I'm Julia Murphy.") == ["julia murphy"]

    def test_the_name_that_answers_the_agents_question_is_found(self) -> None:
        assert self.given("agent: May I have your name?\ncustomer: Yes, it is Olivia Flores.") == ["olivia flores"]

    def test_the_name_that_the_agent_asks_for_is_found(self) -> None:
        assert self.given("agent: Hello, may I speak to Jack Smith?\ncustomer: Speaking.") == ["jack smith"]

    def test_the_agents_own_name_is_not_the_customers(self) -> None:
        dialogue = "agent: My name is Louis. May I have your name?\ncustomer: Hello Louis, I am Ann Bond."
        assert self.given(dialogue) == ["ann bond"]

    def test_names_are_found_without_casing_and_punctuation(self) -> None:
        assert self.given("agent: may i have your name\ncustomer: yes it is olivia flores") == ["olivia flores"]

    def test_a_company_is_not_a_person(self) -> None:
        names = call("agent: hello this is harper valley bank\ncustomer: hi").names
        assert (names.given_agent, names.given_company) == ((), (("harper", "valley", "bank"),))

    def test_a_call_without_a_given_name_has_none(self) -> None:
        assert self.given("agent: hello\ncustomer: " + "it is not on " * 4) == []

    def test_any_call_gives_at_most_a_few_names(self) -> None:
        many = " ".join(f"My name is {chr(65 + i)}nn{chr(97 + i)}." for i in range(20))
        assert len(self.given(f"agent: hello\ncustomer: {many}")) == 5


def test_a_dialogue_has_two_speakers() -> None:
    assert [turn.role for turn in conversation("agent: a\ncustomer: b").turns] == [AGENT, CUSTOMER]


PARTICLES = frozenset({"van", "de", "der"})
DUTCH = replace(NAME_WORDS, never=NAME_WORDS.never | PARTICLES | {"sure", "sent"}, particles=PARTICLES)


class TestParticles:
    """Small words inside surnames: "Piet van der Berg"."""

    @pytest.mark.parametrize(
        ("said", "name"),
        [
            ("Hello, my name is Piet van der Berg, about my bill.", ("piet", "van", "der", "berg")),
            ("my name is piet de vries", ("piet", "de", "vries")),
            ("Hello, my name is Piet.", ("piet",)),
            ("My name is Piet, van Dam sent me.", ("piet",)),
            ("Hello, my name is Piet van de bakker.", ("piet",)),
        ],
    )
    def test_particles_join_two_words_of_the_customers_name(self, said: str, name: tuple[str, ...]) -> None:
        heard = conversation(f"agent: hello\ncustomer: {said}")
        names = texts_and_names(heard, CallRecord(), replace(language(), names=DUTCH), SETTINGS.names)[1]
        assert names.given_customer == (name,)

    def test_an_answer_may_begin_with_particles(self) -> None:
        heard = conversation("agent: may i have your name\ncustomer: Sure, van der Berg is my surname.")
        names = texts_and_names(heard, CallRecord(), replace(language(), names=DUTCH), SETTINGS.names)[1]
        assert names.given_customer[0][:3] == ("van", "der", "berg")

    def test_particles_after_the_agents_name_introduce_the_company(self) -> None:
        heard = conversation("agent: Hello, my name is Lisa van Jansen.")
        names = texts_and_names(heard, CallRecord(), replace(language(), names=DUTCH), SETTINGS.names)[1]
        assert names.given_agent == (("lisa",),)
