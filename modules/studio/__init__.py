"""The authors' side, inside Wagtail's admin: panels, screens of editions, isolation of institutes, moderation."""
