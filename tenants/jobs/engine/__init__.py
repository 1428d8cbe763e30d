"""Tables in files: reading what people upload, writing what they take away. Values in, values out; no Django."""
