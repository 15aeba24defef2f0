"""`python -m benchmarks`: what `make bench` runs."""

from benchmarks.scan import main

main()
