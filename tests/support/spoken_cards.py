"""A seeded generator of calls in which a card number is read out, and recognised with errors.

Every word knows which places of the card it tells, so that what a redacted call still gives away can be counted
without reading a single digit.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace

from tests.support.card_words import SPEECH, Speech, number_words

from callgrade.model.conversation import Conversation, Party, Turn, Word
from callgrade.model.reason import Reason
from callgrade.model.record import Role

PREFIXES = (
    ("4", 16), ("51", 16), ("55", 16), ("2221", 16), ("2720", 16), ("37", 15), ("34", 15), ("6011", 16), ("36", 14),
    ("3528", 16), ("6221", 16), ("6221", 19), ("6759", 16), ("5018", 16),
)  # fmt: skip


@dataclass(frozen=True)
class Rates:
    """How often recognition errs: shares of the digits, and of the words that could be glued or split."""

    drop: float = 0.02
    add: float = 0.02
    substitute: float = 0.02
    mishear: float = 0.08
    glue: float = 0.01
    split: float = 0.05

    def times(self, factor: float) -> "Rates":
        return Rates(**{name: min(1.0, rate * factor) for name, rate in asdict(self).items()})


@dataclass(frozen=True)
class Said:
    """One word. ``card``: its places of the card number; ``code``, ``expiry``: whether it is part of them."""

    text: str
    card: tuple[int, ...] = ()
    code: bool = False
    expiry: bool = False


@dataclass(frozen=True)
class SpokenCard:
    """A call, and what each of its words gives away: one entry a turn, one a word."""

    language: str
    number: str
    conversation: Conversation
    said: tuple[tuple[Said, ...], ...]


def luhn_number(rng: random.Random) -> str:
    prefix, length = rng.choice(PREFIXES)
    body = prefix + "".join(str(rng.randrange(10)) for _ in range(length - len(prefix) - 1))
    total = sum(sum(divmod(int(d) * (2 if i % 2 == 0 else 1), 10)) for i, d in enumerate(reversed(body)))
    return body + str(-total % 10)


def calls(seed: int, count: int) -> Iterator[SpokenCard]:
    """``count`` calls in turn over the five languages."""
    return generated(random.Random(seed), count, Rates())


def generated(
    rng: random.Random, count: int, rates: Rates, *, languages: Sequence[str] = sorted(SPEECH), asked: bool = True
) -> Iterator[SpokenCard]:
    """``count`` calls; not ``asked``: the agent says no word of cards, codes or dates."""
    for index in range(count):
        yield _Call(rng, languages[index % len(languages)], rates, asked).made()


@dataclass
class _Call:
    rng: random.Random
    language: str
    rates: Rates
    asked: bool
    turns: list[tuple[Role, list[Said]]] = field(default_factory=list)

    @property
    def speech(self) -> Speech:
        return SPEECH[self.language]

    def made(self) -> SpokenCard:
        rng, speech = self.rng, self.speech
        number = luhn_number(rng)
        style = rng.choice(("digits", "digits", "pairs", "mixed", "mixed", "typed", "typed whole", "hundreds"))
        if rng.random() < 0.93:
            self._ask(rng.choice(speech.asks))
        self._plain(Role.CUSTOMER, rng.choice(speech.starts))
        groups = self._groups(number)
        by_turns = rng.random() < 0.5
        echoes = by_turns and rng.random() < 0.3
        for places in groups:
            self._group(Role.CUSTOMER, number, places, style)
            if rng.random() < 0.08:
                self._plain(Role.CUSTOMER, rng.choice(speech.restarts))
                self._group(Role.CUSTOMER, number, places, style)
            if echoes:
                self._group(Role.AGENT, number, places, style)
            elif by_turns and rng.random() < 0.8:
                self._plain(Role.AGENT, rng.choice(speech.between))
        if rng.random() < 0.1:
            self._plain(Role.CUSTOMER, rng.choice(speech.restarts))
            for places in groups:
                self._group(Role.CUSTOMER, number, places, style)
        if rng.random() < 0.35:
            self._plain(Role.AGENT, rng.choice(speech.reads_back))
            back = rng.choice(("typed", "digits", style))
            for places in groups:
                self._group(Role.AGENT, number, places, back)
            self._plain(Role.CUSTOMER, rng.choice(speech.closes))
        self._expiry_and_code()
        return SpokenCard(self.language, number, *self._conversation())

    def _groups(self, number: str) -> list[range]:
        size = self.rng.choice((4, 4, 4, 4, 3, 2, 6))
        sizes = (4, 6, 5) if len(number) == 15 and size == 4 else (size,) * (len(number) // size + 1)
        groups, start = [], 0
        for length in sizes:
            if start < len(number):
                groups.append(range(start, min(start + length, len(number))))
                start += length
        return groups

    def _expiry_and_code(self) -> None:
        rng, speech = self.rng, self.speech
        if rng.random() < 0.6:
            self._ask(rng.choice(speech.dates))
            month, year = rng.randint(1, 12), rng.randint(26, 34)
            texts = (
                [f"{month:02}/{year}"]
                if rng.random() < 0.5
                else [*self._spoken(str(month), True), *self._spoken(str(year), True)]
            )
            self._say(Role.CUSTOMER, [Said(text, expiry=True) for text in texts])
        if rng.random() < 0.7:
            self._ask(rng.choice(speech.codes))
            code = "".join(str(rng.randrange(10)) for _ in range(rng.choice((3, 3, 3, 4))))
            texts = [code] if rng.random() < 0.4 else [text for digit in code for text in self._spoken(digit, False)]
            said = [Said(text, code=True) for text in texts]
            self._say(Role.CUSTOMER, said)
            if rng.random() < 0.3:
                self._say(Role.AGENT, said)
                self._plain(Role.CUSTOMER, rng.choice(speech.closes))

    def _group(self, role: Role, number: str, places: Sequence[int], style: str) -> None:
        """One group of digits in one style, with errors, fillers before some of it."""
        rng = self.rng
        heard = [place for place in places if rng.random() >= self.rates.drop]
        if style == "mixed":
            style = rng.choice(("digits", "pairs", "typed", "hundreds"))
        said: list[Said] = []
        while heard:
            taken = self._taken(number, heard, style)
            here, heard = heard[:taken], heard[taken:]
            digits = "".join(
                str(rng.randrange(10)) if rng.random() < self.rates.substitute else number[place] for place in here
            )
            said += self._words(digits, here, style)
            if rng.random() < self.rates.add:
                said += [Said(text) for text in self._spoken(str(rng.randrange(10)), False)]
            if rng.random() < (0.04 if style in ("digits", "pairs") else 0.0):
                said += self._unsaid(rng.choice(self.speech.fillers))
        if rng.random() < 0.12:
            said += self._unsaid(rng.choice(self.speech.fillers))
        self._say(role, said)

    def _taken(self, number: str, heard: Sequence[int], style: str) -> int:
        if style.startswith("typed"):
            return len(heard)
        if style == "pairs" and len(heard) > 1 and number[heard[0]] != "0":
            return 2
        if style == "hundreds" and len(heard) > 2 and self.speech.hundred and number[heard[0]] != "0":
            return 4 if len(heard) > 3 and number[heard[1]] != "0" else 3
        if style == "digits" and self.rng.random() < 0.5:
            return next((i for i in (3, 2) if len({number[place] for place in heard[:i]}) == 1 and len(heard) >= i), 1)
        return 1

    def _words(self, digits: str, places: Sequence[int], style: str) -> list[Said]:
        rng, speech = self.rng, self.speech
        whole = tuple(places)
        if style.startswith("typed"):
            return self._typed(digits, whole, whole_number=style == "typed whole")
        if len(digits) in speech.doubles and len(set(digits)) == 1 and style == "digits":
            prefix = rng.choice(speech.doubles[len(digits)])
            return [Said(text, whole) for text in (*prefix.split(), *self._spoken(digits[0], False))]
        if style == "hundreds" and len(digits) in (3, 4) and speech.hundred:
            return self._hundreds(digits, whole)
        if len(digits) == 2:
            return [Said(text, whole) for text in self._spoken(digits, True)]
        return [said for digit, place in zip(digits, places, strict=True) for said in self._digit(digit, place)]

    def _typed(self, digits: str, places: tuple[int, ...], *, whole_number: bool) -> list[Said]:
        rng = self.rng
        cuts = 1.0 if whole_number else rng.random()
        if cuts < 0.15 and len(digits) > 1:
            return [Said("-".join(digits), places)]
        if cuts < 0.3 and len(digits) > 1:
            return [Said(digit + rng.choice((",", "")), (place,)) for digit, place in zip(digits, places, strict=True)]
        return [Said(digits + ("" if whole_number else rng.choice(("", "", ",", ".", "-"))), places)]

    def _hundreds(self, digits: str, places: tuple[int, ...]) -> list[Said]:
        """ "elfhundert": what stands before the hundred, and the rest behind it."""
        high, low = digits[:-2], digits[-2:]
        head = self.rng.choice(number_words(self.speech.cldr, int(high)))
        blank = "" if self.language in ("nl", "de") and self.rng.random() < 0.7 else " "
        text = f"{head}{blank}{self.speech.hundred}"
        if int(low):
            text += blank + self.rng.choice(number_words(self.speech.cldr, int(low)))
        return [Said(word, places) for word in text.split()]

    def _digit(self, digit: str, place: int) -> list[Said]:
        text = (
            self.rng.choice(self.speech.misheard[int(digit)])
            if self.rng.random() < self.rates.mishear
            else self._spoken(digit, False)[0]
        )
        return [Said(text, (place,))]

    def _spoken(self, digits: str, as_number: bool) -> list[str]:
        rng, speech = self.rng, self.speech
        if as_number and not digits.startswith("0"):
            text = rng.choice(number_words(speech.cldr, int(digits)))
            if self.language == "nb" and rng.random() < 0.3 and int(digits) > 20 and digits[1] != "0":
                text = f"{number_words('no', int(digits[1]))[0]}og{number_words('no', int(digits[0]) * 10)[0]}"
            text = text.replace("-", rng.choice(("-", " ")))
            return text.split()
        words: list[str] = []
        for digit in digits:
            if digit == "0":
                words.append(rng.choice(speech.zeros))
            else:
                words.append(rng.choice(speech.other_digits.get(int(digit), number_words(speech.cldr, int(digit))[:1])))
        return words

    def _unsaid(self, text: str) -> list[Said]:
        return [Said(word) for word in _split(text, self.speech.glue)]

    def _plain(self, role: Role, text: str) -> None:
        self._say(role, self._unsaid(text))

    def _ask(self, text: str) -> None:
        if self.asked:
            self._plain(Role.AGENT, text)

    def _say(self, role: Role, said: list[Said]) -> None:
        """Append to the turn of ``role``; now and then the recogniser glues two number words, or capitalises one."""
        if self.rng.random() < 0.05:
            said = [replace(one, text=one.text.capitalize()) for one in said]
        if self.speech.glue:
            said = self._written_apart(self._written_together(said))
        if not said:
            return
        if self.turns and self.turns[-1][0] is role:
            self.turns[-1][1].extend(said)
        else:
            self.turns.append((role, list(said)))

    def _written_together(self, said: list[Said]) -> list[Said]:
        """Here and there two neighbouring number words become one."""
        joined: list[Said] = []
        for one in said:
            before = joined[-1] if joined else None
            if (
                before
                and before.card
                and one.card
                and self.rng.random() < self.rates.glue
                and (before.text + one.text).isalpha()
            ):
                joined[-1] = Said(before.text + one.text.lower(), (*before.card, *one.card))
            else:
                joined.append(one)
        return joined

    def _written_apart(self, said: list[Said]) -> list[Said]:
        """Here and there "sixteen" becomes "six teen"."""
        apart: list[Said] = []
        for one in said:
            ending = next(
                (end for end in ("teen", "zehn", "tien", "ten", "ty", "zig", "tig", "ti") if one.text.endswith(end)), ""
            )
            if one.card and ending and len(one.text) > len(ending) + 2 and self.rng.random() < self.rates.split:
                apart += [replace(one, text=one.text.removesuffix(ending)), replace(one, text=ending)]
            else:
                apart.append(one)
        return apart

    def _conversation(self) -> tuple[Conversation, tuple[tuple[Said, ...], ...]]:
        clock_s, turns = 0.0, []
        for role, said in self.turns:
            words = tuple(Word(one.text, clock_s + i * 0.3, clock_s + (i + 1) * 0.3, 0.8) for i, one in enumerate(said))
            text = self.speech.glue.join(one.text for one in said)
            turns.append(Turn(role, clock_s, words[-1].end_s, words, text))
            clock_s = words[-1].end_s + 0.2
        language = None if self.rng.random() < 0.2 else self.language
        conversation = Conversation(
            language=language,
            language_probability=None,
            duration_s=clock_s,
            channels=0,
            parties=tuple(Party(role, None, (), (), None) for role in (Role.AGENT, Role.CUSTOMER)),
            turns=tuple(turns),
            ringing=None,
            ringing_reason=Reason.NO_AUDIO,
            has_audio=False,
            timed=self.rng.random() < 0.5,
        )
        return conversation, tuple(tuple(said) for _, said in self.turns)


def _split(text: str, glue: str) -> list[str]:
    """The words of a text; a recogniser of Chinese gives one or two characters at a time."""
    if glue:
        return text.split()
    words: list[str] = []
    for char in text:
        if words and not char.isalnum():
            words[-1] += char
        else:
            words.append(char)
    return words
