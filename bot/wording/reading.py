"""What a sentence's template says: each fact with the conditions around it, and how it is built."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from jinja2 import nodes

Guards = frozenset[str]
"""The conditions under which something is said, as they are written."""
FILTERS = frozenset({"clock", "day", "hour", "mask_phone", "join", "cut", "length"})
WHEN = dict.fromkeys(("clock", "day", "hour"), "when")
"""An instant is said by one of these; which one is a matter of taste."""
WRAPS = (nodes.Template, nodes.Output, nodes.Concat, nodes.And, nodes.Or, nodes.Not, nodes.Operand,
         nodes.Tuple, nodes.List, nodes.Dict, nodes.Pair, nodes.Const)  # fmt: skip
"""What only holds others, and can neither loop nor call."""
DEEPEST = 40  # nested brackets; the deepest sentence that comes with huying has a third
ITEM = "[]"


@dataclass(frozen=True, slots=True)
class Use:
    """One place in which a fact is said."""

    path: str
    """`ticket_.place`; `tickets[].number` for each of several."""
    guards: Guards
    line: int


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that a sentence has no need of."""

    name: str
    line: int


@dataclass(slots=True)
class Reading:
    """Everything that a template says, and with which means."""

    says: list[Use] = field(default_factory=list)
    asks: list[Use] = field(default_factory=list)
    """Facts that are only looked at, to choose between words."""
    shapes: dict[str, Odd] = field(default_factory=dict)
    """Steps that are only taken as they come with huying: what is included, set or repeated."""
    tables: list[tuple[str, frozenset[object], Odd]] = field(default_factory=list)
    """Words chosen by a fact: the fact as written, and the values that have words."""
    words: list[tuple[str, int]] = field(default_factory=list)
    cases: list[tuple[str, object]] = field(default_factory=list)
    """What facts are compared with."""
    loops: int = 0
    odd: list[Odd] = field(default_factory=list)
    built: set[str] = field(default_factory=set)
    """What is odd, as it is written: good where it comes with huying, and only as it is."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean at one place, and under which conditions it is said."""

    names: dict[str, str]
    guards: Guards = frozenset()
    deep: int = 0
    asking: bool = False

    def under(self, guard: str) -> "Scope":
        return replace(self, guards=self.guards | {guard})

    def knows(self, names: dict[str, str]) -> "Scope":
        return replace(self, names=self.names | names)


class Reader:
    """Reads one template into a `Reading`."""

    def __init__(self, granted: frozenset[str]) -> None:
        self.found = Reading()
        self.granted = granted

    def read(self, node: nodes.Node, scope: Scope) -> None:
        """Read a node and all below it."""
        if scope.deep > DEEPEST:
            self._strange(scope, "(((", node)
            return
        if self.granted and repr(node) in self.granted:
            self.found.says.append(Use(f"as is {node!r}", scope.guards, node.lineno))
            return
        scope = replace(scope, deep=scope.deep + 1)
        how = getattr(self, f"_{type(node).__name__.lower()}", None)
        if how is not None:
            how(node, scope)
        elif isinstance(node, WRAPS):
            self._each(node.iter_child_nodes(), scope)
        else:
            self._strange(scope, type(node).__name__.lower(), node)

    def _strange(self, scope: Scope, name: str, node: nodes.Node) -> None:
        self.found.says.append(Use(f"as is {node!r}", scope.guards, node.lineno))
        self.found.odd.append(Odd(name, node.lineno))
        self.found.built.add(repr(node))

    def _each(self, several: Iterator[nodes.Node] | list[nodes.Node], scope: Scope) -> None:
        """Read several in turn; what one sets, the next ones know."""
        for node in several:
            self.read(node, scope)
            if isinstance(node, nodes.Assign | nodes.FromImport):
                scope = scope.knows(_given_by(node, scope))

    def _template(self, node: nodes.Template, scope: Scope) -> None:
        self._each(node.body, scope)

    def _templatedata(self, node: nodes.TemplateData, _: Scope) -> None:
        self.found.words.append((node.data, node.lineno))

    def _const(self, node: nodes.Const, _: Scope) -> None:
        if isinstance(node.value, str):
            self.found.words.append((node.value, node.lineno))

    def _name(self, node: nodes.Name, scope: Scope) -> None:
        self._use(node, scope)

    def _getattr(self, node: nodes.Getattr, scope: Scope) -> None:
        self._use(node, scope)

    def _use(self, node: nodes.Name | nodes.Getattr, scope: Scope) -> None:
        path = path_of(node, scope.names)
        if path is None or path == "loop" or path.startswith("set:macro"):
            self._strange(scope, getattr(node, "attr", getattr(node, "name", "?")), node)
        elif path != "locale" and not path.startswith(("loop.", "set:")):
            where = self.found.asks if scope.asking else self.found.says
            where.append(Use(path, scope.guards, node.lineno))

    def _getitem(self, node: nodes.Getitem, scope: Scope) -> None:
        if isinstance(node.node, nodes.Dict):
            self._table(node.node, node.arg, scope)
        else:
            self._strange(scope, ITEM, node)

    def _table(self, table: nodes.Dict, chosen_by: nodes.Node, scope: Scope) -> None:
        """Words chosen by a fact; the fact itself is not said."""
        keys = frozenset(p.key.value for p in table.items if isinstance(p.key, nodes.Const))
        self.found.tables.append((repr(chosen_by), keys, Odd("{…}", table.lineno)))
        self.read(chosen_by, replace(scope, asking=True))
        self._each([pair.value for pair in table.items], scope)

    def _call(self, node: nodes.Call, scope: Scope) -> None:
        called = node.node
        if isinstance(called, nodes.Name) and scope.names.get(called.name) == "set:macro":
            self._each(list(node.args), scope.under(f"{called.name}()"))
        elif isinstance(called, nodes.Getattr) and called.attr == "get" \
                and isinstance(called.node, nodes.Dict) and node.args:  # fmt: skip
            self._table(called.node, node.args[0], scope)
            self._each(list(node.args[1:]), scope)
        else:
            name = getattr(called, "attr", getattr(called, "name", ""))
            self._strange(scope, f"{name}()", node)

    def _filter(self, node: nodes.Filter, scope: Scope) -> None:
        if node.name not in FILTERS or node.node is None or node.kwargs or node.dyn_args:
            self._strange(scope, f"| {node.name}", node)
            return
        self.read(node.node, scope.under(f"| {WHEN.get(node.name, node.name)}"))
        self._each(list(node.args), scope)

    def _compare(self, node: nodes.Compare, scope: Scope) -> None:
        path = path_of(node.expr, scope.names)
        for operand in node.ops:
            against = operand.expr
            listed = against.items if isinstance(against, nodes.Tuple | nodes.List) else [against]
            if path is not None:
                known = [item.value for item in listed if isinstance(item, nodes.Const)]
                self.found.cases += [(path, value) for value in known]
        self._each(node.iter_child_nodes(), replace(scope, asking=True))

    def _if(self, node: nodes.If, scope: Scope) -> None:
        """Each branch knows what was asked before it, too."""
        for branch in (node, *node.elif_):
            asked = repr(branch.test)
            self.read(branch.test, replace(scope, asking=True))
            self._each(branch.body, scope.under(f"if {asked}"))
            scope = scope.under(f"not {asked}")
        self._each(node.else_, scope)

    def _condexpr(self, node: nodes.CondExpr, scope: Scope) -> None:
        asked = repr(node.test)
        self.read(node.test, replace(scope, asking=True))
        self.read(node.expr1, scope.under(f"if {asked}"))
        if node.expr2 is not None:
            self.read(node.expr2, scope.under(f"not {asked}"))

    def _for(self, node: nodes.For, scope: Scope) -> None:
        """Only what comes as several is gone through, as it comes."""
        self._shape("for", repr(node.iter), node)
        self.found.loops += 1
        path = path_of(node.iter, scope.names)
        if path is None or node.recursive or node.test is not None:
            self._strange(scope, "for", node)
            return
        self._each(node.body, scope.knows({"loop": "loop"} | _targets(node.target, path + ITEM)))
        self._each(node.else_, scope)

    def _assign(self, node: nodes.Assign, scope: Scope) -> None:
        self._shape("set", repr(node), node)
        self.read(node.node, scope)

    def _with(self, node: nodes.With, scope: Scope) -> None:
        self._shape("with", repr((node.targets, node.values)), node)
        self._each(list(node.values), replace(scope, asking=True))
        names = {
            target.name: path_of(value, scope.names) or f"set:{target.name}"
            for target, value in zip(node.targets, node.values, strict=True)
            if isinstance(target, nodes.Name)
        }
        self._each(node.body, scope.knows(names))

    def _include(self, node: nodes.Include, scope: Scope) -> None:
        """Another sentence inside this one counts as something said here."""
        said = repr(node)
        self._shape("include", said, node)
        self.found.says.append(Use(f"include {said}", scope.guards, node.lineno))

    def _fromimport(self, node: nodes.FromImport, _: Scope) -> None:
        self._shape("import", repr((node.template, node.names)), node)

    def _shape(self, name: str, written: str, node: nodes.Node) -> None:
        self.found.shapes[f"{name} {written}"] = Odd(name, node.lineno)


def reading_of(tree: nodes.Template, granted: frozenset[str] = frozenset()) -> Reading:
    """What a template says; what is `granted` may stand in it as it is."""
    reader = Reader(granted)
    reader.read(tree, Scope({}))
    return reader.found


def path_of(node: nodes.Node, names: dict[str, str]) -> str | None:
    """A fact's name and the way into it, as one word; None for what is no fact."""
    if isinstance(node, nodes.Name):
        return names.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        before = path_of(node.node, names)
        return f"{before}.{node.attr}" if before is not None else None
    return None


def _targets(target: nodes.Node, path: str) -> dict[str, str]:
    if isinstance(target, nodes.Name):
        return {target.name: path}
    if isinstance(target, nodes.Tuple):
        return {
            item.name: f"{path}{place}"
            for place, item in enumerate(target.items)
            if isinstance(item, nodes.Name)
        }
    return {}


def _given_by(node: nodes.Assign | nodes.FromImport, scope: Scope) -> dict[str, str]:
    """The names that a step leaves to those behind it."""
    if isinstance(node, nodes.FromImport):
        names = [name if isinstance(name, str) else name[1] for name in node.names]
        return dict.fromkeys(names, "set:macro")
    if isinstance(node.target, nodes.Name):
        return {node.target.name: path_of(node.node, scope.names) or f"set:{node.target.name}"}
    return {}
