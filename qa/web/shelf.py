"""Reports that the page made, kept for download until newer ones push them out."""

import json
import secrets
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

_MOST_FILES = 12


class Shelf:
    """Files by a name that cannot be guessed."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._lock = threading.Lock()

    def put_report(self, name: str, result: dict[str, Any]) -> tuple[str, str]:
        """Keep the report and the result of a run; gives the addresses of both."""
        from qa.report import write_report

        with tempfile.TemporaryDirectory(prefix="yinju-") as folder:
            path = Path(folder) / "report.html"
            write_report(path, name, result, result["rows"])
            report = path.read_bytes()
        content = json.dumps({k: v for k, v in result.items() if not k.startswith("_")}, ensure_ascii=False, indent=1)
        stem = Path(name).stem
        return self._put(f"{stem}-report.html", report), self._put(f"{stem}-result.json", content.encode())

    def get(self, key: str) -> tuple[str, bytes] | None:
        """Name and content of a kept file."""
        return self._files.get(key)

    def _put(self, name: str, content: bytes) -> str:
        key = secrets.token_urlsafe(16)
        with self._lock:
            self._files[key] = (name, content)
            while len(self._files) > _MOST_FILES:
                self._files.popitem(last=False)
        return f"api/reports/{key}"
