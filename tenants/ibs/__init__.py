"""IBs: partners, the tree they form, and the clients they brought. Everything that rebates hang on is dated."""
