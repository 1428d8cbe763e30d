DERIVED_TABLES = ("search_entry",)
