"""The opinions of learners, on the pages of modules in the studio."""

from wagtail import hooks

from lms.funding import opinion_views

hooks.register("register_admin_urls", opinion_views.addresses)
hooks.register("register_page_header_buttons", opinion_views.header_buttons)
hooks.register("register_page_listing_buttons", opinion_views.listing_buttons)
