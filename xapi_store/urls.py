"""The resources of xAPI, relative to where the project mounts them.

`default_version`, given by the project's path, is the version told in an answer to whoever names none.
"""

from django.urls import path

from xapi_store.http.about import about
from xapi_store.http.activities import activities
from xapi_store.http.agents import agents
from xapi_store.http.profile import activity_profile, agent_profile
from xapi_store.http.state import state
from xapi_store.http.statements import statements

app_name = "xapi_store"
urlpatterns = [
    path("about", about, name="about"),
    path("statements", statements, name="statements"),
    path("activities", activities, name="activities"),
    path("activities/state", state, name="state"),
    path("activities/profile", activity_profile, name="activity_profile"),
    path("agents", agents, name="agents"),
    path("agents/profile", agent_profile, name="agent_profile"),
]
