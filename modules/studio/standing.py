"""Where a module stands in the hands of its authors: minutes, practice, blockers, warnings."""

from dataclasses import dataclass

from modules.checking import HALF_DAY_MINUTES, Finding, Level, Sheet, find_findings
from modules.models import Module
from modules.publishing import copy_drafts, sheet_of


@dataclass(frozen=True)
class Stand:
    sheet: Sheet
    findings: list[Finding]

    @property
    def blockers(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == Level.BLOCKER]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == Level.WARNING]

    @property
    def bar(self) -> int:
        """Value of the meter: never past its end."""
        return min(self.sheet.minutes, HALF_DAY_MINUTES)


def stand_of(module: Module) -> Stand:
    """Of what the authors last saved, published or not."""
    sheet = sheet_of(module, copy_drafts(module))
    return Stand(sheet, find_findings(sheet))
