"""`python -m benchmarks.calibrate_search`: which thresholds decline what is no service and keep what is one.

Prints the curve over the written sentences of both halves and the questions of the guides; the chosen values stand in
content/understanding/verdict.py.
"""

from __future__ import annotations

import sys

from benchmarks.search_bed import Asked, all_cases, ask_all, build

STEPS = [step / 100 for step in range(20, 64, 2)]


def main() -> int:
    """Prints three tables: what is offered at all, what is answered for sure, what lead over the second it takes."""
    content, vocabulary, index, _ = build()
    asked = list(ask_all(index, all_cases(content, vocabulary)))
    kinds = ("plain", "told", "dialect", "homophone", "typo")
    foreign = [one for one in asked if one.case.kind == "none"]
    written = [one for one in asked if one.case.kind in kinds]
    print("answerable  out of domain declined  answerable declined  of these the wrong ones")
    for step in STEPS:
        declined = [one for one in written if _is_below(one, step)]
        wrong = sum(one.rank != 1 for one in declined)
        share = sum(_is_below(one, step) for one in foreign) / len(foreign)
        print(
            f"{step:10.2f}  {share:22.1%}  {len(declined) / len(written):19.1%}  {wrong / max(len(declined), 1):23.0%}"
        )
    print("confident   answered for sure  of these wrong")
    for step in STEPS:
        sure = [one for one in written if not _is_below(one, step)]
        wrong = sum(one.rank != 1 for one in sure)
        print(f"{step:10.2f}  {len(sure) / len(written):17.1%}  {wrong / max(len(sure), 1):14.1%}")
    return 0


def _is_below(asked: Asked, threshold: float) -> bool:
    """Declined at this threshold; what is known to be elsewhere is declined at every one."""
    return asked.score < threshold or (asked.verdict == "none" and asked.score >= threshold)


if __name__ == "__main__":
    sys.exit(main())
