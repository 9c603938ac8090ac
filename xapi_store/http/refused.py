"""A request that is answered by an error: its status, and a JSON body that says what is wrong."""

from typing import Any

from django.http import JsonResponse

from xapi_store.spec.refusal import StatementRefused


class Refused(Exception):  # noqa: N818 (the name says what happened)
    def __init__(self, status: int, problem: str, **headers: str) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def say_refused(refused: Refused) -> JsonResponse:
    return JsonResponse({"problem": refused.problem}, status=refused.status, headers=refused.headers)


def say_statement_refused(refusal: StatementRefused) -> JsonResponse:
    """400, with the path, the problem and the requirement."""
    body: dict[str, Any] = {"path": refusal.path, "problem": refusal.problem}
    if refusal.requirement:
        body["requirement"] = refusal.requirement
    return JsonResponse(body, status=400)
