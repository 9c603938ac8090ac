"""The resources of xAPI over HTTP (part three of the specification), one file each; `gate` is the way in to all."""
