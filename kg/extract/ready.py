"""Imported by the server that extraction processes are forked from: vocabularies are read once."""

from kg.extract import find, read
from kg.extract.word_vectors import document
from kg.paper import Paper

_TEXT, _ = read(
    Paper(
        "",
        "BERT for Question Answering",
        "We fine-tune BERT on the Stanford Question Answering Dataset (SQuAD) and compare it with "
        "LSTM networks. Our model outperforms the baseline. Code is at https://github.com/a/b.",
    )
)
find(_TEXT, keywords="static")
document(_TEXT)
