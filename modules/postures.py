"""The six postures, named after a choice is made: its words, its icon. None is always the right one."""

from django.utils.translation import gettext_lazy

POSTURES = {
    "in_place": (gettext_lazy("Doing in their place"), "hand"),
    "with": (gettext_lazy("Doing with"), "users"),
    "explain": (gettext_lazy("Explaining"), "presentation"),
    "relay": (gettext_lazy("Handing over"), "share-fat"),
    "consent": (gettext_lazy("Asking for consent"), "chat-circle"),
    "refuse": (gettext_lazy("Refusing"), "hand-palm"),
}
