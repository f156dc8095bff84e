"""A LlamaIndex retriever: `YinjuRetriever(Assistant.open("index")).retrieve("question")`; needs `llama-index-core`."""

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from qa.assistant import Assistant
from qa.integrations.metadata import metadata


class YinjuRetriever(BaseRetriever):
    """Gives the passages that fit a question best, with their source, title, headings, page, spans and score."""

    def __init__(self, assistant: Assistant, k: int = 5) -> None:
        super().__init__()
        self._assistant, self._k = assistant, k

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._assistant.search(query_bundle.query_str, self._k)
        return [
            NodeWithScore(node=TextNode(text=hit.passage.text, metadata=metadata(hit)), score=hit.score) for hit in hits
        ]
