"""The small faults that a test should notice: where one may stand in a module, and the module with it.

Only bodies of functions are changed: constants of a module, defaults of arguments, annotations, docstrings and words
stay. One fault at a time, each one a person could have typed.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import CodeType

Node = ast.expr | ast.stmt

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
OPPOSITES = {"min": "max", "minimum": "maximum", "any": "all", "argmin": "argmax", "floor": "ceil", "ones": "zeros"}
OPPOSITES |= {after: before for before, after in OPPOSITES.items()}

KINDS: dict[type[ast.AST], str] = {
    ast.Compare: "comparison",
    ast.BinOp: "arithmetic",
    ast.AugAssign: "arithmetic",
    ast.BoolOp: "boolean",
    ast.UnaryOp: "sign or not",
    ast.Constant: "constant",
    ast.Return: "return",
    ast.If: "condition",
    ast.IfExp: "condition",
    ast.Raise: "statement left out",
    ast.Expr: "statement left out",
    ast.Name: "opposite function",
    ast.Attribute: "opposite function",
}


@dataclass(frozen=True)
class Mutant:
    """One fault: where it stands, and what stands there instead."""

    path: Path
    number: int
    """Which of the faults of its module it is, in the order of `find_mutants`."""
    function: str
    starts: int
    """First line of the outermost function that holds the fault, decorators included."""
    first: int
    last: int
    """Lines of what is changed, for the tests that reach it."""
    kind: str
    before: str
    after: str


def find_mutants(path: Path) -> list[Mutant]:
    """All single faults in the functions of a module, in the order of its functions."""
    return [
        Mutant(
            path,
            number,
            function.name,
            min([function.lineno, *(each.lineno for each in function.decorator_list)]),
            node.lineno,
            _last_line(node),
            KINDS[type(node)],
            _words(node),
            "pass" if isinstance(node, ast.Raise | ast.Expr) else _words(after),
        )
        for number, (function, node, after) in enumerate(_places(_parsed(path)))
    ]


def with_fault(mutant: Mutant) -> CodeType:
    """The module of a fault, compiled with it."""
    module = _parsed(mutant.path)
    _, node, after = next(islice(_places(module), mutant.number, None))
    changed = ast.fix_missing_locations(_Swap(node, after).visit(module))
    return compile(changed, str(mutant.path), "exec")


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _places(module: ast.Module) -> Iterator[tuple[ast.FunctionDef, Node, Node]]:
    for function in _outermost(module):
        for node in _bodies(function):
            for after in _faults(node):
                yield function, node, after


def _outermost(node: ast.AST) -> Iterator[ast.FunctionDef]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield child
        elif isinstance(child, ast.ClassDef):
            yield from _outermost(child)


def _last_line(node: Node) -> int:
    """Of a condition only what is asked, not what follows from it."""
    return (node.test.end_lineno if isinstance(node, ast.If) else node.end_lineno) or node.lineno


def _bodies(node: ast.AST) -> Iterator[Node]:
    """Nodes inside a function, without annotations, defaults, decorators, words and what is only joined to words."""
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        body = node.body if isinstance(node.body, list) else [node.body]
        children: list[ast.AST] = [each for each in body if not _is_docstring(each)]
    elif isinstance(node, ast.AnnAssign):
        children = [node.value] if node.value else []
    elif isinstance(node, ast.JoinedStr):
        children = []
    else:
        children = list(ast.iter_child_nodes(node))
    for child in children:
        if isinstance(child, ast.expr | ast.stmt) and type(child) in KINDS:
            yield child
        yield from _bodies(child)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _faults(node: Node) -> Iterator[Node]:
    match node:
        case ast.Compare():
            yield from _comparisons(node)
        case ast.BinOp() | ast.AugAssign() if type(node.op) in ARITHMETIC and not _holds_words(node):
            yield _changed(node, op=ARITHMETIC[type(node.op)]())
        case ast.BoolOp():
            yield _changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.UnaryOp() if not isinstance(node.operand, ast.Constant):
            yield node.operand
        case ast.Constant():
            yield from _constants(node)
        case _:
            yield from _of_statements(node)


def _comparisons(node: ast.Compare) -> Iterator[ast.expr]:
    for place, operator in enumerate(node.ops):
        for other in COMPARISONS[type(operator)]:
            yield _changed(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])


def _constants(node: ast.Constant) -> Iterator[ast.expr]:
    if isinstance(node.value, bool):
        yield _changed(node, value=not node.value)
    elif isinstance(node.value, int | float):
        yield _changed(node, value=node.value + 1)


def _of_statements(node: Node) -> Iterator[Node]:
    match node:
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield _changed(node, value=ast.Constant(value=None))
        case ast.If(test=ast.Name() | ast.Attribute() | ast.Call()) | ast.IfExp(test=ast.Name() | ast.Call()):
            yield _changed(node, test=ast.UnaryOp(op=ast.Not(), operand=node.test))
        case ast.Raise() | ast.Expr(value=ast.Call()):
            # Never run, but still there: what the function takes from around it, as `super()` does, stays the same.
            yield ast.If(test=ast.Constant(value=False), body=[node], orelse=[])
        case ast.Name(id=name) if name in OPPOSITES:
            yield _changed(node, id=OPPOSITES[name])
        case ast.Attribute(attr=name) if name in OPPOSITES:
            yield _changed(node, attr=OPPOSITES[name])


def _holds_words(node: ast.BinOp | ast.AugAssign) -> bool:
    sides = [node.value] if isinstance(node, ast.AugAssign) else [node.left, node.right]
    return any(isinstance(side, ast.JoinedStr | ast.List | ast.Tuple) or _is_text(side) for side in sides)


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str | bytes)


def _changed(node: ast.AST, **fields: object) -> Node:
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other  # type: ignore[return-value]


def _words(node: ast.AST) -> str:
    lines = ast.unparse(node).splitlines()
    return lines[0][:100]


class _Swap(ast.NodeTransformer):
    def __init__(self, before: ast.AST, after: ast.AST) -> None:
        self.before, self.after = before, after

    def visit(self, node: ast.AST) -> ast.AST:
        return ast.copy_location(self.after, node) if node is self.before else self.generic_visit(node)
