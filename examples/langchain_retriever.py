"""Finds passages through the LangChain retriever, for a pipeline that does something else with them.

python examples/langchain_retriever.py INDEX "宁夏有多少工会会员?"
"""

import sys

from qa import Assistant
from qa.integrations.langchain import YinjuRetriever


def main(index: str, question: str) -> None:
    """Print the passages that fit best, with where they stand."""
    retriever = YinjuRetriever(assistant=Assistant.open(index), k=3)
    for document in retriever.invoke(question):
        print(f"{document.metadata['score']:.3f} {document.metadata['source']}: {document.page_content}")


if __name__ == "__main__":
    main(*sys.argv[1:])
