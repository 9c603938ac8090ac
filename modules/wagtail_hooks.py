"""Wagtail reads this file when it starts: the hooks are written where they belong."""

import modules.bank.hooks
import modules.studio.hooks  # noqa: F401
