"""A recipe as Python: imports, the datasets at their versions, one line a larger step, and at last `frame`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, timedelta
from typing import Any

from treasury.ui import pin
from treasury.ui.cache import Loaded
from treasury.ui.steps import STEPS, Call, Held, datasets, leaves, module_of, spelled, written

LINE = 110  # a call that would make its line longer gets a line of its own
FEW = 2  # datasets up to this many are read in a line each
_SHORT = {"treasury.reference.key_dates": "treasury.key_dates"}  # what `import treasury` has already


def known(sources: Sequence[Loaded]) -> str:
    """The moment as of which `treasury.load` and the API give the versions of these datasets; "" where none is held.

    The moment of a pinned page; else that at which the last of them was retrieved, so that it changes only with the data.
    """
    if pin.text():
        return pin.text()
    read = [item.vintage.retrieved_at for item in sources if item.vintage and item.vintage.retrieved_at]
    if not read:
        return ""
    last = max(read).astimezone(UTC)
    if last.microsecond:
        last = last.replace(microsecond=0) + timedelta(seconds=1)
    return last.strftime("%Y-%m-%dT%H:%M:%SZ")


def lines(step: Any) -> str:
    """The whole snippet; "" where one of the datasets is not held."""
    sources = datasets(step)
    if any(item.vintage is None for item in sources):
        return ""
    writer = _Writer(step, sources)
    body = writer.body(step)
    return "\n".join([*writer.imports(), "", *writer.loads(), *body]) + "\n"


class _Writer:
    """Names what is used more than once, or is long, and writes the rest where it is used."""

    def __init__(self, step: Any, sources: Sequence[Loaded]) -> None:
        self.sources, self.moment = sources, known(sources)
        self.modules: dict[str, str] = {}  # name in the snippet -> the module it comes from
        self.uses: Counter[str] = Counter()
        self._count(step)
        taken = {"treasury", "known", "names", "name", "frame", "pd", "date", *self.modules}
        plain = [leaf.item.dataset.id for leaf in leaves(step) if isinstance(leaf, Held) and leaf.known is None]
        self.loaded = {dataset: _free(dataset, taken) for dataset in plain}
        self.taken = taken | set(self.loaded.values())
        self.named: dict[str, str] = {}  # a step as one expression -> its name
        self.assigned: list[str] = []

    def _count(self, value: Any) -> str:
        """Counts how often each step is used, and notes which modules its functions come from."""
        if isinstance(value, STEPS):
            whole = spelled(value)
            self.uses[whole] += 1
            if self.uses[whole] == 1:
                value.text(self._count)
        else:
            text = written(value, self._count)
            if callable(value):
                self._module(value)
            elif text.startswith("pd.Timestamp("):
                self.modules["pd"] = "pandas"
            elif text.startswith("date("):
                self.modules["date"] = "datetime"
        return ""

    def _module(self, function: Any) -> str:
        module = module_of(function)
        if f"{module}.{function.__qualname__}" in _SHORT:
            return "treasury"
        name = "pd" if module == "pandas" else module.rpartition(".")[2]
        self.modules[name] = module
        return name

    def imports(self) -> list[str]:
        """`import treasury` and what else is needed, modules of one package in one line."""
        made, packages = [], dict[str, list[str]]()
        if "date" in self.modules:
            made += ["from datetime import date"]
        if "pd" in self.modules:
            made += ["import pandas as pd"]
        for name, module in sorted(self.modules.items()):
            if name not in ("pd", "date"):
                packages.setdefault(module.rpartition(".")[0], []).append(name)
        return [*made, "import treasury", *(f"from {package} import {', '.join(found)}" for package, found in packages.items())]

    def loads(self) -> list[str]:
        """A line for each of a few datasets; more in two lines together."""
        if not self.loaded:
            return []
        if len(self.loaded) == 1:
            ((dataset, name),) = self.loaded.items()
            return [f'{name} = treasury.load("{dataset}", as_known_on="{self.moment}")']
        first = f'known = "{self.moment}"'
        if len(self.loaded) <= FEW:
            return [first, *(f'{name} = treasury.load("{id}", as_known_on=known)' for id, name in self.loaded.items())]
        names = ", ".join(f'"{dataset}"' for dataset in self.loaded)
        each = "(treasury.load(name, as_known_on=known) for name in names)"
        return [first, f"names = [{names}]", f"{', '.join(self.loaded.values())} = {each}"]

    def body(self, step: Any) -> list[str]:
        text = self._inline(step)
        return [*self.assigned, f"frame = {text}"]

    def _said(self, value: Any) -> str:
        """A value where it is used: by its name, or written out; what is long or used again gets a name first."""
        if not isinstance(value, STEPS):
            if callable(value):
                whole = f"{module_of(value)}.{value.__qualname__}"
                return _SHORT.get(whole, f"{self._module(value)}.{value.__qualname__}")
            return written(value, self._said)
        if isinstance(value, Held) and value.known is None:
            return self.loaded[value.item.dataset.id]
        whole = spelled(value)
        if whole in self.named:
            return self.named[whole]
        text = self._inline(value)
        if isinstance(value, Call) and (self.uses[whole] > 1 or len(text) > LINE // 2):
            self.named[whole] = name = _free(value.function.__name__, self.taken)
            self.taken.add(name)
            self.assigned.append(f"{name} = {text}")
            return name
        return text

    def _inline(self, step: Any) -> str:
        return self._said(step) if isinstance(step, Held) and step.known is None else step.text(self._said)


def _free(wanted: str, taken: set[str]) -> str:
    """A name that nothing else in the snippet has."""
    return (
        wanted
        if wanted not in taken
        else next(name for number in range(2, 99) if (name := f"{wanted}_{'data' if number == 2 else number}") not in taken)
    )
