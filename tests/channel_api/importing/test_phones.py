"""Telephone numbers out of anything an office may write."""

import pytest

from channel_api.importing.phones import find_phones


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("020-81110001", "020-81110001"),
        ("020-12345", "020-12345"),
        ("12345", "12345"),
        ("020-12333-9-3", "020-12333-9-3"),
        ("020-81110001转2", "020-81110001转2"),
        ("020-81110001-804", "020-81110001-804"),
        ("020—81110001、020－81110002", "020-81110001、020-81110002"),
        ("020--81110001", "020-81110001"),
        ("020- 81110001", "020-81110001"),
        ("020-8111 0001", "020-81110001"),
        ("（0755）81110001", "0755-81110001"),
        ("(0755) 8111 0001", "0755-81110001"),
        ("0662-3681111", "0662-3681111"),
        ("02081110001", "020-81110001"),
        ("86 20 81110001", "020-81110001"),
        ("(8620)8111 0001", "020-81110001"),
        ("13800138000", "13800138000"),
        ("400-800-8000", "400-800-8000"),
        ("95598", "95598"),
        ("０２０－８１１１０００１", "020-81110001"),
        ("020-81110001，020-81110001", "020-81110001"),
        ("81110001", "81110001"),
        ("投诉电话：020-81110001。", "020-81110001"),
        ("12348或020-81110001", "12348、020-81110001"),
        ("彩虹路120号，电话020-81110001，邮编510000，9:00-12:00", "020-81110001"),
        ("微信gh_a1e9527141a4，邮箱1263532475@qq.com，http://a.cn/81110001", ""),
        ("彩虹路12345号", ""),
        ("020-327605405", ""),
        ("020-123456", ""),
        ("0000abc", ""),
        ("", ""),
    ],
)
def test_numbers_are_found_as_one_dials_them(written: str, numbers: str) -> None:
    assert find_phones(written).text == numbers


def test_words_beside_numbers_are_noticed_and_make_a_long_list_short() -> None:
    plain = "、".join(f"020-8111000{n}" for n in range(6))
    assert find_phones(plain).text.count("、") == 3
    labelled = find_phones("省厅：020-81110001、020-81110002；海边：0755-81110003")
    assert labelled.is_mixed
    assert labelled.text == "020-81110001、020-81110002"
    assert not find_phones("020-81110001；12345。").is_mixed


def test_a_number_that_works_only_in_its_town_is_noticed() -> None:
    assert find_phones("81110005").lacks_area
    assert not find_phones("020-81110005、12345、13800138000").lacks_area
