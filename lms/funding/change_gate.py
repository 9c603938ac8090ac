"""What changed enters an edition once neither earlier figures nor the attack tell a small group apart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import msgspec

from lms.funding.attack import Finding
from lms.funding.change import Change
from lms.funding.change_attack import attack_answers, attack_gains
from lms.funding.gate import GateResult
from lms.funding.grid import FUNDER_RULES, CountedPerson
from lms.funding.hearing import hear
from lms.funding.issuing import EVERYBODY, Snapshot
from lms.funding.models import Convention
from lms.funding.outcomes import Heard, days_of, issue_change, populations_told
from lms.funding.shown import Shown, populations_of
from lms.funding.uptake import CATALOGUE, PROFESSION, STRUCTURE, TERRITORY, count_people

CHANGE_AXES = (TERRITORY, STRUCTURE, PROFESSION)
PeopleOn = Mapping[date, Sequence[CountedPerson]]


@dataclass
class ChangeGate:
    """The change of an edition to be, beside its tables."""

    heard: Heard
    before: Change
    shown: Shown
    tables: Snapshot
    people: Sequence[CountedPerson]
    as_of: date
    withheld: set[str] = field(default_factory=set)
    targets: int = 0

    def pass_through(self) -> Change:
        """The richest change that withstands the attack. Withholding everything new is always possible."""
        while True:
            shown = replace(self.shown, masks=set(self.shown.masks))
            change = issue_change(self.heard, self.before, shown, CHANGE_AXES, self.as_of, frozenset(self.withheld))
            self.targets = 0
            leaking = set(self._leaking(change))
            if not leaking:
                return change
            self.withheld |= leaking

    def _leaking(self, change: Change) -> Iterator[str]:
        """What to withhold next: the last answer of a question that leaks; of a module, its finest gains."""
        k = self.shown.rules.k
        for question, finding in attack_answers(change, self.heard, self.as_of, k).items():
            new = [each for each in change.outcomes if each.as_of == self.as_of and each.question == question]
            yield from self._judge(finding, new[-1].name)
        for module, pairs in self.heard.pairs.items():
            gains = [each for each in change.gains if each.module == module and each.as_of == self.as_of]
            if gains:
                finest = [each for each in gains if each.axis != EVERYBODY] or gains
                tables = self.tables.issued_on(self.as_of)
                finding = attack_gains(gains, pairs, tables, self.people, CHANGE_AXES, k)
                yield from self._judge(finding, finest[-1].name)

    def _judge(self, finding: Finding, name: str) -> Iterator[str]:
        self.targets += finding.targets
        if finding.leaks:
            yield name


def add_change(
    convention: Convention, tables: Snapshot, people_on: PeopleOn, earlier: Sequence[Snapshot], as_of: date
) -> tuple[Snapshot, ChangeGate | None]:
    """The tables with what changed for the same people; the gate it went through, None when nobody told anything."""
    before = earlier[-1].change if earlier else Change()
    heard = hear(convention, people_on[as_of], as_of)
    if heard.is_empty:
        return tables, None
    shown = Shown(FUNDER_RULES, {each.person: each.employer for each in people_on[as_of]})
    shown.note(populations_of([*earlier, tables], people_on, CATALOGUE))
    for day in sorted({day for each in earlier for day in days_of(each.change)}):
        told = hear(convention, people_on.get(day) or count_people(convention, day), day)
        for each in earlier:
            shown.note(populations_told(each.change, told, day))
    gate = ChangeGate(heard, before, shown, tables, people_on[as_of], as_of)
    return msgspec.structs.replace(tables, change=gate.pass_through()), gate


def add_result(result: GateResult, gate: ChangeGate | None) -> GateResult:
    """What the receipt says of both attacks."""
    if gate is None:
        return result
    return msgspec.structs.replace(
        result, targets=result.targets + gate.targets, change_withheld=tuple(sorted(gate.withheld))
    )
