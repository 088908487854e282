"""What the charts of defence spending hold."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.answers import Answer
from bot.requests import Language

Ask: TypeAlias = Callable[..., Awaitable[Answer]]


async def test_a_member_s_chart_holds_what_its_rows_say(ask: Ask) -> None:
    [card] = (await ask("spending poland")).cards

    assert card.chart
    assert card.table
    assert card.table.is_charted
    assert card.chart.labels == tuple(row[0] for row in reversed(card.table.rows))
    assert card.chart.estimates == ("2025", "2026")


async def test_its_sentence_names_the_first_figure_and_the_last_one(ask: Ask) -> None:
    [card] = (await ask("spending poland", Language.FR)).cards

    assert card.chart
    assert card.chart.alt == ("Pologne\u00a0: 1,86\u00a0% (2014), 4,68\u00a0% (2026, estimation).")


async def test_two_members_share_a_chart_of_one_release(ask: Ask) -> None:
    [card] = (await ask("compare poland spain")).cards

    assert card.chart
    assert [series.name for series in card.chart.series] == ["Poland", "Spain"]
    assert [series.values[-1] for series in card.chart.series] == [4.68, 2.0]
    assert card.table
    assert not card.table.is_charted


async def test_whoever_is_in_no_table_of_spending_is_in_no_chart(ask: Ask) -> None:
    [card] = (await ask("compare iceland norway")).cards

    assert card.table
    assert card.chart is None
