"""Makes small real distributions; inside those that are built from source, their build backend.

Reads a JSON list of specifications from the file that is its second argument (name, version, kind, requires,
requires_python, payload) and prints a JSON list of what was made in the folder that is its first.
A source distribution carries this file as `backend.py`: it builds with nothing to be fetched.
"""

import base64
import hashlib
import io
import json
import os
import re
import sys
import tarfile
import zipfile


def metadata_of(spec):
    lines = ["Metadata-Version: 2.1", "Name: " + spec["name"], "Version: " + spec["version"]]
    lines += ["Requires-Dist: " + need for need in spec.get("requires", [])]
    if "requires_python" in spec:
        lines.append("Requires-Python: " + spec["requires_python"])
    return "\n".join(lines) + "\n"


def module_of(name):
    return re.sub("[-_.]+", "_", name).lower()


def write_wheel(folder, name, version, metadata, payload=0):
    module = module_of(name)
    info = f"{module}-{version}.dist-info"
    members = {
        f"{module}/__init__.py": f'__version__ = "{version}"\n'.encode(),
        f"{info}/METADATA": metadata.encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    if payload:
        members[f"{module}/payload.bin"] = os.urandom(payload)
    record = ""
    for path, data in members.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip("=")
        record += f"{path},sha256={digest},{len(data)}\n"
    members[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    filename = f"{module}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(os.path.join(folder, filename), "w", zipfile.ZIP_STORED) as archive:
        for path, data in members.items():
            archive.writestr(zipfile.ZipInfo(path, (2024, 1, 1, 0, 0, 0)), data)
    return filename


def write_sdist(folder, spec):
    root = f"{module_of(spec['name'])}-{spec['version']}"
    project = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n\n'
    project += f'[project]\nname = "{spec["name"]}"\nversion = "{spec["version"]}"\n'
    # Some installers read the needs of a source tree here instead of building its metadata.
    project += f'dependencies = {json.dumps(spec.get("requires", []))}\n'
    with open(__file__, encoding="utf-8") as own:
        members = {"PKG-INFO": metadata_of(spec), "pyproject.toml": project, "backend.py": own.read()}
    filename = f"{root}.tar.gz"
    with tarfile.open(os.path.join(folder, filename), "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for path, text in members.items():
            data = text.encode()
            member = tarfile.TarInfo(f"{root}/{path}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return filename


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    """The build backend's one duty (PEP 517), for the source tree in the working folder."""
    with open("PKG-INFO", encoding="utf-8") as file:
        metadata = file.read()
    fields = dict(line.split(": ", 1) for line in metadata.splitlines() if ": " in line)
    return write_wheel(wheel_directory, fields["Name"], fields["Version"], metadata)


def make(folder, spec):
    name, version = spec["name"], spec["version"]
    if spec["kind"] == "sdist":
        filename = write_sdist(folder, spec)
    else:
        filename = write_wheel(folder, name, version, metadata_of(spec), spec.get("payload", 0))
    path = os.path.join(folder, filename)
    with open(path, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return {
        "name": name,
        "version": version,
        "kind": spec["kind"],
        "filename": filename,
        "path": path,
        "size": os.path.getsize(path),
        "sha256": digest,
    }


if __name__ == "__main__":
    print(json.dumps([make(sys.argv[1], spec) for spec in json.load(open(sys.argv[2]))]))
