"""Two workers give the same answer: nothing depends on the order in which a process happens to keep a set."""

import os
import subprocess
import sys

SEEDS = ("1", "2", "3")
PROGRAM = """
import json
from channel_api.search.body_words import BodyWords
from channel_api.search.index import SearchIndex
from content.codec import encode
from content.files import content_folder, load_content

content = load_content(content_folder())
guides = [content.guides[id_] for id_ in sorted(content.guides)[::4]]
index = SearchIndex.build(guides, content.hotlines, content_folder() / "wording", bodies="now")
words = ("人民", "人民政府", "人民政府办公室", "办公", "办公室", "政府办公", "政府")
held = {f"guide-{number}": words for number in range(3)}
asked = [question for guide in guides for question in guide.questions]
asked += ["人民政府办公室", "shenfenzheng", "sfz", "739", "燃气公司收费合理吗", "我想问问那个老人的优待证"]
print(json.dumps([BodyWords(held).find_by_body("人民政府办公室在几楼"), *(
    encode(index.search(q, region_ids=None, region="000000", limit=10)) for q in asked
), *index.explain(asked[0])]))
"""


def test_every_process_answers_alike_whatever_the_order_of_its_sets() -> None:
    answers = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        ).stdout
        for seed in SEEDS
    }
    assert len(answers) == 1
    assert '"confident"' in answers.pop()
