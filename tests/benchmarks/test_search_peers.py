"""Every engine is given the same and finds it; sizes and times are the bench's business."""

from pathlib import Path

from benchmarks.search_peers import SETTINGS
from benchmarks.search_peers_bed import Service, words_of
from benchmarks.search_peers_engines import ENGINES

SERVICES = [
    Service(id="id-card", names=("身份证", "补领", "sfzbl"), body=("户口簿", "照片"), weight=1.0),
    Service(id="passport", names=("护照", "补发", "hzbf"), body=("身份证", "照片"), weight=1.0),
]
REGIONS = ["330106", "330108"]


def test_a_peer_finds_a_name_before_a_body_in_the_region_asked_for(tmp_path: Path) -> None:
    one = ENGINES["SQLite FTS5"](tmp_path)
    one.build(SERVICES, REGIONS)
    for region in REGIONS:
        found = [service for service, _ in one.find("身份证的照片", region)]
        assert found == ["id-card", "passport"]
        assert [service for service, _ in one.find("hzbf", region)] == ["passport"]
    assert one.find("hzbf", "440106") == []
    assert one.find("登月'\" OR *", REGIONS[0]) == []
    assert one.find("，。？", REGIONS[0]) == []
    one.close()


def test_words_are_the_same_for_what_is_indexed_and_what_is_asked() -> None:
    assert words_of("补办身份证！") == words_of("补办 身份证")


def test_the_settings_are_those_that_users_have() -> None:
    assert {setting.regions for setting in SETTINGS} == {0, 3, 100}
    assert all(setting.engines[0] == "ours" for setting in SETTINGS)
