"""Passwords that are said as words: "the password is marmalade dash eighty eight".

A password is what stands behind its name and a word such as "is" up to the end of the clause, what was typed "as
password", or the answer to a question for it. What is said about a password ("is wrong") begins with other words.
"""

from collections.abc import Iterator, Set

from callgrade.model.record import Role
from callgrade.redaction.codes.password_values import PasswordValue, PasswordValues, Proof
from callgrade.redaction.talk import Talk
from callgrade.redaction.words.labels import Label, Mark

_REACH = 10
"""Items between the name of a password and the word that introduces it."""
_ASKED = 4
"""Items between a question's first word and the name."""
_SHORT = 4
"""Items of a question that is hardly more than the name: "And the password?"."""
_TURNS = 2
"""Turns behind one that names a password in which signs are spelled out or it is said again."""
_LEAST_KNOWN = 3
"""Letters of a word that is known again."""
_THINGS = (Label.OTHER, Label.NO_CODE, Label.ACCOUNT)


def password_items(talk: Talk, secrets: Set[int]) -> set[int]:
    """The items of all passwords; ``secrets``: items that are secret already, whose signs and words go too."""
    finder = _Passwords(talk)
    values = [value for mark in talk.marks_of(Label.PASSWORD) for value in finder.told_by(mark)]
    found = {item for value in values for item in value.items}
    found |= finder.signs(secrets | found)
    return found | finder.again(found)


class _Passwords:
    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.values = PasswordValues(talk)
        named = {talk.turn(mark.first) for mark in talk.marks_of(Label.PASSWORD)}
        self.turns = {turn + step for turn in named for step in range(_TURNS + 1)}

    def told_by(self, mark: Mark) -> list[PasswordValue]:
        """The password that ``mark`` names: before it, behind it, or in the answer; empty without one."""
        found = self._before(mark) or next(self._behind(mark), None) or self._answer(mark)
        return [found] if found else []

    def signs(self, secrets: Set[int]) -> set[int]:
        """Spelled signs beside a secret, or between two words where a password is spoken of, with their neighbours."""
        found: set[int] = set()
        for mark in self.talk.marks_of(Label.SYMBOL):
            turn = self.talk.turn(mark.first)
            before, behind = self._part(mark.first - 1, -1, turn), self._part(mark.end, 1, turn)
            address = self.talk.says(*self.talk.turn_of(mark.first), Label.AT)
            spelled = bool(before and behind) and turn in self.turns and not address
            if spelled or (before | behind) & (secrets | found):
                found |= {*range(mark.first, mark.end), *(before | behind if turn in self.turns else ())}
        return found

    def _part(self, item: int, step: int, turn: int) -> set[int]:
        """``item``, with the digits beyond it; empty if it is no part of a password."""
        found: set[int] = set()
        while self.values.is_part(item, turn) and (not found or item in self.values.numbers):
            found.add(item)
            if item not in self.values.numbers:
                break
            item += step
        return found

    def again(self, found: Set[int]) -> set[int]:
        """The words of ``found`` where they are said again shortly after."""
        last: dict[str, int] = {}
        known = {item: self.talk.items[item].text for item in found if self._is_known(item)}
        more: set[int] = set()
        for item, each in enumerate(self.talk.items):
            if item in known:
                last[each.text] = each.turn
            elif each.text in last and each.turn - last[each.text] <= _TURNS:
                more.add(item)
        return more

    def _is_known(self, item: int) -> bool:
        return len(self.talk.items[item].text) >= _LEAST_KNOWN and self.values.is_plain_word(item)

    def _before(self, mark: Mark) -> PasswordValue | None:
        """ "I typed marmalade as password"; "als Kennwort marmelade eingegeben"."""
        named = next(
            (one for one in self._marks(mark.first - 3, mark.first, Label.AS_NAME) if one.end == mark.first), None
        )
        if not named:
            return None
        first, end = self.talk.turn_of(mark.first)
        typed = self._marks(max(first, named.first - _REACH), named.first, Label.SETS)
        for verb in sorted(typed, key=lambda verb: -verb.first):
            found = self.values.read(verb.end, Proof.NONE, end=named.first)
            if found:
                return found
        behind = self.values.read(mark.end, Proof.NONE)
        last = behind.items.stop if behind else end
        return behind if last < end and self.talk.is_said(last, Label.SETS) else None

    def _behind(self, mark: Mark) -> Iterator[PasswordValue]:
        """ "The password for the portal is marmalade"."""
        _, end = self.talk.turn_of(mark.first)
        aside = False
        for item in range(mark.end, min(mark.end + _REACH, end)):
            if self.talk.sentences[item] != self.talk.sentences[mark.first]:
                return
            signs = self.talk.signs_between(item - 1, item)
            if item == mark.end or "," in signs or "，" in signs:
                yield from self._read(item, self._proof_beside(mark, signs) if item == mark.end else Proof.SIGN)
            aside = (
                aside
                or "," in signs
                or self.values.is_stop(item)
                or any(self.talk.is_said(item, one) for one in _THINGS)
            )
            for verb in self._marks(item, item + 1, Label.SAYS, Label.SETS):
                plain = Proof.NONE if verb.label is Label.SAYS else Proof.NUMBER
                yield from self._read(verb.end, Proof.SIGN if aside and not self.values.is_copula(item) else plain)

    def _proof_beside(self, mark: Mark, signs: str) -> Proof:
        """What a password right behind its name needs: nothing behind a colon, more without "'s"."""
        if any(sign in signs for sign in ":："):
            return Proof.NONE
        return Proof.NUMBER if self.talk.items[mark.end - 1].text.endswith(("'s", "’s")) else Proof.SIGN

    def _read(self, item: int, proof: Proof) -> Iterator[PasswordValue]:
        found = self.values.read(item, proof)
        if found:
            yield found

    def _answer(self, mark: Mark) -> PasswordValue | None:
        """ "What is the password?" "Marmalade." """
        _, end = self.talk.turn_of(mark.first)
        if end == len(self.talk.items) or not self._is_asked(mark):
            return None
        speakers = [self.talk.speeches[turn].role for turn in (self.talk.turn(mark.first), self.talk.turn(end))]
        proof = Proof.NUMBER if speakers[1] is Role.AGENT else Proof.NONE
        return self.values.read(end, proof, answer=True) if speakers[0] is not speakers[1] else None

    def _is_asked(self, mark: Mark) -> bool:
        first, end = self.talk.turn_of(mark.first)
        near = range(max(first, mark.first - _ASKED - 1), min(end, mark.end + 3))
        asked = self._marks(near.start, near.stop, Label.ASKS)
        sentence = self.talk.sentences[mark.first]
        return self._is_short_question(mark) or any(self.talk.sentences[one.first] == sentence for one in asked)

    def _is_short_question(self, mark: Mark) -> bool:
        """ "And the password?" """
        first, end = self.talk.turn_of(mark.first)
        sentence = self.talk.sentences[mark.first]
        short = mark.first - _SHORT < first or self.talk.sentences[mark.first - _SHORT] != sentence
        last = self.talk.items[mark.end - 1]
        rest = self.talk.speeches[last.turn].units[last.unit][last.end :]
        return mark.end == end and short and rest.lstrip().startswith(("?", "？"))

    def _marks(self, first: int, end: int, *labels: Label) -> list[Mark]:
        """The phrases of these kinds that begin from item ``first`` up to ``end``."""
        found = []
        for mark in self.talk.marks_from(max(first, 0), *labels):
            if mark.first >= end:
                break
            found.append(mark)
        return found
