"""Load tests by one's own means: many clients ask a service at once, and somebody holds a watch."""

from maturity.evidence.python.code import Code, Unit, foreign_name, shown
from maturity.evidence.python.words import parts
from maturity.model.place import Place

NAMED = frozenset("load loadtest loadtests benchmark benchmarks bench stress throughput soak perf".split())
"""Words of the files that measure under load."""
AT_ONCE = frozenset(("asyncio.gather", "asyncio.TaskGroup", "trio.open_nursery", "anyio.create_task_group"))
POOLS = frozenset(("ThreadPoolExecutor", "ProcessPoolExecutor", "ThreadPool", "Pool"))
ASKS = frozenset(
    (
        "asyncio.open_connection httpx.AsyncClient httpx.Client httpx.post httpx.get aiohttp.ClientSession "
        "requests.post requests.get requests.Session urllib.request.urlopen http.client.HTTPConnection "
        "grpc.insecure_channel"
    ).split()
)
WATCHES = frozenset(
    ("time.perf_counter", "time.monotonic", "time.time", "time.perf_counter_ns", "timeit.default_timer")
)


def measures(unit: Unit, code: Code) -> Place | None:
    """Return where a function sends requests of many clients at once, and times them, in a file named for it."""
    if unit.function.stub or not parts(unit.path) & NAMED:
        return None
    found: Place | None = None
    asks = watches = False
    for one in code.near(unit):
        for call, symbol in one.calls():
            name = foreign_name(call.name, symbol)
            if name in AT_ONCE or name.rpartition(".")[2] in POOLS:
                found = found or one.at(call.line, f"{shown(call.name)}()")
            asks = asks or name in ASKS
            watches = watches or name in WATCHES
    return found if asks and watches else None
