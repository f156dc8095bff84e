"""A LangChain retriever: `YinjuRetriever(assistant=Assistant.open("index")).invoke("question")`."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from qa.assistant import Assistant
from qa.integrations.metadata import metadata


class YinjuRetriever(BaseRetriever):
    """Gives the passages that fit a question best, with their source, title, headings, page, spans and score."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    k: int = 5

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.assistant.search(query, self.k)
        return [Document(page_content=hit.passage.text, metadata=metadata(hit)) for hit in hits]
