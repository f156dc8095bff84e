"""What the page shows, as HTML: answers, documents, the library, evaluations. Every text of a document or a question is escaped."""
