"""Run a command; after what it prints, print the seconds it took and its peak memory in MiB.

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
    print(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
