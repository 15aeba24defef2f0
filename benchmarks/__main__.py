"""`python -m benchmarks`: what `make bench` runs."""

from benchmarks import scan, screen

scan.main()
screen.main(())
