"""Run a command; after what it prints, print its seconds, its processor time, its peak in MiB.

From a small process: on Linux the peak of a process is at least that of the one that started it.
"""

import resource
import subprocess
import sys
import time

if __name__ == "__main__":
    start = time.perf_counter()
    subprocess.run(sys.argv[1:], check=True)
    seconds = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
