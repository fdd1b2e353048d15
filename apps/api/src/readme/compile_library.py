"""Compiles what rendering has loaded, run by Pyodide once per installation and before any text.

Pyodide's library and the wheels bring sources only, and without a disk Python would compile them at
every start. ``compile_library`` returns two archives that hold both: the library, which Python
imports from its archive, and the packages, to be unpacked. What they hold compiled is not compared
with its source again (PEP 552): both come out of the same archive.
"""

import io
import os
import py_compile
import sys
import zipfile

LIBRARY = "/lib/python314.zip"
UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH


def compile_library(packages):
    """Return the bytes of the library's archive and of that of ``packages``, a folder."""
    compiled = {}
    for module in list(sys.modules.values()):
        origin = getattr(getattr(module, "__spec__", None), "origin", None) or ""
        if origin.startswith(f"{LIBRARY}/"):
            compiled[origin.removeprefix(f"{LIBRARY}/")] = _compile(module, origin)
        elif origin.startswith(f"{packages}/"):
            py_compile.compile(origin, doraise=True, invalidation_mode=UNCHECKED)
    return _with_compiled(compiled), _pack(packages)


def _compile(module, origin):
    source, target = "/tmp/source.py", "/tmp/compiled.pyc"
    with open(source, "wb") as file:
        file.write(module.__loader__.get_data(origin))
    py_compile.compile(source, target, dfile=origin, doraise=True, invalidation_mode=UNCHECKED)
    with open(target, "rb") as file:
        return file.read()


def _with_compiled(compiled):
    bytes_of = io.BytesIO()
    with zipfile.ZipFile(LIBRARY) as library, zipfile.ZipFile(bytes_of, "w") as target:
        for entry in library.infolist():
            target.writestr(entry, library.read(entry))
            if entry.filename in compiled:
                target.writestr(f"{entry.filename}c", compiled[entry.filename])
    return bytes_of.getvalue()


def _pack(folder):
    bytes_of = io.BytesIO()
    with zipfile.ZipFile(bytes_of, "w") as target:
        for place, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(place, name)
                target.write(path, os.path.relpath(path, folder))
    return bytes_of.getvalue()
