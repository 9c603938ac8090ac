import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.demo.accounts import NoDemoHere, demo_accounts


class Command(BaseCommand):
    help = "List the demo accounts; they never exist under production settings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="role, role_name, email, password, organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts = demo_accounts()
        except NoDemoHere as refusal:
            raise CommandError("Les comptes de démonstration n’existent pas en production.") from refusal
        if options["json"]:
            self.stdout.write(json.dumps(accounts, ensure_ascii=False, indent=2))
            return
        for account in accounts:
            self.stdout.write(
                f"{account['role_name']:26} {account['email']:34} {account['password']:18} {account['organisation']}"
            )
