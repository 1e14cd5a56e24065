"""Promised against actual time as editors read it: what the bars say stands in the tables too."""

import re

from channel_api.case_demo import install_series
from channel_api.runtime import Services
from tests.channel_api.conftest import NOW
from tests.channel_api.editing.people import People

PAGE = "/editors/efficiency"


def test_without_cases_the_page_says_so(people: People) -> None:
    anna = people.join("anna", "editor").open(PAGE)
    assert anna.status == 200
    assert anna.reads("还没有足够的办件可以统计")


def test_every_bar_has_its_numbers_in_words_and_a_row_in_a_table(people: People, services: Services) -> None:
    install_series(services.database, services.keys, now=NOW)
    anna = people.join("anna", "editor").open(PAGE)
    assert anna.reads("现在只有示例办件")
    bars = anna.page.count('class="bar"')
    assert bars == len(re.findall(r"承诺 [\d.]+ 天，一半的办件用了 [\d.]+ 天", anna.page)) > 1
    assert anna.reads("公安局")
    assert anna.reads("医疗保障局")
    assert anna.reads("其他部门合计"), "services nobody publishes count together"
    assert anna.reads("1 到 4 件")
    widths = [float(width) for width in re.findall(r'<rect[^>]* width="([\d.]+)"', anna.page)]
    assert max(widths) == 100
    assert all(0 <= width <= 100 for width in widths)
    assert " style=" not in anna.page
