"""Activities Resource (Communication 2.5): the whole of what is known of an activity."""

import msgspec
from django.http import HttpResponse, JsonResponse

from xapi_store.http.gate import READING, resource
from xapi_store.http.parameters import Parameters
from xapi_store.http.request import XapiRequest
from xapi_store.keys import key_of
from xapi_store.models import Activity
from xapi_store.models.credential import Scope


def get(request: XapiRequest) -> HttpResponse:
    """An activity that nobody defined has no definition; it is not a fault to ask."""
    parameters = Parameters(request.call.parameters, ("activityId",))
    parameters.need("activityId")
    iri = parameters.iri("activityId")
    answer = {"objectType": "Activity", "id": iri}
    activity = Activity.objects.filter(key=key_of("activity", iri)).first()
    if activity is not None:
        answer["definition"] = msgspec.json.decode(activity.definition)
    return JsonResponse(answer)


activities = resource({"GET": (get, READING | {Scope.READ_STATEMENTS, Scope.PROFILE, Scope.STATE})})
