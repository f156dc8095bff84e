"""Texts as such: terms, sentences, words, numbers, scripts, spans."""
