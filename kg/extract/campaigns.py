"""Names of evaluation campaigns and their shared tasks: "SemEval-2020 Task 9", "WMT 2019"."""

from __future__ import annotations

import re

_NAMES = (
    r"(?:SemEval|WMT|CoNLL|IWSLT|CLEF|TREC|BioCreative|BioASQ|VarDial|SIGMORPHON|WNUT|NTCIR|FIRE|"
    r"MediaEval|ImageCLEF|CheckThat|MADAR|WANLP|OSACT|DSTC|GermEval|EVALITA|IberLEF|SMM4H|BUCC|"
    r"ILSVRC|MRQA|FinCausal|FinSim|SciNLP|WSDM|LoResMT|AmericasNLP|NADI|DravidianLangTech|LT-EDI|"
    r"BEA|MRP)"
)
_CAMPAIGN = re.compile(rf"^{_NAMES}(?:[-'_]?(?:19|20)?\d\d)?$")
_NAMED = re.compile(
    rf"{_NAMES}[-' ]?(?:\d|$)|(?:[A-Z][a-z]*){{3,}}(?:-[A-Z]+)?[- ](?:19[89]|20[0-3])\d(?: |$)"
)
_ACRONYM = re.compile(r"^(?:[A-Z][a-z]*){3,}(?:-?[A-Z]+)?$")
_TASK_WORDS = 5
_NOT_IN_TASK = frozenset("and as at by for from in of on or s the to we with".split())
"""Words that part a campaign's name from another shared task."""
_YEAR = re.compile(r"^(?:19[89]|20[0-3])\d$")


def campaign_at(words: list[str], i: int) -> int:
    """Last token of a shared task's name ("SemEval-2020 Task 9", "MEDIQA 2021"); -1."""
    word = words[i]
    if not may_begin_campaign(word):
        return -1
    named = is_campaign(word)
    last = i
    rest = words[i + 1 : i + 7]
    if rest and _YEAR.match(rest[0]):
        last, rest = last + 1, rest[1:]
    elif not named:
        return -1
    low = [w.lower() for w in rest]
    if low[:1] == ["task"] and len(rest) > 1 and rest[1][:1].isdigit():
        return last + 2
    if (task := _shared_task(words, last)) > last:
        return task
    return last if last > i or any(c.isdigit() for c in word) else -1


def _shared_task(words: list[str], last: int) -> int:
    """Last token of a campaign's name with the "shared task" behind it and the task's number.

    It is `last`, the last token of the campaign's name itself, where no shared task follows.
    """
    for task in range(last + 2, min(last + 2 + _TASK_WORDS, len(words))):
        if words[task - 1].lower() == "shared":
            if not words[task].lower().startswith("task"):
                return last
            number = task + 1
            if number < len(words) and re.match(r"^(?:\d|[A-F]$)", words[number]):
                return number
            return task
        if not words[task - 1][0].isalnum() or words[task - 1] in _NOT_IN_TASK:
            return last
    return last


def may_begin_campaign(word: str) -> bool:
    """Whether a campaign's name may begin with a word: it is one, or an acronym."""
    return is_campaign(word) or _ACRONYM.match(word) is not None


def is_campaign(word: str) -> bool:
    """Whether a word is the name of an evaluation campaign ("CoNLL", "WMT19")."""
    return word[0].isupper() and _CAMPAIGN.match(word) is not None


def names_campaign(name: str) -> bool:
    """Whether a name is a campaign's or its task's ("SemEval-2020 Task 9", "MEDIQA 2021")."""
    return _NAMED.match(name) is not None
