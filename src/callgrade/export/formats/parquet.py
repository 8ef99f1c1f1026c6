"""Tables as Parquet, for programs: typed columns, one row group per chunk. Text needs no escaping."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from callgrade.errors import UsageError, how_to_install
from callgrade.export.table import ColumnKind, Heading, Rows, Write

_TYPES = {ColumnKind.NUMBER: "float64", ColumnKind.WHOLE: "int64"}  # all else is text


@contextmanager
def parquet_file(file: BinaryIO, headings: Sequence[Heading]) -> Iterator[Write]:
    """A function that writes rows to ``file``; raises ``UsageError`` if the extra ``parquet`` is not installed."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow.", how_to_install("parquet")) from error
    schema = pa.schema([(heading.name, _TYPES.get(heading.kind, "string")) for heading in headings])
    with parquet.ParquetWriter(file, schema) as writer:

        def write(rows: Rows) -> None:
            arrays = [
                pa.array(column, field.type) for field, column in zip(schema, zip(*rows, strict=True), strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))

        yield write
