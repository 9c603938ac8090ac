"""About Resource (Communication 2.8): which versions this store speaks, told to anybody."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from xapi_store.http.request import VERSIONS


@csrf_exempt
def about(request: HttpRequest, default_version: str = "2") -> HttpResponse:
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        return JsonResponse({"problem": "Only GET has a meaning here."}, status=405, headers={"Allow": "GET"})
    asked = request.headers.get("X-Experience-API-Version", "")
    version = asked[:1] if asked[:1] in VERSIONS else default_version
    headers = {"X-Experience-API-Version": VERSIONS[version], "Access-Control-Allow-Origin": "*"}
    response = JsonResponse({"version": list(VERSIONS.values())}, headers=headers)
    if request.method == "HEAD":
        response.content = b""
    return response
