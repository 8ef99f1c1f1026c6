"""What a grader sets up before it grades."""

import os
import subprocess
import sys

THREADS_OF_BLAS = """
from callgrade.grading.spec import _limit_blas
_limit_blas()
import numpy, scipy.linalg
from threadpoolctl import threadpool_info
print(*(one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"))
"""


def test_every_matrix_product_has_one_thread_also_those_of_what_is_loaded_later() -> None:
    many = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "2")
    done = subprocess.run([sys.executable, "-c", THREADS_OF_BLAS], env=many, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == {"1"}
