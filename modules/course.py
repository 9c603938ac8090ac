"""A module in the words of schema.org (https://schema.org/Course): what search engines read of a public page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from modules.models.module import Module

CONTEXT = "https://schema.org"


def describe_course(module: "Module", minutes: int, teaches: Sequence[str], address: str) -> dict[str, Any]:
    """The same facts as the page says in words; nothing that the page does not say."""
    language, workload = module.locale.language_code, f"PT{minutes}M"
    course = {
        "@context": CONTEXT,
        "@type": "Course",
        "name": module.title,
        "description": module.summary,
        "url": address,
        "inLanguage": language,
        "timeRequired": workload,
        "provider": {"@type": "Organization", "name": module.institute.title},
        "teaches": list(teaches),
        "hasCourseInstance": [
            {"@type": "CourseInstance", "courseMode": "Online", "courseWorkload": workload, "inLanguage": language}
        ],
    }
    if module.audience:
        course["audience"] = {"@type": "Audience", "audienceType": module.audience}
    if module.prerequisites:
        course["coursePrerequisites"] = module.prerequisites
    if module.price:
        course["offers"] = [{"@type": "Offer", "description": module.price}]
    return course
