"""reStructuredText to HTML, run by Pyodide in a worker.

The settings keep a description from reading files, from embedding raw HTML and from being
configured from outside, and they turn every warning into a failure, as PyPI does
(readme_renderer 46, ``rst.py``).
"""

import io
import json

from docutils.core import publish_parts
from docutils.utils import SystemMessage
from docutils.writers import html5_polyglot

SETTINGS = {
    "_disable_config": True,
    "cloak_email_addresses": False,
    "doctitle_xform": False,
    "embed_stylesheet": False,
    "field_name_limit": 0,
    "file_insertion_enabled": False,
    "halt_level": 2,
    # The sanitiser would add it, but docutils also lets an id start with a digit because of it.
    "id_prefix": "user-content-",
    "initial_header_level": 1,
    # A path has to be named or docutils warns; nothing is loaded from it.
    "math_output": "MathJax /unused.js",
    "raw_enabled": False,
    "report_level": 5,
    "section_self_link": False,
    "sectsubtitle_xform": False,
    "smart_quotes": True,
    "strip_comments": True,
    "stylesheet_path": "",
    "syntax_highlight": "short",
}


class DescriptionTranslator(html5_polyglot.HTMLTranslator):
    """Keeps images plain: no ``<object>``, sizes as attributes, no look at image files."""

    object_image_types = {}

    def emptytag(self, node, tagname, suffix="\n", **attributes):
        if tagname == "img":
            for name in ("width", "height"):
                if name in node:
                    attributes[name] = node[name]
        return super().emptytag(node, tagname, suffix, **attributes)

    def read_size_with_PIL(self, node):
        # ``:scale:`` would need the file; without this it is a warning, and so a failure.
        return None


def render(text):
    """Return JSON: ``{"html": …}``, ``{"error": …}`` or ``{"outOfMemory": true}``."""
    writer = html5_polyglot.Writer()
    writer.translator_class = DescriptionTranslator
    try:
        parts = publish_parts(
            text,
            writer=writer,
            settings_overrides={**SETTINGS, "warning_stream": io.StringIO()},
        )
    except SystemMessage as message:
        return json.dumps({"error": _first_line(str(message))})
    except MemoryError:
        return json.dumps({"outOfMemory": True})
    except Exception as error:
        # docutils breaks on some crafted input; that is a failed description, not a crash.
        return json.dumps({"error": f"{type(error).__name__} in docutils"})
    return json.dumps({"html": parts["docinfo"] + parts["fragment"]})


def _first_line(message):
    """``<string>:3: (WARNING/2) Text…`` as ``line 3: Text…``."""
    line = message.splitlines()[0].removeprefix("<string>:") if message else "unknown error"
    number, _, rest = line.partition(": (")
    text = rest.partition(") ")[2] or line
    return f"line {number}: {text}" if number.isdigit() else text
