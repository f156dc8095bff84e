"""Asks an index from Python and prints the quotes with their places.

python examples/ask.py INDEX "宁夏有多少工会会员?"
"""

import sys

from qa import Assistant


def main(index: str, question: str) -> None:
    """Ask one question."""
    answer = Assistant.open(index).ask(question, top=3)
    print(answer.outcome, f"{answer.confidence:.2f}")
    for quote in answer.quotes or answer.nearest:
        # `text` is exactly what `spans` cut out of the text of `source`.
        print(f"“{quote.text}” {quote.passage.source} {[tuple(span) for span in quote.spans]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
