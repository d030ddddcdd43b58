"""A writer killed at any moment leaves the version before or the version after, whole."""

import random
import subprocess
import sys
import threading
from pathlib import Path

from tests.test_store import YIELDS, frame, publish
from treasury.store import Store

ROWS = 400
KILLS = 20

# Publishes for ever; every row of version n holds the value n. Says "ready" once the imports are done.
WRITER = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent.parent)!r})
from tests.test_store import YIELDS, frame, publish
from treasury.store import Store
store = Store(sys.argv[1], Path(sys.argv[1]) / "snapshot")
n = int(store.read(YIELDS).frame["10Y"].iloc[0])
print("ready", flush=True)
while True:
    n += 1
    publish(store, frame(*[float(n)] * {ROWS}))
"""


def test_killed_writers_never_tear_a_version(tmp_path: Path) -> None:
    place = tmp_path / "store"
    store = Store(str(place), place / "snapshot")
    publish(store, frame(*[0.0] * ROWS))
    chance = random.Random(20250411)
    last = 0.0
    for _ in range(KILLS):
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(place)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        threading.Timer(chance.uniform(0.0, 0.12), child.kill).start()
        child.communicate(timeout=60)
        values = store.read(YIELDS).frame["10Y"]
        assert len(values) == ROWS
        assert values.nunique() == 1
        assert values.iloc[0] >= last
        assert store.read(YIELDS).vintage.trouble == ""
        last = values.iloc[0]
    assert last > 0  # some publishes came through, so the kills did fall between and within them
