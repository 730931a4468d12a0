"""Files of JSON lines."""
import json
import os
import threading

RESERVED = ("_offset", "_rev")


def check_folder(folder):
    """Raise OSError if nothing can be written into the folder."""
    if not os.path.isdir(folder) or not os.access(folder, os.W_OK):
        raise NotADirectoryError(folder)


class RenamingMixin:
    """Keeps the names free that a reader of a crate sets."""

    def rename(self, mapping):
        """Return a copy without reserved names. It serves documents and the properties of schemas."""
        copy = {}
        for key, value in mapping.items():
            if key in RESERVED:
                key += "_"
                while key in mapping or key in copy:
                    key += "_"
            copy[key] = value
        return copy


class Sink:
    """Somewhere documents go. Safe for threads."""

    def __init__(self):
        self.lock = threading.Lock()

    def begin(self, stream, schema):
        raise NotImplementedError

    def put(self, stream, document):
        raise NotImplementedError


class Crate(RenamingMixin, Sink):
    """A folder with a file for each stream."""

    def __init__(self, folder):
        super().__init__()
        check_folder(folder)
        self.folder = folder

    def begin(self, stream, schema):
        """Start the file of a stream with its schema."""
        properties = self.rename(schema.get("properties", {}))
        self._append(stream, dict(schema, properties=properties))

    def put(self, stream, document):
        """Append a document."""
        self._append(stream, self.rename(document))

    def _append(self, stream, value):
        path = os.path.join(self.folder, stream + ".jsonl")
        with self.lock, open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(value, default=float) + "\n")
