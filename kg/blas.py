"""How many threads numpy's products of matrices take."""

from __future__ import annotations

from threadpoolctl import threadpool_limits


def one_thread() -> threadpool_limits:
    """From now on one thread a product; used with ``with``, until its end.

    Products here are small. Several threads share out each of them, and wait for each other's
    share: where another thread or process has the processor meanwhile, that takes ten times as
    long as the product.
    """
    return threadpool_limits(1, user_api="blas")
