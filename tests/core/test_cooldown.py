"""Who asks too fast is told so once, and is served again when the window is over."""

from dataclasses import replace

from bot.cooldown import CHANNEL, PERSON, REMEMBERED, WINDOW_SECONDS, CoolDown, Pace
from bot.requests import Origin

ANN = Origin(platform="p", space="s", channel="c", asker="ann")
BOB = replace(ANN, asker="bob")


class Time:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def ask(cool_down: CoolDown, origin: Origin, times: int) -> list[Pace]:
    return [cool_down.pace(origin) for _ in range(times)]


def test_a_person_is_told_once_and_then_passed_over() -> None:
    paces = ask(CoolDown(Time()), ANN, PERSON + 3)

    assert paces == [*[Pace.FINE] * PERSON, Pace.TOO_FAST, Pace.TOLD, Pace.TOLD]


def test_others_are_served_meanwhile() -> None:
    cool_down = CoolDown(Time())
    ask(cool_down, ANN, PERSON + 1)

    assert cool_down.pace(BOB) is Pace.FINE


def test_after_the_window_a_person_is_served_and_would_be_told_again() -> None:
    time = Time()
    cool_down = CoolDown(time)
    ask(cool_down, ANN, PERSON + 5)
    time.now += WINDOW_SECONDS

    assert ask(cool_down, ANN, PERSON + 1) == [*[Pace.FINE] * PERSON, Pace.TOO_FAST]


def test_a_channel_of_many_people_is_slowed_too_and_another_channel_is_not() -> None:
    cool_down = CoolDown(Time())
    paces = [cool_down.pace(replace(ANN, asker=str(n))) for n in range(CHANNEL + 1)]

    assert paces == [*[Pace.FINE] * CHANNEL, Pace.TOO_FAST]
    assert cool_down.pace(replace(ANN, channel="d", asker="x")) is Pace.FINE


def test_a_person_is_one_person_in_every_channel_and_in_private() -> None:
    cool_down = CoolDown(Time())
    ask(cool_down, ANN, PERSON)

    assert cool_down.pace(replace(ANN, space=None, channel="dm")) is Pace.TOO_FAST


def test_where_ids_are_local_the_same_id_elsewhere_is_another_person() -> None:
    cool_down, local = CoolDown(Time()), replace(ANN, people_are_local=True)
    ask(cool_down, local, PERSON)

    assert cool_down.pace(replace(local, space="t")) is Pace.FINE


def test_it_remembers_no_more_than_it_may() -> None:
    cool_down = CoolDown(Time())
    ask(cool_down, ANN, PERSON)
    for number in range(REMEMBERED):
        cool_down.pace(Origin(platform="p", asker=str(number)))

    assert cool_down.pace(ANN) is Pace.FINE
