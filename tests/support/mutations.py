"""Small faults that can be put into a module: each is one place in its tree, and what stands there.

Not made: changes of words (texts are tested as texts), of annotations and of decorators.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_OTHER_SIGNS: dict[type[ast.AST], tuple[type[ast.AST], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Add,),
    ast.FloorDiv: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
    ast.BitXor: (ast.BitOr,),
    ast.LShift: (ast.RShift,),
    ast.RShift: (ast.LShift,),
}
_OTHER_NAMES = {
    "any": "all",
    "all": "any",
    "min": "max",
    "max": "min",
    "sorted": "list",
    "issubset": "issuperset",
    "issuperset": "issubset",
    "union": "intersection",
    "intersection": "union",
}
_LEFT_OUT = (ast.Raise, ast.Continue, ast.Break, ast.AugAssign, ast.Expr)
"""Statements that a module does without, for a try: `pass` stands in their place."""


@dataclass(frozen=True)
class Mutation:
    """One fault in one module."""

    name: str
    """Module, function, what stood there and what stands there now. Unique; has no line number."""
    path: str
    line: int
    source: str
    """The whole module with the fault in it."""


def mutations(path: Path, root: Path) -> Iterator[Mutation]:
    """Every fault that can be put into a module, in the order of its lines."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    short, seen = path.relative_to(root / "compliance").as_posix(), Counter[str]()
    for function, holder, field, place in _places(tree, ""):
        before = getattr(holder, field) if place is None else getattr(holder, field)[place]
        for after in _instead(before):
            name = f"{short} {function}: {_shown(before)} → {_shown(after)}"
            seen[name] += 1
            name += f" ({seen[name]})" if seen[name] > 1 else ""
            _put(holder, field, place, after)
            yield Mutation(name, str(path.relative_to(root)), before.lineno, ast.unparse(tree))
            _put(holder, field, place, before)


def _put(holder: ast.AST, field: str, place: int | None, node: ast.AST) -> None:
    if place is None:
        setattr(holder, field, node)
    else:
        getattr(holder, field)[place] = node


_Place = tuple[str, ast.AST, str, int | None]


def _places(node: ast.AST, function: str) -> Iterator[_Place]:
    """The function, and where in which node each statement and expression stands."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_comment"):
            continue
        for place, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _is_for_types(child):
                continue
            if isinstance(child, ast.expr | ast.stmt):
                yield function, node, field, place
            named = isinstance(child, ast.FunctionDef | ast.ClassDef)
            yield from _places(child, f"{function}.{child.name}".strip(".") if named else function)


def _is_for_types(node: ast.AST) -> bool:
    """Whether the interpreter needs a node for nothing but types: `if TYPE_CHECKING`."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _instead(node: ast.AST) -> Iterator[ast.AST]:
    """What can stand there instead of a node."""
    made = [*_statements(node), *_conditions(node), *_values(node)]
    yield from (ast.copy_location(one, node) for one in made if _shown(one) != _shown(node))


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    if isinstance(node, _LEFT_OUT) and not is_docstring:
        yield ast.Pass()
    if isinstance(node, ast.Return) and node.value is not None:
        yield ast.Return(ast.Constant(None))
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield _with(node, "test", ast.UnaryOp(ast.Not(), node.test))
        for test in (True, False):
            if not (test and isinstance(node, ast.While)):
                yield _with(node, "test", ast.Constant(test))


def _conditions(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for place, sign in enumerate(node.ops):
                for other in _OTHER_SIGNS[type(sign)]:
                    yield _with(node, "ops", [*node.ops[:place], other(), *node.ops[place + 1 :]])
        case ast.BoolOp():
            yield _with(node, "op", _OTHER_SIGNS[type(node.op)][0]())
            for place in range(len(node.values)):
                left = [*node.values[:place], *node.values[place + 1 :]]
                yield left[0] if len(left) == 1 else _with(node, "values", left)
        case ast.UnaryOp(op=ast.Not() | ast.Invert()):
            yield node.operand
        case ast.GeneratorExp() | ast.ListComp() | ast.SetComp() | ast.DictComp():
            for place, loop in enumerate(node.generators):
                if loop.ifs:
                    changed = [*node.generators]
                    changed[place] = _with(loop, "ifs", [])
                    yield _with(node, "generators", changed)


def _values(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp():
            others = _OTHER_SIGNS.get(type(node.op), ())
            yield from (_with(node, "op", other()) for other in others)
            yield node.left
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield ast.Constant(node.value + 1)
            yield ast.Constant(node.value - 1)
        case ast.Call(func=ast.Name(id=name)) if name in _OTHER_NAMES:
            yield _with(node, "func", ast.Name(_OTHER_NAMES[name]))
        case ast.Call(func=ast.Attribute(attr=name)) if name in _OTHER_NAMES:
            yield _with(node, "func", _with(node.func, "attr", _OTHER_NAMES[name]))


def _with(node: ast.AST, field: str, value: object) -> ast.AST:
    changed = copy.copy(node)
    setattr(changed, field, value)
    return changed


def _shown(node: ast.AST) -> str:
    """A node as source, on one line; of a statement with a body the first line."""
    return ast.unparse(node).partition("\n")[0]
