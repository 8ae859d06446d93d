"""How does a world of the oracle get into the database? Plainly, in bulk, without asking anybody for rights."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from segue.core.models import (
    Currency,
    Department,
    Destination,
    Grant,
    Item,
    Observer,
    Pipeline,
    Role,
    RoleMember,
    Stage,
    User,
)
from tests.rights import oracle
from tests.rights.oracle import Place, World


@dataclass(frozen=True)
class Planted:
    """The rows of a world by the names they have there."""

    departments: Mapping[str, Department]
    people: Mapping[str, User]
    things: Mapping[str, Item]

    def user(self, name: str) -> User:
        """Somebody, as a request finds them: with their roles unread."""
        return User.objects.get(pk=self.people[name].pk)


def pipelines() -> dict[str, dict[str, tuple[str, ...]]]:
    """The pipelines the database has, as a world names them: stages as "general/NEW"."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for pipeline in Pipeline.objects.prefetch_related("stages").order_by("pk"):
        stages = sorted(pipeline.stages.all(), key=lambda stage: (stage.sort, stage.pk))
        names = tuple(f"{pipeline.code}/{stage.code}" for stage in stages)
        found.setdefault(pipeline.item_type, {})[pipeline.code] = names
    return found


def plant(world: World) -> Planted:
    """Store a world; roles that are there keep nothing to say."""
    RoleMember.objects.all().delete()
    departments = _departments(world)
    people = _people(world, departments)
    for name, department in world.departments.items():
        if department.head:
            Department.objects.filter(pk=departments[name].pk).update(head=people[department.head])
    _roles(world, departments, people)
    return Planted(departments, people, _things(world, people))


def _departments(world: World) -> dict[str, Department]:
    made = {name: Department.objects.create(name=name) for name in world.departments}
    for name, department in world.departments.items():
        if department.parent:
            Department.objects.filter(pk=made[name].pk).update(parent=made[department.parent])
    return made


def _people(world: World, departments: Mapping[str, Department]) -> dict[str, User]:
    users = {
        name: User(email=f"{name}@rights.test", name=name, is_admin=person.is_admin, is_active=person.is_active)
        for name, person in world.people.items()
    }
    User.objects.bulk_create(users.values())
    through: Any = User.departments.through
    through.objects.bulk_create(
        through(user_id=users[name].pk, department_id=departments[each].pk)
        for name, person in world.people.items()
        for each in person.departments
    )
    return users


def _roles(world: World, departments: Mapping[str, Department], people: Mapping[str, User]) -> None:
    places = Places()
    for name, role in world.roles.items():
        made = Role.objects.create(code=name, labels={"en": name}, may_change_settings=role.settings)
        Grant.objects.bulk_create(
            Grant(role=made, item_type=of, action=action, scope=scope, **places.narrowest(place))
            for (of, action, place), scope in role.cells.items()
        )
        RoleMember.objects.bulk_create(
            RoleMember(
                role=made,
                user=people[member.person] if member.person else None,
                department=departments[member.department] if member.department else None,
                with_children=member.with_children,
            )
            for member in role.members
        )
        Destination.objects.bulk_create(
            Destination(role=made, stage_id=places.stages[stage], to_id=places.stages[each])
            for stage, to in role.destinations.items()
            for each in to
        )


def _things(world: World, people: Mapping[str, User]) -> dict[str, Item]:
    places, currency, now = Places(), Currency.objects.order_by("pk")[0], timezone.now()
    items = {}
    for name, thing in world.things.items():
        owner = people[thing.owner]
        by = dict.fromkeys(("created_by", "changed_by", "last_activity_by"), owner)
        at = dict.fromkeys(("created_at", "changed_at", "last_activity_at"), now)
        gone = {"deleted_by": owner, "deleted_at": now} if thing.in_bin else {}
        stands = places.both(thing.place)
        items[name] = Item(
            type=thing.type, title=name, owner=owner, open_to_all=thing.open_to_all, currency=currency,
            **by, **at, **gone, **stands,
        )  # fmt: skip
    Item.objects.bulk_create(items.values())
    watched = [(items[name], people[each]) for name, thing in world.things.items() for each in thing.observers]
    Observer.objects.bulk_create(Observer(item=item, user=user) for item, user in watched)
    return items


class Places:
    """The pipelines and stages of the database by the names of the oracle."""

    def __init__(self) -> None:
        stages = Stage.objects.values_list("pipeline__code", "code", "pk")
        self.stages = {f"{pipeline}/{code}": pk for pipeline, code, pk in stages}
        self.pipelines = dict(Pipeline.objects.values_list("code", "pk"))

    def both(self, place: Place) -> dict[str, int]:
        """Where an item stands."""
        if place.pipeline is None or place.stage is None:
            return {}
        return {"pipeline_id": self.pipelines[place.pipeline], "stage_id": self.stages[place.stage]}

    def narrowest(self, place: Place) -> dict[str, int]:
        """What a cell names: the stage alone, or the pipeline."""
        if place.stage is not None:
            return {"stage_id": self.stages[place.stage]}
        return {} if place.pipeline is None else {"pipeline_id": self.pipelines[place.pipeline]}


def first_places(world: World, item_types: Iterable[str] = oracle.TYPES) -> dict[str, Place]:
    """Where a new item of each type stands."""
    return {each: oracle.beginnings(world, each)[0] for each in item_types}
