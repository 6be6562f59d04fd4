"""Texts: written alike, and cut into tokens."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from runtime.data.features.learner import Learner, abbreviate
from runtime.data.table import as_objects
from runtime.errors import RunError

PADDING, UNKNOWN, FIRST = 0, 1, 2
"""The ids of what fills a text up and of what is not in the vocabulary, and the first of the vocabulary's own."""

PAIRS = 8192
"""How many byte pairs there are where nothing is said."""

WORD = re.compile(r"\w+|[^\w\s]")
"""A run of letters, digits and underscores, or a single other character that is no space."""


class Texts(Learner):
    """`lower`, `strip`, `replace`, `tokens`."""

    def lower(self, values: np.ndarray) -> np.ndarray:
        return map_texts(values, str.lower)

    def strip(self, values: np.ndarray, characters: str = "") -> np.ndarray:
        return map_texts(values, lambda text: text.strip(characters or None))

    def replace(self, values: np.ndarray, old: str, new: str = "") -> np.ndarray:
        return map_texts(values, lambda text: text.replace(old, new))

    def tokens(
        self, key: str, values: np.ndarray, by: str = "words", size: int | None = None, longest: int | None = None
    ) -> np.ndarray:
        """Each text's tokens as ids: an object array of int32 arrays, of different lengths.

        Id 0 is padding, which no text holds; 1 is a token that is not in the vocabulary; the vocabulary's own begin at
        2, the most frequent of the training split first (byte pairs in the order in which they were merged).  `size`
        bounds the number of ids, those two included.  A text longer than `longest` is cut at its end.
        """
        texts = values.tolist()
        if self.learning:
            vocabulary, merges = learned_pairs(texts, size) if by == "bpe" else (most_frequent(texts, by, size), [])
            shown = abbreviate(np.array(vocabulary[:12], dtype=str)) if vocabulary else []
            self.learn(
                key,
                {
                    "by": np.array(by),
                    "vocabulary": np.array(vocabulary, object),
                    "merges": np.array(merges, object),
                },
                word=f"tokens by {by}",
                vocabulary=len(vocabulary) + FIRST,
                first=shown,
            )
        learned = self.learned(key)
        ids = self.encoder(key, by, learned)(texts)
        found = np.empty(len(texts), object)
        cut = unknown = 0
        for i, one in enumerate(ids):
            cut += longest is not None and len(one) > longest
            found[i] = np.array(one[:longest], np.int32)
            unknown += int((found[i] == UNKNOWN).sum())
        self.count(key, f"texts cut at {longest} tokens", cut)
        self.count(key, "tokens not in the vocabulary", unknown)
        return found

    def encoder(self, key: str, by: str, learned: Any) -> "Callable[[list[str]], Iterator[list[int]]]":
        """The function from texts to ids, made once of what was learned."""
        if key not in self.made:
            self.made[key] = made_encoder(by, learned["vocabulary"].tolist(), learned["merges"].tolist())
        found: Callable[[list[str]], Iterator[list[int]]] = self.made[key]
        return found


def made_encoder(
    by: str, vocabulary: list[str], merges: list[list[str]]
) -> "Callable[[list[str]], Iterator[list[int]]]":
    if by == "bpe":
        tokenizer = pair_tokenizer(vocabulary, [(a, b) for a, b in merges])
        return lambda texts: (encoding.ids for encoding in tokenizer.encode_batch_fast(texts))
    index = {token: i for i, token in enumerate(vocabulary, FIRST)}
    return lambda texts: ([index.get(token, UNKNOWN) for token in pieces(text, by)] for text in texts)


def spell(ids: np.ndarray, learned: Mapping[str, Any]) -> str:
    """The text that ids stand for, as far as they tell: an unknown token is `□`, padding nothing.

    `learned` is what `tokens` learned, as arrays or as the lists that `Fit.to_json` gave.
    """
    vocabulary, by = ["", "□", *learned["vocabulary"]], str(learned["by"])
    tokens = [str(vocabulary[i]) for i in ids.tolist() if i != PADDING]
    if by == "bpe":
        from tokenizers import decoders

        return str(decoders.ByteLevel().decode(tokens)).strip()
    return ("" if by == "characters" else " ").join(tokens)


def token_names(learned: Mapping[str, Any]) -> tuple[str, ...]:
    """What each id stands for, in order, each text once: a byte pair that alone is no text is as the vocabulary has it.

    `learned` is as that of `spell`.
    """
    names = dict.fromkeys(("", "□"))
    for i, token in enumerate(map(str, learned["vocabulary"]), FIRST):
        text = token
        if str(learned["by"]) == "bpe":
            from tokenizers import decoders

            decoded = str(decoders.ByteLevel().decode([token]))
            text = token if "\ufffd" in decoded else decoded
        names[next(name for name in (text, token, f"{token} ({i})") if name not in names)] = None
    return tuple(names)


def map_texts(values: np.ndarray, function: Callable[[str], str]) -> np.ndarray:
    return as_objects([function(text) for text in values.ravel().tolist()]).reshape(values.shape)


def pieces(text: str, by: str) -> list[str]:
    return list(text) if by == "characters" else WORD.findall(text)


def most_frequent(texts: list[str], by: str, size: int | None) -> list[str]:
    """The tokens, the most frequent first; of equally frequent ones in alphabetical order."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(pieces(text, by))
    ordered = sorted(counts, key=lambda token: (-counts[token], token))
    return ordered[: None if size is None else size - FIRST]


def learned_pairs(texts: list[str], size: int | None) -> tuple[list[str], list[tuple[str, str]]]:
    """Byte-level byte-pair encoding (Sennrich et al., 2016; Radford et al., 2019): the tokens, and what was merged."""
    import json

    tokenizer = pair_tokenizer([], [])
    from tokenizers import models, pre_tokenizers, trainers

    tokenizer.model = models.BPE()
    trainer = trainers.BpeTrainer(
        vocab_size=(size or PAIRS) - FIRST,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    model = json.loads(tokenizer.to_str())["model"]
    ordered = sorted(model["vocab"], key=model["vocab"].get)
    return ordered, [(a, b) for a, b in model["merges"]]


def pair_tokenizer(vocabulary: list[str], merges: list[tuple[str, str]]) -> Any:
    try:
        from tokenizers import Tokenizer, models, pre_tokenizers
    except ImportError:
        raise RunError("byte pairs need the library tokenizers", help="pip install 'dlc[data]'") from None

    index = {token: i for i, token in enumerate(vocabulary, FIRST)}
    unknown = "<unknown>"
    tokenizer = Tokenizer(models.BPE(index | {unknown: UNKNOWN}, merges, unk_token=unknown))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    return tokenizer
