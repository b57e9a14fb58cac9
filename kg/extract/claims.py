"""What a text says of a name as its authors' own: "we present X", "X, a novel …", "dubbed X"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kg.extract.word_table import WordTable

_OFFER = (
    r"(?:propos|present|introduc|develop|releas|describ|construct|buil[dt]|creat|design|contribut|"
    r"provid|publish|establish|collect|curat|annotat|offer|pretrain|devis|formulat|announc|invent|"
    r"implement|investigat|open-sourc|suppl|suggest|compil|assembl|unveil|put forward|achiev)\w*"
)
_OFFERING = (
    r"(?:propos|present|introduc|releas|describ|creat|contribut|provid|devis|formulat|curat|annotat|"
    r"develop|construct|design|build|offer|suppl|establish|collect|publish|compil|implement)"
    r"(?:es|e|s|ies|y|ing|)\b"
)
"""As in "…, and introduce X": without its subject, so not in a form that may be another's past."""
_WE = (
    r"\b(?:we|i|authors?|paper|work|study|article|here|report|thesis|letter|project|method|"
    r"contributions?)\b"
)
_STOPS = (
    r"(?!(?:based|on|using|with|for|to|that|in|from|of|by|via|which|over|than|into|through|as|"
    r"upon|where|when|between|among|against|at)\b)"
)
_BEFORE = {
    "offered": re.compile(
        rf"{_WE} (?:[\w-]+ ){{0,6}}?{_OFFER} (?:and [\w-]+ )?"
        r"(?:(?:a|an|the|our|two|three|new|novel|it|them|first|both|method|model|approach|"
        r"framework|system|of|[\"'`]+) )*$"
    ),
    "object": re.compile(
        rf"{_WE} (?:[\w-]+ ){{0,6}}?{_OFFER} (?:{_STOPS}[\w-]+ |[\"'`]+ ){{1,9}}[(\"'`]?\s?$"
    ),
    "and-offered": re.compile(
        r"(?:\band|\bor|\bby|\bto|[,;:]) (?:[\w-]+ly |also |then |further |first |to )*"
        rf"{_OFFERING} (?:and [\w-]+ )?(?:{_STOPS}[\w-]+ |[\"'`]+ ){{0,9}}[(\"'`]?\s?$"
    ),
    "called": re.compile(
        r"\b(?:called|named|dubbed|termed|namely|denoted(?: as| by)?|referred (?:to )?as|titled|"
        r"known as|coined|call(?: it| this| the)?|name it|we (?:call|name|term)(?: [\w-]+){0,4}|"
        r"abbreviated(?: as)?|refer to (?:[\w-]+ )+as|entitled|nicknamed|christened|"
        r"instantiate[sd]?(?: [\w-]+){0,6}|under the name|by the name of|goes by) "
        r"[\"'`,:( ]*(?:the |an? |our )?$"
    ),
    "our": re.compile(r"\bour (?:[\w-]+ ){0,4}$"),
    "the-comma": re.compile(r"\b(?:the|this|a|an) (?:[\w-]+ ){1,6}, [\"'`]*\s?$"),
    "our-comma": re.compile(r"\bour (?:[\w-]+ ){1,9}[,:(-] [\"'`]*\s?$"),
    "proposed": re.compile(r"\b(?:proposed|introduced|presented|developed) (?:[\w-]+ ){0,3}$"),
    "novel": re.compile(
        r"\b(?:novel|new|first|efficient|simple|unified|general|effective) (?:"
        + _STOPS
        + r"[\w-]+ ){0,6}[,:(-]? ?[\"'`]*\s?$"
    ),
    "shown": re.compile(
        r"\b(?:show|shows|shown|demonstrat\w+|indicat\w+|reveal\w*|suggest\w*|confirm\w*|observ\w+|"
        r"prov\w+|illustrat\w+|verif\w+|find|finds|found) (?:that |how |the )*$"
    ),
    "worth": re.compile(
        r"\b(?:effectiveness|superiority|advantages?|power|efficacy|usefulness|benefits?|utility|"
        r"robustness|generalizability|potential|validity|capabilit\w+|versatility|strengths?|"
        r"generality|feasibility) (?:and [\w-]+ )?of (?:the |our )?(?:proposed )?$"
    ),
    "tried": re.compile(
        r"\bwe (?:[\w-]+ ){0,3}(?:evaluat|validat|test|appl|demonstrat|showcas|deploy|instantiat|"
        r"compar|benchmark|assess|verif|ground|releas|train|us|conduct)\w* (?:the )?$"
    ),
}
_AFTER = {
    "is-a": re.compile(
        r"^(?:[,:(–—-]+ |is |are |, which is |, i\.e\. ?, )(?:a|an|the|our|two|three)? ?"
        r"(?:first|novel|new|simple|large|large-scale|unified|general|open|open-source|publicly|"
        r"comprehensive|efficient|effective|multi\w*|end-to-end|method|approach|framework|dataset|"
        r"benchmark|model|system|toolkit|library|corpus|lightweight|scalable|self-\w+|pre-?trained|"
        r"annotated|challenging|high-quality|hybrid|generic|flexible|robust|web|collection)\b"
    ),
    "apposed": re.compile(r"^[,:–—-]+ (?:a|an|the|our|which|that|where) "),
    "acts": re.compile(
        r"^(?:[\w-]+ly |also |can |is able to |does not |is )?(?:achiev|outperform|consist|enabl|"
        r"allow|learn|us|improv|provid|contain|includ|leverag|generat|produc|compris|combin|extend|"
        r"build|cover|featur|employ|reduc|predict|tak|perform|encod|support|offer|exploit|optimi|"
        r"adapt|introduc|integrat|design|bas|compos|surpass|model|incorporat|select|aim|train|"
        r"requir|work|yield|facilitat|automat|exhibit|show|demonstrat|first|identif|captur|obtain|"
        r"decompos|construct|creat|maintain|utili[sz]|mak|help|bring|operat|treat|pav|set|present|"
        r"address|solv|deliver)(?:e?s|es|ed|e|ing|s|izes|ises)?\b"
    ),
    "owns": re.compile(
        r"^'s? (?:[\w-]+ ){0,2}(?:ability|effectiveness|performance|robustness|capabilit\w+|"
        r"superiority|key|main|generalization|design|potential|success|accuracy|architecture)\b"
    ),
    "made": re.compile(
        r"^(?:[\w-]+ ){0,4}?(?:is|are|was|were|will be) (?:[\w-]+ )?(?:available|released|publicly|"
        r"proposed|introduced|presented|developed|created|designed|constructed|built|open-source\w*|"
        r"accessible|collected|annotated|curated)\b"
    ),
    "we-after": re.compile(r"^, (?:we|our) "),
}


_VERB = re.compile(
    r"^(?:[\w-]+ly )?(?!(?:is|was|has|does|as|its|this|thus|plus|across|versus|models|datasets|"
    r"methods|systems|approaches|networks|tasks|results)\b)[a-z]{2,}[a-rt-z]s\b"
)


_PARTS = {
    "we": re.compile(_WE),
    "offer": re.compile(_OFFER.replace("put forward", "put")),
    "call": re.compile(
        r"call|name|dub|term|denot|refer|titled|known|coined|abbrev|christened|instantiate|goes"
    ),
    "our": re.compile("our"),
    "comma": re.compile(","),
    "proposed": re.compile("proposed|introduced|presented|developed"),
    "novel": re.compile("novel|new|first|efficient|simple|unified|general|effective"),
    "shown": re.compile(
        "show|demonstrat|indicat|reveal|suggest|confirm|observ|prov|illustrat|verif|find|found"
    ),
    "worth": re.compile(
        "effectiveness|superiority|advantage|power|efficacy|usefulness|benefit|utility|robustness|"
        "generalizability|potential|validity|capabilit|versatility|strength|generality|feasibility"
    ),
}
_ANY_PART = re.compile("|".join(p.pattern for p in _PARTS.values()))
_NEEDS = {
    "offered": {"we", "offer"},
    "object": {"we", "offer"},
    "and-offered": {"offer"},
    "called": {"call"},
    "our": {"our"},
    "our-comma": {"our"},
    "proposed": {"proposed"},
    "the-comma": {"comma"},
    "novel": {"novel"},
    "shown": {"shown"},
    "worth": {"worth"},
    "tried": {"we"},
}
"""Parts without which an expression of `_BEFORE` matches nothing: most words have none of them."""
_BITS = {part: 1 << n for n, part in enumerate(_PARTS)}


def _parts_in(word: str) -> int:
    """The parts that stand in a word, as bits."""
    if not _ANY_PART.search(word):
        return 0
    return sum(_BITS[part] for part, pattern in _PARTS.items() if pattern.search(word))


_has = WordTable(_parts_in)


@lru_cache
def _possible(parts: int) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The expressions that may match words with these parts, by name."""
    return tuple(
        (name, pattern)
        for name, pattern in _BEFORE.items()
        if all(parts & _BITS[part] for part in _NEEDS[name])
    )


def claims(before: Sequence[str], after: Sequence[str], *, first: bool) -> list[str]:
    """Ways in which the words around one place speak of a name as the authors' own.

    Args:
        before, after: Tokens around it within the sentence, in lower case.
        first: The name begins its sentence.
    """
    found = []
    parts = 0
    for bits in {*map(_has.__getitem__, before)}:
        parts |= bits
    if possible := _possible(parts):
        joined = " ".join(before) + " "
        found = [name for name, pattern in possible if pattern.search(joined)]
    joined = " ".join(after)
    found += [name for name, pattern in _AFTER.items() if pattern.match(joined)]
    if first:
        if "acts" in found:
            found.append("subject")
        if _VERB.match(joined):
            found.append("subject-of-verb")
    return found
