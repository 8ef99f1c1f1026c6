"""Run the same work on other machines with Dask."""
