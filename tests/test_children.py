"""Children do the work, are bounded, and never take the others down."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from maturity import children
from maturity.children import Failure
from maturity.errors import Unreadable

Work = Callable[[str], bytes]


def act(order: str) -> bytes:
    match order.partition(" "):
        case "sleep", _, seconds:
            time.sleep(float(seconds))
        case "spin", _, _:
            while True:
                pass
        case "crash", _, _:
            ctypes.string_at(0)
        case "exit", _, _:
            os._exit(7)
        case "eat", _, mebibytes:
            return str(len(bytearray(int(mebibytes) << 20))).encode()
        case "refuse", _, reason:
            raise Unreadable(reason)
        case "stumble", _, _:
            raise ValueError("no such thing \udc80")
        case "recurse", _, _:
            return act(order)
        case "write", _, path:
            Path(path).write_bytes(b"x" * 10)
        case "wrong", _, _:
            return "text"  # type: ignore[return-value]
    return order.upper().encode()


def done(orders: list[str], **options: float) -> dict[int, bytes | Failure]:
    given: dict[str, float | int] = {"workers": 2, "seconds_per_item": 5.0, "memory": 256 << 20} | options
    return dict(children.run(act, orders, **given))  # type: ignore[arg-type]


def test_every_item_is_answered_once_and_by_position() -> None:
    orders = [f"item {number}" for number in range(100)]
    assert done(orders) == {number: f"ITEM {number}".encode() for number in range(100)}


def test_no_items_start_nothing() -> None:
    assert done([]) == {}


def test_large_answers_arrive_whole() -> None:
    answers = dict(children.run(lambda size: b"x" * size, [5 << 20, 3 << 20, 0], workers=2))
    assert {position: len(answer) for position, answer in answers.items() if isinstance(answer, bytes)} == {
        0: 5 << 20,
        1: 3 << 20,
        2: 0,
    }


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("crash", "crashed the reader (SIGSEGV)"),
        ("exit", "ended the reader (exit 7)"),
        ("eat 1024", "needs more memory than is allowed"),
        ("refuse not a notebook", "not a notebook"),
        ("recurse", "nested too deeply"),
        ("stumble", "ValueError: no such thing \\udc80"),
        ("wrong", "ended the reader (exit 1)"),
    ],
)
def test_one_bad_item_is_a_reason_and_the_others_go_on(order: str, reason: str) -> None:
    assert done(["a", order, "b", "c"], workers=1) == {0: b"A", 1: Failure(reason), 2: b"B", 3: b"C"}


@pytest.mark.parametrize("order", ["sleep 30", "spin"])
def test_time_is_bounded(order: str) -> None:
    began = time.monotonic()
    answers = done([order, "b"], workers=1, seconds_per_item=0.2)
    assert answers == {0: Failure("took longer than 0.2 s"), 1: b"B"}
    assert time.monotonic() - began < 5


def test_a_slow_reader_of_the_answers_costs_nobody_time() -> None:
    results = children.run(act, ["a", "b", "c"], workers=1, seconds_per_item=0.15)
    answers = []
    for _, answer in results:
        time.sleep(0.3)
        answers.append(answer)
    assert answers == [b"A", b"B", b"C"]


def test_memory_already_in_use_does_not_count() -> None:
    assert done(["eat 100"], workers=1) == {0: str(100 << 20).encode()}


def test_a_child_tells_what_it_does_before_its_answer() -> None:
    heard: list[str] = []

    def work(tell: Callable[[str], None]) -> bytes:
        tell("reading\nthe first")
        tell("reading the second")
        return b"x" * 5_000_000

    assert len(children.watched(work, progress=heard.append, seconds=20.0)) == 5_000_000
    assert heard == ["reading the first", "reading the second"]


@pytest.mark.parametrize(("order", "reason"), [("sleep 60", "took longer than 0.3 s"), ("crash", "crashed the reader")])
def test_a_child_that_is_listened_to_is_bounded(order: str, reason: str) -> None:
    heard: list[str] = []

    def work(tell: Callable[[str], None]) -> bytes:
        tell("begun")
        return act(order)

    with pytest.raises(Unreadable, match=reason):
        children.watched(work, progress=heard.append, seconds=0.3 if "0.3" in reason else 20.0)
    assert heard == ["begun"]


def test_children_write_no_files(tmp_path: Path) -> None:
    file = tmp_path / "trace"
    assert isinstance(done([f"write {file}"], workers=1)[0], Failure)
    assert file.stat().st_size == 0


def test_without_workers_the_same_process_does_it() -> None:
    answers = dict(children.run(lambda _: str(os.getpid()).encode(), ["x"], workers=0))
    assert answers == {0: str(os.getpid()).encode()}
    assert done(["a", "refuse it"], workers=0) == {0: b"A", 1: Failure("it")}


def test_a_child_knows_what_it_is() -> None:
    assert not children.inside()
    assert children.alone(lambda: str(children.inside()).encode()) == b"True"


def test_alone_raises_unreadable() -> None:
    assert children.alone(act, "yes") == b"YES"
    with pytest.raises(Unreadable, match="not a model"):
        children.alone(act, "refuse not a model")
    with pytest.raises(Unreadable, match=r"took longer than 0\.1 s"):
        children.alone(act, "spin", seconds=0.1)


def test_later_works_while_the_caller_goes_on() -> None:
    later = children.Later(act, "sleep 0.2", seconds=5)
    answers = done(["a"])
    assert (answers, later.result(), later.result()) == ({0: b"A"}, b"SLEEP 0.2", b"SLEEP 0.2")


def alive(session: int) -> list[str]:
    """Return the commands of a session's processes that are neither dead nor waiting to be buried."""
    commands = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            command, _, fields = stat.read_text().rpartition(") ")
            state, _, _, its_session = fields.split()[:4]
            if int(its_session) == session and state not in "ZX":
                commands.append(command.partition("(")[2])
    return sorted(commands)


def test_giving_up_ends_the_children_and_what_they_started(tmp_path: Path) -> None:
    note = tmp_path / "session"
    os.mkfifo(note)
    reader = os.open(note, os.O_RDWR)

    def nest(order: str) -> bytes:
        if order == "quick":
            return b""
        with subprocess.Popen(["sleep", "30"]):
            os.write(os.open(note, os.O_WRONLY), str(os.getpid()).encode())
            time.sleep(30)
        return b""

    results = children.run(nest, ["slow", "quick"], workers=2, seconds_per_item=20)
    assert next(results) == (1, b"")
    session = int(os.read(reader, 100))
    os.close(reader)
    assert "sleep" in alive(session)
    results.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 10  # what was killed dies when the system gets to it
    while alive(session) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert alive(session) == []


def test_an_interrupt_leaves_no_child() -> None:
    script = """
import os, signal, sys, time
from maturity import children
def work(_):
    time.sleep(30)
    return b""
def interrupt():
    time.sleep(0.3)
    os.kill(os.getppid(), signal.SIGINT)
    return b""
later = children.Later(interrupt, seconds=5)
try:
    list(children.run(work, [1, 2], workers=2, seconds_per_item=20))
except KeyboardInterrupt:
    later.end()
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        sys.exit(130)
"""
    ended = subprocess.run([sys.executable, "-c", script], timeout=20, check=False, cwd=Path(__file__).parent.parent)
    assert ended.returncode == 130


def test_an_orphan_ends_itself() -> None:
    script = """
import os, signal
from maturity import children
for _, pid in children.run(lambda _: str(os.getpid()).encode(), [1, 2], workers=1):
    print(pid.decode(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    root = Path(__file__).parent.parent
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, cwd=root)
    assert ended.returncode == -signal.SIGKILL
    orphan = int(ended.stdout)
    for _ in range(100):
        if not Path(f"/proc/{orphan}").exists() or "(zombie)" in Path(f"/proc/{orphan}/status").read_text():
            return
        time.sleep(0.02)
    pytest.fail("the child outlived its parent")
