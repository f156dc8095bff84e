"""What asks, by language, and parts of sentences that ask as questions do, without their grammar."""

import random

ASKING = {
    "zh": ["什么", "多少", "哪里", "谁", "怎么"],
    "en": ["what", "how many", "who", "where", "which"],
    "ja": ["何", "どこ", "誰", "いくつ"],
    "ko": ["무엇", "누구", "어디", "몇"],
    "fr": ["quoi", "combien", "qui", "où"],
    "de": ["was", "wie viele", "wer", "wo"],
    "es": ["qué", "cuántos", "quién", "dónde"],
    "ru": ["что", "сколько", "кто", "где"],
    "th": ["อะไร", "เท่าไร", "ใคร", "ที่ไหน"],
    "tr": ["ne", "kaç", "kim", "nerede"],
    "vi": ["gì", "bao nhiêu", "ai", "ở đâu"],
    "ar": ["ما", "كم", "من", "أين"],
    "el": ["τι", "πόσα", "ποιος", "πού"],
    "it": ["che cosa", "quanti", "chi", "dove"],
    "pt": ["o que", "quantos", "quem", "onde"],
    "ro": ["ce", "câți", "cine", "unde"],
    "hi": ["क्या", "कितने", "कौन", "कहाँ"],
    "id": ["apa", "berapa", "siapa", "di mana"],
    "mn": ["юу", "хэд", "хэн"],
    "pl": ["co", "ile", "kto"],
}
HOW_MANY = {
    "zh": ["多少", "几"],
    "en": ["how many", "what"],
    "ja": ["いくつ", "何"],
    "ko": ["몇"],
    "th": ["เท่าไร"],
    "vi": ["bao nhiêu"],
}
DEFINING = {
    "en": ["What is {}?", "Define {}", "{}"],
    "zh": ["什么是{}？", "{}是什么？", "{}是什么意思"],
    "ja": ["{}とは何ですか？"],
    "ko": ["{}란 무엇인가요?"],
    "fr": ["Qu'est-ce que {} ?"],
    "de": ["Was ist {}?"],
    "es": ["¿Qué es {}?"],
    "it": ["Che cos'è {}?"],
    "pt": ["O que é {}?"],
    "hi": ["{} क्या है?"],
    "tr": ["{} nedir?"],
    "vi": ["{} là gì?"],
    "ru": ["Что такое {}?"],
    "ur": ["{} کیا ہے؟"],
    "bn": ["{} কী?"],
}
UNSPACED = ("zh", "ja", "th")
_IN_PLACE = ("zh", "ja", "th", "ko")  # what asks stands where the answer would


def fragment(text: str, language: str, draw: random.Random) -> str:
    """Part of a sentence with a word that asks; the sentence where it is too short to take a part of."""
    unspaced = language in UNSPACED
    words = list(text) if unspaced else text.split()
    if len(words) < 4:
        return text
    count = max(3, int(len(words) * draw.uniform(0.4, 0.9)))
    start = draw.randint(0, len(words) - count)
    part = words[start : start + count]
    if not unspaced:
        part = [word for word in part if draw.random() > 0.12]
    asking = draw.choice(ASKING.get(language, ["?"]))
    first = language not in _IN_PLACE and draw.random() < 0.7
    part = [asking, *part] if first else [*part, asking]
    return ("" if unspaced else " ").join(part) + draw.choice(["?", "？" if unspaced else "?", ""])
