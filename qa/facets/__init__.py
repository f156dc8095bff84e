"""What documents, sections and questions are about: one extractor for all three."""
