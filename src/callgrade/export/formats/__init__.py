"""The formats of tables: CSV, Parquet and a workbook."""
