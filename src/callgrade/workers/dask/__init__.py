"""The same work on other machines, through Dask."""
