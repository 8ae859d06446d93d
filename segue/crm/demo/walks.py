"""How does an item go from stage to stage, and who says what about it on the way?"""

import random

from segue.core import comments
from segue.core.models import Item, User
from segue.core.models.pipeline import FAILURE, PROCESS
from segue.crm import stages

from . import remarks
from .days import OPEN_MINUTES, ages
from .play import Story
from .world import World, dice

OFTEN = 0.4
COLLEAGUES = {"a": "b", "b": "a", "c": "c"}  # who may see and comment what another one owns


def remark(item: Item, chance: random.Random, *, german: bool, actor: User) -> None:
    """Somebody notes something on an item."""
    comments.add(item, chance.choice(remarks.about(item.type, german=german)), actor=actor)


def path(world: World, item_type: str, target: str) -> list[str]:
    """The stages after the first, up to the target: nothing is lost at once, and everything is won step by step."""
    process = [stage.code for stage in world.stages[item_type] if stage.semantics == PROCESS]
    if target in process:
        return process[1 : process.index(target) + 1]
    lost = world.stage(item_type, target).semantics == FAILURE
    return [*(process[1:2] if lost else process[1:]), target]


def walk(world: World, item: Item, target: str, *, span: tuple[int, int], letter: str, german: bool) -> Story:
    """An item is moved on until it stands in its target, within a span of days; now and then somebody comments."""
    chance = dice(f"{letter} {item.title} {target}")
    codes = path(world, item.type, target)
    for code, age in zip(codes, ages(*span, len(codes)), strict=True):
        yield world.days.ago(age, chance.randrange(OPEN_MINUTES))
        stages.move(item, world.stage(item.type, code), actor=world.people[letter])
        if chance.random() < OFTEN:
            yield world.days.ago(age, chance.randrange(OPEN_MINUTES))
            who = world.people[chance.choice((letter, COLLEAGUES[letter]))]
            remark(item, chance, german=german, actor=who)
