"""The known names of a call."""

from dataclasses import dataclass, replace

from callgrade.model.record import SaidNames
from callgrade.norms.names.finder import NameFinder
from callgrade.norms.names.forms import NameWords, company_forms, person_forms
from callgrade.norms.pack.pack_file import NameSettings

Name = tuple[str, ...]
"""A name as tokens."""


@dataclass(frozen=True)
class KnownNames:
    """The known names as tokens, ``()`` if unknown. ``given_*``: as said in the call, in order.

    ``possible_customer``: names that the customer may have given.
    """

    agent: Name = ()
    company: Name = ()
    customer: Name = ()
    given_agent: tuple[Name, ...] = ()
    given_company: tuple[Name, ...] = ()
    given_customer: tuple[Name, ...] = ()
    possible_customer: tuple[Name, ...] = ()

    @property
    def said(self) -> SaidNames:
        """Those that were said in the call."""
        return SaidNames(self.given_agent, self.given_company, self.given_customer, self.possible_customer)

    def with_said(self, said: SaidNames) -> "KnownNames":
        """These names of the record with those that were ``said``."""
        return replace(
            self,
            given_agent=said.agent,
            given_company=said.company,
            given_customer=said.customer,
            possible_customer=said.possible_customer,
        )

    @property
    def customers(self) -> tuple[Name, ...]:
        """All names of the customer."""
        return tuple(dict.fromkeys(filter(None, (self.customer, *self.given_customer))))

    @property
    def companies(self) -> tuple[Name, ...]:
        """All names of the company."""
        return tuple(dict.fromkeys(filter(None, (self.company, *self.given_company))))

    @property
    def agents(self) -> tuple[Name, ...]:
        """All names of the agent."""
        return tuple(dict.fromkeys(filter(None, (self.agent, *self.given_agent))))

    def finder(
        self, words: NameWords, cased: bool, settings: NameSettings, guessed: frozenset[str] = frozenset()
    ) -> NameFinder:
        """A finder of these names in speech; ``guessed``: see ``NameFinder``."""
        known = {
            "agent": tuple(form for name in self.agents for form in person_forms(name, words)),
            "company": tuple(form for name in self.companies for form in company_forms(name, words)),
            "customer": tuple(form for name in self.customers for form in person_forms(name, words)),
        }
        forms = {slot: tuple(dict.fromkeys(found)) for slot, found in known.items()}
        return NameFinder(forms, words, cased, settings, guessed)
