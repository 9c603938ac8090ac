"""The Django project and the people side of Faire avec."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
