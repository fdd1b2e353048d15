"""Reads archives as Python does, by directory and as a stream, and compares with what we saw.

Lines of JSON on standard input: {"path", "kind", "members"}; one line for each difference on
standard output, and a last line with the count of archives read.
"""

import json
import struct
import sys
import tarfile
import zipfile


def zip_by_directory(path):
    with zipfile.ZipFile(path) as archive:
        return [info.filename for info in archive.infolist()]


def zip_as_stream(path):
    """What a reader sees that never looks at the end: local headers one behind the other."""
    names = []
    with open(path, "rb") as file:
        while (head := file.read(30))[:4] == b"PK\x03\x04":
            flags, size, raw, name_length, extra_length = struct.unpack("<6xH10xII2H", head)[0:5]
            name = file.read(name_length)
            extra = file.read(extra_length)
            if size == 0xFFFFFFFF or raw == 0xFFFFFFFF:
                size = zip64_size(extra, raw == 0xFFFFFFFF)
            names.append(name.decode("utf-8" if flags & 0x800 else "cp437"))
            file.seek(size, 1)
    return names


def zip64_size(extra, has_raw):
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        if kind == 1:
            offset = 4 + (8 if has_raw else 0)
            return struct.unpack("<Q", extra[offset : offset + 8])[0]
        extra = extra[4 + length :]
    raise ValueError("no zip64 sizes")


def tar_members(path, mode):
    seen = {}
    with tarfile.open(path, mode) as archive:
        for member in archive:
            name = "/".join(part for part in member.name.split("/") if part not in ("", "."))
            seen[name] = (
                "folder" if member.isdir()
                else "symbolic-link" if member.issym()
                else "hard-link" if member.islnk()
                else "file" if member.isreg()
                else "other"
            )
    return [f"{kind} {name}" for name, kind in seen.items()]


READERS = {
    "zip": {"directory": zip_by_directory, "stream": zip_as_stream},
    "tar": {
        "random access": lambda path: tar_members(path, "r:gz"),
        "stream": lambda path: tar_members(path, "r|gz"),
    },
}

count = 0
for line in sys.stdin:
    case = json.loads(line)
    count += 1
    for reader, read in READERS[case["kind"]].items():
        try:
            members = sorted(read(case["path"]))
        except Exception as error:  # whatever a reader makes of it is a difference
            print(json.dumps({"path": case["path"], "reader": reader, "error": repr(error)}))
            continue
        if members != sorted(case["members"]):
            print(json.dumps({"path": case["path"], "reader": reader, "members": members, "ours": case["members"]}))
print(json.dumps({"read": count}))
