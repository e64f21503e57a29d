from __future__ import annotations

import asyncio
import threading

import pytest

from crosstrace.errors import ResourceExhausted
from crosstrace.web.jobs import Jobs


def test_a_job_gives_its_result() -> None:
    assert asyncio.run(Jobs().run(pow, 2, exp=5)) == 32


def test_what_is_over_the_limit_is_turned_away_at_once() -> None:
    async def crowd() -> None:
        jobs, done = Jobs(at_once=2), threading.Event()
        busy = [asyncio.create_task(jobs.run(done.wait)) for _ in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(ResourceExhausted, match="try again"):
            await jobs.run(done.wait)
        done.set()
        assert await asyncio.gather(*busy) == [True, True]
        assert await jobs.run(done.wait)

    asyncio.run(crowd())
