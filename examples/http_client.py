"""Asks a server that runs (`yinju serve`) over HTTP, and a follow-up after it, with the standard library alone.

python examples/http_client.py http://127.0.0.1:7860 "宁夏有多少工会会员?" "内蒙古呢?"
"""

import json
import sys
from typing import Any
from urllib.request import Request, urlopen


def ask(server: str, question: str, history: list[dict[str, str]]) -> dict[str, Any]:
    """The answer as `POST /api/ask` gives it."""
    body = json.dumps({"question": question, "top": 3, "history": history}).encode()
    with urlopen(Request(f"{server}/api/ask", body, {"Content-Type": "application/json"})) as response:
        answer: dict[str, Any] = json.load(response)
    return answer


def main(server: str, *questions: str) -> None:
    """Ask some questions, each after those before it."""
    history: list[dict[str, str]] = []
    for question in questions:
        answer = ask(server, question, history)
        quote = answer["quotes"][0] if answer["quotes"] else {"text": "", "citation": ""}
        print(answer["outcome"], answer["understood"], quote["text"], quote["citation"])
        history.append({"question": answer["understood"], "quote": quote["text"]})


if __name__ == "__main__":
    main(*sys.argv[1:])
